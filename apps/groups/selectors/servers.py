"""Reads about servers, shaped for a screen."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from apps.chat.models import Conversation
from apps.chat.selectors import conversations_of
from apps.core.text import fold
from apps.events.streams import newest_seq_of
from apps.groups.bits import ADMINISTRATOR, BIT
from apps.groups.models import Ban, Category, Channel, CustomEmoji, Override, Server, ServerMember, ServerRole


def servers_of(user: Any, rows: QuerySet[Server] | None = None) -> QuerySet[Server]:
    """Return a person's servers with all that a list shows, in a constant number of queries."""
    mine = ServerMember.objects.filter(user=user).prefetch_related("roles")
    found = Server.objects.visible_to(user) if rows is None else rows
    return found.annotate(newest_seq=newest_seq_of("server")).prefetch_related(
        Prefetch("roles", queryset=ServerRole.objects.order_by("-position", "id")),
        Prefetch("emoji", queryset=CustomEmoji.objects.order_by("name", "id")),
        Prefetch("members", queryset=mine, to_attr="mine"),
    )


def server_for(user: Any, server_id: UUID) -> Server:
    """Return one server as one of its members sees it."""
    return servers_of(user).get(pk=server_id)


def deleted_servers_of(user: Any) -> QuerySet[Server]:
    """Return the servers that somebody deleted and can still bring back."""
    return servers_of(user, Server.objects.filter(owner=user, deletes_at__isnull=False))


def members_of_server(
    server: Server,
    text: str = "",
    role: UUID | None = None,
    users: Sequence[UUID] | None = None,
    nicknamed: bool = False,
) -> QuerySet[ServerMember]:
    """Return a server's members with their roles: all, or those of them whom every given condition fits."""
    rows = ServerMember.objects.filter(server=server).select_related("user").prefetch_related("roles")
    if role is not None:
        rows = rows.filter(roles=role)
    if users is not None:
        rows = rows.filter(user__in=users)
    if nicknamed:
        rows = rows.exclude(nickname="")
    if text:
        words = fold(text)
        rows = rows.filter(Q(user__search_name__contains=words) | Q(nickname__icontains=text))
    return rows


def member_of(server: Server, user_id: UUID) -> ServerMember | None:
    """Return one member with their roles."""
    return members_of_server(server).filter(user=user_id).first()


def channels_of(user: Any, server: Server) -> QuerySet[Conversation]:
    """Return the channels of a server that somebody sees, as conversations, in the order in which they stand."""
    rows = conversations_of(user).filter(channel__server=server)
    return rows.order_by("channel__category__position", "channel__position", "id")


def categories_of(user: Any, server: Server, *, all_of_them: bool) -> QuerySet[Category]:
    """Return the categories of a server: all, or those with a channel that somebody sees."""
    rows = Category.objects.filter(server=server)
    if not all_of_them:
        seen = Channel.objects.visible_to(user).filter(server=server, category__isnull=False)
        rows = rows.filter(pk__in=seen.values("category"))
    return rows.order_by("position", "id")


def who_arranges(server: Server) -> list[UUID]:
    """Return who sees all categories of a server: its owner, and those whose roles let them arrange channels."""
    arranging = F("rights").bitand(BIT["manage_channels"] | ADMINISTRATOR)
    roles = ServerRole.objects.filter(server=server).alias(arranging=arranging).exclude(arranging=0)
    members = ServerMember.objects.filter(server=server)
    if not roles.filter(is_everyone=True).exists():
        members = members.filter(Q(roles__in=roles) | Q(user=server.owner_id))
    return list(members.order_by("user").values_list("user", flat=True).distinct())


def overrides_of(place: Category | Channel) -> QuerySet[Override]:
    """Return what holds in a category, or in a channel: its own, or those of its category."""
    if isinstance(place, Category):
        return Override.objects.filter(category=place).order_by("id")
    if place.follows_category:
        return Override.objects.filter(category=place.category_id).order_by("id")
    return Override.objects.filter(channel=place).order_by("id")


def bans_of(server: Server) -> QuerySet[Ban]:
    return Ban.objects.filter(server=server).select_related("user", "banned_by")


def roles_of(server: Server) -> QuerySet[ServerRole]:
    """Return the roles of a server, the highest first, with how many have each."""
    return server.roles.annotate(amount=Count("members")).order_by("-position", "id")


def shared_server_ids(user_id: UUID) -> QuerySet[Any]:
    return ServerMember.objects.filter(user=user_id, server__deletes_at=None).values("server")


def roles_called(server_id: UUID, names: Sequence[str]) -> QuerySet[ServerRole]:
    """Return the roles that texts call so; see `mention_name`."""
    return ServerRole.objects.filter(server=server_id, is_everyone=False, mention_name__in=names)
