"""Somebody's place in a conversation moved."""

from typing import Any

from apps.chat.models import Participant, topic_of
from apps.chat.receipts.serializers import PlaceSerializer
from apps.events.bus import Happening


class ReceiptUpdated(Happening):
    """Somebody got or read more of a conversation. Told where few talk; elsewhere who wants to know asks."""

    type = "receipt.updated"
    schema = PlaceSerializer

    def __init__(self, place: Participant):
        self.place = place

    def topic(self) -> str:
        return topic_of(self.place.conversation_id)

    def payload(self) -> dict[str, Any]:
        return PlaceSerializer(self.place).data

    def subject_id(self) -> str:
        return str(self.place.conversation_id)
