"""From roles and overrides to what somebody may do, in the order that Discord documents.

Everybody's role → the other roles added up → who owns the server or administers it may everything → in a channel what
is denied and then allowed to everybody → denied and then allowed to their roles → denied and then allowed to them.
Who does not see a channel may nothing there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from apps.groups.bits import ADMINISTRATOR, ALL, BIT, CHANNEL_BITS, SEND, VIEW

THREADS, ATTACH, ANNOUNCE, MENTION = (
    BIT[name] for name in ("send_in_threads", "attach_files", "announce", "mention_everyone")
)
Key = TypeVar("Key")


@dataclass(frozen=True)
class Change:
    """What an override denies and then allows."""

    deny: int = 0
    allow: int = 0

    def on(self, rights: int) -> int:
        return rights & ~self.deny | self.allow


NO_CHANGE = Change()


@dataclass(frozen=True)
class Overrides:
    """The overrides that hold in one channel."""

    everyone: Change = NO_CHANGE
    roles: Mapping[UUID, Change] = field(default_factory=dict)
    members: Mapping[UUID, Change] = field(default_factory=dict)


def server_rights(everyone: int, roles: Collection[int], *, owner: bool = False) -> int:
    """Return what somebody may in the server as a whole."""
    rights = everyone
    for role in roles:
        rights |= role
    return ALL if owner or rights & ADMINISTRATOR else rights


def channel_rights(rights: int, roles: Collection[UUID], overrides: Overrides, user: UUID | None = None) -> int:
    """Return what somebody with these server rights and roles may in a channel; 0 where they do not see it."""
    if rights & ADMINISTRATOR:
        return CHANNEL_BITS
    rights = overrides.everyone.on(rights)
    deny = allow = 0
    for role in roles:
        change = overrides.roles.get(role, NO_CHANGE)
        deny |= change.deny
        allow |= change.allow
    rights = Change(deny, allow).on(rights)
    if user is not None:
        rights = overrides.members.get(user, NO_CHANGE).on(rights)
    return rights & CHANNEL_BITS if rights & VIEW else 0


def in_channel_of(kind: str, rights: int) -> int:
    """Return what is left of channel rights where the channel's type says so: who may not write calls nobody either."""
    if kind == "voice" or (kind == "announcement" and not rights & ANNOUNCE):
        rights &= ~SEND
    if kind == "voice":
        rights &= ~THREADS
    if not rights & (SEND | THREADS):
        rights &= ~(ATTACH | MENTION)
    return rights
