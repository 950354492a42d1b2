"""Scheduled messages: sent once, at their time, with the rights that their writer has then."""

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.actions import send_message
from apps.chat.later.events import ScheduledRemoved, ScheduledUpdated
from apps.chat.later.models import FURTHEST, MAX_SCHEDULED, ScheduledMessage
from apps.chat.models import Conversation, Message
from apps.chat.permissions import can_send_message
from apps.chat.problems import AlreadySent, CannotWrite, NotInTheFuture, ReplyElsewhere, TooManyScheduled
from apps.core.permissions import require
from apps.core.problems import NotFound, Problem, Stale, TooMany
from apps.events.bus import publish

log = structlog.get_logger(__name__)
BATCH = 200
State = ScheduledMessage.State


@transaction.atomic
def schedule_message(
    *, actor: User, conversation: Conversation, text: str, at: datetime, reply_to: UUID | None = None
) -> ScheduledMessage:
    """Have a message sent later."""
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)  # one at a time: they are counted
    require(can_send_message(actor, conversation), CannotWrite)
    require(timezone.now() < at < timezone.now() + FURTHEST, NotInTheFuture)
    replies = Message.objects.visible_to(actor).filter(pk=reply_to, conversation=conversation)
    require(reply_to is None or replies.exists(), ReplyElsewhere)
    waiting = ScheduledMessage.objects.filter(user=actor, state=State.WAITING).count()
    require(waiting < MAX_SCHEDULED, TooManyScheduled)
    row = ScheduledMessage.objects.create(user=actor, conversation=conversation, text=text, at=at, reply_to_id=reply_to)
    publish(ScheduledUpdated(row))
    return row


@transaction.atomic
def change_scheduled(
    *, actor: User, scheduled: ScheduledMessage, seen: int | None = None, **changes: Any
) -> ScheduledMessage:
    """Change the text or the time of a message that was not sent yet; one that could not be sent waits again."""
    row = _locked(actor, scheduled)
    require(row.state != State.SENT, AlreadySent)
    require(seen is None or seen == row.version, Stale)
    at = changes.get("at", row.at)
    require(timezone.now() < at < timezone.now() + FURTHEST, NotInTheFuture)
    row.text, row.at, row.state, row.problem = changes.get("text", row.text), at, State.WAITING, ""
    row.version += 1
    row.save()
    publish(ScheduledUpdated(row))
    return row


@transaction.atomic
def remove_scheduled(*, actor: User, scheduled: ScheduledMessage) -> None:
    """Take a scheduled message back; what was sent already stays in its conversation."""
    row = _locked(actor, scheduled)
    publish(ScheduledRemoved(row, row.pk))
    row.delete()


def send_due() -> int:
    """Send the messages whose time has come; return how many were looked at. Two at once share the work."""
    due = ScheduledMessage.objects.filter(state=State.WAITING, at__lte=timezone.now()).order_by("at", "id")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    for key in keys:
        try:
            _send(key)
        except Exception:  # one that fails must not keep the others back; the next sweep tries it again
            log.exception("scheduled.failed", scheduled=str(key))
    return len(keys)


@transaction.atomic
def _send(key: UUID) -> None:
    skip = connection.features.has_select_for_update_skip_locked
    rows = ScheduledMessage.objects.select_for_update(skip_locked=skip, of=("self",)).select_related("conversation")
    row = rows.filter(pk=key, state=State.WAITING, at__lte=timezone.now()).first()
    if row is None:
        return
    writer = User.objects.get(pk=row.user_id)
    try:
        with transaction.atomic():
            if not Conversation.objects.visible_to(writer).filter(pk=row.conversation_id).exists():
                raise NotFound()
            row.message = send_message(
                actor=writer,
                conversation=row.conversation,
                text=row.text,
                client_id=row.pk,  # whatever happens, once
                reply_to=row.reply_to_id,
            )
        row.state = State.SENT
    except TooMany:  # slow mode: its turn comes
        return
    except Problem as problem:
        row.state, row.problem = State.FAILED, problem.code
    row.version += 1
    row.save()
    publish(ScheduledUpdated(row))


def _locked(actor: User, scheduled: ScheduledMessage) -> ScheduledMessage:
    row = ScheduledMessage.objects.select_for_update().filter(pk=scheduled.pk, user=actor).first()
    require(row is not None and actor.is_active, NotFound)
    return row  # type: ignore[return-value]
