"""Rows that belong to no single subject."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.address_rules import AddressRule
from apps.core.ids import uuid7

__all__ = ["AddressRule", "IdempotentRequest"]


class IdempotentRequest(models.Model):
    """One POST that a caller marked with an `Idempotency-Key`, and what it was answered (kept for 24 h)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 over method, path and body")
    status = models.PositiveSmallIntegerField(null=True, help_text="empty while the first request is at work")
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name, verbose_name_plural = _("answered request"), _("answered requests")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotent_request_once")]

    def __str__(self) -> str:
        return f"{self.key} ({self.status or 'at work'})"
