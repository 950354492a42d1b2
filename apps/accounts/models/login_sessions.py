"""Where people are signed in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.factors import Method
from apps.core.ids import uuid7


class LoginSession(models.Model):
    """One signed-in device: a browser's cookie session or a family of refresh tokens. Ending it ends both."""

    class Kind(models.TextChoices):
        WEB = "web", _("Browser")
        API = "api", _("Tokens")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="login_sessions")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=64, blank=True, help_text="what the person calls this device")
    refresh_hash = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the refresh token that is good now"
    )
    previous_hash = models.CharField(max_length=64, blank=True, help_text="of the one before it, for lost answers")
    rotated_at = models.DateTimeField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(default=now)
    fresh_at = models.DateTimeField(default=now, help_text="when the person last showed a password or a factor")
    factor = models.CharField(max_length=13, choices=Method.choices, blank=True, help_text="the second factor shown")
    factor_shown_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=32, blank=True)

    credential_kind = "session"

    class Meta:
        verbose_name, verbose_name_plural = _("login session"), _("login sessions")
        indexes = [
            models.Index(fields=["user", "-last_seen_at"], name="login_session_list"),
            models.Index(fields=["created_at"], name="login_session_begun"),
            models.Index(fields=["ended_at"], name="login_session_ended", condition=models.Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.created_at:%Y-%m-%d}"

    @property
    def is_live(self) -> bool:
        """Not ended, not idle for too long, not too old, of an active user or one who may come back."""
        moment = now()
        idle: timedelta = settings.LOGIN_SESSION_IDLE
        absolute: timedelta = settings.LOGIN_SESSION_ABSOLUTE
        return (
            self.ended_at is None
            and self.last_seen_at > moment - idle
            and self.created_at > moment - absolute
            and (self.user.is_active or self.user.may_come_back)
        )

    @property
    def expires_at(self) -> datetime:
        """When it ends by itself, unless it is seen again before."""
        idle: timedelta = settings.LOGIN_SESSION_IDLE
        absolute: timedelta = settings.LOGIN_SESSION_ABSOLUTE
        return min(self.last_seen_at + idle, self.created_at + absolute)

    @property
    def is_fresh(self) -> bool:
        """Did the person show who they are a moment ago? Asked before a password, an address or a key changes."""
        fresh_for: timedelta = settings.FRESH_FOR
        return self.fresh_at > now() - fresh_for
