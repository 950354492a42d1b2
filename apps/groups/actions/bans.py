"""Keeping people out of a server."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.chat.messages.deleting import remove_message
from apps.chat.models import Message
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.core.wake import wake
from apps.events.bus import publish
from apps.groups.actions.members import leave_server
from apps.groups.models import Ban, Channel, Server
from apps.groups.permissions import can_ban, can_see_bans, standing_in
from apps.groups.problems import AboveYou, CannotManageServer
from apps.groups.selectors.statistics import first_id

BATCH = 100


@transaction.atomic
def ban_member(*, actor: User, server: Server, user: User, reason: str = "", delete_message_seconds: int = 0) -> Ban:
    """Take somebody out and keep them out; where wished, what they said lately goes too. Again changes the reason."""
    server = server.locked()
    require(standing_in(actor, server) is not None and server.deletes_at is None, NotFound)
    require(can_see_bans(actor, server), CannotManageServer)
    require(can_ban(actor, server, user), AboveYou)
    clears = timezone.now() - timedelta(seconds=delete_message_seconds) if delete_message_seconds else None
    ban, new = Ban.objects.update_or_create(
        server=server, user=user,
        defaults={"reason": reason, "clears_since": clears},
        create_defaults={"reason": reason, "clears_since": clears, "banned_by": actor},
    )  # fmt: skip
    if server.members.filter(user=user).exists():
        leave_server(server, user)
    if new:
        publish(Noted("server.member_banned", "server", server.pk, user=str(user.pk), reason=reason))
    if clears:
        wake("apps.groups.tasks.clear_after_ban", str(ban.pk))
    return ban


@transaction.atomic
def unban_member(*, actor: User, server: Server, user: User) -> None:
    """Let somebody come back, if a link brings them."""
    server = server.locked()
    require(standing_in(actor, server) is not None and server.deletes_at is None, NotFound)
    require(can_see_bans(actor, server), CannotManageServer)
    gone, _per_model = Ban.objects.filter(server=server, user=user).delete()
    require(gone > 0, NotFound)
    publish(Noted("server.member_unbanned", "server", server.pk, user=str(user.pk)))


def clear_after_ban(ban: Ban) -> int:
    """Delete what a banned person said since the moment that the ban names; return how many messages."""
    if ban.clears_since is None:
        return 0
    removed = 0
    while some := list(_said_since(ban, ban.clears_since)[:BATCH]):
        for message in some:
            remove_message(message=message)
        removed += len(some)
    Ban.objects.filter(pk=ban.pk, clears_since=ban.clears_since).update(clears_since=None)
    return removed


def _said_since(ban: Ban, since: datetime) -> QuerySet[Message]:
    rows = Message.objects.filter(
        sender=ban.user_id, conversation__in=Channel.objects.filter(server=ban.server_id).values("pk"),
        pk__gte=first_id(since), deleted_at=None,
    )  # fmt: skip
    return rows.order_by("pk")
