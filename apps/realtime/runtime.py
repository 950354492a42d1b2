"""What lives as long as the event loop of a web process: the hub, its transport, and the timers of both."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable

import structlog
from django.conf import settings

from apps.core.gate import REFRESH_SECONDS, gate
from apps.core.metrics import SOCKETS
from apps.events.bus import Delivery
from apps.realtime import sync, transport
from apps.realtime.calls import Call
from apps.realtime.gathering import Gatherer
from apps.realtime.hub import Hub
from apps.realtime.pool import in_thread, let_go
from apps.realtime.presence import RENEW_SECONDS, SWEEP_SECONDS, presence
from apps.realtime.registry import Answer, Command, authentication
from apps.realtime.transport import Transport

log = structlog.get_logger(__name__)
CHECK_SECONDS = 5.0  # a committed event that no bus brought is found within so long (security.md section 5)
HEARTBEAT_SECONDS = 25.0
LATELY_SECONDS = 10.0  # longer than a transaction takes and clocks differ; `_check` finds the rest


class Tally:
    """Counts connections by address."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, name: str) -> None:
        self._counts[name] += 1

    def discard(self, name: str) -> None:
        if self._counts[name] > 1:
            self._counts[name] -= 1
        else:
            self._counts.pop(name, None)

    def count(self, name: str) -> int:
        return self._counts[name]


class Runtime:
    """The realtime side of one web process."""

    def __init__(self, loop: asyncio.AbstractEventLoop):
        self.loop = loop
        self.hub = Hub(loop, _fill)
        self.transport = Transport(loop, self.hub)
        self.unsigned = Tally()
        self._gatherers: dict[str, Gatherer] = {}
        self._tasks: list[asyncio.Task] = []

    def start(self) -> None:
        self.transport.start()
        transport.use(self.transport)
        gate.watched = True
        timers = (self._check, self._beat, self._watch_addresses, self._watch_sessions, self._keep_presence)
        self._tasks = [self.loop.create_task(work()) for work in timers]

    def gather(self, known: Command, call: Call, answer: Callable[[Answer], None]) -> None:
        """Let a gathered command go with the next batch of its kind."""
        gatherer = self._gatherers.get(known.name)
        if gatherer is None:
            gatherer = self._gatherers[known.name] = Gatherer(self.loop, known)
        gatherer.add(call, answer)

    async def stop(self, seconds: float = 2.0) -> None:
        """Close the sockets as restarting (1012), spread over `seconds`, then stop the transport."""
        gate.watched = False
        for task in self._tasks:
            task.cancel()
        sockets = self.hub.all_sockets()
        for socket in sockets:
            self.loop.call_later(random.uniform(0, seconds), socket.end, 1012)  # noqa: S311 - spreads load, no secret
        if sockets:
            await asyncio.sleep(seconds + 0.2)
        await self.transport.stop()
        transport.use(None)
        await asyncio.to_thread(let_go)

    async def _check(self) -> None:
        """Find committed events that no bus brought."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            SOCKETS.set(len(self.hub.all_sockets()))
            await self._end_dead_sessions()
            topics = list(self.hub.listeners)
            if not topics:
                continue
            try:
                moved = await in_thread(sync.newest_seqs, topics)
            except Exception as error:  # the database is away: asked again soon
                log.warning("check.failed", error=type(error).__name__)
                continue
            for topic, seq in moved.items():
                self.hub.note(topic, seq)

    async def _watch_addresses(self) -> None:
        """Take in changed address rules, and close the sockets of those who are kept out now."""
        known = gate.rules
        while True:
            try:
                await in_thread(gate.refresh)
            except Exception as error:  # the database is away: what is known goes on holding
                log.warning("addresses.unreadable", error=type(error).__name__)
            if gate.rules is not known:  # by whoever read them: a request, or the edit itself
                known = gate.rules
                for socket in self.hub.all_sockets():
                    if not gate.allows(socket.real_address):
                        socket.end(4403)
            await asyncio.sleep(REFRESH_SECONDS)

    async def _watch_sessions(self) -> None:
        """Close the sockets of what was ended a moment ago, whether or not the bus brought the news (within 1 s)."""
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            if not self.hub.sockets:
                continue
            try:
                ended = await in_thread(authentication.ended_lately, LATELY_SECONDS)
            except Exception as error:  # the database is away: asked again soon
                log.warning("check.failed", error=type(error).__name__)
                continue
            for socket in self.hub.all_sockets() if ended else ():
                if socket.session in ended:
                    socket.end(4401)

    async def _keep_presence(self) -> None:
        """Renew what is noted of our connections, and tell of those whose note ran out."""
        renewed = self.loop.time()
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                if self.loop.time() - renewed > RENEW_SECONDS:
                    renewed = self.loop.time()
                    await in_thread(presence.renew)
                await in_thread(presence.sweep)
            except Exception as error:  # the database is away: tried again soon
                log.warning("presence.failed", error=type(error).__name__)

    async def _end_dead_sessions(self) -> None:
        """Close the sockets of login sessions that ended without a word: expired, or the bus lost the news."""
        sockets = self.hub.all_sockets()
        if not sockets:
            return
        try:
            ended = await in_thread(authentication.ended, {socket.session for socket in sockets})
        except Exception as error:  # the database is away: asked again soon
            log.warning("check.failed", error=type(error).__name__)
            return
        for socket in sockets:
            if socket.session in ended:
                socket.end(4401)

    async def _beat(self) -> None:
        """Tell each socket the newest numbers of its topics that moved, so that it notices a lost last event."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                moved = await in_thread(sync.newest_seqs, list(self.hub.listeners))
            except Exception:
                moved = {}
            for socket in self.hub.all_sockets():
                socket.beat(moved)


async def _fill(topic: str, known: int) -> list[Delivery]:
    return await in_thread(sync.missed, topic, known)


_current: Runtime | None = None


def runtime() -> Runtime:
    """Return the runtime of this loop, starting it where the server has no lifespan (runserver, tests)."""
    global _current
    loop = asyncio.get_running_loop()
    if _current is None or _current.loop is not loop:
        _current = Runtime(loop)
        _current.start()
    return _current


async def stop_runtime(seconds: float = 2.0) -> None:
    """Stop the runtime of this process."""
    global _current
    if _current is not None:
        stopping, _current = _current, None
        if stopping.loop is asyncio.get_running_loop():  # what another loop began has ended with it
            await stopping.stop(seconds)


def transport_state() -> tuple[bool, int]:
    """Return whether the bus answers, and how many sockets this process has."""
    if _current is None:
        return True, 0
    return (not settings.REDIS_URLS) or _current.transport.connected, len(_current.hub.all_sockets())
