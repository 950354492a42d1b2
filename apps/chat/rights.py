"""The permissions that this app knows, on conversations and messages."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.rights import object_kind, right
from apps.chat.models import Conversation, Message
from apps.chat.permissions import (
    can_delete_message,
    can_manage_participants,
    can_read_conversation,
    can_send_message,
    with_role_of,
)


def conversations(user: Any) -> QuerySet[Conversation]:
    return with_role_of(user, Conversation.objects.visible_to(user))


def groups(user: Any) -> QuerySet[Conversation]:
    return conversations(user).filter(kind=Conversation.Kind.GROUP)


def messages(user: Any) -> QuerySet[Message]:
    where = Prefetch("conversation", queryset=with_role_of(user, Conversation.objects.all()))
    return Message.objects.visible_to(user).filter(deleted_at=None).prefetch_related(where)


def can_read_message(user: Any, message: Message) -> bool:
    """Whoever reads the conversation reads what is said there."""
    return can_read_conversation(user, message.conversation)


object_kind("conversations", conversations)
object_kind("groups", groups)
object_kind("messages", messages)
right("chat.view_conversation", _("Read a conversation"), kind="conversations", can=can_read_conversation,
      assignable=False)  # fmt: skip
right("chat.add_message", _("Write in a conversation"), kind="conversations", can=can_send_message, assignable=False)
right("chat.change_conversation", _("Bring people into a conversation, and take them out"), kind="conversations",
      can=can_manage_participants, assignable=False, grantable=True)  # fmt: skip
right("groups.view_group", _("See a group"), kind="groups", can=can_read_conversation, assignable=False)
right("groups.change_group", _("Bring people into a group, and take them out"), kind="groups",
      can=can_manage_participants, assignable=False, grantable=True)  # fmt: skip
right("chat.view_message", _("Read a message"), kind="messages", can=can_read_message, assignable=False)
right("chat.delete_message", _("Delete messages of others in one's conversations"), kind="messages",
      can=can_delete_message)  # fmt: skip
right("chat.view_report", _("See what people have reported, with what was said"))
right("chat.change_report", _("Settle reports"))
right("chat.change_retentionrule", _("Say how long this installation keeps messages"))
right("chat.hold_conversation", _("Keep a conversation from being cleared"))
