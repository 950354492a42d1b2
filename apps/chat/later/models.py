"""Drafts, scheduled messages and reminders: one person's, on all their devices."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.core.ids import uuid7

MAX_DRAFTS, MAX_SCHEDULED, MAX_REMINDERS = 500, 100, 500  # security.md section 8; the last is ours
FURTHEST = timedelta(days=5 * 366)


class Own(models.Model):
    """Something that belongs to one person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class ConversationDraft(Own):
    """What somebody began to write in a conversation."""

    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    reply_to = models.ForeignKey("chat.Message", null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "conversation"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"


class ScheduledQuerySet(models.QuerySet["ScheduledMessage"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user)


class ScheduledMessage(Own):
    """A message that is sent at its time, with the rights that its writer has then."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"

    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    reply_to = models.ForeignKey("chat.Message", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    message = models.ForeignKey("chat.Message", null=True, on_delete=models.SET_NULL, related_name="+")
    problem = models.CharField(max_length=64, blank=True, help_text="why it could not be sent")

    objects: ClassVar[ScheduledQuerySet] = ScheduledQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="scheduled_due", condition=Q(state="waiting")),
            models.Index(fields=["user", "at"], name="scheduled_by"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"


class Reminder(Own):
    """A message that somebody wants to see again at a time."""

    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "message"], name="reminder_once")]
        indexes = [models.Index(fields=["at"], name="reminder_due", condition=Q(fired_at=None))]

    def __str__(self) -> str:
        return f"{self.message_id} for {self.user_id}"
