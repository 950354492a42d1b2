"""The picture of a group: looked at and drawn anew in a process of its own, as people's are."""

from django.db import transaction

from apps.accounts.avatars import Crop, forget_pictures, keep_pictures, make_pictures, remove_pictures
from apps.accounts.models import User
from apps.chat.events import GroupUpdated
from apps.chat.messages.system import tell_what_happened
from apps.chat.models import Conversation, Happened
from apps.chat.permissions import can_change_conversation
from apps.chat.problems import CannotManage
from apps.core.permissions import require
from apps.events.bus import publish


def set_group_picture(*, actor: User, conversation: Conversation, content: bytes, crop: Crop | None = None) -> None:
    """Give a group another picture; the old one is removed."""
    require(can_change_conversation(actor, conversation), CannotManage)  # before a process is started for it
    key = keep_pictures(make_pictures(content, crop))  # slow, so before any lock
    try:
        _replace(actor, conversation, key)
    except Exception:
        remove_pictures(key)
        raise


def remove_group_picture(*, actor: User, conversation: Conversation) -> None:
    """Let a group be without a picture; twice is no error."""
    _replace(actor, conversation, "")


@transaction.atomic
def _replace(actor: User, conversation: Conversation, key: str) -> None:
    conversation = conversation.locked()
    require(can_change_conversation(actor, conversation), CannotManage)
    if conversation.avatar == key:
        return
    forget_pictures(conversation.avatar)
    conversation.avatar = key
    conversation.version += 1
    conversation.save(update_fields=["avatar", "version"])
    publish(GroupUpdated(conversation))
    what = Happened.PICTURE_CHANGED if key else Happened.PICTURE_REMOVED
    tell_what_happened(actor=actor, conversation=conversation, what=what)
