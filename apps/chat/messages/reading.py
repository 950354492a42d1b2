"""What one person is told of messages beside what everybody reads: their own marks, and quotes as they may see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import UUIDField

from apps.accounts.reach import hidden_from
from apps.accounts.serializers import UserSerializer
from apps.chat.later.models import Reminder
from apps.chat.messages.models import Acknowledgement, PollVote, Reaction, SavedMessage
from apps.chat.messages.threads import places_in
from apps.chat.models import Message
from apps.chat.selectors import load_named
from apps.chat.serializers import message_json
from apps.core.prepared import Given, Prepared
from apps.core.statements import together
from apps.core.times import stamp

QUOTED = 200  # characters
_MINE = {"user": Given("user", UUIDField()), "message__in": Given("keys", UUIDField(), many=True)}
_SAVED: Prepared[SavedMessage] = Prepared(lambda: SavedMessage.objects.filter(**_MINE).only("message"))
_REMINDERS: Prepared[Reminder] = Prepared(lambda: Reminder.objects.filter(**_MINE).only("message", "at"))


def render_for(user: Any, messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return messages as one person reads them, in a constant number of queries."""
    pictured = {one.sender.pk for one in messages if one.sender and one.sender.avatar}
    hidden = hidden_from(user.pk, pictured) if pictured else ()
    mine = extras_for(user, messages)
    load_named(messages)
    return [message_json(one, hidden, mine) for one in messages]


def extras_for(user: Any, messages: Sequence[Message]) -> dict[UUID, dict[str, Any]]:
    """Return, by message, what only this reader is told. What no message here can have is not asked for."""
    keys = [one.pk for one in messages]
    quotes = _quotes(user, {one.reply_to_id for one in messages if one.reply_to_id})
    reactions = _lists(Reaction, user, [one.pk for one in messages if one.reactions], "emoji")
    votes = _lists(PollVote, user, [one.pk for one in messages if one.poll], "option")
    taken = _lists(Acknowledgement, user, [one.pk for one in messages if one.acknowledged_count], "user_id")
    saved, reminders = _kept(user, keys)
    threads = places_in(user, [one.pk for one in messages if one.thread_count])
    return {
        one.pk: {
            "quote": quotes.get(one.reply_to_id),
            "mine": {
                "reactions": reactions.get(one.pk, []),
                "saved": one.pk in saved,
                "acknowledged": one.pk in taken,
                "votes": votes.get(one.pk, []),
                "thread": threads.get(one.pk),
                "reminder_at": stamp(reminders.get(one.pk)),
            },
        }
        for one in messages
    }


def _kept(user: Any, keys: list[UUID]) -> tuple[set[UUID], dict[UUID, Any]]:
    """Return which of these messages somebody has saved, and of which they want to be reminded when."""
    if not keys:
        return set(), {}
    saved, reminders = together(*(query.of(user=user.pk, keys=keys) for query in (_SAVED, _REMINDERS)))
    return {row.message_id for row in saved}, {row.message_id: row.at for row in reminders}


def _lists(model: Any, user: Any, keys: list[UUID], column: str) -> dict[UUID, list[Any]]:
    """Return what a person has of these messages in `model`, by message, in the order it came."""
    found: dict[UUID, list[Any]] = {}
    if not keys:
        return found
    rows = model.objects.filter(message__in=keys, user=user).order_by("id")
    for key, value in rows.values_list("message_id", column):
        found.setdefault(key, []).append(value)
    return found


def _quotes(user: Any, keys: set[UUID]) -> dict[UUID | None, dict[str, Any]]:
    rows = Message.objects.visible_to(user).filter(pk__in=keys).select_related("sender") if keys else ()
    return {
        row.pk: {
            "id": str(row.pk),
            "sender": UserSerializer(row.sender).data if row.sender else None,
            "type": row.type,
            "text": row.text[:QUOTED],
        }
        for row in rows
    }
