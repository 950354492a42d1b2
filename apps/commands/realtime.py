"""The WebSocket door of commands."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.accounts.models import User
from apps.chat.models import Conversation
from apps.commands.actions import (
    cancel_command,
    confirm_command,
    pause_command,
    rerun_command,
    resume_command,
    submit_command,
)
from apps.commands.models import Command, PersonTask, SavedCommand
from apps.commands.people.changing import apply_changes
from apps.commands.people.serializers import ChangeTaskInput, PersonTaskSerializer
from apps.commands.saved.actions import run_saved_command
from apps.commands.saved.serializers import RunSavedInput
from apps.commands.selectors import followed_topics
from apps.commands.serializers import CommandSerializer, ConfirmInput, RerunInput, SubmitInput
from apps.core.permissions import get_visible
from apps.core.rest import Input
from apps.realtime.registry import command, topics


class CommandInput(Input):
    command = serializers.UUIDField()


class SocketConfirmInput(CommandInput, ConfirmInput):
    pass


class SocketRerunInput(CommandInput, RerunInput):
    pass


class SocketTaskInput(ChangeTaskInput):
    task = serializers.UUIDField()


class SocketRunSavedInput(RunSavedInput):
    saved = serializers.UUIDField()


@topics("command", "commands:read")
def command_topics(user: User) -> list[str]:
    return followed_topics(user)


@command("command.submit", SubmitInput, "commands:write")
def command_submit(user: User, conversation: UUID | None = None, **data: Any) -> dict[str, Any]:
    found = get_visible(Conversation, user, conversation) if conversation else None
    return _told(submit_command(actor=user, conversation=found, **data))


@command("command.confirm", SocketConfirmInput, "commands:write")
def command_confirm(user: User, command: UUID, **data: Any) -> dict[str, Any]:
    return _told(confirm_command(actor=user, command=get_visible(Command, user, command), **data))


@command("command.cancel", CommandInput, "commands:write")
def command_cancel(user: User, command: UUID) -> dict[str, Any]:
    return _told(cancel_command(actor=user, command=get_visible(Command, user, command)))


@command("command.pause", CommandInput, "commands:write")
def command_pause(user: User, command: UUID) -> dict[str, Any]:
    return _told(pause_command(actor=user, command=get_visible(Command, user, command)))


@command("command.resume", CommandInput, "commands:write")
def command_resume(user: User, command: UUID) -> dict[str, Any]:
    return _told(resume_command(actor=user, command=get_visible(Command, user, command)))


@command("command.rerun", SocketRerunInput, "commands:write")
def command_rerun(user: User, command: UUID, **data: Any) -> dict[str, Any]:
    return _told(rerun_command(actor=user, command=get_visible(Command, user, command), **data))


@command("saved_command.run", SocketRunSavedInput, "commands:write")
def saved_command_run(user: User, saved: UUID, conversation: UUID | None = None, **data: Any) -> dict[str, Any]:
    found = get_visible(Conversation, user, conversation) if conversation else None
    kept = get_visible(SavedCommand, user, saved)
    return _told(run_saved_command(actor=user, saved=kept, conversation=found, **data))


@command("task.change", SocketTaskInput, "tasks:write")
def task_change(user: User, task: UUID, **data: Any) -> dict[str, Any]:
    changed = apply_changes(actor=user, task=get_visible(PersonTask, user, task), **data)
    return PersonTaskSerializer(PersonTask.objects.with_people().get(pk=changed.pk)).data


def _told(command: Command) -> dict[str, Any]:
    return CommandSerializer(Command.objects.with_people().get(pk=command.pk)).data
