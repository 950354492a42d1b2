"""Setting rules and holds, and removing what is older than they say."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.rights import held_by
from apps.accounts.trail_events import Noted
from apps.chat.messages.events import tell_counts
from apps.chat.messages.models import Mention
from apps.chat.messages.system import tell_what_happened
from apps.chat.messages.threads import waiting_in_threads
from apps.chat.models import Conversation, Happened, Message
from apps.chat.permissions import can_manage_participants, can_read_conversation
from apps.chat.problems import CannotManage
from apps.chat.retention.events import MessagesPurged, RetentionUpdated
from apps.chat.retention.models import MIN_DAYS, RetentionRule
from apps.chat.retention.rules import Kept, kept_in
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish

MANAGE, HOLD = "chat.change_retentionrule", "chat.hold_conversation"
BATCH = 500
_NO_DAYS: dict[str, Any] = {"days": None, "decides": False}


@transaction.atomic
def keep_messages(*, actor: User, conversation: Conversation, days: int | None) -> Kept:
    """Say how long a conversation keeps what is said there; None is for good."""
    return _decide(actor, conversation, {"days": days, "decides": True})


@transaction.atomic
def follow_retention(*, actor: User, conversation: Conversation) -> Kept:
    """Let the rule of the server or installation hold for a conversation again."""
    return _decide(actor, conversation, _NO_DAYS)


def _decide(actor: User, conversation: Conversation, wanted: dict[str, Any]) -> Kept:
    conversation = conversation.locked()
    require(can_read_conversation(actor, conversation), NotFound)
    require(can_manage_participants(actor, conversation), CannotManage)
    before = kept_in([conversation.pk])[conversation.pk]
    RetentionRule.objects.update_or_create(conversation=conversation, defaults=wanted)
    kept = _tell(conversation, before, "retention.changed")
    if kept.days != before.days:
        tell_what_happened(actor=actor, conversation=conversation, what=Happened.RETENTION_CHANGED, value=kept.days)
    return kept


@transaction.atomic
def hold_conversation(*, actor: User, conversation: Conversation, held: bool) -> Kept:
    """Keep a conversation whole, or let the rules hold there again."""
    conversation = conversation.locked()
    require(held_by(actor).has(HOLD))
    before = kept_in([conversation.pk])[conversation.pk]
    RetentionRule.objects.update_or_create(
        conversation=conversation, defaults={"held": held}, create_defaults={"held": held, **_NO_DAYS}
    )
    return _tell(conversation, before, "retention.held" if held else "retention.released")


def _tell(conversation: Conversation, before: Kept, action: str) -> Kept:
    kept = kept_in([conversation.pk])[conversation.pk]
    if kept != before:
        publish(Noted(action, "conversation", conversation.pk, days=kept.days, held=kept.held))
        publish(RetentionUpdated(conversation, kept))
    return kept


@transaction.atomic
def keep_installation(*, actor: User, days: int | None) -> Kept:
    """Say how long messages are kept where no other rule says so; None is for good."""
    require(held_by(actor).has(MANAGE))
    rule = RetentionRule.objects.select_for_update().filter(conversation=None).first()
    if (rule.days if rule else None) != days:
        RetentionRule.objects.update_or_create(conversation=None, defaults={"days": days})
        publish(Noted("retention.changed", "installation", "", days=days))
    return Kept(days, "installation" if days else None)


def purge_messages(conversation_id: UUID) -> int:
    """Remove what a conversation no longer keeps, one batch in one transaction; return how many messages went."""
    with transaction.atomic():
        conversation = Conversation(pk=conversation_id).locked()
        kept = kept_in([conversation.pk])[conversation.pk]
        if kept.held or kept.days is None:
            return 0
        before = timezone.now() - timedelta(days=kept.days)
        oldest = Message.objects.filter(conversation=conversation).order_by("seq")
        rows = oldest.values_list("pk", "seq", "created_at")[:BATCH]
        due = list(takewhile(lambda row: row[2] < before, rows))  # what is said later is never older
        if due:
            gone = [pk for pk, _seq, _created in due]
            calls = Mention.objects.filter(Q(message__in=gone) | Q(message__thread__in=gone))
            waiting = waiting_in_threads(conversation, calls)
            Message.objects.filter(pk__in=gone).delete()
            publish(MessagesPurged(conversation, due[-1][1]))
            tell_counts(conversation, waiting)
        return len(due)


def conversations_due() -> Iterator[UUID]:
    """Return the conversations whose oldest message is older than is kept there."""
    oldest = Message.objects.filter(conversation=OuterRef("pk")).order_by("seq").values("created_at")[:1]
    young = timezone.now() - timedelta(days=MIN_DAYS)
    last = UUID(int=0)
    while True:
        rows = Conversation.objects.filter(pk__gt=last).order_by("pk").annotate(oldest=Subquery(oldest))
        found = list(rows.values_list("pk", "kind", "oldest")[:BATCH])
        old = {pk: said for pk, _kind, said in found if said is not None and said < young}
        kinds = {pk: kind for pk, kind, _said in found if pk in old}
        for pk, kept in kept_in(list(old), kinds).items() if old else ():
            if not kept.held and kept.days is not None and old[pk] < timezone.now() - timedelta(days=kept.days):
                yield pk
        if len(found) < BATCH:
            return
        last = found[-1][0]
