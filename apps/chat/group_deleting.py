"""Deleting a group for everybody: gone at once; what was said there is erased by a job some days later."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.avatars import forget_pictures
from apps.accounts.models import User
from apps.accounts.trail_events import Noted
from apps.chat.events import ConversationRemoved
from apps.chat.group_permissions import can_delete_group
from apps.chat.models import Conversation, Participant
from apps.chat.permissions import can_read_conversation
from apps.chat.problems import CannotManage
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish, publish_all


@transaction.atomic
def delete_group(*, actor: User, conversation: Conversation) -> None:
    """Take a group away from everybody in it. Nobody can bring it back."""
    conversation = conversation.locked()
    require(conversation.kind == Conversation.Kind.GROUP and can_read_conversation(actor, conversation), NotFound)
    require(can_delete_group(actor, conversation), CannotManage)
    people = User.objects.filter(participations__conversation=conversation).order_by("pk")
    news = [ConversationRemoved(conversation, person) for person in people]
    Participant.objects.filter(conversation=conversation).delete()
    forget_pictures(conversation.avatar)
    conversation.avatar, conversation.deleted_at, conversation.participant_count = "", timezone.now(), 0
    conversation.version += 1
    conversation.save(update_fields=["avatar", "deleted_at", "participant_count", "version"])
    publish_all(news)
    publish(Noted("group.deleted", "conversation", conversation.pk, name=conversation.name))
