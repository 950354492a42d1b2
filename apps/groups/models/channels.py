"""Channels of a server, their categories, and what differs in them from the server's roles."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.chat.models import Conversation
from apps.core.ids import uuid7
from apps.groups.models.servers import Server, ServerRole


class Category(models.Model):
    """A heading under which channels stand. It is seen by those who see one of them, and by who arranges channels."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="categories", verbose_name=_("server"))
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveIntegerField(_("position"), default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name, verbose_name_plural = _("category"), _("categories")
        indexes = [models.Index(fields=["server", "position"], name="category_order")]

    def __str__(self) -> str:
        return self.name


class ChannelQuerySet(models.QuerySet["Channel"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(conversation__participants__user=user, deleted_at=None)


class Channel(models.Model):
    """A conversation of a server. Who sees it has a participant there, with what they may do in it."""

    class Type(models.TextChoices):
        TEXT = "text", "text"
        VOICE = "voice", "voice"
        ANNOUNCEMENT = "announcement", "announcement"

    conversation = models.OneToOneField(
        Conversation, primary_key=True, on_delete=models.CASCADE, related_name="channel", verbose_name=_("conversation")
    )
    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="channels", verbose_name=_("server"))
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="channels", verbose_name=_("category")
    )
    type = models.CharField(_("type"), max_length=12, choices=Type.choices, default=Type.TEXT)
    position = models.PositiveIntegerField(_("position"), default=0)
    synced = models.BooleanField(_("as its category"), default=True, help_text="its overrides are its category's")
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True, db_index=True)

    objects: ClassVar[ChannelQuerySet] = ChannelQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("channel"), _("channels")
        indexes = [models.Index(fields=["server", "position"], name="channel_order")]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"

    @property
    def follows_category(self) -> bool:
        return self.synced and self.category_id is not None


class Override(models.Model):
    """What a role or one member may more, or less, in a category or a channel."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    category = models.ForeignKey(Category, null=True, on_delete=models.CASCADE, related_name="overrides")
    channel = models.ForeignKey(Channel, null=True, on_delete=models.CASCADE, related_name="overrides")
    role = models.ForeignKey(ServerRole, null=True, on_delete=models.CASCADE, related_name="overrides")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    allow = models.BigIntegerField(_("allowed"), default=0)
    deny = models.BigIntegerField(_("denied"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("override"), _("overrides")
        constraints = [
            models.CheckConstraint(condition=Q(category=None) ^ Q(channel=None), name="override_of_one_place"),
            models.CheckConstraint(condition=Q(role=None) ^ Q(user=None), name="override_for_one"),
            models.UniqueConstraint(fields=["channel", "role"], name="override_channel_role_once"),
            models.UniqueConstraint(fields=["channel", "user"], name="override_channel_user_once"),
            models.UniqueConstraint(fields=["category", "role"], name="override_category_role_once"),
            models.UniqueConstraint(fields=["category", "user"], name="override_category_user_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role_id or self.user_id} in {self.channel_id or self.category_id}"
