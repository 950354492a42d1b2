"""What happens when time is up, or its measure changes."""

from typing import Any

from apps.chat.models import Conversation
from apps.chat.retention.rules import Kept
from apps.chat.retention.serializers import KeptSerializer, PurgedSerializer
from apps.events.bus import Happening


class RetentionUpdated(Happening):
    """What is said in a conversation is kept for another time; everybody there is told."""

    type = "retention.updated"
    schema = KeptSerializer

    def __init__(self, conversation: Conversation, kept: Kept):
        self.conversation, self.kept = conversation, kept

    def topic(self) -> str:
        return self.conversation.topic

    def payload(self) -> dict[str, Any]:
        return KeptSerializer((self.conversation, self.kept)).data

    def subject_id(self) -> str:
        return str(self.conversation.pk)


class MessagesPurged(Happening):
    """What was said up to `seq` is no longer kept: devices drop it as well."""

    type = "messages.purged"
    schema = PurgedSerializer

    def __init__(self, conversation: Conversation, upto: int):
        self.conversation, self.upto = conversation, upto

    def topic(self) -> str:
        return self.conversation.topic

    def payload(self) -> dict[str, Any]:
        return {"conversation": str(self.conversation.pk), "upto_seq": self.upto}

    def subject_id(self) -> str:
        return str(self.conversation.pk)
