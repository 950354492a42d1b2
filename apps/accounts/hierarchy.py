"""Who stands above whom: the predicates behind roles and the administration of people."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import OWNER_LEVEL, Role, User
from apps.accounts.rights import held_by, level_of

Actor = User | AnonymousUser


def outranks(actor: Actor, level: int) -> bool:
    """Does somebody stand above a level? Nobody stands above owners, so these may act on one another."""
    mine = held_by(actor).level
    return mine == OWNER_LEVEL or mine > level


def may(actor: Actor, permission: str) -> bool:
    return held_by(actor).has(permission)


def can_make_role(actor: Actor, *, level: int, permissions: Iterable[str]) -> bool:
    """May they make a role that stands so high and gives this? Never above themselves, nor what they do not hold."""
    return outranks(actor, level) and held_by(actor).covers(permissions)


def can_change_role(actor: Actor, role: Role) -> bool:
    """A role that the person stands above."""
    return may(actor, "accounts.change_role") and outranks(actor, role.level)


def can_delete_role(actor: Actor, role: Role) -> bool:
    return not role.is_builtin and may(actor, "accounts.delete_role") and outranks(actor, role.level)


def can_grant_role(actor: Actor, role: Role, user: User) -> bool:
    """May they give this role to this person? It gives no more than they hold; the person stands below them."""
    return (
        not role.is_everybodys
        and may(actor, "accounts.grant_role")
        and can_make_role(actor, level=role.level, permissions=role.permissions)
        and can_act_on(actor, user)
    )


def can_revoke_role(actor: Actor, role: Role, user: User) -> bool:
    """One's own role, always; from others what one may give them."""
    if role.is_everybodys:
        return False
    return actor == user or (
        may(actor, "accounts.grant_role") and outranks(actor, role.level) and can_act_on(actor, user)
    )


def can_act_on(actor: Actor, user: User) -> bool:
    """Does somebody stand above this person? Oneself is nobody's superior but one's own."""
    return actor == user or outranks(actor, level_of(user))


def can_change_user(actor: Any, user: User) -> bool:
    """May they edit this account?"""
    return user.erased_at is None and may(actor, "accounts.change_user") and can_act_on(actor, user)


def can_view_user(actor: Any, user: User) -> bool:
    """May they see all of this account, the address too? One's own, or by right."""
    return actor == user or may(actor, "accounts.view_user")


def can_delete_user(actor: Any, user: User) -> bool:
    """May they delete this account? One's own is deleted by showing one's password."""
    return actor != user and user.erased_at is None and may(actor, "accounts.delete_user") and can_act_on(actor, user)
