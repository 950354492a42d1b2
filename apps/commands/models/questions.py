"""What a run asks in a conversation, and waits to hear."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.chat.models import Conversation, Message
from apps.core.ids import uuid7


class Question(models.Model):
    """One message of a task that waits: for a reply, or for the end of a poll."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    task_run = models.OneToOneField(
        "commands.TaskRun", verbose_name=_("task"), on_delete=models.CASCADE, related_name="question"
    )
    conversation = models.ForeignKey(
        Conversation, verbose_name=_("conversation"), on_delete=models.CASCADE, related_name="+"
    )
    message = models.ForeignKey(Message, verbose_name=_("message"), on_delete=models.CASCADE, related_name="+")
    people = models.JSONField(_("people"), default=list, help_text=_("ids of those whose reply counts; empty: all"))
    poll = models.BooleanField(_("poll"), default=False)
    until = models.DateTimeField(_("until"))
    answer = models.ForeignKey(
        Message, verbose_name=_("answer"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("question of a run"), _("questions of runs")
        indexes = [
            models.Index(fields=["until"], name="question_open", condition=models.Q(answer=None, poll=False)),
            models.Index(fields=["message"], name="question_poll", condition=models.Q(poll=True)),
        ]

    def __str__(self) -> str:
        return f"{self.task_run_id} → {self.message_id}"
