"""What a task finds, with the rights that its owner has now."""

from collections.abc import Mapping
from typing import Any

from apps.chat.models import Message
from apps.chat.search.keeping import catch_up
from apps.commands.runner.types import TaskError
from apps.commands.searching import found_atlas, found_messages
from apps.core.problems import Problem
from apps.core.times import stamp


def search(actor: Any, query: str, filters: Mapping[str, str], limit: int) -> list[dict[str, Any]]:
    """Return messages, then knowledge, as rows."""
    catch_up(2)  # what was said a moment ago is to be found
    try:
        found = found_messages(actor, query, dict(filters)).select_related("conversation")
        rows = [_message(one) for one in found[:limit]]
    except Problem as problem:
        raise TaskError("search.refused", str(problem.errors[0]["detail"] if problem.errors else problem)) from None
    if not filters and query.strip():
        rows += [_entry(one) for one in found_atlas(actor, query)[: max(0, limit - len(rows))]]
    return rows


def newest(actor: Any, conversation: Any, limit: int) -> list[dict[str, Any]]:
    """Return what was said last in a conversation, oldest first."""
    rows = Message.objects.visible_to(actor).filter(conversation=conversation, deleted_at=None).exclude(text="")
    found = rows.select_related("sender", "conversation").order_by("-seq")[:limit]
    return [_message(one) for one in reversed(found)]


def _message(message: Message) -> dict[str, Any]:
    return {
        "kind": "message",
        "by": message.sender.name if message.sender else "",
        "text": message.text,
        "in": message.conversation.name,
        "at": stamp(message.created_at),
        "id": str(message.pk),
        "conversation": str(message.conversation_id),
    }


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "kind": "atlas",
        "by": "",
        "text": f"{entry.title}: {entry.summary}"[:2_000],
        "in": "",
        "at": stamp(entry.created_at),
        "id": str(entry.pk),
        "conversation": str(entry.conversation_id) if entry.conversation_id else None,
    }
