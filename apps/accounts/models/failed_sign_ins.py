"""Who did not get in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


class FailedSignIn(models.Model):
    """One attempt to sign in that was refused. What was typed is not kept: it may be a password."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="failed_sign_ins"
    )
    address = models.GenericIPAddressField(null=True)
    code = models.CharField(max_length=64, help_text="why, as the answer said it")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        indexes = [models.Index(fields=["user", "created_at"], name="failed_sign_in_of")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.code}"
