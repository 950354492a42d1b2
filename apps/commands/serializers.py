"""What goes in, and the one JSON of a command and of an atlas entry."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.commands.cards import card_of
from apps.commands.models import AtlasEntry, Command, Priority, Source, State
from apps.commands.schedules.serializers import TimingInput
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp

MAX_TEXT, MAX_ALT = 20_000, 1_000_000
PRIORITIES = {choice.label: choice.value for choice in Priority}
MAX_IN_BULK = 100  # ids, security.md section 8
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
    schedule = TimingInput(required=False, allow_null=True, help_text="run it later, or again and again")
    priority = PriorityField(required=False, help_text="among tasks that wait for a worker the more urgent go first")
    client_id = serializers.UUIDField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("text" in attrs) == ("alt" in attrs):
            raise serializers.ValidationError("Give either a text or an alt.", code="required")
        if "schedule" in attrs:
            attrs["timing"] = attrs.pop("schedule")
        return attrs


class ConfirmInput(Input):
    alt = AltField(required=False, help_text="the graph as you edited it")
    proposals = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=20,
        help_text="ids of what Dream proposed that shall be taken in; not with alt",
    )  # fmt: skip
    variant = serializers.CharField(
        required=False, max_length=20, help_text="id of the variant of Explore that shall run; not with alt"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "alt" in attrs and attrs.keys() & {"proposals", "variant"}:
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


class SteerInput(Input):
    action = serializers.ChoiceField(choices=["cancel", "pause", "resume"])
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_IN_BULK)


class SteeredOneSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.IntegerField(help_text="as HTTP: 200, or why not")
    code = serializers.CharField(required=False)


class SteeredSerializer(serializers.Serializer):
    results = SteeredOneSerializer(many=True)


class StatesField(serializers.CharField):
    """States of a command, several with commas."""

    def to_internal_value(self, data: Any) -> list[str]:
        names = super().to_internal_value(data).split(",")
        if not set(names) <= set(State.values):
            raise serializers.ValidationError("States are: " + ", ".join(State.values), code="invalid_choice")
        return names


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


class DiffQuery(Input):
    # `with` is a word of Python
    def get_fields(self) -> dict[str, serializers.Field]:
        return {**super().get_fields(), "with": serializers.UUIDField(help_text="the other command")}


class DiffChangeSerializer(serializers.Serializer):
    pointer = serializers.CharField()
    change = serializers.ChoiceField(choices=["added", "removed", "changed"])
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class DiffPartSerializer(serializers.Serializer):
    same = serializers.BooleanField()
    changes = DiffChangeSerializer(many=True)
    more = serializers.BooleanField(help_text="are there more than the 500 that are listed?")


class SpentSerializer(serializers.Serializer):
    before_ms = serializers.IntegerField(allow_null=True)
    after_ms = serializers.IntegerField(allow_null=True)
    change_ms = serializers.IntegerField(allow_null=True)


class TaskSpentSerializer(SpentSerializer):
    task = serializers.CharField()


class DurationsSerializer(serializers.Serializer):
    wall_ms = SpentSerializer()
    tasks = TaskSpentSerializer(many=True)


class OutputDiffSerializer(serializers.Serializer):
    task = serializers.CharField()
    same = serializers.BooleanField()
    before = serializers.JSONField(allow_null=True, help_text="summary, bytes and sha256")
    after = serializers.JSONField(allow_null=True)


class OutputsSerializer(serializers.Serializer):
    same = serializers.BooleanField()
    tasks = OutputDiffSerializer(many=True)


class DiffSerializer(serializers.Serializer):
    """What differs between two runs; `before` is the one in the address."""

    diff = serializers.CharField(help_text="version of this form")
    before = serializers.UUIDField()
    after = serializers.UUIDField()
    definition = DiffPartSerializer()
    inputs = DiffPartSerializer()
    states = DiffPartSerializer()
    durations = DurationsSerializer()
    outputs = OutputsSerializer()
    artifacts = DiffPartSerializer()


class RerunSerializer(serializers.Serializer):
    """How a command was run again."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            "from": serializers.ChoiceField(choices=["start", "failed"]),
            "alt": serializers.ChoiceField(choices=["pinned", "newest"]),
            "variables": serializers.ListField(child=serializers.CharField(), help_text="names of those given anew"),
        }


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
    opener = serializers.CharField(allow_null=True, help_text="the task in whose block it stands")
    branch = serializers.CharField(allow_null=True, help_text="which block: then, else, each …")
    rounds = serializers.DictField(
        child=serializers.IntegerField(), allow_null=True, help_text="in a loop: how many have ended, and failed"
    )


class QuestionTextSerializer(serializers.Serializer):
    tr = serializers.CharField()
    en = serializers.CharField()


class QuestionSerializer(serializers.Serializer):
    """What a person is asked before a proposed command runs."""

    segment = serializers.CharField(allow_null=True)
    code = serializers.CharField(help_text="missing, what, where, which_file, which_task, …")
    parameter = serializers.CharField(required=False, help_text="that is missing")
    options = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="task types to choose from"
    )
    text = QuestionTextSerializer()


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
    questions = QuestionSerializer(many=True)
    tasks = TaskSerializer(many=True)
    progress = serializers.DictField(child=serializers.IntegerField())
    result = serializers.JSONField(allow_null=True)
    error = serializers.JSONField(allow_null=True)
    alt = serializers.DictField()
    rerun_of = serializers.UUIDField(allow_null=True)
    rerun = RerunSerializer(allow_null=True)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment] # its name in DRF too
    priority = serializers.ChoiceField(choices=list(PRIORITIES))
    paused_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    schedule = serializers.UUIDField(allow_null=True)
    timing = serializers.JSONField(allow_null=True, help_text="when it was asked to run: at, rrule, timezone")
    starts_at = serializers.DateTimeField(allow_null=True, help_text="of one that waits for its moment")
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
            "schedule": str(command.schedule_id) if command.schedule_id else None,
            "timing": command.timing,
            "rerun": command.rerun,
            "source": command.source,
            "priority": Priority(command.priority).label,
            "paused_at": stamp(command.paused_at),
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
    success_rate = serializers.FloatField(help_text="of its tasks; of its runs once it was repeated")
    runs = serializers.IntegerField(help_text="the run it came from, and its repetitions")
    stale = serializers.BooleanField(help_text="its last repetition failed")

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
            "success_rate": (
                round(entry.successes / entry.runs, 4) if entry.runs > 1 else entry.document.get("success_rate", 1.0)
            ),
            "runs": entry.runs,
            "stale": entry.stale_at is not None,
        }
