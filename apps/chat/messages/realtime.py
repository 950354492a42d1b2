"""The WebSocket door of what can be done to a message."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.accounts.models import User
from apps.chat.later.drafts import remove_draft, save_draft
from apps.chat.later.serializers import DraftInput, DraftSerializer
from apps.chat.messages.acknowledging import acknowledge_message
from apps.chat.messages.deleting import delete_for_everyone, delete_for_me
from apps.chat.messages.editing import edit_message
from apps.chat.messages.pinning import pin_message, unpin_message
from apps.chat.messages.poll_serializers import VoteInput
from apps.chat.messages.polls import vote
from apps.chat.messages.reacting import add_reaction, remove_reaction
from apps.chat.messages.threads import mark_thread_read
from apps.chat.models import Conversation, Message
from apps.chat.serializers import EditMessageInput, MessageSerializer, ReadInput, TypingInput
from apps.core.permissions import get_visible
from apps.core.rest import Input, StrictCharField
from apps.realtime.registry import command


class OfMessageInput(Input):
    message = serializers.UUIDField()


class SocketEditInput(OfMessageInput, EditMessageInput):
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31, help_text="the one you edited")


class SocketDeleteInput(OfMessageInput):
    vars()["for"] = serializers.ChoiceField(choices=["me", "everyone"], required=False)


class SocketReactionInput(OfMessageInput):
    emoji = StrictCharField(max_length=64)


def visible(user: User, key: UUID) -> Message:
    """Load a message that somebody sees."""
    return get_visible(Message.objects.visible_to(user).select_related("sender"), user, key)


@command("message.edit", SocketEditInput, "messages:write")
def message_edit(user: User, message: UUID, text: str, version: int | None = None) -> dict[str, Any]:
    edited = edit_message(actor=user, message=visible(user, message), text=text, seen=version)
    return MessageSerializer(edited).data


@command("message.delete", SocketDeleteInput, "messages:write")
def message_delete(user: User, message: UUID, **data: Any) -> dict[str, Any]:
    delete = delete_for_me if data.get("for") == "me" else delete_for_everyone
    delete(actor=user, message=visible(user, message))
    return {}


@command("reaction.add", SocketReactionInput, "messages:write")
def reaction_add(user: User, message: UUID, emoji: str) -> dict[str, Any]:
    return {"reactions": add_reaction(actor=user, message=visible(user, message), emoji=emoji).reactions}


@command("reaction.remove", SocketReactionInput, "messages:write")
def reaction_remove(user: User, message: UUID, emoji: str) -> dict[str, Any]:
    return {"reactions": remove_reaction(actor=user, message=visible(user, message), emoji=emoji).reactions}


@command("message.pin", OfMessageInput, "messages:write")
def message_pin(user: User, message: UUID) -> dict[str, Any]:
    return MessageSerializer(pin_message(actor=user, message=visible(user, message))).data


@command("message.unpin", OfMessageInput, "messages:write")
def message_unpin(user: User, message: UUID) -> dict[str, Any]:
    return MessageSerializer(unpin_message(actor=user, message=visible(user, message))).data


class SocketVoteInput(OfMessageInput, VoteInput):
    pass


class SocketThreadReadInput(OfMessageInput, ReadInput):
    pass


class SocketDraftInput(TypingInput, DraftInput):
    pass


@command("poll.vote", SocketVoteInput, "messages:write")
def poll_vote(user: User, message: UUID, options: list[int]) -> dict[str, Any]:
    return {"poll": vote(actor=user, message=visible(user, message), options=options).poll}


@command("message.acknowledge", OfMessageInput, "messages:write")
def message_acknowledge(user: User, message: UUID) -> dict[str, Any]:
    return MessageSerializer(acknowledge_message(actor=user, message=visible(user, message))).data


@command("thread.read", SocketThreadReadInput, "messages:write", route="socket")
def thread_read(user: User, message: UUID, seq: int | None = None) -> dict[str, Any]:
    return mark_thread_read(actor=user, message=visible(user, message), seq=seq)


@command("draft.save", SocketDraftInput, "messages:write")
def draft_save(user: User, conversation: UUID, text: str, reply_to: UUID | None = None) -> dict[str, Any]:
    found = get_visible(Conversation, user, conversation)
    return DraftSerializer(save_draft(actor=user, conversation=found, text=text, reply_to=reply_to)).data


@command("draft.remove", TypingInput, "messages:write")
def draft_remove(user: User, conversation: UUID) -> dict[str, Any]:
    remove_draft(actor=user, conversation=get_visible(Conversation, user, conversation))
    return {}
