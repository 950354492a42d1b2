"""The keys that sign tokens."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """One key pair of the key set: the newest that is not retired signs, all that are not retired verify."""

    id = models.CharField(primary_key=True, max_length=32, help_text="the `kid` of the tokens it signed")
    private_key = models.TextField(help_text="Ed25519, encrypted with FIELD_ENCRYPTION_KEY")
    public_key = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("signing key"), _("signing keys")

    def __str__(self) -> str:
        return self.id
