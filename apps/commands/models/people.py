"""What people are asked to do: approvals, to-dos, reminders."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.chat.models import Conversation, Message
from apps.core.ids import uuid7


class PersonTaskQuerySet(models.QuerySet["PersonTask"]):
    def visible_to(self, user: Any) -> Self:
        """Of a conversation: whoever is in it now. Otherwise: who asked, and who was asked."""
        mine = Conversation.objects.filter(participants__user=user).values("pk")
        asked = Seat.objects.filter(user=user).values("task")
        return self.filter(
            Q(conversation__in=mine) | Q(conversation=None, author=user) | Q(conversation=None, pk__in=asked)
        )

    def with_people(self) -> Self:
        return self.select_related("author", "completed_by", "task_run").prefetch_related(
            models.Prefetch("seats", Seat.objects.select_related("user")),
            models.Prefetch("decisions", Decision.objects.select_related("user")),
        )


class PersonTask(models.Model):
    """One thing that people are asked to do: to approve something, to get it done, to think of it."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", _("approval")
        TODO = "todo", _("to-do")
        REMINDER = "reminder", _("reminder")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        EXPIRED = "expired", _("expired")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL,
        related_name="tasks_given",
    )  # fmt: skip
    conversation = models.ForeignKey(
        Conversation, verbose_name=_("conversation"), null=True, on_delete=models.CASCADE, related_name="person_tasks"
    )
    message = models.ForeignKey(
        Message, verbose_name=_("message"), null=True, on_delete=models.SET_NULL, related_name="person_tasks"
    )
    task_run = models.OneToOneField(
        "commands.TaskRun", verbose_name=_("task"), null=True, on_delete=models.SET_NULL, related_name="person_task"
    )
    command = models.ForeignKey(
        "commands.Command", verbose_name=_("command"), null=True, on_delete=models.SET_NULL, related_name="person_tasks"
    )
    needed = models.PositiveSmallIntegerField(_("approvals needed"), default=1)
    right = models.CharField(_("right"), max_length=100, blank=True, help_text=_("whoever decides has to hold it"))
    author_decides = models.BooleanField(
        _("author decides"), default=False, help_text=_("the author asked only themselves")
    )
    due_at = models.DateTimeField(_("due at"), null=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    remind_at = models.DateTimeField(_("remind at"), null=True)
    rrule = models.CharField(_("repetition"), max_length=200, blank=True, help_text="RFC 5545 RRULE")
    reminded_at = models.DateTimeField(_("reminded at"), null=True)
    completed_at = models.DateTimeField(_("completed at"), null=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("completed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    comment_count = models.PositiveIntegerField(_("comments"), default=0)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[PersonTaskQuerySet] = PersonTaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("task for people"), _("tasks for people")
        indexes = [
            models.Index(fields=["author", "-id"], name="person_task_of_author"),
            models.Index(fields=["conversation", "-id"], name="person_task_of_conversation"),
            models.Index(fields=["due_at"], name="person_task_due", condition=Q(state="open")),
            models.Index(fields=["expires_at"], name="person_task_expiring", condition=Q(state="open")),
            models.Index(
                fields=["remind_at"], name="person_task_reminding", condition=Q(state="open", reminded_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def locked(self) -> "PersonTask":
        """Load this row again under a lock: it orders what happens to the task."""
        return PersonTask.objects.select_for_update(of=("self",)).select_related("conversation").get(pk=self.pk)


class Seat(models.Model):
    """One person who is asked to do a task."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(PersonTask, verbose_name=_("task"), on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="task_seats"
    )

    class Meta:
        ordering = ["id"]
        verbose_name, verbose_name_plural = _("person asked"), _("people asked")
        constraints = [models.UniqueConstraint(fields=["task", "user"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.user_id} ← {self.task_id}"


class Decision(models.Model):
    """One person's yes or no to an approval."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(PersonTask, verbose_name=_("task"), on_delete=models.CASCADE, related_name="decisions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    approves = models.BooleanField(_("approves"))
    comment = models.CharField(_("comment"), max_length=2_000, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name, verbose_name_plural = _("decision"), _("decisions")
        constraints = [models.UniqueConstraint(fields=["task", "user"], name="decision_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.approves}"


class TaskComment(models.Model):
    """One remark about a task for people."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(PersonTask, verbose_name=_("task"), on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("task comment"), _("task comments")
        indexes = [models.Index(fields=["task", "id"], name="comment_of_task")]

    def __str__(self) -> str:
        return f"{self.author_id}: {self.task_id}"
