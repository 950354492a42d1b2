"""The one JSON of a command."""

from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.commands.cards import card_of
from apps.commands.models import Command, Priority, Source, State
from apps.commands.risk import GRAVITY, LEVELS
from apps.commands.serializers.fields import PRIORITIES
from apps.commands.serializers.inputs import RerunSerializer
from apps.core.times import stamp


class StepSerializer(serializers.Serializer):
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


class InnerSerializer(serializers.Serializer):
    """What a task does inside: a function that it calls, or another graph that it runs."""

    name = serializers.CharField(help_text="of the function, or title of the graph")
    count = serializers.IntegerField(help_text="how many steps there are")
    tasks = StepSerializer(many=True, help_text="at most 20 of them; in a loop those of its first round")


class TaskSerializer(StepSerializer):
    inner = InnerSerializer(allow_null=True, help_text="of `call` and `command.run`")


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


class RiskSerializer(serializers.Serializer):
    """What cannot be taken back of a proposed command."""

    level = serializers.ChoiceField(choices=LEVELS)
    why = serializers.ListField(child=serializers.ChoiceField(choices=list(GRAVITY)), help_text="the gravest first")


class ProposalSerializer(serializers.Serializer):
    """Something more that Dream proposes; `proposals` of the confirmation takes it in."""

    id = serializers.CharField()
    title = serializers.CharField()
    why = serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField(), help_text="titles of its tasks")


class VariantChangeSerializer(serializers.Serializer):
    segment = serializers.CharField()
    pointer = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class VariantSerializer(serializers.Serializer):
    """The same graph with other values, found by Explore; `variant` of the confirmation, or of a run again."""

    id = serializers.CharField()
    title = serializers.CharField()
    changes = VariantChangeSerializer(many=True)


class ChaosSerializer(serializers.Serializer):
    level = serializers.IntegerField()
    faults = serializers.IntegerField(help_text="how many are declared")


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
    risk = RiskSerializer(allow_null=True, help_text="of what is proposed")
    proposals = ProposalSerializer(many=True, help_text="of Dream, until it was confirmed")
    variants = VariantSerializer(many=True, help_text="of Explore")
    variant = serializers.CharField(allow_null=True, help_text="which of them this is")
    chaos = ChaosSerializer(allow_null=True, help_text="faults are injected, nothing leaves the sandbox")
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
    saved = serializers.UUIDField(allow_null=True, help_text="the saved command it came of")
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
            "persona": command.persona or None,
            "conversation": str(command.conversation_id) if command.conversation_id else None,
            "message": str(command.message_id) if command.message_id else None,
            "owner": UserSerializer(command.owner).data,
            "alt": command.alt,
            "rerun_of": str(command.rerun_of_id) if command.rerun_of_id else None,
            "schedule": str(command.schedule_id) if command.schedule_id else None,
            "saved": str(command.saved_id) if command.saved_id else None,
            "timing": command.timing,
            "rerun": command.rerun,
            "source": command.source,
            "priority": Priority(command.priority).label,
            "paused_at": stamp(command.paused_at),
            "created_at": stamp(command.created_at),
            "version": command.version,
        }
