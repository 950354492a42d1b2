"""Emoji that a server made for itself."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7
from apps.groups.models.servers import Server


class CustomEmojiQuerySet(models.QuerySet["CustomEmoji"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(server__members__user=user, server__deletes_at=None)


class CustomEmoji(models.Model):
    """One picture that members of its server write as `:name:` and react with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="emoji", verbose_name=_("server"))
    name = models.CharField(_("name"), max_length=32)
    picture = models.CharField(max_length=43, editable=False, help_text="the random name of its picture")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects: ClassVar[CustomEmojiQuerySet] = CustomEmojiQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("custom emoji"), _("custom emoji")
        constraints = [models.UniqueConstraint("server", Lower("name"), name="custom_emoji_name_once")]

    def __str__(self) -> str:
        return f":{self.name}:"
