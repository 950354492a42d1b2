"""Drafts: what somebody began to write, on all their devices."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.later.events import DraftRemoved, DraftUpdated
from apps.chat.later.models import MAX_DRAFTS, ConversationDraft
from apps.chat.later.serializers import DraftSerializer
from apps.chat.models import Conversation, Message
from apps.chat.permissions import can_read_conversation
from apps.chat.problems import ReplyElsewhere, TooManyDrafts
from apps.core.permissions import require
from apps.core.problems import NotFound, Stale
from apps.events.bus import publish


@transaction.atomic
def save_draft(
    *, actor: User, conversation: Conversation, text: str, reply_to: UUID | None = None, seen: int | None = None
) -> ConversationDraft:
    """Keep what somebody began to write. `seen` is the version that this device had: 412 where another wrote since."""
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)  # one at a time: the drafts are counted
    require(can_read_conversation(actor, conversation), NotFound)
    replies = Message.objects.visible_to(actor).filter(pk=reply_to, conversation=conversation)
    require(reply_to is None or replies.exists(), ReplyElsewhere)
    mine = ConversationDraft.objects.filter(user=actor)
    draft = mine.filter(conversation=conversation).first()
    if draft is None:
        require(mine.count() < MAX_DRAFTS, TooManyDrafts)
        draft = ConversationDraft(user=actor, conversation=conversation, version=0)
    elif seen is not None and seen != draft.version:
        raise Stale(current=DraftSerializer(draft).data, yours={"text": text, "version": seen})
    elif (draft.text, draft.reply_to_id) == (text, reply_to):
        return draft
    draft.text, draft.reply_to_id, draft.updated_at = text, reply_to, timezone.now()
    draft.version += 1
    draft.save()
    publish(DraftUpdated(draft))
    return draft


@transaction.atomic
def remove_draft(*, actor: User, conversation: Conversation) -> None:
    """Throw a draft away, or note that it was sent."""
    require(can_read_conversation(actor, conversation), NotFound)
    draft = ConversationDraft.objects.select_for_update().filter(user=actor, conversation=conversation).first()
    if draft is not None:
        publish(DraftRemoved(draft))
        draft.delete()
