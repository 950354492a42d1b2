"""Channels and categories of a server."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.chat.models import Conversation
from apps.core.permissions import require
from apps.core.problems import NotFound, Stale
from apps.events.bus import Happening, publish, publish_all
from apps.groups.actions.settling import MAX_PLACES, settle
from apps.groups.events.channels import CategoriesChanged, ChannelDeleted, ChannelUpdated
from apps.groups.models import Category, Channel, Override, Server
from apps.groups.permissions import can_manage_channels, standing_in
from apps.groups.problems import CannotManageServer, NotOfThisServer, TooManyHere, Unordered
from apps.groups.selectors.servers import who_arranges

MAX_CHANNELS, MAX_CATEGORIES = 200, 50
OF_CONVERSATION = ("name", "description", "slow_mode_seconds")


@transaction.atomic
def create_channel(
    *, actor: User, server: Server, name: str, type: str = Channel.Type.TEXT, category: UUID | None = None,
    **looks: Any,
) -> Channel:  # fmt: skip
    """Make a channel; it stands last in its category and has its category's overrides."""
    server = manageable(actor, server)
    channels = server.channels.filter(deleted_at=None).count()
    require(channels < MAX_CHANNELS and (channels + 1) * server.member_count <= MAX_PLACES, TooManyHere)
    heading = _category(server, category)
    last = server.channels.filter(category=heading, deleted_at=None).aggregate(last=Max("position"))["last"]
    conversation = Conversation.objects.create(kind=Conversation.Kind.CHANNEL, name=name, created_by=actor, **looks)
    channel = Channel.objects.create(
        conversation=conversation, server=server, category=heading, type=type,
        position=0 if last is None else last + 1,
    )  # fmt: skip
    settled = settle(server, channels=[channel.pk])
    publish_all(settled.happenings())
    publish(Noted("channel.created", "server", server.pk, channel=str(channel.pk), name=name))
    return channel


@transaction.atomic
def change_channel(*, actor: User, channel: Channel, seen: int | None = None, **changes: Any) -> Channel:
    """Change a channel's name, description, slow mode, type or category."""
    server = manageable(actor, channel.server)
    channel = locked_channel(server, channel.pk)
    conversation = channel.conversation
    require(seen is None or seen == conversation.version, Stale)
    if "category" in changes:
        changes["category"] = _category(server, changes["category"])
    told = {name: value for name, value in changes.items() if name in OF_CONVERSATION}
    told = {name: value for name, value in told.items() if getattr(conversation, name) != value}
    placed = {name: value for name, value in changes.items() if name not in OF_CONVERSATION}
    placed = {name: value for name, value in placed.items() if getattr(channel, name) != value}
    if not told and not placed:
        return channel
    for name, value in told.items():
        setattr(conversation, name, value)
    for name, value in placed.items():
        setattr(channel, name, value)
    if "category" in placed:
        last = server.channels.filter(category=channel.category, deleted_at=None).exclude(pk=channel.pk)
        channel.position = (last.aggregate(last=Max("position"))["last"] or 0) + 1
    conversation.version += 1
    conversation.save(update_fields=[*told, "version"])
    channel.save(update_fields=[*placed, "position"])
    news = settle(server, channels=[channel.pk]).happenings() if {"type", "category"} & set(placed) else []
    publish_all([*news, ChannelUpdated(channel)])  # who no longer sees it does not hear what it is called now
    publish(Noted("channel.changed", "server", server.pk, channel=str(channel.pk), fields=sorted({**told, **placed})))
    return channel


@transaction.atomic
def delete_channel(*, actor: User, channel: Channel) -> None:
    """Delete a channel: gone at once for all; what was said in it is erased by a job."""
    server = manageable(actor, channel.server)
    channel = locked_channel(server, channel.pk)
    channel.deleted_at = timezone.now()
    channel.save(update_fields=["deleted_at"])
    settled = settle(server, channels=[channel.pk])
    publish(ChannelDeleted(channel, settled.lost.get(channel.pk, [])))
    publish(Noted("channel.deleted", "server", server.pk, channel=str(channel.pk), name=channel.conversation.name))


@transaction.atomic
def order_channels(*, actor: User, server: Server, category: UUID | None, channels: Sequence[UUID]) -> None:
    """Put the channels of a category (or those in none) in this order; one that comes from elsewhere moves here.

    Those that the actor does not see keep their place among the others.
    """
    server = manageable(actor, server)
    heading = _category(server, category)
    rows = server.channels.filter(deleted_at=None).select_related("conversation", "category")
    known = {channel.pk: channel for channel in rows}
    here = {key for key, channel in known.items() if channel.category_id == (heading.pk if heading else None)}
    seen = set(Channel.objects.visible_to(actor).filter(server=server).values_list("pk", flat=True))
    require(len(set(channels)) == len(channels) and here & seen <= set(channels), Unordered)
    require(set(channels) <= seen, NotOfThisServer)
    order = list(channels)
    for channel in sorted((known[key] for key in here - set(channels)), key=lambda channel: channel.position):
        order.insert(min(channel.position, len(order)), channel.pk)
    moved, others = [], []
    for position, key in enumerate(order):
        channel = known[key]
        if key not in here:
            others.append(key)
        if channel.position != position or key not in here:
            channel.position, channel.category = position, heading
            moved.append(channel)
    Channel.objects.bulk_update(moved, ["position", "category"])
    for channel in moved:
        channel.conversation.version += 1
    Conversation.objects.bulk_update([channel.conversation for channel in moved], ["version"])
    news = settle(server, channels=others).happenings() if others else []
    publish_all([*news, *(ChannelUpdated(channel) for channel in moved)])


@transaction.atomic
def create_category(*, actor: User, server: Server, name: str) -> Category:
    """Make a heading for channels; it stands last."""
    server = manageable(actor, server)
    require(server.categories.count() < MAX_CATEGORIES, TooManyHere)
    last = server.categories.aggregate(last=Max("position"))["last"]
    category = Category.objects.create(server=server, name=name, position=0 if last is None else last + 1)
    publish_all(_tell_arrangers(server))
    publish(Noted("category.created", "server", server.pk, category=str(category.pk), name=name))
    return category


@transaction.atomic
def change_category(*, actor: User, category: Category, name: str) -> Category:
    """Call a category something else."""
    server = manageable(actor, category.server)
    category = _locked_category(server, category)
    if category.name != name:
        category.name = name
        category.version += 1
        category.save(update_fields=["name", "version"])
        publish_all([*_tell_channels(server, [category.pk]), *_tell_arrangers(server)])
        publish(Noted("category.changed", "server", server.pk, category=str(category.pk), name=name))
    return category


@transaction.atomic
def delete_category(*, actor: User, category: Category) -> None:
    """Remove a category. Its channels stay, under none; those that had its overrides keep them as their own."""
    server = manageable(actor, category.server)
    category = _locked_category(server, category)
    channels = list(server.channels.filter(category=category).select_related("conversation"))
    for channel in channels:
        if channel.synced:
            copy_overrides(category, channel)
        channel.category, channel.synced = None, False
        channel.conversation.version += 1
    Channel.objects.bulk_update(channels, ["category", "synced"])
    Conversation.objects.bulk_update([channel.conversation for channel in channels], ["version"])
    key = category.pk
    category.delete()
    standing = [ChannelUpdated(channel) for channel in channels if channel.deleted_at is None]
    publish_all([*standing, *_tell_arrangers(server)])
    publish(Noted("category.deleted", "server", server.pk, category=str(key), name=category.name))


@transaction.atomic
def order_categories(*, actor: User, server: Server, categories: Sequence[UUID]) -> None:
    """Put all categories in this order."""
    server = manageable(actor, server)
    known = {category.pk: category for category in server.categories.all()}
    require(len(categories) == len(known) and set(categories) == set(known), Unordered)
    moved = []
    for position, key in enumerate(categories):
        if known[key].position != position:
            known[key].position = position
            known[key].version += 1
            moved.append(known[key])
    Category.objects.bulk_update(moved, ["position", "version"])
    if moved:
        publish_all([*_tell_channels(server, [category.pk for category in moved]), *_tell_arrangers(server)])


def manageable(actor: User, server: Server) -> Server:
    """Load a server under its lock for who arranges its channels."""
    server = server.locked()
    require(standing_in(actor, server) is not None and server.deletes_at is None, NotFound)
    require(can_manage_channels(actor, server), CannotManageServer)
    return server


def locked_channel(server: Server, key: UUID) -> Channel:
    """Load a channel of a locked server, its conversation locked too."""
    channel = server.channels.select_related("category").filter(pk=key, deleted_at=None).first()
    if channel is None:
        raise NotFound()
    channel.conversation, channel.server = Conversation(pk=key).locked(), server
    return channel


def copy_overrides(category: Category, channel: Channel) -> None:
    """Let a channel have what holds in its category as its own."""
    Override.objects.filter(channel=channel).delete()
    Override.objects.bulk_create(
        Override(channel=channel, role_id=one.role_id, user_id=one.user_id, allow=one.allow, deny=one.deny)
        for one in Override.objects.filter(category=category)
    )


def _tell_channels(server: Server, categories: Sequence[UUID]) -> list[Happening]:
    """Return the events of channels whose category is another: they carry it, so it is told to who sees them."""
    rows = server.channels.filter(category__in=categories, deleted_at=None)
    return [ChannelUpdated(channel) for channel in rows.select_related("conversation", "category")]


def _tell_arrangers(server: Server) -> list[Happening]:
    return [CategoriesChanged(server.pk, user) for user in who_arranges(server)]


def _locked_category(server: Server, category: Category) -> Category:
    found = server.categories.filter(pk=category.pk).first()
    if found is None:
        raise NotFound()
    found.server = server
    return found


def _category(server: Server, key: UUID | None) -> Category | None:
    if key is None:
        return None
    found = server.categories.filter(pk=key).first()
    require(found is not None, NotOfThisServer)
    return found
