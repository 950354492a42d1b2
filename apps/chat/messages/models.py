"""What belongs to a message: its earlier texts, whom it mentions, reactions, and for whom it is hidden."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

MAX_REVISIONS, MAX_REACTION_KINDS, MAX_MENTIONS, MAX_PINS = 100, 50, 50, 100  # security.md section 8


class OfMessage(models.Model):
    """Something of one message."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class OfReader(OfMessage):
    """What one person did with one message."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Revision(OfMessage):
    """A text that a message had before it was edited."""

    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    mentions = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "version"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.message_id} @ {self.version}"


class HiddenMessage(OfReader):
    """A message that somebody deleted for themselves."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="hidden_message_once")]

    def __str__(self) -> str:
        return f"{self.message_id} from {self.user_id}"


class Reaction(OfReader):
    """One person's emoji on one message."""

    message = models.ForeignKey("chat.Message", on_delete=models.CASCADE, related_name="reaction_rows")
    emoji = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "emoji", "user"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.emoji} {self.user_id}"


class MentionQuerySet(models.QuerySet["Mention"]):
    def of(self, user: Any) -> Self:
        return self.filter(Q(user=user) | Q(user=None))


class Mention(models.Model):
    """Somebody whom a message calls; without a user it calls everybody who was there."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(  # its index is `mention_once`
        "chat.Message", on_delete=models.CASCADE, related_name="mention_rows", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="mentioned_in")

    objects: ClassVar[MentionQuerySet] = MentionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "user"], name="mention_once"),
            models.UniqueConstraint(fields=["message"], name="mention_of_all_once", condition=Q(user=None)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or 'all'} in {self.message_id}"


class ThreadFollow(OfReader):
    """Somebody who follows a thread (or no longer does), and how far they have read in it."""

    following = models.BooleanField(default=True)
    read_seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="thread_follow_once")]
        indexes = [models.Index(fields=["user", "following"], name="thread_followed")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.message_id}"


class PollVote(OfReader):
    """One person's choice in a poll."""

    option = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user", "option"], name="poll_vote_once")]

    def __str__(self) -> str:
        return f"{self.option} in {self.message_id}"


class Acknowledgement(OfReader):
    """Somebody has taken note of an urgent message."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.user_id} took note of {self.message_id}"


class SavedMessage(OfReader):
    """A message that somebody keeps for later."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="saved_message_once")]
        indexes = [models.Index(fields=["user", "id"], name="saved_by")]

    def __str__(self) -> str:
        return f"{self.message_id} for {self.user_id}"
