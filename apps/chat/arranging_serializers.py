"""What goes in and comes out of how somebody arranges their conversations."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from apps.chat.models import Participant
from apps.core.rest import Input
from apps.core.times import stamp

END_OF_TIME = 9999  # the year that stands for "until I change it"


class MuteInput(Input):
    until = serializers.DateTimeField(required=False, allow_null=True, help_text="default: until you change it")


class ArrangeInput(Input):
    notifications = serializers.ChoiceField(choices=Participant.Notifications.choices)


class ArrangedSerializer(serializers.Serializer):
    """How one person has arranged a conversation for themselves."""

    conversation = serializers.UUIDField()
    archived = serializers.BooleanField()
    pinned_at = serializers.DateTimeField(allow_null=True)
    muted = serializers.BooleanField()
    muted_until = serializers.DateTimeField(allow_null=True, help_text="empty while `muted`: until you change it")
    notifications = serializers.ChoiceField(choices=Participant.Notifications.choices)

    def to_representation(self, place: Participant) -> dict[str, Any]:
        return {"conversation": str(place.conversation_id), **arranged(place)}


def arranged(place: Any) -> dict[str, Any]:
    """Return the fields of a row that has them: a participant, or a conversation as somebody sees it."""
    until = place.muted_until
    muted = until is not None and until > timezone.now()
    return {
        "archived": place.archived_at is not None,
        "pinned_at": stamp(place.pinned_at),
        "muted": muted,
        "muted_until": stamp(until) if muted and until.year < END_OF_TIME else None,
        "notifications": place.notifications,
    }
