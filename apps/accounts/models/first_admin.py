"""The link to the first administrator."""

from django.db import models


class FirstAdminLink(models.Model):
    """The one-time link that makes the first administrator of a production installation."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
