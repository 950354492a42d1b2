"""Editing what was said: earlier texts are kept, and whoever edits an old text is told."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.chat.events import MessageUpdated
from apps.chat.messages.events import tell_counts
from apps.chat.messages.loading import locked_message
from apps.chat.messages.mentions import keep_mentions, read_mentions
from apps.chat.messages.models import MAX_REVISIONS, Mention, Revision
from apps.chat.messages.threads import bring_in, tell_place, waiting_for
from apps.chat.models import Message
from apps.chat.permissions import can_edit_message
from apps.chat.problems import CannotEdit
from apps.chat.serializers import MessageSerializer
from apps.core.permissions import require
from apps.core.problems import Stale
from apps.events.bus import publish


@transaction.atomic
def edit_message(*, actor: User, message: Message, text: str, seen: int | None = None) -> Message:
    """Change the text of one's message. `seen` is the version that was edited: 412 where it is no longer the newest."""
    message = locked_message(actor, message)
    require(can_edit_message(actor, message), CannotEdit)
    if seen is not None and seen != message.version:
        raise Stale(current=MessageSerializer(message).data, yours={"text": text, "version": seen})
    if text == message.text:
        return message
    _keep_revision(message)
    called = read_mentions(text, actor=actor, conversation=message.conversation)
    before = set(Mention.objects.filter(message=message).values_list("user_id", flat=True))
    message.text, message.mentions = text, called.shown
    message.version += 1
    message.edited_at = timezone.now()
    message.save(update_fields=["text", "mentions", "version", "edited_at"])
    publish(MessageUpdated(message))
    if before != called.people:
        keep_mentions(message, called.people)
        if message.thread:
            _known, new = bring_in(message, message.thread, called.people - before, called.people - before)
            for user_id in sorted(new):
                tell_place(message.thread, user_id)
        tell_counts(message.conversation, waiting_for(message, before ^ called.people))
    return message


def _keep_revision(message: Message) -> None:
    Revision.objects.create(
        message=message,
        version=message.version,
        text=message.text,
        mentions=message.mentions,
        created_at=message.edited_at or message.created_at,
    )
    kept = message.revisions.order_by("-version").values_list("version", flat=True)[MAX_REVISIONS - 1 : MAX_REVISIONS]
    for oldest in kept:
        message.revisions.filter(version__lt=oldest).delete()
