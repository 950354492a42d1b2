"""Who is here: each signed-in connection of a person, online or away. Never stored longer than a note lives.

Of a person with several devices the liveliest counts. What is told to whom is `accounts`' to say, which registers
itself below. Where Redis is gone nobody seems to be here; sockets go on without noticing.
"""

import threading
import time
from collections.abc import Callable, Collection
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings

from apps.core.redis_servers import servers
from apps.realtime.presence_stores import InMemory, InRedis, Notes, Store

log = structlog.get_logger(__name__)
ONLINE, AWAY, OFFLINE = "online", "away", "offline"
RENEW_SECONDS, SWEEP_SECONDS, PAUSE_SECONDS = 20.0, 2.0, 5.0
connection: ContextVar[str] = ContextVar("connection", default="")  # which one a socket command came by


@dataclass
class Here:
    """One connection of this process."""

    user: str
    session: str
    state: str = ONLINE


class Presence:
    """The connections of this process, and what is known of everybody's."""

    def __init__(self) -> None:
        self.announce: Callable[[str, str], None] = lambda user, state: None
        self.seen: Callable[[Collection[str]], None] = lambda sessions: None
        self._mine: dict[str, Here] = {}
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._silent_until = float("-inf")

    def came(self, user: str, session: str, name: str) -> None:
        """Note a connection that has signed in."""
        with self._lock:
            self._mine[name] = Here(user, session)
        self._note(user, {name: ONLINE})

    def choose(self, name: str, state: str) -> None:
        """Note that whoever sits at a connection is there, or not."""
        with self._lock:
            here = self._mine.get(name)
            if here is not None:
                here.state = state
        if here is not None:
            self._note(here.user, {name: state})

    def left(self, name: str) -> None:
        """Forget a connection; that the person is gone is told a moment later, unless they come back."""
        with self._lock:
            here = self._mine.pop(name, None)
        if here is None:
            return
        self._note_seen([here.session])
        now = time.time()
        left = self._ask(lambda store: store.drop(here.user, name, now))
        if left and (after := _liveliest(left)) != _liveliest({**left, name: (here.state, now)}):
            self._tell(here.user, after)

    def renew(self) -> None:
        """Renew the notes of this process's connections."""
        with self._lock:
            mine = {name: Here(one.user, one.session, one.state) for name, one in self._mine.items()}
        people: dict[str, dict[str, str]] = {}
        for name, here in mine.items():
            people.setdefault(here.user, {})[name] = here.state
        now = time.time()
        for user, connections in people.items():
            self._ask(lambda store, user=user, connections=connections: store.note(user, connections, now))
        if mine:
            self._note_seen({here.session for here in mine.values()})

    def sweep(self) -> None:
        """Tell of those whose last connection is gone."""
        for user in self._ask(lambda store: store.run_out(time.time())) or ():
            state = self.state_of(user)
            if state == OFFLINE:
                self._tell(user, state)

    def state_of(self, user: str) -> str:
        """Return online, away or offline."""
        return _liveliest(self._ask(lambda store: store.notes(user, time.time())) or {})

    def here(self, users: Collection[str]) -> set[str]:
        """Return who of these is here, and so has somewhere to be told something."""
        return self._ask(lambda store: store.here(users, time.time())) or set()

    def _note(self, user: str, connections: dict[str, str]) -> None:
        now = time.time()
        before = self._ask(lambda store: store.note(user, connections, now))
        if before is None:
            return
        after = _liveliest({**before, **{name: (state, now) for name, state in connections.items()}})
        if after != _liveliest(before):
            self._tell(user, after)

    def _tell(self, user: str, state: str) -> None:
        try:
            self.announce(user, state)
        except Exception as error:  # the database is away: a hint is lost, no connection
            log.warning("presence.untold", error=type(error).__name__)

    def _note_seen(self, sessions: Collection[str]) -> None:
        try:
            self.seen(sessions)
        except Exception as error:
            log.warning("presence.untold", error=type(error).__name__)

    def _ask(self, question: Callable[[Store], Any]) -> Any:
        """Ask the store; None where it does not answer."""
        if time.monotonic() < self._silent_until:
            return None
        if self._store is None:
            self._store = InRedis(servers()) if settings.REDIS_URLS else InMemory()
        try:
            return question(self._store)
        except Exception as error:  # whatever the driver raises: nothing else depends on presence
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            log.warning("presence.unreachable", error=type(error).__name__)
            return None


def _liveliest(notes: Notes) -> str:
    states = {state for state, _until in notes.values()}
    return ONLINE if ONLINE in states else AWAY if states else OFFLINE


presence = Presence()
