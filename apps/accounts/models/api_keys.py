"""Keys with which programs act for a person."""

import hmac

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7
from apps.core.networks import covers


class ApiKeys(models.QuerySet["ApiKey"]):
    """Keys, by whether they open anything."""

    def in_force(self) -> "ApiKeys":
        """Return the keys that are good now: `ApiKey.is_live` for many."""
        alive = models.Q(expires_at=None) | models.Q(expires_at__gt=now())
        return self.filter(alive, revoked_at=None, owner__is_active=True)

    def kept(self) -> "ApiKeys":
        """Return the keys that count towards a person's limit: all that nobody has revoked."""
        return self.filter(revoked_at=None)


class ApiKey(models.Model):
    """One key of a person for a program: it acts with at most their rights, within its scopes. Only a hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=64)
    prefix = models.CharField(max_length=8, unique=True, help_text="the public part of the key")
    secret_hash = models.CharField(max_length=64, help_text="SHA-256 of the key")
    previous_hash = models.CharField(max_length=64, blank=True, help_text="of the key before the last rotation")
    previous_until = models.DateTimeField(null=True, blank=True, help_text="until when that one is still good")
    scopes = models.JSONField(default=list)
    addresses = models.JSONField(default=list, blank=True, help_text="networks it may be used from; empty: anywhere")
    limit_per_minute = models.PositiveIntegerField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    rotated_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_used_address = models.GenericIPAddressField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ApiKeys.as_manager()
    credential_kind = "key"

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="api_key_list"),
            models.Index(fields=["revoked_at"], name="api_key_revoked", condition=models.Q(revoked_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    @property
    def is_live(self) -> bool:
        """Not revoked, not expired, of an active user."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now()) and self.owner.is_active

    def is_secret(self, digest: str) -> bool:
        """Is this the hash of the key that is good now?"""
        return hmac.compare_digest(self.secret_hash, digest)

    def was_secret(self, digest: str) -> bool:
        """Is this the hash of the key before, within its time of grace?"""
        in_time = self.previous_until is not None and self.previous_until > now()
        return in_time and hmac.compare_digest(self.previous_hash, digest)

    def may_come_from(self, address: str) -> bool:
        """Is an address within the key's networks?"""
        return not self.addresses or covers(self.addresses, address)
