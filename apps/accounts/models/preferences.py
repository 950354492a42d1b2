"""How people want things to be, and whom they keep away."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


class Preferences(models.Model):
    """What one person chose; who has no row chose nothing. Language, time zone and theme stand with the account."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        SHARED = "shared", _("People I share a conversation with")
        NOBODY = "nobody", _("Nobody")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="preferences"
    )
    who_may_write = models.CharField(max_length=8, choices=Audience.choices, default=Audience.EVERYONE)
    presence = models.CharField(max_length=8, choices=Audience.choices, default=Audience.EVERYONE)
    last_seen = models.CharField(max_length=8, choices=Audience.choices, default=Audience.EVERYONE)
    receipts = models.BooleanField(default=True, help_text="do others see what one has read?")
    typing = models.BooleanField(default=True, help_text="do others see that one writes?")
    notifications = models.JSONField(default=dict, blank=True)
    client = models.JSONField(default=dict, blank=True, help_text="what the person's apps keep for themselves")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.version}"


class Block(models.Model):
    """One person keeps another away."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_by")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~models.Q(blocker=models.F("blocked")), name="block_not_oneself"),
        ]
        indexes = [models.Index(fields=["blocker", "-created_at", "-id"], name="block_list")]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"
