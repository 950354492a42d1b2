"""What goes in and comes out of retention."""

from typing import Any

from rest_framework import serializers

from apps.chat.retention.models import MAX_DAYS, MIN_DAYS
from apps.core.rest import Input


class RetentionInput(Input):
    days = serializers.IntegerField(
        min_value=MIN_DAYS, max_value=MAX_DAYS, allow_null=True, help_text="null: for good, whatever other rules say"
    )


class KeptSerializer(serializers.Serializer):
    """How long messages are kept in a conversation (or, without one, in the installation)."""

    conversation = serializers.UUIDField(allow_null=True)
    days = serializers.IntegerField(allow_null=True, help_text="null: for good")
    by = serializers.CharField(allow_null=True, help_text="conversation, server, installation; null: no rule")
    held = serializers.BooleanField(help_text="nothing is removed, whatever the rules say")

    def to_representation(self, pair: Any) -> dict[str, Any]:
        conversation, kept = pair
        return {
            "conversation": str(conversation.pk) if conversation else None,
            "days": kept.days,
            "by": kept.by,
            "held": kept.held,
        }


class PurgedSerializer(serializers.Serializer):
    conversation = serializers.UUIDField()
    upto_seq = serializers.IntegerField()
