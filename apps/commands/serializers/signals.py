"""Signals that a run waits for, and the published schemas."""

from rest_framework import serializers

from apps.commands.models import Signal
from apps.core.rest import Input, StrictCharField


class SchemaLinkSerializer(serializers.Serializer):
    name = serializers.CharField()
    url = serializers.CharField()


class SchemasSerializer(serializers.Serializer):
    results = SchemaLinkSerializer(many=True)


class SignalInput(Input):
    type = StrictCharField(max_length=200, help_text="what happened: com.example.order.paid")
    source = StrictCharField(max_length=200, required=False, help_text="where; default: you")  # type: ignore[assignment]
    id = StrictCharField(max_length=200, required=False, help_text="sent twice under one id it happened once")
    subject = StrictCharField(max_length=200, required=False)
    data = serializers.JSONField(required=False)  # type: ignore[assignment]


class SignalSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    command = serializers.UUIDField(source="command_id")
    event = serializers.JSONField(help_text="as CloudEvents 1.0")
    taken = serializers.SerializerMethodField(help_text="whether a task has taken it")
    created_at = serializers.DateTimeField()

    def get_taken(self, signal: Signal) -> bool:
        return signal.taken_by_id is not None
