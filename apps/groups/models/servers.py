"""Servers, who is in them, and their roles."""

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7

EVERYONE = "everyone"


class ServerQuerySet(models.QuerySet["Server"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(members__user=user, deletes_at=None)


class Server(models.Model):
    """A place of many: its channels, its roles and its members. Its owner can bring a deleted one back for a while."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=500, blank=True)
    picture = models.CharField(max_length=43, blank=True, editable=False, help_text="the random name of its picture")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="servers_owned", verbose_name=_("owner")
    )
    member_count = models.PositiveIntegerField(_("members"), default=0)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    deletes_at = models.DateTimeField(_("deleted for good at"), null=True, blank=True, db_index=True)
    retention_days = models.PositiveIntegerField(
        _("days messages are kept"), null=True, blank=True, help_text=_("empty: for good")
    )
    retention_decides = models.BooleanField(default=False, help_text="does `retention_days` count?")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[ServerQuerySet] = ServerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("server"), _("servers")

    def __str__(self) -> str:
        return self.name

    @property
    def topic(self) -> str:
        return server_topic(self.pk)

    def locked(self) -> "Server":
        """Load this row again under a lock: it orders everything that is done to the server."""
        return Server.objects.select_for_update(of=("self",)).get(pk=self.pk)


def server_topic(server_id: UUID | str) -> str:
    """Return the topic of a server: what all its members may know."""
    return f"server:{server_id}"


class ServerRole(models.Model):
    """What those may who have it. Every server has one that all have: `everyone`, at position 0."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="roles", verbose_name=_("server"))
    name = models.CharField(_("name"), max_length=50)
    mention_name = models.CharField(max_length=50, blank=True, editable=False, help_text="how texts call it: @ekip-1")
    color = models.CharField(_("color"), max_length=7, blank=True, help_text="#rrggbb")
    position = models.PositiveIntegerField(_("position"), help_text="the higher, the more it stands above others")
    rights = models.BigIntegerField(_("rights"), default=0, help_text="bits, see apps/groups/bits.py")
    mentionable = models.BooleanField(_("anybody may call it"), default=False)
    hoisted = models.BooleanField(_("listed apart"), default=False)
    is_everyone = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name, verbose_name_plural = _("server role"), _("server roles")
        constraints = [
            models.UniqueConstraint(
                fields=["server", "mention_name"],
                condition=~Q(mention_name=""),
                name="server_role_mention_once",
            ),
            models.UniqueConstraint(fields=["server"], condition=Q(is_everyone=True), name="server_role_one_everyone"),
        ]
        indexes = [models.Index(fields=["server", "position"], name="server_role_order")]

    def __str__(self) -> str:
        return self.name


class ServerMember(models.Model):
    """One person in one server."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="members", verbose_name=_("server"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="server_memberships", verbose_name=_("person")
    )
    nickname = models.CharField(_("nickname"), max_length=50, blank=True)
    roles: models.ManyToManyField = models.ManyToManyField(
        ServerRole, related_name="members", blank=True, verbose_name=_("roles")
    )
    silenced_until = models.DateTimeField(_("silenced until"), null=True, blank=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("server member"), _("server members")
        constraints = [models.UniqueConstraint(fields=["server", "user"], name="server_member_once")]
        indexes = [models.Index(fields=["server", "joined_at", "id"], name="server_member_order")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.server_id}"

    def is_silenced(self, now: datetime | None = None) -> bool:
        return self.silenced_until is not None and self.silenced_until > (now or timezone.now())


class Silence(models.Model):
    """Somebody who left a server while they might only read there: coming back does not end it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="silences", verbose_name=_("server"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name, verbose_name_plural = _("silence"), _("silences")
        constraints = [models.UniqueConstraint(fields=["server", "user"], name="silence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.server_id} until {self.until}"


class Ban(models.Model):
    """Somebody who may not come back to a server."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    server = models.ForeignKey(Server, on_delete=models.CASCADE, related_name="bans", verbose_name=_("server"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    banned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    clears_since = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="what they said since then is still to be deleted"
    )

    class Meta:
        verbose_name, verbose_name_plural = _("ban"), _("bans")
        constraints = [models.UniqueConstraint(fields=["server", "user"], name="ban_once")]
        indexes = [models.Index(fields=["server", "created_at", "id"], name="ban_order")]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.server_id}"
