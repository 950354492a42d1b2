"""What goes in, and the one JSON of a task for people and of a comment."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.commands.models import PersonTask, TaskComment
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp

MAX_TITLE, MAX_TEXT, MAX_COMMENT, MAX_PEOPLE = 200, 5_000, 2_000, 20
REPEATS = r"^(FREQ|RRULE:FREQ)=[A-Z]+(;[A-Z]+=[A-Z0-9,+:-]+)*$"


def _people(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.UUIDField(), max_length=MAX_PEOPLE, required=False, **options)


def _moment(help_text: str = "") -> serializers.DateTimeField:
    return serializers.DateTimeField(required=False, allow_null=True, help_text=help_text)


class CreateTaskInput(Input):
    kind = serializers.ChoiceField(choices=PersonTask.Kind.choices, required=False, default=PersonTask.Kind.TODO)
    title = StrictCharField(max_length=MAX_TITLE, required=False, help_text="default: the first line of the message")
    text = StrictCharField(max_length=MAX_TEXT, required=False, allow_blank=True)
    conversation = serializers.UUIDField(required=False, allow_null=True)
    message = serializers.UUIDField(required=False, allow_null=True, help_text="what it came from; in its conversation")
    assignees = _people(help_text="user ids; for an approval those who are asked")
    needed = serializers.IntegerField(required=False, min_value=1, max_value=MAX_PEOPLE, help_text="of an approval")
    right = serializers.CharField(
        required=False, max_length=100, help_text="of an approval: what those who decide must hold; `owner`: own it"
    )
    due_at = _moment()
    remind_at = _moment("default: when it is due")
    expires_at = _moment("of an approval; default: after a week")
    rrule = serializers.RegexField(REPEATS, required=False, max_length=200, help_text="of a reminder: RFC 5545")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("title") and not attrs.get("message"):
            raise serializers.ValidationError({"title": "Give a title, or a message."}, code="required")
        if attrs.get("message") and attrs.get("conversation"):
            raise serializers.ValidationError({"conversation": "A message is in its own conversation."}, code="invalid")
        return attrs


class ChangeTaskInput(Input):
    title = StrictCharField(max_length=MAX_TITLE, required=False)
    text = StrictCharField(max_length=MAX_TEXT, required=False, allow_blank=True)
    assignees = _people()
    due_at = _moment()
    remind_at = _moment()
    state = serializers.ChoiceField(
        choices=["done", "open", "cancelled"], required=False, help_text="complete it, open it again, withdraw it"
    )
    decision = serializers.ChoiceField(choices=["approve", "reject"], required=False, help_text="of an approval")
    comment = StrictCharField(max_length=MAX_COMMENT, required=False)


class CommentInput(Input):
    text = StrictCharField(max_length=MAX_COMMENT)


class TaskQuery(Input):
    role = serializers.ChoiceField(
        choices=["mine", "given"], required=False,
        help_text="mine: asked of me; given: asked by me; default: all that I may see",
    )  # fmt: skip
    state = serializers.ChoiceField(choices=PersonTask.State.choices, required=False)
    kind = serializers.ChoiceField(choices=PersonTask.Kind.choices, required=False)
    due = serializers.ChoiceField(choices=["overdue", "today", "week", "none"], required=False)
    due_before = serializers.DateTimeField(required=False)
    due_after = serializers.DateTimeField(required=False)
    conversation = serializers.UUIDField(required=False)
    command = serializers.UUIDField(required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class DecisionSerializer(serializers.Serializer):
    user = UserSerializer()
    approves = serializers.BooleanField()
    comment = serializers.CharField()
    created_at = serializers.DateTimeField()


@extend_schema_field({"type": "string", "enum": PersonTask.State.values})
class StateField(serializers.CharField):
    pass


class PersonTaskSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=PersonTask.Kind.choices)
    state = StateField()
    title = serializers.CharField()
    text = serializers.CharField()
    author = UserSerializer(allow_null=True)
    assignees = UserSerializer(many=True)
    conversation = serializers.UUIDField(allow_null=True)
    message = serializers.UUIDField(allow_null=True)
    command = serializers.UUIDField(allow_null=True)
    segment = serializers.CharField(allow_null=True, help_text="of the command's graph, where a run waits for it")
    needed = serializers.IntegerField(help_text="approvals")
    right = serializers.CharField(allow_null=True)
    decisions = DecisionSerializer(many=True)
    due_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    remind_at = serializers.DateTimeField(allow_null=True)
    rrule = serializers.CharField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    completed_by = UserSerializer(allow_null=True)
    comment_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, task: PersonTask) -> dict[str, Any]:
        return {
            "id": str(task.pk),
            "kind": task.kind,
            "state": task.state,
            "title": task.title,
            "text": task.text,
            "author": _person(task.author),
            "assignees": [UserSerializer(seat.user).data for seat in task.seats.all()],
            "conversation": _key(task.conversation_id),
            "message": _key(task.message_id),
            "command": _key(task.command_id),
            "segment": task.task_run.segment if task.task_run else None,
            "needed": task.needed,
            "right": task.right or None,
            "decisions": [
                {
                    "user": UserSerializer(one.user).data,
                    "approves": one.approves,
                    "comment": one.comment,
                    "created_at": stamp(one.created_at),
                }
                for one in task.decisions.all()
            ],
            "due_at": stamp(task.due_at),
            "expires_at": stamp(task.expires_at),
            "remind_at": stamp(task.remind_at),
            "rrule": task.rrule or None,
            "completed_at": stamp(task.completed_at),
            "completed_by": _person(task.completed_by),
            "comment_count": task.comment_count,
            "created_at": stamp(task.created_at),
            "version": task.version,
        }


class TaskCommentSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    task = serializers.UUIDField()
    author = UserSerializer(allow_null=True)
    text = serializers.CharField()
    created_at = serializers.DateTimeField()

    def to_representation(self, comment: TaskComment) -> dict[str, Any]:
        return {
            "id": str(comment.pk),
            "task": str(comment.task_id),
            "author": _person(comment.author),
            "text": comment.text,
            "created_at": stamp(comment.created_at),
        }


def _person(user: Any) -> Any:
    return UserSerializer(user).data if user is not None else None


def _key(pk: Any) -> str | None:
    return str(pk) if pk else None
