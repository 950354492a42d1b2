"""What a run waits to hear: messages, and signals that are sent to it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.chat.models import Conversation, Message
from apps.core.ids import uuid7


class ListenerQuerySet(models.QuerySet["Listener"]):
    def waiting(self) -> "ListenerQuerySet":
        """Return those that wait for what somebody says, or are just about to."""
        return self.filter(task_run__state__in=("waiting", "running"), conversation__isnull=False)

    def with_news(self) -> "ListenerQuerySet":
        """Return those that wait where something was said since they looked last."""
        said = Message.objects.filter(conversation=OuterRef("conversation"), seq__gt=OuterRef("heard_seq"))
        return self.waiting().filter(Exists(said))


class Listener(models.Model):
    """One task that listens: where, up to which message it has heard, and what it took."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    task_run = models.OneToOneField(
        "commands.TaskRun", verbose_name=_("task"), on_delete=models.CASCADE, related_name="listener"
    )
    conversation = models.ForeignKey(
        Conversation, verbose_name=_("conversation"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    heard_seq = models.BigIntegerField(_("heard up to"), default=0, help_text=_("number of a message"))
    taken = models.JSONField(_("taken"), default=dict, help_text=_("events, by the number of what was listened for"))
    until = models.DateTimeField(_("until"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects: ClassVar[ListenerQuerySet] = ListenerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("listening task"), _("listening tasks")
        indexes = [models.Index(fields=["conversation", "heard_seq"], name="listener_place")]

    def __str__(self) -> str:
        return f"{self.task_run_id}"


class Signal(models.Model):
    """One event (CloudEvents 1.0) that somebody sent to a command; one of its tasks takes it, once."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    command = models.ForeignKey(
        "commands.Command", verbose_name=_("command"), on_delete=models.CASCADE, related_name="signals"
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sender"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    event = models.JSONField(_("event"), help_text=_("type, source, id, subject, time, data"))
    source = models.CharField(_("source"), max_length=200)
    event_id = models.CharField(_("id of the event"), max_length=200)
    taken_by = models.ForeignKey(
        "commands.TaskRun", verbose_name=_("taken by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("signal"), _("signals")
        constraints = [models.UniqueConstraint(fields=["command", "source", "event_id"], name="signal_once")]
        indexes = [models.Index(fields=["command", "id"], name="signal_open", condition=Q(taken_by=None))]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.command_id}"
