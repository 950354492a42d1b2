"""Deleting: for oneself, or for everybody; then it is hidden at once, and a job erases it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.chat.events import MessageCreated, MessageUpdated
from apps.chat.later.models import Reminder
from apps.chat.messages.events import MessageDeleted, MessageHidden, MessagePinned, MessageUnpinned, tell_counts
from apps.chat.messages.loading import locked_message
from apps.chat.messages.models import (
    Acknowledgement,
    HiddenMessage,
    Mention,
    PollVote,
    Reaction,
    Revision,
    SavedMessage,
)
from apps.chat.messages.threads import leave_thread, tell_followers, waiting_for, waiting_in_threads
from apps.chat.models import Conversation, Message, Participant
from apps.chat.permissions import can_delete_message, can_read_conversation
from apps.chat.problems import CannotDelete
from apps.chat.serializers import MessageSerializer
from apps.core.permissions import require
from apps.events.bus import publish, retell

CARRIERS = (MessageCreated.type, MessageUpdated.type, MessagePinned.type, MessageUnpinned.type)
BATCH = 500


@transaction.atomic
def delete_for_everyone(*, actor: User, message: Message) -> None:
    """Delete a message: nobody sees it any more, in the conversation, in its stream or in a reply to it."""
    message = locked_message(actor, message)
    require(can_delete_message(actor, message), CannotDelete)
    _delete(message)
    if message.sender_id != actor.pk:
        sender = {"user": str(message.sender_id)} if message.sender_id else {}
        publish(Noted("message.removed", "conversation", message.conversation_id, message=str(message.pk), **sender))


@transaction.atomic
def remove_message(*, message: Message) -> None:
    """Delete a message whatever its reader may: somebody who may has decided so about many. Twice is no error."""
    conversation = Conversation(pk=message.conversation_id).locked()
    found = Message.objects.filter(pk=message.pk, deleted_at=None).select_related("sender").first()
    if found is not None:
        found.conversation = conversation
        _delete(found)


def _delete(message: Message) -> None:
    conversation = message.conversation
    message.deleted_at = timezone.now()
    message.pinned_at = message.pinned_by = None
    message.version += 1
    message.save(update_fields=["deleted_at", "pinned_at", "pinned_by", "version"])
    retell(conversation.topic, str(message.pk), CARRIERS, MessageSerializer(message).data, since=message.seq)
    last = _newest_of(conversation)
    publish(MessageDeleted(message, last, leave_thread(message) if message.thread_id else None))
    _count_again(message)
    if last is not None:  # it is not the last one for those who deleted it for themselves
        for row in HiddenMessage.objects.filter(message=last).select_related("user").order_by("user"):
            publish(MessageHidden(last, row.user))


@transaction.atomic
def delete_for_me(*, actor: User, message: Message) -> None:
    """Delete a message for oneself; others go on seeing it."""
    message = locked_message(actor, message)
    require(can_read_conversation(actor, message.conversation))
    HiddenMessage.objects.create(message=message, user=actor)
    publish(MessageHidden(message, actor))
    if message.thread_id:
        tell_followers(message, {actor.pk})


def purge_deleted(before: datetime | None = None) -> int:
    """Erase what was deleted some time ago; return how many messages."""
    before = before or timezone.now() - settings.PURGE_AFTER
    due = Message.objects.filter(deleted_at__lt=before, purged_at=None).order_by("deleted_at")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    with transaction.atomic():
        Mention.objects.filter(message__in=keys).delete()
        for kind in (Revision, Reaction, PollVote, Acknowledgement, SavedMessage, Reminder):
            kind.objects.filter(message__in=keys).delete()  # type: ignore[attr-defined]
        Message.objects.filter(pk__in=keys, purged_at=None).update(
            text="", card=None, mentions=[], location=None, poll=None, poll_closes_at=None, forwarded=None,
            reactions=[], purged_at=timezone.now(),
        )  # fmt: skip
    return len(keys)


def _newest_of(conversation: Conversation) -> Message | None:
    """Return what is now the last message of a conversation, and note it there."""
    left = conversation.messages.filter(deleted_at=None, thread=None).select_related("sender")
    last = left.order_by("-seq").first()
    Conversation.objects.filter(pk=conversation.pk).update(last_message=last)
    return last


def _count_again(message: Message) -> None:
    """Tell the exact number those whose devices cannot know it: whom it called, and who had hidden it before."""
    called = set(Mention.objects.filter(message=message).values_list("user_id", flat=True))
    waiting = set(waiting_for(message, called)) if called else set()
    hidden = set(HiddenMessage.objects.filter(message=message).values_list("user_id", flat=True))
    here = Participant.objects.filter(conversation=message.conversation, user__in=hidden)
    left = set(here.values_list("user_id", flat=True))
    if message.thread_count:
        waiting.update(waiting_in_threads(message.conversation, Mention.objects.filter(message__thread=message)))
    tell_counts(message.conversation, waiting | left)
    if message.thread_id:
        tell_followers(message, left)
