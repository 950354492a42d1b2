"""Reads of commands and of the archive, shaped for a screen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.chat.models import Conversation
from apps.commands.models import ENDED, AtlasEntry, Command, SavedCommand
from apps.commands.stems import asked_forms, tag_form, terms_of
from apps.core.text import fold
from apps.groups.models import Server

FOLLOWED = 50
Rows = TypeVar("Rows", bound=QuerySet[Any])


def command_list(
    user: Any,
    *,
    state: Sequence[str] = (),
    conversation: UUID | None = None,
    q: str = "",
    after: datetime | None = None,
    before: datetime | None = None,
    rerun_of: UUID | None = None,
    mine: bool = False,
) -> QuerySet[Command]:
    """Return the commands a person may see, with all that rendering them needs."""
    rows = containing(Command.objects.visible_to(user).with_people(), q)
    if state:
        rows = rows.filter(state__in=state)
    if conversation:
        rows = rows.filter(conversation_id=conversation)
    if after:
        rows = rows.filter(created_at__gte=after)
    if before:
        rows = rows.filter(created_at__lt=before)
    if rerun_of:
        rows = rows.filter(rerun_of_id=rerun_of)
    return rows.filter(owner=user) if mine else rows


def saved_commands(
    user: Any, *, conversation: Conversation | None = None, server: Server | None = None, q: str = ""
) -> QuerySet[SavedCommand]:
    """Return the saved commands a person sees, or those that a conversation offers or a server has."""
    rows = SavedCommand.objects.select_related("author").defer("alt")
    if conversation is not None:
        rows = rows.offered_in(user, conversation)
    else:
        rows = rows.visible_to(user)
    if server is not None:
        rows = rows.filter(server=server)
    return rows.filter(folded__startswith=fold(q.removeprefix("/"))) if q else rows


def followed_topics(user: Any) -> list[str]:
    """Return the topics of a person's open commands and of their newest ones."""
    mine = Command.objects.visible_to(user).filter(owner=user).order_by("-id")
    newest = list(mine.values_list("pk", flat=True)[:FOLLOWED])
    still_open = list(mine.exclude(state__in=ENDED).values_list("pk", flat=True)[: FOLLOWED * 4])
    return [f"command:{pk}" for pk in dict.fromkeys([*newest, *still_open])]


def atlas_entries(user: Any, text: str, tag: str = "") -> QuerySet[AtlasEntry]:
    """Return what the archive knows about a typed text: every word, or a form of it, must occur."""
    rows = containing(AtlasEntry.objects.visible_to(user), text)
    return rows.filter(search_text__contains=f"\n{tag_form(tag)}") if tag else rows


def containing(rows: Rows, text: str) -> Rows:
    """Keep the rows in whose `search_text` every word of a typed text occurs in any form, and every phrase as typed."""
    for term, absent in terms_of(text):
        wanted = Q()
        for form in asked_forms(term) if " " not in term else [fold(term)]:
            wanted |= Q(search_text__contains=form)
        rows = rows.exclude(wanted) if absent else rows.filter(wanted)
    return rows
