"""Conversations, who takes part in them, and what is said there."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7
from apps.events.streams import newest_seq_of

MAX_TEXT = 20_000  # characters, security.md section 8
MAX_DESCRIPTION = 500


def amount_of(rows: models.QuerySet[Any]) -> Coalesce:
    """Return how many messages of each conversation are in `rows`, as a subquery."""
    amounts = rows.order_by().values("conversation").annotate(amount=Count("pk")).values("amount")
    return Coalesce(Subquery(amounts), 0)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        return self.filter(participants__user=user)

    def as_seen_by(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        """Add what differs per person: role, read position, unread count, archived or not."""
        mine = Participant.objects.filter(conversation=OuterRef("pk"), user=user)
        unread = Message.objects.counted_for(user).filter(conversation=OuterRef("pk"), seq__gt=OuterRef("read_seq"))
        last_hidden = HiddenMessage.objects.filter(message=OuterRef("last_message"), user=user)
        return self.annotate(
            my_role=Subquery(mine.values("role")[:1]),
            read_seq=Coalesce(Subquery(mine.values("read_seq")[:1]), 0),
            archived_at=Subquery(mine.values("archived_at")[:1]),
            pinned_at=Subquery(mine.values("pinned_at")[:1]),
            muted_until=Subquery(mine.values("muted_until")[:1]),
            notifications=Subquery(mine.values("notifications")[:1]),
            my_rights=Subquery(mine.values("rights")[:1]),
            from_seq=Coalesce(Subquery(mine.values("from_seq")[:1]), 0),
            unread_count=amount_of(unread),
            mention_count=amount_of(unread.filter(pk__in=Mention.objects.of(user).values("message"))),
            last_hidden=Exists(last_hidden),
            newest_seq=newest_seq_of("conversation"),
            reader=Value(user.pk, models.UUIDField()),
        )


class Conversation(models.Model):
    """One place where a fixed set of people talks."""

    class Kind(models.TextChoices):
        DIRECT = "direct", "direct"
        GROUP = "group", "group"
        CHANNEL = "channel", "channel"

    class History(models.TextChoices):
        """What of the past somebody sees who comes later."""

        ALL = "all", "all"
        JOINED = "joined", "joined"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=MAX_DESCRIPTION, blank=True)
    avatar = models.CharField(max_length=43, blank=True, help_text="the random name of its picture")
    who_may = models.JSONField(default=dict, blank=True, help_text="what a group leaves to whom, where not the default")
    metadata = models.JSONField(default=dict, blank=True, help_text="what clients note about it; nothing here reads it")
    history = models.CharField(max_length=8, choices=History.choices, default=History.ALL)
    slow_mode_seconds = models.PositiveIntegerField(default=0, help_text="how long one waits between two messages")
    direct_key = models.CharField(max_length=73, null=True, unique=True, help_text="both user ids, so there is one")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    last_message = models.ForeignKey("Message", null=True, on_delete=models.SET_NULL, related_name="+")
    participant_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    last_activity_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="when a group was deleted; a job erases it")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[ConversationQuerySet] = ConversationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        indexes = [
            models.Index(fields=["deleted_at"], name="conversation_to_erase", condition=Q(deleted_at__isnull=False))
        ]

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
        ADMINISTRATOR = "administrator", "administrator"
        MEMBER = "member", "member"

    class Notifications(models.TextChoices):
        """Of what in this conversation somebody wants to be told."""

        ALL = "all", "all"
        MENTIONS = "mentions", "mentions"
        NOTHING = "nothing", "nothing"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(  # its index is `participant_once`
        Conversation, on_delete=models.CASCADE, related_name="participants", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    read_seq = models.BigIntegerField(default=0, help_text="everything up to this seq is read; never moves back")
    joined_seq = models.BigIntegerField(default=0, help_text="the newest seq when they came")
    from_seq = models.BigIntegerField(default=0, help_text="they see what has a larger seq, and nothing before")
    last_sent_at = models.DateTimeField(null=True, blank=True, help_text="kept where slow mode is on")
    archived_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    delivered_seq = models.BigIntegerField(default=0, help_text="some device of theirs has everything up to this seq")
    shown_seq = models.BigIntegerField(default=0, help_text="as far as others may know that it was read")
    pinned_at = models.DateTimeField(null=True, blank=True, help_text="when they put it on top of their list")
    muted_until = models.DateTimeField(null=True, blank=True, help_text="the end of time: until they change it")
    notifications = models.CharField(max_length=8, choices=Notifications.choices, default=Notifications.ALL)
    rights = models.BigIntegerField(null=True, help_text="in a channel: what their roles let them do there, as bits")
    silenced_until = models.DateTimeField(null=True, blank=True, help_text="until then they only read")

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        """What is said where they take part: not what was deleted, for everyone or for them, nor a hidden past."""
        hidden = HiddenMessage.objects.filter(message=OuterRef("pk"), user=user)
        here = models.F("conversation__participants__from_seq")
        return self.filter(~Exists(hidden), conversation__participants__user=user, seq__gt=here, deleted_at=None)

    def counted_for(self, user: Any) -> Self:
        """What can be unread for somebody: said by others, in the conversation itself and not in a thread."""
        hidden = HiddenMessage.objects.filter(message=OuterRef("pk"), user=user)
        said = self.filter(~Exists(hidden), ~Q(type=Message.Type.SYSTEM), deleted_at=None, thread=None)
        return said.exclude(sender=user)

    def sent_as(self, sender: settings.AUTH_USER_MODEL, client_id: UUID | None) -> "Message | None":  # type: ignore[name-defined]
        """Return the message that a sender already sent under this id of theirs."""
        return self.filter(sender=sender, client_id=client_id).first() if client_id else None


class Happened(models.TextChoices):
    """What a system message tells of."""

    GROUP_CREATED = "group_created", "group_created"
    RENAMED = "renamed", "renamed"
    DESCRIPTION_CHANGED = "description_changed", "description_changed"
    PICTURE_CHANGED = "picture_changed", "picture_changed"
    PICTURE_REMOVED = "picture_removed", "picture_removed"
    MEMBERS_ADDED = "members_added", "members_added"
    MEMBER_JOINED = "member_joined", "member_joined"
    MEMBER_LEFT = "member_left", "member_left"
    MEMBER_REMOVED = "member_removed", "member_removed"
    ROLE_CHANGED = "role_changed", "role_changed"
    OWNER_CHANGED = "owner_changed", "owner_changed"
    MESSAGE_PINNED = "message_pinned", "message_pinned"
    SLOW_MODE_CHANGED = "slow_mode_changed", "slow_mode_changed"
    HISTORY_CHANGED = "history_changed", "history_changed"
    RETENTION_CHANGED = "retention_changed", "retention_changed"


class Message(models.Model):
    """One thing said in a conversation. `card` is what a command shows there; it is edited in place."""

    class Type(models.TextChoices):
        TEXT = "text", "text"
        EMOJI = "emoji", "emoji"
        FILE = "file", "file"
        LOCATION = "location", "location"
        POLL = "poll", "poll"
        COMMAND = "command", "command"
        SYSTEM = "system", "system"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(  # its index is `message_seq_once`
        Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    seq = models.BigIntegerField(help_text="of its message.created in the conversation's topic")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="messages_sent"
    )
    type = models.CharField(max_length=8, choices=Type.choices, default=Type.TEXT)
    text = models.TextField(blank=True)
    card = models.JSONField(null=True, blank=True)
    system = models.JSONField(null=True, blank=True, help_text="what a system message tells; people by their ids")
    client_id = models.UUIDField(null=True, blank=True)
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies", db_index=False
    )
    mentions = models.JSONField(default=list, blank=True, help_text="who is called, as the server read the text")
    location = models.JSONField(null=True, blank=True)
    poll = models.JSONField(null=True, blank=True, help_text="its question's options, with the count of each")
    poll_closes_at = models.DateTimeField(null=True, blank=True, help_text="while the poll is open and has an end")
    forwarded = models.JSONField(null=True, blank=True, help_text="the message that was forwarded, as it was then")
    thread = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="thread_messages", db_index=False
    )
    thread_count = models.PositiveIntegerField(default=0, help_text="how many answers its thread has")
    thread_last_at = models.DateTimeField(null=True, blank=True)
    urgent = models.BooleanField(default=False, help_text="asks everybody for an acknowledgement")
    acknowledged_count = models.PositiveIntegerField(default=0)
    reactions = models.JSONField(
        default=list, blank=True, help_text="each emoji with its count, in the order they came"
    )
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True, help_text="when what was deleted was also erased")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]
    sent_before = False  # was it there already when it was sent once more under the same `client_id`?

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_seq_once"),
            models.UniqueConstraint(
                fields=["sender", "conversation", "client_id"],
                name="message_client_id_once",
                condition=Q(client_id__isnull=False),
            ),
        ]
        indexes = [  # of rows that have what few have: a message costs three entries, not twelve
            models.Index(fields=["thread", "seq"], name="message_in_thread", condition=Q(thread__isnull=False)),
            models.Index(fields=["reply_to"], name="message_answers", condition=Q(reply_to__isnull=False)),
            models.Index(fields=["pinned_by"], name="message_pinned_by", condition=Q(pinned_by__isnull=False)),
            models.Index(
                fields=["conversation", "pinned_at"], name="message_pinned", condition=Q(pinned_at__isnull=False)
            ),
            models.Index(
                fields=["deleted_at"], name="message_to_purge", condition=Q(deleted_at__isnull=False, purged_at=None)
            ),
            models.Index(
                fields=["poll_closes_at"], name="message_poll_closes", condition=Q(poll_closes_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"

    @property
    def is_system(self) -> bool:
        return self.type == Message.Type.SYSTEM

    def tombstone(self) -> "Message":
        """Return what is left of a deleted message: that there was one."""
        kept = ("id", "conversation_id", "seq", "sender", "type", "created_at", "deleted_at", "version", "thread_id")
        return Message(**{name: getattr(self, name) for name in kept})


from apps.chat.later.models import ConversationDraft, Reminder, ScheduledMessage  # noqa: E402, F401 - Django looks here
from apps.chat.messages.models import (  # noqa: E402, F401 - the same
    Acknowledgement,
    HiddenMessage,
    Mention,
    PollVote,
    Reaction,
    Revision,
    SavedMessage,
    ThreadFollow,
)
from apps.chat.moderation.models import Report  # noqa: E402, F401
from apps.chat.retention.models import RetentionRule  # noqa: E402, F401
from apps.chat.search.models import IndexEntry, IndexPlace  # noqa: E402, F401 - Django looks for models here
