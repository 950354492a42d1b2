"""A worker hears what is said where tasks listen and lets them look at once; the sweep finds what it missed.

What is said goes over the bus anyway. A worker joins the topics where something listens, and no others. In one process,
which has no bus, what it published itself is looked up in a set. So what nobody listens for costs nothing.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import Sequence
from queue import Empty, SimpleQueue

import structlog
from django.db import close_old_connections

from apps.commands.models import Listener
from apps.commands.runner.engine import unpark_task
from apps.events.bus import Delivery, add_outlet
from apps.realtime.buses import Bus, BusBroken, bus

log = structlog.get_logger(__name__)
SAID = '{"type":"message.created"'  # how the frame of a message begins
GATHER_SECONDS = 0.05  # what is said in so short a time is looked at together
RETRY_SECONDS = 1.0
PLACE = "conversation:"


class Hearing:
    """The ears of one worker process."""

    def __init__(self) -> None:
        self._topics: set[str] = set()
        self._heard: SimpleQueue[str] = SimpleQueue()
        self._bus: Bus | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._receiving: asyncio.Task[None] | None = None
        self.started = False

    def start(self) -> None:
        """Begin to hear, first where something listens already."""
        if self.started:
            return
        self.started = True
        self.open()
        threading.Thread(target=self._work, name="hearing", daemon=True).start()

    def open(self) -> None:
        """Have what is said come here: over the bus, or where there is none from this process itself."""
        self._bus = bus()
        if self._bus is None:
            add_outlet(self.take)
            return
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="hearing-bus", daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._begin(self._bus), self._loop).result(timeout=5)

    def close(self) -> None:
        """Hear nothing any more."""
        self._topics.clear()
        if self._loop is not None and self._thread is not None:
            with contextlib.suppress(TimeoutError):  # a bus that does not answer keeps nobody from stopping
                asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(timeout=5)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=5)
            self._loop.close()
            self._loop = None

    def follow(self, topic: str) -> None:
        """Hear what is said here from now on, and look once at what was said before that began."""
        if not self.started or topic in self._topics:
            return
        self._topics.add(topic)
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._join(topic), self._loop)
        else:
            self._heard.put(topic)

    def take(self, deliveries: Sequence[Delivery]) -> None:
        """Note what was said where something listens."""
        if not self._topics:
            return
        for delivery in deliveries:
            if delivery.topic in self._topics and delivery.frame.startswith(SAID):
                self._heard.put(delivery.topic)

    def look(self, seconds: float | None = None) -> int:
        """Wait until something was said, at most so long; let those look who listen there, and return how many."""
        try:
            places = {self._heard.get(timeout=seconds)}
        except Empty:
            return 0
        time.sleep(GATHER_SECONDS)
        while not self._heard.empty():
            places.add(self._heard.get())
        keys = [place.removeprefix(PLACE) for place in places]
        self._topics -= places  # before the rows are asked: who begins to listen meanwhile is not forgotten
        listening = Listener.objects.waiting().filter(conversation__in=keys)
        self._topics |= {f"{PLACE}{key}" for key in listening.values_list("conversation", flat=True).distinct()}
        for topic in places - self._topics:
            if self._loop is not None:
                asyncio.run_coroutine_threadsafe(self._leave(topic), self._loop)
        tasks = list(listening.with_news().values_list("task_run", flat=True))
        for task in tasks:
            unpark_task(task)
        return len(tasks)

    def _work(self) -> None:
        looked = False
        while True:
            try:
                for place in () if looked else Listener.objects.waiting().values_list("conversation", flat=True):
                    self.follow(f"{PLACE}{place}")
                looked = True
                self.look()
            except Exception as error:  # the database is away: the sweep finds who listens
                log.warning("hearing.failed", error=type(error).__name__)
                time.sleep(RETRY_SECONDS)
            finally:
                close_old_connections()

    async def _begin(self, bus: Bus) -> None:
        self._receiving = asyncio.create_task(self._receive(bus))

    async def _end(self) -> None:
        if self._receiving is not None and self._bus is not None:
            self._receiving.cancel()
            await asyncio.gather(self._receiving, return_exceptions=True)
            await self._bus.close()

    async def _join(self, topic: str) -> None:
        try:
            await self._bus.join([topic])  # type: ignore[union-attr] # there is one where there is a loop
        except Exception as error:  # it is joined when the bus is opened again
            log.warning("hearing.lost", error=type(error).__name__)
        self._heard.put(topic)

    async def _leave(self, topic: str) -> None:
        if topic not in self._topics:
            with contextlib.suppress(Exception):  # a connection that broke is opened anew without it
                await self._bus.leave([topic])  # type: ignore[union-attr]

    async def _receive(self, bus: Bus) -> None:
        opened = False
        while True:
            try:
                if not opened:
                    await bus.open()
                    await bus.join(list(self._topics))
                    opened = True
                    for topic in list(self._topics):
                        self._heard.put(topic)
                message = await bus.receive()
                self.take([Delivery(message["topic"], message["frame"])])
            except Exception as error:
                opened = False
                if not isinstance(error, BusBroken):
                    log.warning("hearing.lost", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)


hearing = Hearing()
