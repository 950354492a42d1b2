"""What commands may use and nobody may read."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


class SecretQuerySet(models.QuerySet["Secret"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(owner=user)


class Secret(models.Model):
    """One password or token of a person: encrypted, sent only to its hosts, shown to nobody again."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="secrets"
    )
    name = models.CharField(_("name"), max_length=64)
    description = models.CharField(_("description"), max_length=200, blank=True)
    hosts = models.JSONField(_("hosts"), help_text=_("where it may be sent"))
    encrypted = models.TextField(_("encrypted value"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, help_text=_("when its value was set"))
    used_at = models.DateTimeField(_("last used"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[SecretQuerySet] = SecretQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("secret"), _("secrets")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="secret_name_once")]

    def __str__(self) -> str:
        return self.name

    def locked(self) -> "Secret":
        return Secret.objects.select_for_update(of=("self",)).get(pk=self.pk)
