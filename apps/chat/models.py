"""Conversations, who takes part in them, and what is said there."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.core.ids import uuid7

MAX_TEXT = 20_000  # characters, security.md section 8


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        return self.filter(participants__user=user)

    def as_seen_by(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        """Add what differs per person: role, read position, unread count, archived or not."""
        mine = Participant.objects.filter(conversation=OuterRef("pk"), user=user)
        unread = (
            Message.objects.filter(conversation=OuterRef("pk"), deleted_at=None, seq__gt=OuterRef("read_seq"))
            .exclude(sender=user)
            .order_by()
            .values("conversation")
            .annotate(amount=Count("pk"))
            .values("amount")
        )
        return self.annotate(
            my_role=Subquery(mine.values("role")[:1]),
            read_seq=Coalesce(Subquery(mine.values("read_seq")[:1]), 0),
            archived_at=Subquery(mine.values("archived_at")[:1]),
            unread_count=Coalesce(Subquery(unread), 0),
        )


class Conversation(models.Model):
    """One place where a fixed set of people talks."""

    class Kind(models.TextChoices):
        DIRECT = "direct", "direct"
        GROUP = "group", "group"
        CHANNEL = "channel", "channel"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=100, blank=True)
    direct_key = models.CharField(max_length=73, null=True, unique=True, help_text="both user ids, so there is one")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    last_message = models.ForeignKey("Message", null=True, on_delete=models.SET_NULL, related_name="+")
    participant_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    last_activity_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[ConversationQuerySet] = ConversationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["-last_activity_at", "-id"], name="conversation_recent")]

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.pk}"

    @property
    def topic(self) -> str:
        return topic_of(self.pk)

    def locked(self) -> "Conversation":
        """Load this row again under a lock that lasts as long as the transaction: it orders all writes here."""
        return Conversation.objects.select_for_update(of=("self",)).get(pk=self.pk)

    def sides(self) -> list[UUID]:
        """Return the ids of the two people of a direct conversation."""
        return [UUID(key) for key in (self.direct_key or "").split(":") if key]

    def has_participant(self, user: settings.AUTH_USER_MODEL) -> bool:  # type: ignore[name-defined]
        return self.participants.filter(user=user).exists()


def topic_of(conversation_id: UUID | str) -> str:
    """Return the topic of a conversation."""
    return f"conversation:{conversation_id}"


def direct_key(one: UUID, other: UUID) -> str:
    """Return the key of the one direct conversation of two people."""
    return ":".join(sorted((str(one), str(other))))


class Participant(models.Model):
    """One person in one conversation, and how far they have read."""

    class Role(models.TextChoices):
        OWNER = "owner", "owner"
        MEMBER = "member", "member"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    read_seq = models.BigIntegerField(default=0, help_text="everything up to this seq is read; never moves back")
    archived_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        return self.filter(conversation__participants__user=user)

    def sent_as(self, sender: settings.AUTH_USER_MODEL, client_id: UUID | None) -> "Message | None":  # type: ignore[name-defined]
        """Return the message that a sender already sent under this id of theirs."""
        return self.filter(sender=sender, client_id=client_id).first() if client_id else None


class Message(models.Model):
    """One thing said in a conversation. `card` is what a command shows there; it is edited in place."""

    class Type(models.TextChoices):
        TEXT = "text", "text"
        COMMAND = "command", "command"
        SYSTEM = "system", "system"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    seq = models.BigIntegerField(help_text="of its message.created in the conversation's topic")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="messages_sent"
    )
    type = models.CharField(max_length=8, choices=Type.choices, default=Type.TEXT)
    text = models.TextField(blank=True)
    card = models.JSONField(null=True, blank=True)
    client_id = models.UUIDField(null=True, blank=True)
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_seq_once"),
            models.UniqueConstraint(
                fields=["sender", "conversation", "client_id"],
                name="message_client_id_once",
                condition=Q(client_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"
