"""What people report."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7

MAX_REPORT_TEXT = 2_000


class Report(models.Model):
    """One person's report of one message, with what it said then: who deletes it does not delete what was wrong."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Spam")
        ABUSE = "abuse", _("Abuse or harassment")
        ILLEGAL = "illegal", _("Against the law")
        PRIVATE = "private", _("Somebody's private data")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        DISMISSED = "dismissed", _("Dismissed")
        HANDLED = "handled", _("Handled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey("chat.Message", null=True, on_delete=models.SET_NULL, related_name="reports")
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="reports")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reports_made"
    )
    reason = models.CharField(_("reason"), max_length=8, choices=Reason.choices)
    text = models.TextField(_("text"), blank=True, max_length=MAX_REPORT_TEXT)
    said = models.TextField(_("what was said"), blank=True, help_text="the message as it was when it was reported")
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=MAX_REPORT_TEXT)
    resolved_at = models.DateTimeField(_("settled"), null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "chat"
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["message", "reporter"], name="report_once")]
        indexes = [models.Index(fields=["-created_at", "-id"], name="report_recent")]

    def __str__(self) -> str:
        return f"{self.reason} {self.pk}"
