"""The WebSocket door of commands."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.accounts.models import User
from apps.chat.models import Conversation
from apps.commands.actions import cancel_command, submit_command
from apps.commands.models import Command
from apps.commands.selectors import followed_topics
from apps.commands.serializers import CommandSerializer, SubmitInput
from apps.core.permissions import get_visible
from apps.core.rest import Input
from apps.realtime.registry import command, topics


class CancelInput(Input):
    command = serializers.UUIDField()


@topics("command", "commands:read")
def command_topics(user: User) -> list[str]:
    return followed_topics(user)


@command("command.submit", SubmitInput, "commands:write")
def command_submit(user: User, conversation: UUID | None = None, **data: Any) -> dict[str, Any]:
    found = get_visible(Conversation, user, conversation) if conversation else None
    submitted = submit_command(actor=user, conversation=found, **data)
    return CommandSerializer(Command.objects.with_people().get(pk=submitted.pk)).data


@command("command.cancel", CancelInput, "commands:write")
def command_cancel(user: User, command: UUID) -> dict[str, Any]:
    found = cancel_command(actor=user, command=get_visible(Command, user, command))
    return CommandSerializer(Command.objects.with_people().get(pk=found.pk)).data
