"""The catalogue of permissions, which every app fills in `AppConfig.ready()`, and what a person's roles give.

A `Right` has a name as Django names permissions (`chat.delete_message`). One without `kind` is given by roles alone.
One with a `kind` (`messages`) is about single objects: its predicate decides, for objects which the person sees.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.accounts.models import EVERYTHING, OWNER_LEVEL, Role, User

KEPT_SECONDS = 1.0  # a socket keeps its user for hours: what another process changed is known after so long
Predicate = Callable[[User, Any], bool]


@dataclass(frozen=True)
class Kind:
    """A type of objects that can be asked about: which of some ids a person sees, ready for the predicates."""

    name: str
    visible: Callable[[Any], QuerySet[Any]]


@dataclass(frozen=True)
class Right:
    """One permission."""

    name: str
    label: Any
    kind: str | None = None
    can: Predicate | None = None
    assignable: bool = True  # may a role give it for all objects at once?
    grantable: bool = False  # may somebody be given it on one object?

    @property
    def app(self) -> str:
        return self.name.partition(".")[0]


catalogue: dict[str, Right] = {}
kinds: dict[str, Kind] = {}


def object_kind(name: str, visible: Callable[[Any], QuerySet[Any]]) -> None:
    """Let `POST /permissions/check` ask about a type of objects."""
    kinds[name] = Kind(name, visible)


def right(
    name: str,
    label: Any,
    *,
    kind: str | None = None,
    can: Predicate | None = None,
    assignable: bool = True,
    grantable: bool = False,
) -> None:
    """Add a permission to the catalogue."""
    catalogue[name] = Right(name, label, kind, can, assignable, grantable)


def assignable() -> list[Right]:
    """Return what a role can give, by name."""
    return sorted((one for one in catalogue.values() if one.assignable), key=lambda one: one.name)


@dataclass(frozen=True)
class Held:
    """What somebody's roles give them."""

    level: int
    everything: bool
    names: frozenset[str]
    second_factor_required: bool
    changes: int
    read_at: float

    def has(self, name: str) -> bool:
        return self.everything or name in self.names

    def covers(self, names: Iterable[str]) -> bool:
        """Does the person hold all of these, so that they may give them?"""
        return all(self.everything if name == EVERYTHING else self.has(name) for name in names)


NOTHING = Held(-1, False, frozenset(), False, 0, 0.0)
_changes = 0


def rights_changed() -> None:
    """Forget, in this process and at once, what was known of people's roles."""
    global _changes
    _changes += 1


@dataclass
class FactorRoles:
    """Does any role require a second factor? Every request would ask; it is read once a second."""

    wanted: bool = False
    changes: int = -1
    read_at: float = 0.0


factor_roles = FactorRoles()


def some_role_requires_factor() -> bool:
    """Spares most installations a query a request: only where a role requires it one looks at whose."""
    now = time.monotonic()
    if factor_roles.changes != _changes or now - factor_roles.read_at > KEPT_SECONDS:
        factor_roles.changes, factor_roles.read_at = _changes, now
        factor_roles.wanted = Role.objects.filter(second_factor_required=True).exists()
    return factor_roles.wanted


def held_by(user: Any) -> Held:
    """Return what a person's roles give, in one query for a user object (asked again after a second)."""
    if not getattr(user, "is_active", False):
        return NOTHING
    known: Held | None = getattr(user, "_held", None)
    if known is None or known.changes != _changes or time.monotonic() - known.read_at > KEPT_SECONDS:
        known = user._held = _read(user, list(Role.objects.of(user)))
    return known


def level_of(user: User) -> int:
    """Return how high somebody stands, also somebody disabled; uses `role_members__role` where it is prefetched."""
    if user.is_superuser:
        return OWNER_LEVEL
    rows = user.role_members.all()
    if "role_members" not in getattr(user, "_prefetched_objects_cache", {}):
        rows = rows.select_related("role")
    return max((row.role.level for row in rows), default=0)


def names_held(user: Any) -> list[str]:
    """Return the assignable permissions a person holds."""
    held = held_by(user)
    return [one.name for one in assignable() if held.has(one.name)]


def names_of(role: Role) -> list[str]:
    """Return the permissions of a role, everything written out."""
    if EVERYTHING in role.permissions:
        return [one.name for one in assignable()]
    return sorted(role.permissions)


def _read(user: User, roles: list[Role]) -> Held:
    names = frozenset(name for role in roles for name in role.permissions)
    level = max((role.level for role in roles), default=0)
    return Held(
        level=OWNER_LEVEL if user.is_superuser else level,
        everything=user.is_superuser or EVERYTHING in names,
        names=names,
        second_factor_required=any(role.second_factor_required for role in roles),
        changes=_changes,
        read_at=time.monotonic(),
    )
