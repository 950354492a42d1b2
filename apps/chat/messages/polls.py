"""Polls: the message holds the options with their counts, rows hold who chose what."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.events import MessageEvent
from apps.chat.messages.loading import locked_message
from apps.chat.messages.models import PollVote
from apps.chat.messages.personal_events import PollVoted
from apps.chat.messages.poll_serializers import PollChangedSerializer
from apps.chat.models import Conversation, Message
from apps.chat.permissions import can_manage_messages, can_read_conversation
from apps.chat.problems import CannotClosePoll, NotAPoll, OneChoice, PollClosed, UnknownOption, VoteStands
from apps.core.permissions import require
from apps.core.times import stamp
from apps.events.bus import publish

BATCH = 200


class PollUpdated(MessageEvent):
    """A poll's counts changed, or it closed; it does not tell who voted."""

    type = "poll.updated"
    schema = PollChangedSerializer

    def payload(self) -> dict[str, Any]:
        return {
            "message": str(self.message.pk),
            "conversation": str(self.message.conversation_id),
            "poll": self.message.poll,
        }


@transaction.atomic
def vote(*, actor: User, message: Message, options: Sequence[int]) -> Message:
    """Choose in a poll, in place of what one chose before; no options at all take the vote back."""
    message = locked_message(actor, message)
    require(can_read_conversation(actor, message.conversation))
    require(message.poll is not None, NotAPoll)
    poll: dict[str, Any] = message.poll  # type: ignore[assignment]
    wanted = sorted(set(options))
    require(is_open(message), PollClosed)
    require(set(wanted) <= {one["id"] for one in poll["options"]}, UnknownOption)
    require(len(wanted) < 2 or poll["multiple"], OneChoice)
    mine = PollVote.objects.filter(message=message, user=actor)
    before = sorted(mine.values_list("option", flat=True))
    if before == wanted:
        return message
    require(not before or poll["change_vote"], VoteStands)
    mine.delete()
    PollVote.objects.bulk_create([PollVote(message=message, user=actor, option=option) for option in wanted])
    _count(message)
    publish(PollUpdated(message))
    publish(PollVoted(message, actor.pk, options=wanted))
    return message


@transaction.atomic
def close_poll(*, actor: User, message: Message) -> Message:
    """End a poll that one started, or where one manages what others write."""
    message = locked_message(actor, message)
    require(message.poll is not None, NotAPoll)
    mine = message.sender_id == actor.pk and can_read_conversation(actor, message.conversation)
    require(mine or can_manage_messages(actor, message.conversation), CannotClosePoll)
    _close(message)
    return message


def close_due_polls() -> int:
    """Close the polls whose time is up; return how many."""
    due = Message.objects.filter(poll_closes_at__lte=timezone.now(), deleted_at=None)
    keys = list(due.order_by("poll_closes_at").values_list("pk", "conversation_id")[:BATCH])
    for key, conversation in keys:
        with transaction.atomic():
            Conversation(pk=conversation).locked()
            message = Message.objects.filter(pk=key, deleted_at=None).first()
            if message is not None:
                _close(message)
    return len(keys)


def is_open(message: Message) -> bool:
    """May people still vote?"""
    over = message.poll_closes_at is not None and message.poll_closes_at <= timezone.now()
    return not over and message.poll is not None and message.poll["closed_at"] is None


def _close(message: Message) -> None:
    if message.poll is None or message.poll["closed_at"]:
        return
    message.poll = {**message.poll, "closed_at": stamp(timezone.now())}
    message.poll_closes_at = None
    message.save(update_fields=["poll", "poll_closes_at"])
    publish(PollUpdated(message))


def _count(message: Message) -> None:
    votes = PollVote.objects.filter(message=message).values_list("option", "user_id")
    counts = Counter(option for option, _user in votes)
    poll: dict[str, Any] = message.poll  # type: ignore[assignment]
    options = [{**one, "count": counts[one["id"]]} for one in poll["options"]]
    message.poll = {**poll, "options": options, "voter_count": len({user for _option, user in votes})}
    message.save(update_fields=["poll"])
