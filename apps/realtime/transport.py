"""Between processes: a process that has sockets hears, by the bus, the topics that somebody here listens to.

Without Redis there is one process and nothing to carry. With it, a process that has no sockets (a worker) only sends,
from a small loop of its own.
"""

import asyncio
import atexit
import contextlib
import threading
from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from django.conf import settings

from apps.events.bus import Delivery
from apps.realtime.buses import Bus, BusBroken, bus
from apps.realtime.hub import Hub

log = structlog.get_logger(__name__)
RETRY_SECONDS = 1.0
MAX_TOGETHER = 100  # deliveries handed to the bus at once
MAX_WAITING = 10_000  # deliveries kept for a bus that is away; beyond it sockets fill the gap from the rows


class Transport:
    """Carries deliveries between this process and the others. `hub` is None in a process without sockets."""

    def __init__(self, loop: asyncio.AbstractEventLoop, hub: Hub | None):
        self.loop = loop
        self.hub = hub
        self.connected = not settings.REDIS_URLS
        self._bus = bus()
        self._open = False
        self._followed: set[str] = set()
        self._queue: asyncio.Queue[Delivery] = asyncio.Queue(MAX_WAITING)
        self._tasks: list[asyncio.Task] = []
        self._lock = asyncio.Lock()

    def start(self) -> None:
        """Begin to send and, with a hub, to hear."""
        if self._bus is None:
            return
        self._tasks.append(self.loop.create_task(self._send_all(self._bus)))
        if self.hub:
            self.hub.follow = self._follow
            self._tasks.append(self.loop.create_task(self._hear(self._bus, self.hub)))

    async def stop(self) -> None:
        """Stop; what could not be sent is found in the rows by whoever misses it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._bus is not None:
            await self._bus.close()

    def carry(self, deliveries: Sequence[Delivery]) -> None:
        """Take deliveries from any thread: to our own sockets directly, to other processes by the bus."""
        if self.hub:
            self.hub.submit(deliveries)
        if self._bus is not None:
            self.loop.call_soon_threadsafe(self._enqueue, deliveries)

    def _enqueue(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            try:
                self._queue.put_nowait(delivery)
            except asyncio.QueueFull:
                log.warning("transport.full", topic=delivery.topic)
                return

    async def _send_all(self, bus: Bus) -> None:
        while True:
            together = [await self._queue.get()]
            while len(together) < MAX_TOGETHER and not self._queue.empty():
                together.append(self._queue.get_nowait())
            try:
                await bus.send([self._message(delivery) for delivery in together])
                self.connected = True
            except Exception as error:  # Redis away: a durable frame is found in the rows, others are stale anyway
                self._lost(error)

    def _message(self, delivery: Delivery) -> dict[str, Any]:
        return {
            "topic": delivery.topic,
            "frame": delivery.frame,
            "seq": delivery.seq,
            "changes": list(delivery.changes),
        }

    async def _hear(self, bus: Bus, hub: Hub) -> None:
        while True:
            try:
                if not self._open:
                    await bus.open()
                    async with self._lock:
                        self._open = True
                        await bus.join(list(self._followed))
                    self.connected = True
                hub.receive(_delivery(await bus.receive()))
            except Exception as error:
                self._open = False
                if not isinstance(error, BusBroken):
                    self._lost(error)
                await asyncio.sleep(RETRY_SECONDS)

    async def _follow(self, topics: Iterable[str], on: bool) -> None:
        async with self._lock:
            # what was turned round while we waited is left to whoever turned it
            topics = [topic for topic in topics if on == (topic in self.hub.listeners)]  # type: ignore[union-attr]
            (self._followed.update if on else self._followed.difference_update)(topics)
            if not self._open or self._bus is None:
                return
            try:
                await (self._bus.join(topics) if on else self._bus.leave(topics))
            except Exception as error:
                self._lost(error)

    def _lost(self, error: Exception) -> None:
        if self.connected:
            log.warning("transport.lost", error=type(error).__name__)
        self.connected = False


def _delivery(message: dict[str, Any]) -> Delivery:
    return Delivery(message["topic"], message["frame"], message["seq"], message["changes"])


_current: Transport | None = None
_guard = threading.Lock()


def current() -> Transport | None:
    """Return the transport of this process, if sockets or a worker started one."""
    return _current


def use(transport: Transport | None) -> None:
    """Make `transport` the one that published events go through."""
    global _current
    _current = transport


def outlet(deliveries: Sequence[Delivery]) -> None:
    """The outlet of `events`: hands deliveries to this process's transport, starting a sending one where none is."""
    transport = _current
    if transport is None:
        if not settings.REDIS_URLS:
            return  # embedded, and no server runs in this process: nobody to tell
        transport = _start_sender()
    transport.carry(deliveries)


def _start_sender() -> Transport:
    with _guard:
        if _current is not None:
            return _current
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, name="transport", daemon=True).start()

        async def make() -> Transport:
            transport = Transport(loop, None)
            transport.start()
            return transport

        transport = asyncio.run_coroutine_threadsafe(make(), loop).result(timeout=5)
        use(transport)
        atexit.register(_stop_sender, transport)
        return transport


def _stop_sender(transport: Transport) -> None:
    with contextlib.suppress(TimeoutError, RuntimeError):
        asyncio.run_coroutine_threadsafe(transport.stop(), transport.loop).result(timeout=1)
