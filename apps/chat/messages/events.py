"""What happens to a message after it was sent."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from apps.accounts.models import User
from apps.chat.events import MessageEvent, PersonalEvent, came_after
from apps.chat.messages.serializers import DeletedSerializer, HiddenSerializer, ReactedSerializer
from apps.chat.models import Conversation, Message
from apps.chat.selectors import counts_of, newest_message, thread_mention_counts
from apps.chat.serializers import CountedSerializer, MessageSerializer
from apps.core.times import stamp
from apps.events.bus import Happening, Veil, newest_seq, publish


class MessageDeleted(MessageEvent):
    """A message is gone for everybody; what it said is no longer in the stream either."""

    type = "message.deleted"
    schema = DeletedSerializer

    def __init__(self, message: Message, last_message: Message | None, thread: dict[str, Any] | None = None):
        super().__init__(message)
        self.last_message, self.thread = last_message, thread

    def payload(self) -> dict[str, Any]:
        message = self.message
        return {
            "id": str(message.pk),
            "conversation": str(message.conversation_id),
            "seq": message.seq,
            "sender": str(message.sender_id) if message.sender_id else None,
            "deleted_at": stamp(message.deleted_at),
            "last_message": MessageSerializer(self.last_message).data if self.last_message else None,
            "thread": self._thread(),
        }

    def changes(self) -> Sequence[Veil]:
        """Who never saw the message hears nothing of it; who saw it, but not what is now the last, not of that one."""
        last = self.last_message
        if last is None:
            return super().changes()
        unseen = came_after(self.message.conversation, self.message.seq).keys()
        blind = came_after(self.message.conversation, last.seq).keys() - unseen
        veils = [Veil([*unseen]), Veil([*blind], {**self.payload(), "last_message": None})]
        return [veil for veil in veils if veil.users]

    def _thread(self) -> dict[str, Any] | None:
        """Return how the thread stands that it was in."""
        if self.thread is None:
            return None
        return {**self.thread, "message": str(self.thread["message"]), "last_at": stamp(self.thread["last_at"])}


class MessagePinned(MessageEvent):
    type = "message.pinned"


class MessageUnpinned(MessageEvent):
    type = "message.unpinned"


class ReactionEvent(MessageEvent):
    """Somebody reacted to a message, or no longer does; `reactions` are all there are now."""

    schema = ReactedSerializer

    def __init__(self, message: Message, user: User, emoji: str):
        super().__init__(message)
        self.user, self.emoji = user, emoji

    def payload(self) -> dict[str, Any]:
        return {
            "message": str(self.message.pk),
            "conversation": str(self.message.conversation_id),
            "user": str(self.user.pk),
            "emoji": self.emoji,
            "reactions": self.message.reactions,
        }


class ReactionAdded(ReactionEvent):
    type = "reaction.added"


class ReactionRemoved(ReactionEvent):
    type = "reaction.removed"


class MessageHidden(PersonalEvent):
    """Somebody deleted a message for themselves: their other devices follow."""

    type = "message.hidden"
    schema = HiddenSerializer

    def __init__(self, message: Message, user: User):
        super().__init__(message.conversation, user)
        self.message = message

    def payload(self) -> dict[str, Any]:
        last = newest_message(self.user, self.conversation.pk)
        return {
            "id": str(self.message.pk),
            **counted(self.user, self.conversation),
            "last_message": MessageSerializer(last).data if last else None,
        }


class ConversationCounted(Happening):
    """What is unread for a person changed otherwise than by reading and by new messages."""

    type = "conversation.counted"
    schema = CountedSerializer

    def __init__(self, conversation: Conversation, user_id: UUID):
        self.conversation, self.user_id = conversation, user_id

    def topic(self) -> str:
        return f"user:{self.user_id}"

    def payload(self) -> dict[str, Any]:
        return counted(self.user_id, self.conversation)

    def subject_id(self) -> str:
        return str(self.conversation.pk)


def counted(user: Any, conversation: Conversation) -> dict[str, Any]:
    """Return what of a conversation is unread for somebody now."""
    counts = counts_of(user, conversation.pk, newest_seq(conversation.topic))
    called = thread_mention_counts(user, [conversation.pk]).get(conversation.pk, 0)
    return {"conversation": str(conversation.pk), **counts, "thread_mention_count": called}


def tell_counts(conversation: Conversation, people: Iterable[UUID]) -> None:
    """Tell people, in one order, what is unread for them now."""
    for user_id in sorted(set(people)):
        publish(ConversationCounted(conversation, user_id))
