"""What a server's days were like."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.groups.models.servers import Server


class ServerDay(models.Model):
    """One day (UTC) of a server that is over, counted once; joins and leaves are noted as they happen."""

    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="days", verbose_name=_("server"))
    day = models.DateField(_("day"))
    members = models.PositiveIntegerField(_("members"), default=0, help_text="when something last changed that day")
    joined = models.PositiveIntegerField(_("joined"), default=0)
    left = models.PositiveIntegerField(_("left"), default=0)
    messages = models.PositiveIntegerField(_("messages"), default=0)
    active = models.PositiveIntegerField(_("active people"), default=0, help_text="those who wrote")
    counted_at = models.DateTimeField(null=True, help_text="when messages and active people were counted")

    class Meta:
        verbose_name, verbose_name_plural = _("day of a server"), _("days of servers")
        constraints = [models.UniqueConstraint(fields=["server", "day"], name="server_day_once")]

    def __str__(self) -> str:
        return f"{self.server_id} {self.day}"
