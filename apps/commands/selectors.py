"""Reads of commands and of the archive, shaped for a screen."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.commands.models import ENDED, AtlasEntry, Command
from apps.commands.stems import forms_of

FOLLOWED = 50


def command_list(user: Any, *, state: str | None = None, conversation: UUID | None = None) -> QuerySet[Command]:
    """Return the commands a person may see, with all that rendering them needs."""
    rows = Command.objects.visible_to(user).with_people()
    if state:
        rows = rows.filter(state=state)
    if conversation:
        rows = rows.filter(conversation_id=conversation)
    return rows


def followed_topics(user: Any) -> list[str]:
    """Return the topics of a person's open commands and of their newest ones."""
    mine = Command.objects.visible_to(user).filter(owner=user).order_by("-id")
    newest = list(mine.values_list("pk", flat=True)[:FOLLOWED])
    still_open = list(mine.exclude(state__in=ENDED).values_list("pk", flat=True)[: FOLLOWED * 4])
    return [f"command:{pk}" for pk in dict.fromkeys([*newest, *still_open])]


def atlas_entries(user: Any, text: str) -> QuerySet[AtlasEntry]:
    """Return what the archive knows about a typed text: every word, or a form of it, must occur."""
    rows = AtlasEntry.objects.visible_to(user)
    for word in text.split()[:20]:
        wanted = Q()
        for form in forms_of(word):
            wanted |= Q(search_text__contains=form)
        rows = rows.filter(wanted)
    return rows
