"""Rights on one object, given to a person or a role: django-guardian, used behind the `can_…` predicates only."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.db.models import Model
from guardian.core import ObjectPermissionChecker

from apps.accounts.models import User


def has_grant(user: User, thing: Model, name: str) -> bool:
    """Was this person, or a role of theirs, given the right on this one object?"""
    known = getattr(thing, "_grants", {}).get(user.pk)
    if known is None:
        known = set(_checker(user).get_perms(thing))
    return name.partition(".")[2] in known


def load_grants(user: User, things: Sequence[Any]) -> None:
    """Ask for the grants on many objects of one model at once, so that `has_grant` asks nothing more."""
    if not things:
        return
    checker = _checker(user)
    checker.prefetch_perms(things)  # type: ignore[arg-type] # any sequence will do
    for thing in things:
        thing._grants = {user.pk: set(checker.get_perms(thing))}


def _checker(user: User) -> ObjectPermissionChecker:
    person = copy(user)
    person.is_superuser = False  # guardian lets superusers do everything everywhere; a conversation stays private
    return ObjectPermissionChecker(person)
