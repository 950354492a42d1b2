"""What goes in and comes out of receipts."""

from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.chat.models import Participant
from apps.chat.receipts.selectors import STATES
from apps.core.rest import Input


class DeliveredInput(Input):
    seq = serializers.IntegerField(
        required=False, min_value=0, max_value=2**62, help_text="your devices have everything up to here; default all"
    )


class ReceiptQuery(Input):
    state = serializers.ChoiceField(choices=STATES, required=False, help_text="only those whom it has reached so far")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class PlaceSerializer(serializers.Serializer):
    """How far somebody's devices have got a conversation, and how far others may know that it was read."""

    conversation = serializers.UUIDField()
    user = serializers.UUIDField()
    delivered_seq = serializers.IntegerField()
    read_seq = serializers.IntegerField()

    def to_representation(self, place: Participant) -> dict[str, Any]:
        return {
            "conversation": str(place.conversation_id),
            "user": str(place.user_id),
            "delivered_seq": place.delivered_seq,
            "read_seq": place.shown_seq,
        }


class ReceiptSerializer(serializers.Serializer):
    """Whom a message has reached, and how far."""

    user = UserSerializer()
    state = serializers.ChoiceField(choices=STATES)

    def to_representation(self, place: Any) -> dict[str, Any]:
        return {"user": UserSerializer(place.user).data, "state": place.state}


class ReceiptCountsSerializer(serializers.Serializer):
    read = serializers.IntegerField()
    delivered = serializers.IntegerField(help_text="and not read, as far as others may know")
    sent = serializers.IntegerField(help_text="and not delivered yet")


class ReceiptPageSerializer(serializers.Serializer):
    counts = ReceiptCountsSerializer()
    results = ReceiptSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="address of the next page")
    previous = serializers.CharField(allow_null=True, help_text="address of the page before")
