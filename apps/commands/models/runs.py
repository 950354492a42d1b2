"""What people asked for, how it ran, and what became knowledge."""

from datetime import timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.chat.models import Conversation, Message
from apps.core.ids import uuid7

LEASE = timedelta(seconds=30)  # security.md section 5


class State(models.TextChoices):
    """States of a command."""

    PROPOSED = "proposed", "proposed"
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    WAITING = "waiting", "waiting"
    PAUSED = "paused", "paused"
    SUCCEEDED = "succeeded", "succeeded"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


class TaskState(models.TextChoices):
    """States of a task of a run."""

    PENDING = "pending", "pending"
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    WAITING = "waiting", "waiting"
    SUCCEEDED = "succeeded", "succeeded"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"
    SKIPPED = "skipped", "skipped"


class Priority(models.IntegerChoices):
    """How urgent a command is: among tasks that wait for a worker the more urgent go first."""

    LOW = -1, "low"
    NORMAL = 0, "normal"
    HIGH = 1, "high"


class Source(models.TextChoices):
    """What a command's graph was made of."""

    WORDS = "words", "words"
    DOCUMENT = "document", "document"


ENDED = (State.SUCCEEDED, State.FAILED, State.CANCELLED)
TASK_OPEN = (TaskState.PENDING, TaskState.QUEUED, TaskState.RUNNING, TaskState.WAITING)
TASK_ENDED = (TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED, TaskState.SKIPPED)


def visible_rows(user: Any) -> Q:
    """Who sees a command or what came of it: its owner, and whoever is in its conversation now."""
    mine = Conversation.objects.filter(participants__user=user).values("pk")
    return Q(owner=user, conversation=None) | Q(conversation__in=mine)


class CommandQuerySet(models.QuerySet["Command"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_rows(user))

    def with_people(self) -> Self:
        return self.select_related("owner", "run").prefetch_related(
            models.Prefetch("run__tasks", queryset=TaskRun.objects.shown())
        )

    def submitted_as(self, owner: Any, client_id: UUID | None) -> "Command | None":
        """Return the command that a person already submitted under this id of theirs."""
        return self.filter(owner=owner, client_id=client_id).first() if client_id else None


class Command(models.Model):
    """One wish and the task graph (`.alt`) made of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="commands")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="commands")
    message = models.OneToOneField(Message, null=True, on_delete=models.SET_NULL, related_name="command")
    rerun_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="reruns")
    rerun = models.JSONField(null=True, help_text="of a run again: from where, with which .alt and which variables")
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.WORDS)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    schedule = models.ForeignKey("commands.Schedule", null=True, on_delete=models.SET_NULL, related_name="commands")
    saved = models.ForeignKey("commands.SavedCommand", null=True, on_delete=models.SET_NULL, related_name="commands")
    saved_version = models.PositiveIntegerField(null=True, help_text="which version of the saved command it came of")
    timing = models.JSONField(null=True, help_text="when it was asked to run: at, rrule and so on")
    starts_at = models.DateTimeField(null=True, help_text="of one that waits for its moment")
    client_id = models.UUIDField(null=True)
    text = models.TextField(blank=True)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="en")
    mode = models.CharField(max_length=8, default="normal")
    persona = models.CharField(max_length=32, blank=True)
    alt = models.JSONField()
    state = models.CharField(max_length=9, choices=State.choices)
    why = models.CharField(max_length=40, blank=True, help_text="code of why it waits for a confirmation")
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True, help_text="nothing new begins until it is resumed")
    announced_at = models.DateTimeField(null=True, help_text="when listeners were last told of it")
    search_text = models.TextField(blank=True, help_text="title and wish, folded")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[CommandQuerySet] = CommandQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("command")
        verbose_name_plural = _("commands")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "client_id"], name="command_client_id_once", condition=Q(client_id__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="command_of_owner"),
            models.Index(fields=["conversation", "-id"], name="command_of_conversation"),
            models.Index(fields=["rerun_of"], name="command_rerun_of", condition=Q(rerun_of__isnull=False)),
            models.Index(
                fields=["owner", "saved", "saved_version"], name="command_of_saved", condition=Q(saved__isnull=False)
            ),
            models.Index(fields=["state"], name="command_open", condition=~Q(state__in=["succeeded", "failed"])),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def topic(self) -> str:
        return f"command:{self.pk}"

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    def locked(self) -> "Command":
        """Load this row again under a lock: it orders everything that happens to the command."""
        return Command.objects.select_for_update(of=("self",)).select_related("owner").get(pk=self.pk)

    def held(self) -> "Command":
        """Lock it for a step of its run: a document of many tasks is read where it is asked for, not at every step."""
        rows = Command.objects.select_for_update(of=("self",)).select_related("owner")
        return rows.defer("alt", "search_text").get(pk=self.pk)


class Run(models.Model):
    """One execution of a command's graph, and the `.last` it left."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    command = models.OneToOneField(Command, on_delete=models.CASCADE, related_name="run")
    last = models.JSONField(null=True)
    variables = models.JSONField(default=dict, help_text="as they are now: tasks may export new values")
    made = models.PositiveIntegerField(default=0, help_text="how many task rows there are, rounds of loops included")
    held = models.BooleanField(default=False, help_text="tasks are ready, but the person or the server is at a limit")
    deadline_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        indexes = [
            models.Index(fields=["id"], name="run_open", condition=Q(finished_at=None)),
            models.Index(fields=["id"], name="run_held", condition=Q(held=True)),
            models.Index(fields=["deadline_at"], name="run_deadline", condition=Q(finished_at=None)),
        ]

    def __str__(self) -> str:
        return f"run of {self.command_id}"


class TaskQuerySet(models.QuerySet["TaskRun"]):
    def due(self, moment: Any) -> Self:
        """Return what a worker should look at: queued, waiting until now, or left by a worker that died."""
        return self.filter(
            Q(state=TaskState.QUEUED)
            | Q(state=TaskState.WAITING, due_at__lte=moment)
            | Q(state=TaskState.RUNNING, lease_until__lt=moment)
            | Q(state=TaskState.RUNNING, lease_until__gt=moment + 2 * LEASE)  # the clock was set back
            | Q(state=TaskState.RUNNING, lease_until=None, due_at__lte=moment)
        )

    def still_open(self) -> Self:
        """Return what has not ended."""
        return self.filter(state__in=TASK_OPEN)

    def at_work(self) -> Self:
        """Return what a worker has or is about to have: not what only waits for the tasks in its blocks."""
        return self.filter(Q(state=TaskState.QUEUED) | Q(state=TaskState.RUNNING, lease_until__isnull=False))

    def shown(self) -> Self:
        """Return what cards and lists show: the first round of each loop and whatever is open, without large fields."""
        rows = self.filter(Q(first=True) | Q(state__in=(TaskState.QUEUED, TaskState.RUNNING, TaskState.WAITING)))
        return rows.defer("parameters", "output", "log", "scope", "options", "error")

    def more_urgent_than(self, task_id: UUID | str) -> Self:
        """Return queued tasks of more urgent commands, the most urgent first."""
        own = TaskRun.objects.filter(pk=task_id).values("priority")
        rows = self.filter(Q(priority__gt=Priority.LOW), state=TaskState.QUEUED, priority__gt=models.Subquery(own))
        return rows.order_by("-priority", "pk")


class TaskRun(models.Model):
    """One segment at work, in a loop one round of it: its state, who holds it until when, and what it gave.

    A segment with blocks (a loop, a branch, an attempt) is the `parent` of the rows in them; while they are at work it
    is running without a lease. Each block that it opened has a number, `iteration`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    segment = models.CharField(max_length=64)
    path = models.CharField(max_length=2_400, default="", help_text="segment, with the rounds it is in: each[3]/post")
    definition = models.CharField(
        max_length=120, blank=True, help_text="of which function or document, if not the run's"
    )
    branch = models.CharField(max_length=64, blank=True)
    iteration = models.PositiveIntegerField(default=0)
    first = models.BooleanField(default=True, help_text="stands in no round but the first")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    task_type = models.CharField(max_length=64)
    parameters = models.JSONField(default=dict)
    dependencies = models.JSONField(default=list)
    options = models.JSONField(default=dict, help_text="timeout, retry and shaping of the segment")
    scope = models.JSONField(default=dict, help_text="names that the blocks around it gave: a loop's entry, an error")
    control = models.JSONField(default=dict, help_text="of a segment with blocks: how far it is")
    blocked_by = models.PositiveIntegerField(default=0, help_text="how many rows have to end before it")
    handled = models.BooleanField(default=False, help_text="it failed or was passed over, and what follows goes on")
    state = models.CharField(max_length=9, choices=TaskState.choices, default=TaskState.PENDING)
    attempt = models.PositiveIntegerField(default=0)
    priority = models.SmallIntegerField(default=Priority.NORMAL)
    reused = models.BooleanField(default=False, help_text="its result was taken over from the run before")
    fencing = models.PositiveIntegerField(default=0, help_text="counts claims: a late worker's result is refused")
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    progress = models.FloatField(null=True)
    detail = models.CharField(max_length=200, blank=True)
    output = models.JSONField(null=True)
    error = models.JSONField(null=True)
    log = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[TaskQuerySet] = TaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("task of a run")
        verbose_name_plural = _("tasks of runs")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["run", "path"], name="task_once")]
        indexes = [
            models.Index(fields=["run", "parent", "iteration", "segment"], name="task_place"),
            models.Index(fields=["run", "blocked_by", "position"], name="task_ready", condition=Q(state="pending")),
            models.Index(
                fields=["state", "due_at"],
                name="task_open",
                condition=Q(state__in=["queued", "running", "waiting"]),
            ),
            models.Index(fields=["-priority"], name="task_urgent", condition=Q(state="queued", priority__gt=-1)),
        ]

    def __str__(self) -> str:
        return f"{self.segment} ({self.task_type})"


class Artifact(models.Model):
    """One file that a task made."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(TaskRun, on_delete=models.CASCADE, related_name="artifacts")
    name = models.CharField(max_length=200)
    storage_key = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("artifact")
        verbose_name_plural = _("artifacts")
        constraints = [models.UniqueConstraint(fields=["task", "name"], name="artifact_once")]

    def __str__(self) -> str:
        return self.name

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "bytes": self.size, "sha256": self.sha256, "media_type": self.media_type}


class AtlasQuerySet(models.QuerySet["AtlasEntry"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(visible_rows(user))


class AtlasEntry(models.Model):
    """One piece of knowledge: what a successful run found out (`.atlas`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    command = models.OneToOneField(Command, on_delete=models.CASCADE, related_name="atlas_entry")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="atlas_entries")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="atlas_entries")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    document = models.JSONField()
    search_text = models.TextField(help_text="title, wish, result and tags, folded")
    runs = models.PositiveIntegerField(default=1, help_text="the run it came from, and its repetitions")
    successes = models.PositiveIntegerField(default=1)
    stale_at = models.DateTimeField(null=True, help_text="when a repetition failed; empty again after a success")
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[AtlasQuerySet] = AtlasQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("piece of knowledge")
        verbose_name_plural = _("knowledge")
        indexes = [
            models.Index(fields=["owner", "-id"], name="atlas_of_owner"),
            models.Index(fields=["conversation", "-id"], name="atlas_of_conversation"),
        ]

    def __str__(self) -> str:
        return self.title
