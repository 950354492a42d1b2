"""The WebSocket door of conversations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.accounts.models import User
from apps.accounts.reach import typing_shown
from apps.accounts.serializers import UserSerializer
from apps.chat.actions import mark_read
from apps.chat.models import Conversation, topic_of
from apps.chat.permissions import can_send_message
from apps.chat.receipts.actions import mark_delivered
from apps.chat.receipts.serializers import DeliveredInput, PlaceSerializer
from apps.chat.selectors import conversation_ids, hidden_before, visible_pairs
from apps.chat.sending import Draft, send_messages
from apps.chat.serializers import MessageSerializer, ReadInput, ReadSerializer, SendMessageInput, TypingInput
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
    seen = visible_pairs([(one.user, one.data["conversation"]) for one in asked])
    drafts = [Draft(actor=one.user, whence=one.whence, **one.data) for one in asked]
    allowed = [draft for draft in drafts if (draft.actor.pk, draft.conversation) in seen]
    sent = iter(send_messages(allowed) if allowed else ())
    outcomes = [next(sent) if (draft.actor.pk, draft.conversation) in seen else NotFound() for draft in drafts]
    return [one if isinstance(one, Exception) else MessageSerializer(one).data for one in outcomes]


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
