"""What goes in, and the one JSON of a saved command. Its document and its form are addresses of their own: large."""

import unicodedata
from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.commands.models import SavedCommand
from apps.commands.schedules.serializers import TimingInput
from apps.commands.serializers import AltField, PriorityField
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp

NAME = r"^[^\W_][\w-]{0,31}$"  # letters of any script, digits, - and _: what a person types behind a /
MAX_DESCRIPTION = 200


class NameField(serializers.RegexField):
    """What stands behind the `/`; one may type the `/` along."""

    def __init__(self, **options: Any):
        super().__init__(NAME, **options)

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str):
            data = unicodedata.normalize("NFC", data.strip().removeprefix("/"))
        return super().to_internal_value(data)


class SaveInput(Input):
    name = NameField(max_length=32, help_text="letters, digits, - and _; what is typed behind the /")
    description = StrictCharField(max_length=MAX_DESCRIPTION, required=False, allow_blank=True)
    alt = AltField(required=False, help_text="the document; or `command`")
    command = serializers.UUIDField(required=False, help_text="of which command the graph is kept")
    conversation = serializers.UUIDField(required=False, allow_null=True, help_text="for all who are in it")
    server = serializers.UUIDField(required=False, allow_null=True, help_text="for all its members")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("alt" in attrs) == ("command" in attrs):
            raise serializers.ValidationError("Give either an alt or a command.", code="required")
        if attrs.get("conversation") and attrs.get("server"):
            raise serializers.ValidationError("Keep it for a conversation or for a server.", code="conflict")
        return attrs


class ChangeSavedInput(Input):
    name = NameField(max_length=32, required=False)
    description = StrictCharField(max_length=MAX_DESCRIPTION, required=False, allow_blank=True)
    alt = AltField(required=False)


class RunSavedInput(Input):
    variables = serializers.DictField(required=False, help_text="values of the form, by name")
    conversation = serializers.UUIDField(required=False, allow_null=True)
    thread = serializers.UUIDField(required=False, allow_null=True, help_text="the message whose thread it is asked in")
    confirm = serializers.BooleanField(required=False, default=False, help_text="true: show the graph first")
    schedule = TimingInput(required=False, allow_null=True)
    priority = PriorityField(required=False)
    client_id = serializers.UUIDField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "schedule" in attrs:
            attrs["timing"] = attrs.pop("schedule")
        return attrs


class SavedQuery(Input):
    conversation = serializers.UUIDField(required=False, help_text="what `/` offers there: mine, its own, its server's")
    server = serializers.UUIDField(required=False, help_text="only those of this server")
    q = serializers.CharField(required=False, max_length=64, help_text="how the name begins; İ I ı i are one letter")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class SavedCommandSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    title = serializers.CharField()
    conversation = serializers.UUIDField(allow_null=True)
    server = serializers.UUIDField(allow_null=True)
    author = UserSerializer(allow_null=True)
    input_count = serializers.IntegerField(help_text="how many values its form asks for")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, saved: SavedCommand) -> dict[str, Any]:
        return {
            "id": str(saved.pk),
            "name": saved.name,
            "description": saved.description,
            "title": saved.title,
            "conversation": str(saved.conversation_id) if saved.conversation_id else None,
            "server": str(saved.server_id) if saved.server_id else None,
            "author": UserSerializer(saved.author).data if saved.author else None,
            "input_count": saved.input_count,
            "created_at": stamp(saved.created_at),
            "version": saved.version,
        }


class FormStepSerializer(serializers.Serializer):
    title = serializers.CharField()
    task_type = serializers.CharField()


class SavedFormSerializer(serializers.Serializer):
    """What to ask for before it runs, and what it will do."""

    inputs = serializers.DictField(help_text="by name: a JSON Schema with title, description and required")
    variables = serializers.DictField(help_text="what they are where nothing is said")
    steps = FormStepSerializer(many=True, help_text="its tasks, at most a hundred")
    mode = serializers.CharField()
    shown_first = serializers.BooleanField(help_text="somebody else's: you see the plan before it runs")
    may_change = serializers.BooleanField()
