"""What people show beside, or instead of, their password."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


class Method(models.TextChoices):
    """The ways to show a second factor."""

    TOTP = "totp", _("Authenticator app")
    PASSKEY = "passkey", _("Passkey")
    RECOVERY_CODE = "recovery_code", _("Recovery code")


class Totp(models.Model):
    """A person's authenticator app. It counts from when a code of it was shown once; until then `secret` is empty."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="totp"
    )
    secret = models.TextField(blank=True, help_text="encrypted")
    pending_secret = models.TextField(blank=True, help_text="encrypted; waits for its first code")
    pending_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0, help_text="the newest time step whose code was used")
    created_at = models.DateTimeField(null=True, help_text="when it was confirmed")
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} totp"

    @property
    def is_enabled(self) -> bool:
        return bool(self.secret)


class RecoveryCode(models.Model):
    """One code for the day when the other factors are lost; good once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, help_text="SHA-256; the code has 80 random bits")
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {'used' if self.used_at else 'unused'}"


class PasskeyQuerySet(models.QuerySet["Passkey"]):
    def of(self, user: settings.AUTH_USER_MODEL) -> "PasskeyQuerySet":  # type: ignore[name-defined]
        return self.filter(user=user).order_by("created_at", "id")


class Passkey(models.Model):
    """One WebAuthn credential: on a phone, in a password manager, on a security key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=64)
    credential_id = models.CharField(max_length=1400, unique=True, help_text="base64url")
    credential = models.BinaryField(help_text="the attested credential data: id and public key")
    sign_count = models.BigIntegerField(default=0, help_text="as the authenticator counted; a copy would count anew")
    passwordless = models.BooleanField(default=False, help_text="was made to sign in without a password")
    transports = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)

    objects: ClassVar[PasskeyQuerySet] = PasskeyQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name


class SpentChallenge(models.Model):
    """A WebAuthn challenge that was answered: it is good for nothing more. Kept for as long as it could be replayed."""

    digest = models.CharField(primary_key=True, max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]
