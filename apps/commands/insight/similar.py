"""The last command that was like one that is proposed: what is different this time is told before it runs."""

from typing import Any

from django.db.models import Q

from apps.chat.search.words import turkish_stem, words_of
from apps.commands.models import Command, State

LOOKED_AT, ALIKE = 100, 0.6  # newest ended commands; the share of words and kinds of work that two have in common


def similar_to(user: Any, command: Command) -> Command | None:
    """Return the newest of those that are most like a command, among one's own and those of its conversation."""
    near = Q(owner=user) | Q(conversation=command.conversation_id) if command.conversation_id else Q(owner=user)
    rows = Command.objects.visible_to(user).filter(near, state__in=(State.SUCCEEDED, State.FAILED))
    rows = rows.exclude(pk=command.pk).order_by("-id").only("id", "title", "text", "alt", "state", "finished_at")
    wanted = _features(command)
    best, found = ALIKE, None
    for row in rows[:LOOKED_AT]:
        theirs = _features(row)
        share = len(wanted & theirs) / max(1, len(wanted | theirs))
        if share > best or (share == best and found is None):
            best, found = share, row
    return found


def _features(command: Command) -> set[str]:
    words = {turkish_stem(word) for word in words_of(command.text or command.title)}
    return words | {f"#{segment['task_type']}" for segment in command.alt.get("segments", ())}
