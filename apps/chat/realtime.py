"""The WebSocket door of conversations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.accounts.models import User
from apps.accounts.reach import typing_shown
from apps.accounts.serializers import UserSerializer
from apps.chat.actions import mark_read
from apps.chat.models import Conversation, Message, topic_of
from apps.chat.permissions import can_send_message
from apps.chat.problems import CannotWrite
from apps.chat.receipts.actions import mark_delivered
from apps.chat.receipts.serializers import DeliveredInput, PlaceSerializer
from apps.chat.selectors import conversation_ids, hidden_before, visible_pairs
from apps.chat.sending import Draft, send_messages
from apps.chat.serializers import ReadInput, ReadSerializer, SendMessageInput, TypingInput, message_json
from apps.chat.telling import tell_of_the_moment
from apps.core.permissions import get_visible, require
from apps.core.problems import NotFound
from apps.realtime.registry import Answer, Asked, command, hides_past, topics


@topics("conversation", "messages:read")
def conversation_topics(user: User) -> list[str]:
    return [topic_of(pk) for pk in conversation_ids(user)]


hides_past(hidden_before)


@command("message.send", SendMessageInput, "messages:write", gathered=True)
def message_send(asked: Sequence[Asked]) -> list[Answer]:
    drafts = [Draft(actor=one.user, whence=one.whence, **one.data) for one in asked]
    outcomes = send_messages(drafts)
    refused = [
        (draft.actor, draft.conversation)
        for draft, one in zip(drafts, outcomes, strict=True)
        if isinstance(one, CannotWrite)
    ]
    seen = visible_pairs(refused) if refused else set()
    return [
        _answer(one, (draft.actor.pk, draft.conversation) in seen) for draft, one in zip(drafts, outcomes, strict=True)
    ]


def _answer(outcome: Message | Exception, seen: bool) -> Answer:
    """What one may not write to, one may at least see; or else there is no such thing."""
    if isinstance(outcome, CannotWrite) and not seen:
        return NotFound()
    return outcome if isinstance(outcome, Exception) else message_json(outcome)


class SocketReadInput(ReadInput, TypingInput):
    pass


@command("conversation.read", SocketReadInput, "messages:write", route="socket")
def conversation_read(user: User, conversation: UUID, seq: int | None = None) -> dict[str, Any]:
    found = get_visible(Conversation, user, conversation)
    return ReadSerializer(mark_read(actor=user, conversation=found, seq=seq)).data


class SocketDeliveredInput(DeliveredInput, TypingInput):
    pass


@command("conversation.delivered", SocketDeliveredInput, "messages:write", route="socket")
def conversation_delivered(user: User, conversation: UUID, seq: int | None = None) -> dict[str, Any]:
    found = get_visible(Conversation, user, conversation)
    return PlaceSerializer(mark_delivered(actor=user, conversation=found, seq=seq)).data


@command("typing.start", TypingInput, "messages:write", route="socket")
def typing_start(user: User, conversation: UUID) -> dict[str, Any]:
    found = get_visible(Conversation, user, conversation)
    require(can_send_message(user, found))
    if typing_shown(user):
        data = {"conversation": str(found.pk), "user": UserSerializer(user).data}
        tell_of_the_moment(user, found, "typing", data)
    return {}
