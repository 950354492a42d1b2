"""What a role or a member may more, or less, in a channel or in all of a category."""

from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish_all
from apps.groups.actions.channels import copy_overrides, locked_channel
from apps.groups.actions.settling import settle
from apps.groups.bits import CHANNEL_BITS, names_of
from apps.groups.events.channels import ChannelUpdated
from apps.groups.models import Category, Channel, Override, Server
from apps.groups.permissions import can_manage_channels, can_manage_role, can_manage_roles, grantable, standing_in
from apps.groups.problems import (
    AboveYou,
    CannotManageServer,
    NotAMember,
    NotInChannels,
    NotOfThisServer,
    NotYoursToGive,
    TooManyHere,
)

MAX_OVERRIDES = 100  # in one place
Place = Category | Channel


@transaction.atomic
def set_override(
    *, actor: User, place: Place, role: UUID | None = None, user: UUID | None = None, allow: int = 0, deny: int = 0
) -> Override:
    """Say what a role, or a member, may more or less here. A channel that was as its category is then on its own."""
    server = _locked(actor, place)
    require(not (allow | deny) & ~CHANNEL_BITS, NotInChannels)
    _judge(actor, server, role, user)
    place = _own(server, place)
    rows = Override.objects.filter(**_here(place))
    before = rows.filter(role=role, user=user).first()
    changed = (allow | deny) ^ (before.allow | before.deny if before else 0) | (allow ^ (before.allow if before else 0))
    require(not changed & ~grantable(actor, server), NotYoursToGive)
    require(before is not None or rows.count() < MAX_OVERRIDES, TooManyHere)
    override, _new = Override.objects.update_or_create(
        **_here(place), role_id=role, user_id=user, defaults={"allow": allow & ~deny, "deny": deny}
    )
    _settle(server, place, user)
    _note("override.set", server, place, role, user, allow=names_of(allow), deny=names_of(deny))
    return override


@transaction.atomic
def remove_override(*, actor: User, place: Place, role: UUID | None = None, user: UUID | None = None) -> None:
    """Let what holds elsewhere hold here for a role or a member."""
    server = _locked(actor, place)
    _judge(actor, server, role, user)
    place = _own(server, place)
    row = Override.objects.filter(**_here(place), role=role, user=user).first()
    if row is None:
        raise NotFound()
    require(not (row.allow | row.deny) & ~grantable(actor, server), NotYoursToGive)
    row.delete()
    _settle(server, place, user)
    _note("override.removed", server, place, role, user)


@transaction.atomic
def sync_channel(*, actor: User, channel: Channel) -> Channel:
    """Let a channel be as its category again; twice is no error."""
    server = _locked(actor, channel)
    found = locked_channel(server, channel.pk)
    require(found.category_id is not None, NotOfThisServer)
    if found.synced:
        return found
    bits = 0
    for row in Override.objects.filter(channel=found):
        bits |= row.allow | row.deny
    for row in Override.objects.filter(category=found.category_id):
        bits |= row.allow | row.deny
    require(not bits & ~grantable(actor, server), NotYoursToGive)
    Override.objects.filter(channel=found).delete()
    found.synced = True
    found.conversation.version += 1
    found.conversation.save(update_fields=["version"])
    found.save(update_fields=["synced"])
    settled = settle(server, channels=[found.pk])
    publish_all([*settled.happenings(), ChannelUpdated(found)])
    _note("override.synced", server, found, None, None)
    return found


def _locked(actor: User, place: Place) -> Server:
    server = place.server.locked()
    require(standing_in(actor, server) is not None and server.deletes_at is None, NotFound)
    require(can_manage_channels(actor, server) and can_manage_roles(actor, server), CannotManageServer)
    return server


def _judge(actor: User, server: Server, role: UUID | None, user: UUID | None) -> None:
    """Refuse a role or a member of elsewhere, or one that stands at or above the actor."""
    if role is not None:
        found = server.roles.filter(pk=role).first()
        if found is None:
            raise NotOfThisServer()
        found.server = server
        require(can_manage_role(actor, found), AboveYou)
        return
    member = User.objects.filter(pk=user, server_memberships__server=server).first()
    if member is None:
        raise NotAMember()
    mine, theirs = standing_in(actor, server), standing_in(member, server)
    if mine is not None and theirs is not None:
        require(mine.is_owner or mine.is_above(theirs.top), AboveYou)


def _own(server: Server, place: Place) -> Place:
    """Load the place again; a channel that was as its category gets what holds there as its own."""
    if isinstance(place, Category):
        found = server.categories.filter(pk=place.pk).first()
        if found is None:
            raise NotFound()
        return found
    channel = locked_channel(server, place.pk)
    if channel.synced:
        if channel.category is not None:
            copy_overrides(channel.category, channel)
        channel.synced = False
        channel.save(update_fields=["synced"])
        channel.conversation.version += 1
        channel.conversation.save(update_fields=["version"])
        publish_all([ChannelUpdated(channel)])
    return channel


def _here(place: Place) -> dict[str, Any]:
    return {"category": place} if isinstance(place, Category) else {"channel": place}


def _settle(server: Server, place: Place, user: UUID | None) -> None:
    channels = [place.pk]
    if isinstance(place, Category):
        channels = list(place.channels.filter(synced=True).values_list("pk", flat=True))
    settled = settle(server, channels=channels, users=None if user is None else [user])
    publish_all(settled.happenings())


def _note(action: str, server: Server, place: Place, role: UUID | None, user: UUID | None, **details: object) -> None:
    kind = "category" if isinstance(place, Category) else "channel"
    whom = {"role": str(role)} if role else {"user": str(user)} if user else {}
    publish_all([Noted(action, "server", server.pk, **{kind: str(place.pk)}, **whom, **details)])
