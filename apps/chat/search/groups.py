"""What `GET /users/search` finds here beside people: the groups one takes part in."""

from typing import Any

from apps.accounts.models import User
from apps.accounts.selectors import search_source
from apps.chat.selectors import conversations_named


@search_source
def groups(user: User, text: str, limit: int) -> list[dict[str, Any]]:
    return [
        {"type": "conversation", "conversation": {"id": str(found.pk), "kind": found.kind, "name": found.name}}
        for found in conversations_named(user, text)[:limit]
    ]
