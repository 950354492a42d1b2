"""What is asked of a command: to preview, submit, confirm, run again, steer and find it."""

from typing import Any

from rest_framework import serializers

from apps.commands.schedules.serializers import TimingInput
from apps.commands.serializers.fields import MAX_TEXT, MODES, PERSONAS, AltField, PriorityField, StatesField
from apps.core.rest import Input, StrictCharField

MAX_IN_BULK = 100  # ids, security.md section 8


def _text_or_alt(attrs: dict[str, Any]) -> dict[str, Any]:
    if ("text" in attrs) == ("alt" in attrs):
        raise serializers.ValidationError("Give either a text or an alt.", code="required")
    return attrs


class PreviewInput(Input):
    text = StrictCharField(max_length=MAX_TEXT, required=False)
    alt = AltField(required=False, help_text="a document to check; the rest is of a text")
    mode = serializers.ChoiceField(choices=MODES, required=False, default="normal")
    persona = serializers.ChoiceField(choices=PERSONAS, required=False, allow_null=True)
    chaos_level = serializers.IntegerField(min_value=1, max_value=10, required=False, allow_null=True)
    now = serializers.CharField(required=False, max_length=40, help_text="ISO 8601; without an offset in `timezone`")
    timezone = serializers.CharField(required=False, max_length=64)
    task_types = serializers.ListField(child=serializers.DictField(), required=False, max_length=200)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return _text_or_alt(attrs)


class SubmitInput(Input):
    text = StrictCharField(max_length=MAX_TEXT, required=False)
    alt = AltField(required=False)
    conversation = serializers.UUIDField(required=False, allow_null=True)
    thread = serializers.UUIDField(required=False, allow_null=True, help_text="the message whose thread it is asked in")
    mode = serializers.ChoiceField(choices=MODES, required=False, default="normal")
    persona = serializers.ChoiceField(choices=PERSONAS, required=False, allow_null=True)
    chaos_level = serializers.IntegerField(min_value=1, max_value=10, required=False, allow_null=True)
    confirm = serializers.BooleanField(required=False, default=False, help_text="true: show the graph first, then wait")
    schedule = TimingInput(required=False, allow_null=True, help_text="run it later, or again and again")
    priority = PriorityField(required=False, help_text="among tasks that wait for a worker the more urgent go first")
    client_id = serializers.UUIDField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        _text_or_alt(attrs)
        if "schedule" in attrs:
            attrs["timing"] = attrs.pop("schedule")
        return attrs


class AnswerInput(Input):
    """An answer to one of the command's `questions`, named as it is named there."""

    segment = serializers.CharField(max_length=64)
    code = serializers.CharField(max_length=40)
    parameter = serializers.CharField(max_length=64, required=False)
    value = serializers.JSONField()


class ConfirmInput(Input):
    alt = AltField(required=False, help_text="the graph as you edited it")
    proposals = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=20,
        help_text="ids of what Dream proposed that shall be taken in; not with alt",
    )  # fmt: skip
    variant = serializers.CharField(
        required=False, max_length=20, help_text="id of the variant of Explore that shall run; not with alt"
    )
    answers = serializers.ListField(
        child=AnswerInput(), required=False, max_length=20, help_text="to its questions; not with alt"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "alt" in attrs and attrs.keys() & {"proposals", "variant", "answers"}:
            raise serializers.ValidationError("Edit the graph, or choose from what was proposed.", code="conflict")
        return attrs


class ModesInput(Input):
    chaos = serializers.BooleanField()


class ModesSerializer(serializers.Serializer):
    modes = serializers.ListField(child=serializers.ChoiceField(choices=MODES))


class RerunInput(Input):
    start = serializers.ChoiceField(
        choices=["start", "failed"], required=False, default="start",
        help_text="failed: results of tasks that succeeded, and are still the same work, are taken over",
    )  # fmt: skip
    alt = serializers.ChoiceField(
        choices=["pinned", "newest"], required=False, default="pinned",
        help_text="pinned: the graph that ran; newest: what its words mean now",
    )  # fmt: skip
    variables = serializers.DictField(required=False, help_text="other values for variables of the graph")
    variant = serializers.CharField(required=False, max_length=20, help_text="another variant of Explore")
    confirm = serializers.BooleanField(required=False, default=False)
    client_id = serializers.UUIDField(required=False, allow_null=True)


class RerunSerializer(serializers.Serializer):
    """How a command was run again."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            "from": serializers.ChoiceField(choices=["start", "failed"]),
            "alt": serializers.ChoiceField(choices=["pinned", "newest"]),
            "variables": serializers.ListField(child=serializers.CharField(), help_text="names of those given anew"),
        }


class SteerInput(Input):
    action = serializers.ChoiceField(choices=["cancel", "pause", "resume"])
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_IN_BULK)


class PriorityInput(Input):
    priority = PriorityField()


class SteeredOneSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.IntegerField(help_text="as HTTP: 200, or why not")
    code = serializers.CharField(required=False)


class SteeredSerializer(serializers.Serializer):
    results = SteeredOneSerializer(many=True)


class CommandQuery(Input):
    state = StatesField(required=False, max_length=100, help_text="several with commas: failed,cancelled")
    conversation = serializers.UUIDField(required=False)
    q = serializers.CharField(required=False, max_length=200, help_text="words of the wish or title, with any ending")
    after = serializers.DateTimeField(required=False, help_text="asked at this moment or later")
    before = serializers.DateTimeField(required=False, help_text="asked before this moment")
    rerun_of = serializers.UUIDField(required=False)
    mine = serializers.BooleanField(required=False, help_text="true: only what I asked for")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)
