"""Whom a message calls: `@username`, `@role` and `@all`, read by the server from the text, outside of code."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from markdown_it import MarkdownIt

from apps.accounts.models import USERNAME_PATTERN, User
from apps.chat.messages.models import MAX_MENTIONS, Mention
from apps.chat.models import Conversation, Message, Participant
from apps.chat.permissions import can_mention_all
from apps.chat.problems import TooManyMentions
from apps.core.permissions import require

ALL = "all"
_HANDLE = re.compile(rf"(?<![\w@/.+-])@({USERNAME_PATTERN})")
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
# For a kind of conversation: the roles that somebody can call there, by name in lower case, and who has them.
Roles = Callable[[Any, Conversation, Sequence[str]], Mapping[str, Sequence[UUID]]]


@dataclass(frozen=True)
class Called:
    """Whom one text calls: as the message shows it, and whose count it moves (None: everybody's)."""

    shown: list[dict[str, Any]]
    people: frozenset[UUID | None]


NOBODY = Called([], frozenset())


def of_participants(actor: Any, conversation: Conversation, names: Sequence[str]) -> dict[str, list[UUID]]:
    """The roles of groups: `@owner` and the like call those who are that."""
    found: dict[str, list[UUID]] = {}
    for user_id, role in conversation.participants.filter(role__in=names).values_list("user_id", "role"):
        found.setdefault(role, []).append(user_id)
    return found


ROLES: dict[str, Roles] = {Conversation.Kind.GROUP: of_participants}


def read_mentions(text: str, *, actor: User, conversation: Conversation) -> Called:
    """Return whom a text calls: only people who are here, roles of here, and all of them where the actor may."""
    handles = list(dict.fromkeys(handles_in(text)))
    if not handles:
        return NOBODY
    names = {name.lower() for handle in handles for name in _readings(handle)}
    people = dict(
        Participant.objects.filter(conversation=conversation, user__is_active=True)
        .annotate(name=Lower("user__username"))
        .filter(name__in=names)
        .values_list("name", "user_id")
    )
    left = sorted(names - set(people))
    roles = ROLES[conversation.kind](actor, conversation, left) if left and conversation.kind in ROLES else {}
    everybody = ALL in names and ALL not in people and can_mention_all(actor, conversation)
    shown: dict[tuple[str, str | None], dict[str, Any]] = {}
    called: set[UUID | None] = set()
    for handle in handles:
        for name in _readings(handle):
            key = name.lower()
            if key in people:
                shown.setdefault(("user", key), _shown("user", str(people[key]), name))
                called.add(people[key])
            elif key in roles:
                shown.setdefault(("role", key), _shown("role", key, name))
                called.update(roles[key])
            elif key == ALL and everybody:
                shown.setdefault(("all", None), _shown("all", None, name))
                called.add(None)
            else:
                continue
            break
    require(len(shown) <= MAX_MENTIONS, TooManyMentions)
    return Called(list(shown.values()), frozenset(called))


def keep_mentions(message: Message, people: Iterable[UUID | None]) -> None:
    """Write down whom a message calls, in place of whom it called before."""
    Mention.objects.filter(message=message).delete()
    add_mentions({message: people})


def add_mentions(called: Mapping[Message, Iterable[UUID | None]]) -> None:
    """Write down whom new messages call."""
    rows = [Mention(message=message, user_id=user_id) for message, people in called.items() for user_id in people]
    if rows:
        Mention.objects.bulk_create(rows)


def handles_in(text: str) -> list[str]:
    """Return the words after an @ in a text, in their order; what stands in code calls nobody."""
    if "@" not in text:
        return []
    words = []
    for block in _READER.parse(text):
        for token in block.children or ():
            if token.type == "text":
                words += _HANDLE.findall(token.content)
    return words


def _readings(handle: str) -> list[str]:
    """`@ayse.` at the end of a sentence means ayse, unless somebody is called `ayse.`."""
    bare = handle.rstrip("._-")
    return [handle] if bare == handle or len(bare) < 2 else [handle, bare]


def _shown(kind: str, key: str | None, name: str) -> dict[str, Any]:
    return {"type": kind, "id": key, "text": f"@{name}"}
