"""Actions on rights on one object: a person, or everybody who has a role, may do there what others may not."""

from typing import Any

from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from apps.accounts.hierarchy import may, outranks
from apps.accounts.models import Role, User
from apps.accounts.rights import Right, kinds
from apps.accounts.roles import group_of
from apps.core.permissions import require
from apps.core.problems import NotFound


@transaction.atomic
def grant_on_object(*, actor: User, right: Right, thing: Any, to: User | Role) -> None:
    """Give a right on one object. It lets somebody do more with what they see; it never shows what is hidden."""
    _check(actor, right, thing, to)
    if isinstance(to, User):
        require(_kind(right).visible(to).filter(pk=thing.pk).exists(), NotFound)
    assign_perm(_guardians_name(right, thing), _holder(to), thing)


@transaction.atomic
def take_back_on_object(*, actor: User, right: Right, thing: Any, to: User | Role) -> None:
    """Take a right on one object back."""
    _check(actor, right, thing, to)
    remove_perm(_guardians_name(right, thing), _holder(to), thing)


def _check(actor: User, right: Right, thing: Any, to: User | Role) -> None:
    """Nobody gives what they do not hold, nor what they were given here themselves."""
    assert right.can is not None
    require(right.grantable)
    thing._grants = {actor.pk: set()}  # so that only what is the actor's own by nature counts
    require(right.can(actor, thing))
    if isinstance(to, Role):
        require(not to.is_everybodys and may(actor, "accounts.grant_role") and outranks(actor, to.level))


def _kind(right: Right) -> Any:
    return kinds[right.kind or ""]


def _guardians_name(right: Right, thing: Any) -> str:
    """Return Django's name of the permission: a group is a conversation there."""
    return f"{thing._meta.app_label}.change_{thing._meta.model_name}"


def _holder(to: User | Role) -> Any:
    return to if isinstance(to, User) else group_of(to.locked())
