"""What this app has of a person, and how it is erased."""

from collections.abc import Callable, Iterator
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db.models import Q

from apps.accounts.models import User
from apps.commands.models import Artifact, AtlasEntry, Command, PersonTask, SavedCommand, Schedule, Secret, TaskComment
from apps.commands.people.serializers import PersonTaskSerializer, TaskCommentSerializer
from apps.commands.saved.serializers import SavedCommandSerializer
from apps.commands.schedules.serializers import ScheduleSerializer
from apps.commands.secrets.serializers import SecretSerializer
from apps.core.persondata import File, Rows, eraser, exporter
from apps.core.times import stamp

FOLDER = "command-files"


@exporter("commands")
def export(user: User) -> Iterator[Rows | File]:
    """What one asked for, what came of it and the files of it, where one still sees them."""
    mine = Command.objects.visible_to(user).filter(owner=user)
    yield Rows("commands", (_command(one) for one in mine.select_related("run").order_by("id").iterator()))
    atlas = AtlasEntry.objects.visible_to(user).filter(owner=user).order_by("id")
    yield Rows("atlas", (one.document for one in atlas.iterator()))
    tasks = PersonTask.objects.visible_to(user).with_people().order_by("id")
    concerned = tasks.filter(Q(author=user) | Q(seats__user=user)).distinct()
    yield Rows("tasks", (PersonTaskSerializer(one).data for one in concerned.iterator(chunk_size=500)))
    said = TaskComment.objects.filter(author=user, task__in=PersonTask.objects.visible_to(user).values("pk"))
    yield Rows(
        "task-comments", (TaskCommentSerializer(one).data for one in said.select_related("author").order_by("id"))
    )
    clocks = Schedule.objects.filter(owner=user).order_by("id")
    yield Rows("schedules", (ScheduleSerializer(one).data for one in clocks))
    kept = Secret.objects.filter(owner=user).order_by("id")  # without their values
    yield Rows("secrets", (SecretSerializer(one).data for one in kept))
    named = SavedCommand.objects.filter(author=user).visible_to(user).select_related("author").order_by("id")
    yield Rows("saved-commands", ({**SavedCommandSerializer(one).data, "alt": one.alt} for one in named.iterator()))
    for one in Artifact.objects.filter(task__run__command__in=mine).select_related("task__run").order_by("id"):
        name = one.name.replace("/", "_").replace("\\", "_").strip(".") or "file"
        yield File(f"artifacts/{one.task.run.command_id}/{one.pk.hex[-6:]}-{name}", _opener(one.storage_key))
    for name in _files(user):
        yield File(f"files/{name}", _opener(f"{FOLDER}/{user.pk}/{name}"))


@eraser("commands")
def erase(user: User) -> None:
    """What nobody else sees goes; what was asked in a conversation stays there, without a name."""
    private = Command.objects.filter(owner=user, conversation=None)
    keys = list(Artifact.objects.filter(task__run__command__in=private).values_list("storage_key", flat=True))
    private.delete()
    Secret.objects.filter(owner=user).delete()
    Schedule.objects.filter(owner=user).delete()
    SavedCommand.objects.filter(owner=user).delete()
    SavedCommand.objects.filter(author=user).update(author=None)
    PersonTask.objects.filter(author=user, conversation=None).delete()
    for key in [*keys, *(f"{FOLDER}/{user.pk}/{name}" for name in _files(user))]:
        default_storage.delete(key)


def _files(user: User) -> list[str]:
    try:
        return sorted(default_storage.listdir(f"{FOLDER}/{user.pk}")[1])
    except FileNotFoundError:
        return []


def _opener(key: str) -> Callable[[], IO[bytes] | None]:
    def opened() -> IO[bytes] | None:
        try:
            return default_storage.open(key)
        except FileNotFoundError:
            return None

    return opened


def _command(command: Command) -> dict[str, Any]:
    run = getattr(command, "run", None)
    return {
        "id": str(command.pk),
        "text": command.text,
        "title": command.title,
        "state": command.state,
        "alt": command.alt,
        "last": run.last if run else None,
        "created_at": stamp(command.created_at),
        "finished_at": stamp(command.finished_at),
    }
