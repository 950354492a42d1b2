"""One search over messages, knowledge and commands, each through what the person may see now."""

from typing import Any

from django.db.models import QuerySet

from apps.chat.models import Message
from apps.chat.search.asking import read
from apps.chat.search.finding import messages_found
from apps.commands.models import AtlasEntry, Command
from apps.commands.selectors import atlas_entries, command_list

KINDS = ("messages", "atlas", "commands")


def found_messages(user: Any, text: str, filters: dict[str, str]) -> QuerySet[Message]:
    """Return the messages that answer a typed text and filters as `GET /messages/search` knows them, newest first."""
    return messages_found(user, read(text, filters)).order_by("-id")


def found_atlas(user: Any, text: str) -> QuerySet[AtlasEntry]:
    return atlas_entries(user, text).order_by("-id")


def found_commands(user: Any, text: str) -> QuerySet[Command]:
    return command_list(user, q=text).order_by("-id")
