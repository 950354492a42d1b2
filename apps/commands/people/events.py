"""What happens to tasks for people. Everybody concerned hears it, and the conversation it stands in."""

from collections.abc import Sequence
from typing import Any, ClassVar

from apps.commands.models import PersonTask, TaskComment
from apps.commands.people.serializers import PersonTaskSerializer, TaskCommentSerializer
from apps.events.bus import Happening


class TaskEvent(Happening):
    """Something about a task; `heard` is one of the topics it is told on."""

    schema: ClassVar[Any] = PersonTaskSerializer

    def __init__(self, task: PersonTask, heard: str):
        self.task, self.heard = task, heard

    def topic(self) -> str:
        return self.heard

    def payload(self) -> dict[str, Any]:
        return PersonTaskSerializer(self.task).data

    def subject_id(self) -> str:
        return str(self.task.pk)


class TaskCreated(TaskEvent):
    type = "task.created"


class TaskUpdated(TaskEvent):
    """Changed, assigned, decided, completed, expired or withdrawn."""

    type = "task.updated"


class TaskDue(TaskEvent):
    """The moment has come that somebody wanted to be reminded at."""

    type = "task.due"


class TaskCommented(TaskEvent):
    type = "task.commented"
    schema = TaskCommentSerializer

    def __init__(self, task: PersonTask, heard: str, comment: TaskComment):
        super().__init__(task, heard)
        self.comment = comment

    def payload(self) -> dict[str, Any]:
        return TaskCommentSerializer(self.comment).data


def topics_of(task: PersonTask, besides: Sequence[Any] = ()) -> list[str]:
    """Return where a task is told of: its conversation, and the people concerned who may see it now."""
    people = {task.author_id, *(seat.user_id for seat in task.seats.all()), *besides} - {None}
    topics = []
    if task.conversation is not None:
        topics.append(task.conversation.topic)
        here = task.conversation.participants.filter(user__in=people).values_list("user_id", flat=True)
        people = set(here)
    return [*topics, *sorted(f"user:{pk}" for pk in people)]
