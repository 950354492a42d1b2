"""The messages that answer a question, as the asker may see them now."""

from typing import Any

from django.db.models import Q, QuerySet

from apps.chat.models import Message
from apps.chat.search.asking import Question
from apps.chat.search.filters import conditions
from apps.chat.search.keeping import backend


def messages_found(user: Any, asked: Question) -> QuerySet[Message]:
    """Return what answers `asked`: the right to see is asked of the messages themselves, never of the index."""
    said = Message.objects.visible_to(user).exclude(type=Message.Type.SYSTEM)
    rows = said.filter(conditions(user, asked.filters), deleted_at=None)
    if asked.terms:
        wanted = Q()
        for term in asked.terms:
            found = backend().condition(term)
            wanted &= ~found if term.without else found
        rows = rows.filter(wanted)
    return rows.select_related("sender")
