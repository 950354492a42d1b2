"""What higher apps teach the socket: commands, topics, and how people sign in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rest_framework.serializers import Serializer

from apps.core.scopes import name_scope
from apps.core.whence import Whence

Handler = Callable[..., Any]
Answer = dict[str, Any] | Exception


@dataclass(frozen=True)
class Command:
    """One command a client may send: its name, the fields of its `data`, and the door to the action."""

    name: str
    serializer: type[Serializer]
    handler: Handler
    scope: str | None = None  # what an API key needs; None: no key may do this
    route: str = "writes"  # the class it is counted under (apps/core/throttling.py)
    gathered: bool = False  # does its handler take many calls at once?


@dataclass(frozen=True)
class Asked:
    """One of the calls that a gathered command's handler is given: checked, counted, its fields valid."""

    user: Any
    data: dict[str, Any]
    whence: Whence


@dataclass(frozen=True)
class Principal:
    """Who a socket speaks for: an active user by a live login session or API key, until `expires_at` where one ends."""

    user: Any
    session: str  # the id of the login session or of the key
    expires_at: datetime | None = None
    credential: Any = None  # the row itself
    scopes: frozenset[str] | None = None  # of an API key; None: everything


commands: dict[str, Command] = {}
_topics: dict[str, Callable[[Any], list[str]]] = {}
_scopes: dict[str, str | None] = {}
_past: list[Callable[[Any], dict[str, int]]] = []


def command(
    name: str, serializer: type[Serializer], scope: str | None = None, *, route: str = "writes", gathered: bool = False
) -> Callable[[Handler], Handler]:
    """Register a socket command: `handler(user, **data) -> data of the ack`. API keys need the scope.

    `gathered`: calls that come while others are at work wait and go together, as
    `handler(asked: Sequence[Asked]) -> list[Answer]`: for each, in order, the data of its ack or what went wrong.
    """
    if scope:
        name_scope(scope, f"socket {name}")

    def register(handler: Handler) -> Handler:
        commands[name] = Command(name, serializer, handler, scope, route, gathered)
        return handler

    return register


def topics(kind: str, scope: str | None = None) -> Callable[[Callable[[Any], list[str]]], Callable[[Any], list[str]]]:
    """Register which topics of a kind (`conversation`, `user` …) a person listens to, and an API key with the scope."""
    _scopes[kind] = scope
    if scope:
        name_scope(scope, f"socket topic {kind}:…")

    def register(function: Callable[[Any], list[str]]) -> Callable[[Any], list[str]]:
        _topics[kind] = function
        return function

    return register


def topics_of(user: Any) -> list[str]:
    """Return every topic a person may listen to now."""
    return [topic for function in _topics.values() for topic in function(user)]


def hides_past(function: Callable[[Any], dict[str, int]]) -> None:
    """Register which topics a person hears without their past, and up to which `seq` that is hidden."""
    _past.append(function)


def hidden_past(user: Any) -> dict[str, int]:
    """Return up to which `seq` the past of a topic is hidden from a person, for those topics where some is."""
    return {topic: seq for function in _past for topic, seq in function(user).items()}


def may_hear(topic: str, scopes: Collection[str] | None) -> bool:
    """May a credential with these scopes (None: all) hear a topic?"""
    return scopes is None or _scopes.get(topic.partition(":")[0]) in scopes


class Authentication:
    """How a socket learns who it speaks for; `accounts` fills it in."""

    by_cookie: Callable[[dict[str, Any]], Principal | None] = staticmethod(lambda scope: None)
    by_token: Callable[[str], Principal] = staticmethod(lambda token: _no_authentication())
    by_key: Callable[[str, str], Principal] = staticmethod(lambda key, address: _no_authentication())
    is_live: Callable[[Principal], bool] = staticmethod(lambda principal: True)
    ended: Callable[[Collection[str]], set[str]] = staticmethod(lambda sessions: set())
    ended_lately: Callable[[float], set[str]] = staticmethod(lambda seconds: set())
    describe: Callable[[Any], dict[str, Any]] = staticmethod(lambda user: {"id": str(user.pk)})


def _no_authentication() -> Principal:
    raise RuntimeError("no app registered a way to sign in")


authentication = Authentication()
