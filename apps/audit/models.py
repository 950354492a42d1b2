"""The audit log: who did what, when and from where. Rows are only ever added, each sealed with the one before it."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """Somebody tried to change what must stand."""


class Entries(models.QuerySet["Entry"]):
    """Entries, which nobody changes or removes."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Audit entries are append-only.")

    def delete(self) -> NoReturn:
        raise AppendOnly("Audit entries are append-only.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Audit entries are append-only.")

    def _raw_delete(self, using: str | None) -> NoReturn:  # Django's own way around `delete`
        raise AppendOnly("Audit entries are append-only.")


class Entry(models.Model):
    """One thing that somebody did, or was refused. No foreign keys: it outlives what it speaks of."""

    class Outcome(models.TextChoices):
        OK = "ok", _("Done")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    actor_id = models.CharField(max_length=36, blank=True)
    actor_name = models.CharField(_("who"), max_length=64, blank=True, help_text="as the name was then")
    credential = models.CharField(max_length=8, blank=True, help_text="session, key, or nothing")
    credential_id = models.CharField(max_length=36, blank=True)
    action = models.CharField(_("what"), max_length=64)
    target_type = models.CharField(max_length=64, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome.choices, default=Outcome.OK)
    address = models.CharField(_("address"), max_length=45, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict, help_text="ids and codes")
    event_id = models.BigIntegerField(unique=True, help_text="the event it was written for, once")
    key_id = models.CharField(max_length=8, help_text="which key sealed it")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, help_text="HMAC-SHA-256 over all of the above")

    objects = Entries.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["action", "-seq"], name="audit_action"),
            models.Index(fields=["actor_id", "-seq"], name="audit_actor"),
            models.Index(fields=["target_id", "-seq"], name="audit_target"),
            models.Index(fields=["address", "-seq"], name="audit_address"),
            models.Index(fields=["outcome", "-seq"], name="audit_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Against the rule of no overrides: what must never change is refused at every door, also at a shell.
        if not self._state.adding:
            raise AppendOnly("Audit entries are append-only.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Audit entries are append-only.")


class Head(models.Model):
    """The end of the chain: one row, whose lock puts the entries in order."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"
