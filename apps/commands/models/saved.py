"""Commands that people keep under a name, to run them with `/name`."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.chat.models import Conversation
from apps.core.ids import uuid7
from apps.groups.models import Channel, Server


class SavedCommandQuerySet(models.QuerySet["SavedCommand"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, those of one's conversations and those of one's servers."""
        mine = Conversation.objects.visible_to(user).values("pk")
        servers = Server.objects.visible_to(user).values("pk")
        return self.filter(Q(owner=user) | Q(conversation__in=mine) | Q(server__in=servers))

    def offered_in(self, user: Any, conversation: Conversation) -> Self:
        """What `/` offers to somebody in a conversation: their own, its own and those of its server."""
        server = Channel.objects.filter(conversation=conversation).values("server")
        return self.filter(Q(owner=user) | Q(conversation=conversation) | Q(server__in=server))


class SavedCommand(models.Model):
    """One `.alt` under a name: of a person, of a conversation, or of a server."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, on_delete=models.CASCADE,
        related_name="saved_commands", help_text=_("of one that only this person sees"),
    )  # fmt: skip
    conversation = models.ForeignKey(
        Conversation, verbose_name=_("conversation"), null=True, on_delete=models.CASCADE, related_name="saved_commands"
    )
    server = models.ForeignKey(
        Server, verbose_name=_("server"), null=True, on_delete=models.CASCADE, related_name="saved_commands"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=32)
    folded = models.CharField(max_length=64, editable=False, help_text="the name as it is looked for")
    description = models.CharField(_("description"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    input_count = models.PositiveSmallIntegerField(_("values of its form"), default=0)
    alt = models.JSONField(_(".alt document"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[SavedCommandQuerySet] = SavedCommandQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("saved command"), _("saved commands")
        constraints = [
            models.CheckConstraint(
                name="saved_command_one_place",
                condition=Q(owner__isnull=False, conversation=None, server=None)
                | Q(owner=None, conversation__isnull=False, server=None)
                | Q(owner=None, conversation=None, server__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["owner", "folded"], name="saved_command_of_owner", condition=Q(owner__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["conversation", "folded"],
                name="saved_command_of_conversation",
                condition=Q(conversation__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["server", "folded"], name="saved_command_of_server", condition=Q(server__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.name}"

    @property
    def topic(self) -> str:
        """Who hears of it: those who see it."""
        if self.conversation is not None:
            return self.conversation.topic
        return self.server.topic if self.server is not None else f"user:{self.owner_id}"

    def locked(self) -> "SavedCommand":
        rows = SavedCommand.objects.select_for_update(of=("self",))
        return rows.select_related("owner", "conversation", "server", "author").get(pk=self.pk)
