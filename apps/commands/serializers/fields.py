"""The fields that commands have of their own."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.commands.models import Priority, State

MAX_TEXT, MAX_ALT = 20_000, 1_000_000
PRIORITIES = {choice.label: choice.value for choice in Priority}
MODES = ("normal", "dream", "explore", "chaos")
PERSONAS = ("technical_expert", "creative_writer", "researcher", "project_manager")


@extend_schema_field({"anyOf": [{"type": "object", "additionalProperties": {}}, {"type": "string"}]})
class AltField(serializers.Field):
    """An `.alt` document: an object, or its YAML or JSON as a text."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict | str) or (isinstance(data, str) and len(data) > MAX_ALT):
            raise serializers.ValidationError("An .alt document is an object, or a text of at most 1 MB.")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class PriorityField(serializers.ChoiceField):
    """How urgent: low, normal or high."""

    def __init__(self, **options: Any):
        super().__init__(choices=list(PRIORITIES), **options)

    def to_internal_value(self, data: Any) -> int:
        return PRIORITIES[super().to_internal_value(data)]


class StatesField(serializers.CharField):
    """States of a command, several with commas."""

    def to_internal_value(self, data: Any) -> list[str]:
        names = super().to_internal_value(data).split(",")
        if not set(names) <= set(State.values):
            raise serializers.ValidationError("States are: " + ", ".join(State.values), code="invalid_choice")
        return names
