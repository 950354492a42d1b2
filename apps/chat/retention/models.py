"""The rules."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MIN_DAYS, MAX_DAYS = 7, 3_650  # less than the events are kept for, and what was said would outlive its deletion there


class RetentionRule(models.Model):
    """How many days messages are kept: of one conversation, or (without one) of the whole installation."""

    conversation = models.OneToOneField(
        "chat.Conversation", null=True, blank=True, on_delete=models.CASCADE, related_name="retention_rule"
    )
    days = models.PositiveIntegerField(
        _("days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(MIN_DAYS), MaxValueValidator(MAX_DAYS)],
        help_text=_("empty: for good"),
    )
    held = models.BooleanField(_("held"), default=False, help_text=_("nothing is removed, whatever the rules say"))
    decides = models.BooleanField(default=True, help_text="does `days` count? A row may be there for its hold alone")

    class Meta:
        app_label = "chat"
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        constraints = [
            models.UniqueConstraint(
                fields=["held"], condition=Q(conversation=None, held=False), name="retention_installation_once"
            ),
            models.CheckConstraint(
                condition=Q(conversation__isnull=False) | Q(held=False), name="retention_hold_where"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id or 'installation'}: {self.days or '∞'}"
