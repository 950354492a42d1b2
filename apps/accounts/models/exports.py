"""A person's own data, as a file to take away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


class DataExport(models.Model):
    """One archive of everything a person has here: queued, made by a worker, kept for some days."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")

    OPEN = ("queued", "running")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports")
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=0, help_text="counts claims: a late worker's result is refused")
    lease_until = models.DateTimeField(null=True)
    storage_key = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("data export"), _("data exports")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="data_export_one_at_a_time", condition=Q(state__in=["queued", "running"])
            )
        ]
        indexes = [models.Index(fields=["state"], name="data_export_open", condition=~Q(state="expired"))]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"
