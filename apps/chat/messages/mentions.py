"""Whom a message calls: `@username`, `@role` and `@all`, read by the server from the text, outside of code."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import TextField, UUIDField
from django.db.models.functions import Lower
from markdown_it import MarkdownIt

from apps.accounts.models import USERNAME_PATTERN, User
from apps.chat.messages.models import MAX_MENTIONS, Mention
from apps.chat.models import Conversation, Message, Participant
from apps.chat.permissions import can_mention_all
from apps.chat.problems import TooManyMentions
from apps.core.permissions import require
from apps.core.prepared import Given, Prepared

ALL = "all"
_HANDLE = re.compile(rf"(?<![\w@/.+-])@({USERNAME_PATTERN})")
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
# Text that holds none of these reads the same as Markdown: no code, link, escape or emphasis can stand in it.
_MARKED = re.compile(r"[`~<\[\\&*_]|^(?: {4}|[ >+\-\d.)]*\t)|^[ >+\-\d.)]* {4}", re.MULTILINE)


@dataclass(frozen=True)
class Role:
    """Who is called by the name of a role in a conversation. `free`: by anybody, not only by who may call all."""

    people: list[UUID]
    free: bool = True


# For a kind of conversation: the roles behind names in lower case, as (conversation, name), in any number of them.
Roles = Callable[[Mapping[UUID, Collection[str]]], Mapping[tuple[UUID, str], Role]]


@dataclass(frozen=True)
class Called:
    """Whom one text calls: as the message shows it, and whose count it moves (None: everybody's)."""

    shown: list[dict[str, Any]]
    people: frozenset[UUID | None]


NOBODY = Called([], frozenset())


def of_participants(wanted: Mapping[UUID, Collection[str]]) -> dict[tuple[UUID, str], Role]:
    """The roles of groups: `@owner` and the like call those who are that."""
    names = {name for some in wanted.values() for name in some} & set(Participant.Role.values)
    found: dict[tuple[UUID, str], Role] = {}
    if not names:
        return found
    rows = Participant.objects.filter(conversation__in=wanted, role__in=names)
    for place, user_id, role in rows.values_list("conversation_id", "user_id", "role"):
        if role in wanted[place]:
            found.setdefault((place, role), Role([])).people.append(user_id)
    return found


ROLES: dict[str, Roles] = {Conversation.Kind.GROUP: of_participants}


_PEOPLE: Prepared[Participant] = Prepared(
    lambda: (
        Participant.objects.filter(conversation__in=Given("places", UUIDField(), many=True), user__is_active=True)
        .annotate(name=Lower("user__username"))
        .filter(name__in=Given("names", TextField(), many=True))
        .values_list("conversation_id", "name", "user_id")
    )
)


class Names:
    """Whom the names in some texts mean where they are said; asked of the database once for all of them."""

    def __init__(self, texts: Iterable[tuple[Conversation, str]]):
        self._handles: dict[str, list[str]] = {}
        kinds: dict[UUID, str] = {}
        wanted: dict[UUID, set[str]] = {}
        for conversation, text in texts:
            handles = self._handles[text] = list(dict.fromkeys(handles_in(text)))
            if handles:
                kinds[conversation.pk] = conversation.kind
                names = wanted.setdefault(conversation.pk, set())
                names.update(name.lower() for handle in handles for name in _readings(handle))
        self._people = self._people_of(wanted) if wanted else {}
        self._roles: dict[tuple[UUID, str], Role] = {}
        for kind, roles in ROLES.items():
            left = {place: self._unknown(place, names) for place, names in wanted.items() if kinds[place] == kind}
            if left := {place: names for place, names in left.items() if names}:
                self._roles.update(roles(left))

    @staticmethod
    def _people_of(wanted: Mapping[UUID, Collection[str]]) -> dict[tuple[UUID, str], UUID]:
        names = {name for some in wanted.values() for name in some}
        return {(place, name): user for place, name, user in _PEOPLE.tuples(places=wanted, names=names)}

    def _unknown(self, place: UUID, names: Collection[str]) -> set[str]:
        return {name for name in names if (place, name) not in self._people}

    def called(self, text: str, *, actor: User, conversation: Conversation) -> Called:
        """Return whom one of the texts calls: only people who are here, roles of here, and all where the actor may."""
        handles = self._handles[text]
        if not handles:
            return NOBODY
        shown: dict[tuple[str, str | None], dict[str, Any]] = {}
        called: set[UUID | None] = set()
        for handle in handles:
            for name in _readings(handle):
                if found := self._meant(name, actor, conversation):
                    (kind, key), people = found
                    shown.setdefault((kind, key), {"type": kind, "id": key, "text": f"@{name}"})
                    called.update(people)
                    break
        require(len(shown) <= MAX_MENTIONS, TooManyMentions)
        return Called(list(shown.values()), frozenset(called))

    def _meant(
        self, name: str, actor: User, conversation: Conversation
    ) -> tuple[tuple[str, str | None], Collection[UUID | None]] | None:
        key = (conversation.pk, name.lower())
        if user := self._people.get(key):
            return ("user", str(user)), [user]
        role = self._roles.get(key)
        if role and (role.free or can_mention_all(actor, conversation)):
            return ("role", key[1]), role.people
        if key[1] == ALL and can_mention_all(actor, conversation):
            return ("all", None), [None]
        return None


def read_mentions(text: str, *, actor: User, conversation: Conversation) -> Called:
    """Return whom a single text calls."""
    return Names([(conversation, text)]).called(text, actor=actor, conversation=conversation)


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
    if not _MARKED.search(text):
        return _HANDLE.findall(text)
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
