"""What somebody is and may in a server."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.groups.bits import ADMINISTRATOR, BIT, VIEW
from apps.groups.models import Server, ServerMember, ServerRole
from apps.groups.resolution import server_rights

OWNER = 1 << 31  # stands above every position that a role can have


@dataclass(frozen=True)
class Standing:
    """One person in one server: their rights as bits, and how high the highest of their roles stands."""

    user: UUID
    rights: int
    top: int
    is_owner: bool
    roles: frozenset[UUID]

    def may(self, name: str) -> bool:
        return bool(self.rights & (BIT[name] | ADMINISTRATOR))

    def is_above(self, position: int) -> bool:
        return self.top > position


def standing_in(user: Any, server: Server) -> Standing | None:
    """Return what somebody is in a server now; None for who is no member. Asked once for each loaded row."""
    known: dict[UUID, Standing | None] = server.__dict__.setdefault("_standings", {})
    if user.pk not in known:
        known[user.pk] = _load(user, server)
    return known[user.pk]


def _load(user: Any, server: Server) -> Standing | None:
    if not user.is_active:
        return None
    member = server.members.filter(user=user).prefetch_related("roles").first()
    if member is None:
        return None
    everyone = server.roles.get(is_everyone=True).rights
    return standing_of(member, everyone, server)


def standing_of(member: ServerMember, everyone: int, server: Server) -> Standing:
    """Return the standing of a member whose roles are loaded. Who is silenced may only see."""
    roles: list[ServerRole] = list(member.roles.all())
    owner = member.user_id == server.owner_id
    rights = server_rights(everyone, [role.rights for role in roles], owner=owner)
    top = OWNER if owner else max((role.position for role in roles), default=0)
    if member.is_silenced() and not owner:
        rights &= VIEW
    return Standing(member.user_id, rights, top, owner, frozenset(role.pk for role in roles))
