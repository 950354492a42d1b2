"""Attempts that are counted in the database."""

from django.db import models


class AttemptCount(models.Model):
    """What was attempted under one limit, say to sign in as somebody: counted here while Redis is gone."""

    key = models.CharField(max_length=96, primary_key=True, help_text="the limit, and a digest of who or whom")
    times = models.JSONField(default=list, help_text="of each attempt that still counts, in seconds since 1970")
    waits = models.PositiveSmallIntegerField(default=0, help_text="how often somebody had to wait: each wait is longer")
    until = models.FloatField(default=0, help_text="nothing is allowed before")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
