"""What happens in conversations."""

from collections.abc import Sequence
from typing import Any, ClassVar

from apps.accounts.models import User
from apps.accounts.serializers import UserSerializer
from apps.chat.arranging_serializers import ArrangedSerializer
from apps.chat.group_serializers import GroupSerializer
from apps.chat.models import Conversation, Message, Participant
from apps.chat.selectors import conversation_for
from apps.chat.serializers import (
    ConversationIdSerializer,
    ConversationSerializer,
    MembershipSerializer,
    MessageSerializer,
    ReadSerializer,
    message_json,
)
from apps.events.bus import Happening, Listen, Unlisten, Veil, newest_seq


class MessageEvent(Happening):
    """Something about a message; everybody in the conversation hears it."""

    schema: ClassVar[Any] = MessageSerializer

    def __init__(self, message: Message):
        self.message = message

    def topic(self) -> str:
        return f"conversation:{self.message.conversation_id}"

    def payload(self) -> dict[str, Any]:
        return message_json(self.message)

    def subject_id(self) -> str:
        return str(self.message.pk)

    def changes(self) -> Sequence[Veil]:
        """Who came after the message, where the past is hidden from them, only hears that something was."""
        came_later = came_after(self.message.conversation, self.message.seq)
        return (Veil(list(came_later)),) if came_later else ()


def came_after(conversation: Conversation, seq: int) -> dict[str, int]:
    """Return who came after a number and does not see what was before, and at which number they begin."""
    if conversation.history != Conversation.History.JOINED:
        return {}
    rows = Participant.objects.filter(conversation=conversation, from_seq__gte=seq)
    return {str(user): begins for user, begins in rows.values_list("user_id", "from_seq")}


class MessageCreated(MessageEvent):
    type = "message.created"

    def seq(self) -> int:
        return self.message.seq

    def changes(self) -> Sequence[Veil]:
        return ()  # nobody came after what is said only now


class MessageUpdated(MessageEvent):
    type = "message.updated"


class ParticipantEvent(Happening):
    """Somebody came to, or left, a conversation."""

    schema = MembershipSerializer

    def __init__(self, conversation: Conversation, user: User, role: str):
        self.conversation, self.user, self.role = conversation, user, role

    def topic(self) -> str:
        return self.conversation.topic

    def payload(self) -> dict[str, Any]:
        return {
            "conversation": str(self.conversation.pk),
            "user": UserSerializer(self.user).data,
            "role": self.role,
            "participant_count": self.conversation.participant_count,
        }

    def subject_id(self) -> str:
        return str(self.conversation.pk)


class MemberAdded(ParticipantEvent):
    type = "member.added"


class MemberUpdated(ParticipantEvent):
    """Somebody's role in a group is another one."""

    type = "member.updated"


class MemberRemoved(ParticipantEvent):
    """Nothing after this event of the conversation's stream reaches the one who was removed."""

    type = "member.removed"

    def changes(self) -> Sequence[Unlisten]:
        return (Unlisten(str(self.user.pk), self.conversation.topic),)


class GroupUpdated(Happening):
    """A group's name or settings are others."""

    type = "group.updated"
    schema = GroupSerializer

    def __init__(self, conversation: Conversation):
        self.conversation = conversation

    def topic(self) -> str:
        return self.conversation.topic

    def payload(self) -> dict[str, Any]:
        return GroupSerializer(self.conversation).data

    def subject_id(self) -> str:
        return str(self.conversation.pk)


class PersonalEvent(Happening):
    """Something that only one person is told."""

    def __init__(self, conversation: Conversation, user: User):
        self.conversation, self.user = conversation, user

    def topic(self) -> str:
        return f"user:{self.user.pk}"

    def subject_id(self) -> str:
        return str(self.conversation.pk)


class ConversationAdded(PersonalEvent):
    """A person has a new conversation, and from now on hears it."""

    type = "conversation.added"
    schema = ConversationSerializer

    def __init__(self, conversation: Conversation, user: User, told: dict[str, Any] | None = None):
        super().__init__(conversation, user)
        self.told = told  # the conversation as they see it, where whoever tells many has it already

    def payload(self) -> dict[str, Any]:
        return self.told or ConversationSerializer(conversation_for(self.user, self.conversation.pk)).data

    def changes(self) -> Sequence[Listen]:
        seq = self.told["seq"] if self.told else newest_seq(self.conversation.topic)
        return (Listen(str(self.user.pk), self.conversation.topic, seq),)


class ConversationRemoved(PersonalEvent):
    type = "conversation.removed"
    schema = ConversationIdSerializer

    def payload(self) -> dict[str, Any]:
        return {"conversation": str(self.conversation.pk)}

    def changes(self) -> Sequence[Unlisten]:
        return (Unlisten(str(self.user.pk), self.conversation.topic),)


class ConversationArranged(PersonalEvent):
    """A person has archived, muted or put on top a conversation: their other devices follow."""

    type = "conversation.arranged"
    schema = ArrangedSerializer

    def __init__(self, conversation: Conversation, user: User, participant: Participant):
        super().__init__(conversation, user)
        self.participant = participant

    def payload(self) -> dict[str, Any]:
        return ArrangedSerializer(self.participant).data


class ConversationRead(PersonalEvent):
    """A person has read further: their other devices follow."""

    type = "conversation.read"
    schema = ReadSerializer

    def __init__(self, conversation: Conversation, user: User, counts: dict[str, int]):
        super().__init__(conversation, user)
        self.counts = counts

    def payload(self) -> dict[str, Any]:
        return ReadSerializer({"conversation": self.conversation.pk, **self.counts}).data
