"""What goes in, and the one JSON of a command and of an atlas entry."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.commands.cards import card_of
from apps.commands.models import AtlasEntry, Command, State
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp

MAX_TEXT, MAX_ALT = 20_000, 1_000_000
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


class PreviewInput(Input):
    text = StrictCharField(max_length=MAX_TEXT)
    now = serializers.CharField(required=False, max_length=40, help_text="ISO 8601; without an offset in `timezone`")
    timezone = serializers.CharField(required=False, max_length=64)
    task_types = serializers.ListField(child=serializers.DictField(), required=False, max_length=200)


class SubmitInput(Input):
    text = StrictCharField(max_length=MAX_TEXT, required=False)
    alt = AltField(required=False)
    conversation = serializers.UUIDField(required=False, allow_null=True)
    mode = serializers.ChoiceField(choices=MODES, required=False, default="normal")
    persona = serializers.ChoiceField(choices=PERSONAS, required=False, allow_null=True)
    chaos_level = serializers.IntegerField(min_value=1, max_value=10, required=False, allow_null=True)
    confirm = serializers.BooleanField(required=False, default=False, help_text="true: show the graph first, then wait")
    client_id = serializers.UUIDField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("text" in attrs) == ("alt" in attrs):
            raise serializers.ValidationError("Give either a text or an alt.", code="required")
        return attrs


class ConfirmInput(Input):
    alt = AltField(required=False, help_text="the graph as you edited it")


class CommandQuery(Input):
    state = serializers.ChoiceField(choices=State.choices, required=False)
    conversation = serializers.UUIDField(required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class AtlasQuery(Input):
    q = serializers.CharField(required=False, max_length=200, allow_blank=True)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class TaskSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="of its segment in the .alt")
    title = serializers.CharField()
    task_type = serializers.CharField()
    state = serializers.CharField()
    progress = serializers.FloatField(allow_null=True, help_text="0 to 1")
    detail = serializers.CharField(allow_null=True)
    dependencies = serializers.ListField(child=serializers.CharField())
    attempt = serializers.IntegerField()
    duration_ms = serializers.IntegerField(allow_null=True)


class CommandSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    text = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    mode = serializers.CharField()
    persona = serializers.CharField(allow_null=True)
    conversation = serializers.UUIDField(allow_null=True)
    message = serializers.UUIDField(allow_null=True)
    owner = UserSerializer()
    why = serializers.CharField(allow_null=True, help_text="code of why it waits for a confirmation")
    tasks = TaskSerializer(many=True)
    progress = serializers.DictField(child=serializers.IntegerField())
    result = serializers.JSONField(allow_null=True)
    error = serializers.JSONField(allow_null=True)
    alt = serializers.DictField()
    rerun_of = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    links = serializers.DictField(child=serializers.CharField(allow_null=True))
    version = serializers.IntegerField()

    def to_representation(self, command: Command) -> dict[str, Any]:
        card = card_of(command)
        del card["command"]
        return {
            "id": str(command.pk),
            **card,
            "mode": command.mode,
            "persona": command.persona or None,
            "conversation": str(command.conversation_id) if command.conversation_id else None,
            "message": str(command.message_id) if command.message_id else None,
            "owner": UserSerializer(command.owner).data,
            "alt": command.alt,
            "rerun_of": str(command.rerun_of_id) if command.rerun_of_id else None,
            "created_at": stamp(command.created_at),
            "version": command.version,
        }


class AtlasSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    text = serializers.CharField(help_text="the wish")
    summary = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    command = serializers.UUIDField()
    conversation = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    success_rate = serializers.FloatField()

    def to_representation(self, entry: AtlasEntry) -> dict[str, Any]:
        return {
            "id": str(entry.pk),
            "title": entry.title,
            "text": entry.document.get("text", ""),
            "summary": entry.summary,
            "tags": entry.tags,
            "command": str(entry.command_id),
            "conversation": str(entry.conversation_id) if entry.conversation_id else None,
            "created_at": stamp(entry.created_at),
            "success_rate": entry.document.get("success_rate", 1.0),
        }
