"""What one person's devices are told of a thread."""

from typing import Any
from uuid import UUID

from apps.chat.messages.thread_serializers import ThreadChangedSerializer
from apps.chat.models import Message
from apps.events.bus import Happening


class ThreadChanged(Happening):
    """Somebody follows a thread or no longer does, has read in it, or is called there for the first time."""

    type = "thread.changed"
    schema = ThreadChangedSerializer

    def __init__(self, root: Message, user_id: UUID, place: dict[str, Any]):
        self.root, self.user_id, self.place = root, user_id, place

    def topic(self) -> str:
        return f"user:{self.user_id}"

    def payload(self) -> dict[str, Any]:
        return {"message": str(self.root.pk), "conversation": str(self.root.conversation_id), **self.place}

    def subject_id(self) -> str:
        return str(self.root.pk)
