"""What a conversation lets commands do."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.chat.models import Conversation


class ModePolicy(models.Model):
    """Which modes a conversation allows beyond those that are harmless; no row: only those."""

    conversation = models.OneToOneField(
        Conversation, verbose_name=_("conversation"), primary_key=True, on_delete=models.CASCADE,
        related_name="mode_policy",
    )  # fmt: skip
    chaos = models.BooleanField(_("chaos"), default=False, help_text=_("May a command here inject faults?"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("mode policy"), _("mode policies")

    def __str__(self) -> str:
        return f"{self.conversation_id}: {'chaos' if self.chaos else 'normal'}"
