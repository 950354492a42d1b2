"""What higher apps teach the socket: commands, topics, and how people sign in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rest_framework.serializers import Serializer

Handler = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Command:
    """One command a client may send: its name, the fields of its `data`, and the door to the action."""

    name: str
    serializer: type[Serializer]
    handler: Handler


@dataclass(frozen=True)
class Principal:
    """Who a socket speaks for: an active user in a live login session, until `expires_at` where a token says so."""

    user: Any
    session: str
    expires_at: datetime | None = None


commands: dict[str, Command] = {}
_topics: dict[str, Callable[[Any], list[str]]] = {}
_ephemeral: dict[str, str] = {}


def command(name: str, serializer: type[Serializer]) -> Callable[[Handler], Handler]:
    """Register a socket command: `handler(user, **data) -> data of the ack`."""

    def register(handler: Handler) -> Handler:
        commands[name] = Command(name, serializer, handler)
        return handler

    return register


def topics(kind: str) -> Callable[[Callable[[Any], list[str]]], Callable[[Any], list[str]]]:
    """Register which topics of a kind (`conversation`, `user` …) a person listens to by default."""

    def register(function: Callable[[Any], list[str]]) -> Callable[[Any], list[str]]:
        _topics[kind] = function
        return function

    return register


def topics_of(user: Any) -> list[str]:
    """Return every topic a person may listen to now."""
    return [topic for function in _topics.values() for topic in function(user)]


class Authentication:
    """How a socket learns who it speaks for; `accounts` fills it in."""

    by_cookie: Callable[[dict[str, Any]], Principal | None] = staticmethod(lambda scope: None)
    by_token: Callable[[str], Principal] = staticmethod(lambda token: _no_authentication())
    is_live: Callable[[Principal], bool] = staticmethod(lambda principal: True)
    ended: Callable[[Collection[str]], set[str]] = staticmethod(lambda sessions: set())
    describe: Callable[[Any], dict[str, Any]] = staticmethod(lambda user: {"id": str(user.pk)})


def _no_authentication() -> Principal:
    raise RuntimeError("no app registered a way to sign in")


authentication = Authentication()
