"""Which addresses may come in: the rows. How they are asked, in memory, is `gate.py`."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


def new_mark() -> int:
    """Return a random number: the sum of all marks tells a process that some rule has changed."""
    return secrets.randbelow(2**31)


class AddressRule(models.Model):
    """One network that is let in or kept out, everywhere or where administrators work."""

    class Effect(models.TextChoices):
        ALLOW = "allow", _("Allow")
        DENY = "deny", _("Deny")

    class Where(models.TextChoices):
        EVERYONE = "everyone", _("Everything")
        ADMINISTRATORS = "administrators", _("Administration")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.CharField(_("network"), max_length=49, help_text=_("203.0.113.7, 10.0.0.0/8 or 2001:db8::/32"))
    effect = models.CharField(_("effect"), max_length=5, choices=Effect.choices)
    where = models.CharField(_("where"), max_length=14, choices=Where.choices, default=Where.EVERYONE)
    note = models.CharField(_("note"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    mark = models.PositiveIntegerField(default=new_mark, editable=False)

    class Meta:
        verbose_name = _("address rule")
        verbose_name_plural = _("address rules")
        constraints = [models.UniqueConstraint(fields=["network", "where"], name="address_rule_once")]

    def __str__(self) -> str:
        return f"{self.get_effect_display()} {self.network} ({self.get_where_display()})"
