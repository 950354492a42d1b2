"""The link to the first administrator."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FirstAdminLink(models.Model):
    """The one-time link that makes the first administrator of a production installation."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("first administrator's link"), _("first administrator's links")

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
