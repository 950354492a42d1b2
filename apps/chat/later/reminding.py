"""Reminders: a message comes back to somebody at a time."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.later.events import ReminderDue, ReminderRemoved, ReminderSet
from apps.chat.later.models import FURTHEST, MAX_REMINDERS, Reminder
from apps.chat.models import Message
from apps.chat.permissions import can_read_conversation
from apps.chat.problems import NotInTheFuture, TooManyReminders
from apps.core.permissions import require
from apps.events.bus import publish

BATCH = 200


@transaction.atomic
def set_reminder(*, actor: User, message: Message, at: datetime) -> Reminder:
    """Be reminded of a message; a reminder that there is gets the new time."""
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)  # one at a time: they are counted
    require(can_read_conversation(actor, message.conversation))
    require(timezone.now() < at < timezone.now() + FURTHEST, NotInTheFuture)
    mine = Reminder.objects.filter(user=actor)
    row = mine.filter(message=message).first()
    require(row is not None or mine.count() < MAX_REMINDERS, TooManyReminders)
    row = row or Reminder(user=actor, message=message)
    row.at, row.fired_at = at, None
    row.save()
    publish(ReminderSet(row))
    return row


@transaction.atomic
def remove_reminder(*, actor: User, message: Message) -> None:
    """Be reminded no more; also how one says that one has seen it."""
    row = Reminder.objects.select_for_update(of=("self",)).filter(user=actor, message=message)
    for one in row.select_related("message"):
        publish(ReminderRemoved(one))
        one.delete()


def fire_due() -> int:
    """Remind those whose time has come; return how many rows were looked at."""
    due = Reminder.objects.filter(fired_at=None, at__lte=timezone.now()).order_by("at", "id")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    for key in keys:
        _fire(key)
    return len(keys)


@transaction.atomic
def _fire(key: UUID) -> None:
    skip = connection.features.has_select_for_update_skip_locked
    rows = Reminder.objects.select_for_update(skip_locked=skip, of=("self",)).select_related("message__sender", "user")
    row = rows.filter(pk=key, fired_at=None, at__lte=timezone.now()).first()
    if row is None:
        return
    if not Message.objects.visible_to(row.user).filter(pk=row.message_id).exists():
        row.delete()  # they may not see it any more, or it is gone
        return
    row.fired_at = timezone.now()
    row.save(update_fields=["fired_at"])
    publish(ReminderDue(row))
