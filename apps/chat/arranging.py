"""How somebody arranges a conversation for themselves: archived, on top, silent. Nobody else is told."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.events import ConversationArranged
from apps.chat.models import Conversation, Participant
from apps.chat.permissions import can_read_conversation
from apps.chat.problems import MutedBefore, TooManyPinned
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
MAX_PINNED = 50


def archive_conversation(*, actor: User, conversation: Conversation) -> Participant:
    """Put a conversation out of one's sight, until one writes there or takes it back."""
    return _arrange(actor, conversation, "archived_at", timezone.now())


def unarchive_conversation(*, actor: User, conversation: Conversation) -> Participant:
    """Take a conversation back into one's list."""
    return _arrange(actor, conversation, "archived_at", None)


@transaction.atomic
def pin_conversation(*, actor: User, conversation: Conversation) -> Participant:
    """Put a conversation on top of one's list."""
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)  # two pins at once count one after the other
    others = Participant.objects.filter(user=actor, pinned_at__isnull=False).exclude(conversation=conversation)
    require(others.count() < MAX_PINNED, TooManyPinned)
    return _arrange(actor, conversation, "pinned_at", timezone.now())


def unpin_conversation(*, actor: User, conversation: Conversation) -> Participant:
    """Let a conversation stand where its activity puts it."""
    return _arrange(actor, conversation, "pinned_at", None)


def mute_conversation(*, actor: User, conversation: Conversation, until: datetime | None = None) -> Participant:
    """Be told nothing of a conversation until a time, or until one changes one's mind."""
    require(until is None or until > timezone.now(), MutedBefore)
    return _arrange(actor, conversation, "muted_until", min(until or FOREVER, FOREVER), once=False)


def unmute_conversation(*, actor: User, conversation: Conversation) -> Participant:
    """Be told of a conversation again."""
    return _arrange(actor, conversation, "muted_until", None)


def choose_notifications(*, actor: User, conversation: Conversation, notifications: str) -> Participant:
    """Choose what of a conversation one is told of: all, mentions, or nothing."""
    return _arrange(actor, conversation, "notifications", notifications, once=False)


@transaction.atomic
def _arrange(actor: User, conversation: Conversation, column: str, value: Any, *, once: bool = True) -> Participant:
    """Set a column of one's own row. With `once` what is set already stays as it was: doing it twice is once."""
    require(can_read_conversation(actor, conversation), NotFound)
    rows = Participant.objects.select_for_update(of=("self",)).filter(conversation=conversation, user=actor)
    place = rows.first()
    require(place is not None, NotFound)
    before = getattr(place, column)
    same = (before is None) == (value is None) if once else before == value
    if not same:
        setattr(place, column, value)
        place.save(update_fields=[column])  # type: ignore[union-attr]
        publish(ConversationArranged(conversation, actor, place))  # type: ignore[arg-type]
    return place  # type: ignore[return-value]
