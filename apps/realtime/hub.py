"""One hub per process: which socket listens to which topic, and delivery in order.

A frame arrives encoded; every socket is handed the same bytes. `seq` decides what happens to a durable frame: the next
one goes out, an old one is dropped, a gap is filled from the rows first, so that a bus which loses or repeats is
harmless.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Protocol

import structlog
from django.conf import settings

from apps.events.bus import Delivery
from apps.realtime.frames import Frames
from apps.realtime.veils import veiled, veils_in

log = structlog.get_logger(__name__)
JOIN_MEASURED = 0.05  # seconds over which the load is measured
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Batch(Frames):
    """Deliveries of one topic that go out together."""

    def __init__(self, topic: str, deliveries: Sequence[Delivery]):
        super().__init__([delivery.frame for delivery in deliveries])
        self.topic, self.deliveries = topic, deliveries


class Socket(Protocol):
    """What the hub knows of a connection."""

    user_id: str
    session: str
    topics: set[str]

    @property
    def real_address(self) -> str: ...
    def hand(self, batch: Batch) -> None: ...
    def beat(self, seqs: dict[str, int]) -> None: ...
    def end(self, code: int) -> None: ...


Fill = Callable[[str, int], Awaitable[list[Delivery]]]
Follow = Callable[[Iterable[str], bool], Awaitable[None]]


class Hub:
    """Routes frames to sockets. All methods run on the hub's event loop; `submit` may be called from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, fill: Fill):
        self.loop = loop
        self.follow: Follow | None = None  # set by the layer transport: begin or end to hear topics of other processes
        self.listeners: dict[str, set[Socket]] = {}
        self.sockets: dict[str, set[Socket]] = defaultdict(set)  # by user
        self.seqs: dict[str, int] = {}
        self._fill = fill
        self._held: dict[str, list[Delivery]] = {}
        self._tasks: set[asyncio.Task] = set()
        self._joined: dict[str, list[Delivery]] = {}
        self._due = self._busy = False
        self._handed, self._counted_since = 0, loop.time()

    # sockets ----------------------------------------------------------------------------------------------------------
    def add(self, socket: Socket) -> None:
        """Know a socket, so that changes for its user reach it."""
        self.sockets[socket.user_id].add(socket)

    async def listen(self, socket: Socket, topics: Iterable[str]) -> None:
        """Let a socket hear topics; returns when the process hears them."""
        new = [topic for topic in topics if self._attach(socket, topic)]
        if new and self.follow:
            await self.follow(new, True)

    def unlisten(self, socket: Socket, topics: Iterable[str]) -> None:
        """Let a socket no longer hear topics."""
        topics = list(topics)
        for topic in topics:
            self._flush(topic)
        self._follow_later([topic for topic in topics if self._drop(socket, topic)], False)

    def remove(self, socket: Socket) -> None:
        """Forget a socket."""
        self.sockets[socket.user_id].discard(socket)
        if not self.sockets[socket.user_id]:
            del self.sockets[socket.user_id]
        gone = [topic for topic in socket.topics if self._detach(socket, topic)]
        socket.topics.clear()
        self._follow_later(gone, False)

    def all_sockets(self) -> list[Socket]:
        """Return every connection of this process."""
        return [socket for group in self.sockets.values() for socket in group]

    # frames -----------------------------------------------------------------------------------------------------------
    def submit(self, deliveries: Sequence[Delivery]) -> None:
        """Take in deliveries from any thread."""
        try:
            self.loop.call_soon_threadsafe(self.receive_all, deliveries)
        except RuntimeError:  # the loop is closed: the process is stopping
            log.debug("hub.closed")

    def receive_all(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            self.receive(delivery)

    def receive(self, delivery: Delivery) -> None:
        """Take in a delivery: in order, once, gaps filled."""
        topic, seq = delivery.topic, delivery.seq
        if topic in self._held:
            if seq is not None:
                self._held[topic].append(delivery)
                return
        elif seq is not None and topic in self.listeners:
            known = self.seqs.get(topic)
            if known is not None and seq <= known:
                return
            if known is not None and seq > known + 1:
                self._held[topic] = [delivery]
                self._spawn(self._close_gap(topic, known))
                return
            self.seqs[topic] = seq
        self._emit(delivery)

    def note(self, topic: str, seq: int) -> None:
        """Learn a topic's newest number from the rows; fetch what this process has not heard."""
        if topic not in self.listeners or topic in self._held:
            return
        known = self.seqs.setdefault(topic, seq)
        if known < seq:
            self._held[topic] = []
            self._spawn(self._close_gap(topic, known))

    async def _close_gap(self, topic: str, known: int) -> None:
        found: list[Delivery] = []
        try:
            found = await self._fill(topic, known)
        except Exception as error:  # database away: the next check finds the gap again
            log.warning("hub.gap", topic=topic, error=type(error).__name__)
        for delivery in sorted(found + self._held.pop(topic, []), key=lambda delivery: delivery.seq or 0):
            if delivery.seq is not None and delivery.seq > self.seqs.get(topic, known):
                self.seqs[topic] = delivery.seq
                self._emit(delivery)

    def _emit(self, delivery: Delivery) -> None:
        if not delivery.changes:
            self._join(delivery)
            return
        self._flush(delivery.topic)
        for change in delivery.changes:
            if change["do"] == "listen":
                self._begin(change["user"], change["topic"], change["seq"])
            elif change["do"] == "close":
                for socket in list(self.sockets.get(change["user"], ())):
                    if change["session"] in (None, socket.session):
                        socket.end(4401)
        self._hand_apart(delivery)
        for change in delivery.changes:
            if change["do"] == "unlisten":
                self._cease(change["user"], change["topic"])

    # joining ----------------------------------------------------------------------------------------------------------
    def _join(self, delivery: Delivery) -> None:
        """Let a delivery go out with the others of its topic: in this round of the loop or, under load, a little later.

        A write to a socket costs the same for one frame as for ten. A quiet process has nobody wait.
        """
        if delivery.topic not in self.listeners:
            return
        if delivery.topic in self._joined:
            self._joined[delivery.topic].append(delivery)
            return
        self._joined[delivery.topic] = [delivery]
        if not self._due:
            self._due = True
            pause = self._pause()
            if pause:
                self.loop.call_later(pause, self._flush_all)
            else:
                self.loop.call_soon(self._flush_all)

    def _pause(self) -> float:
        """Return how long frames are held back now: not at all below so many deliveries per second."""
        passed = self.loop.time() - self._counted_since
        if passed > JOIN_MEASURED:
            self._busy = self._handed / passed > settings.SOCKET_JOIN_ABOVE
            self._handed, self._counted_since = 0, self.loop.time()
        return settings.SOCKET_JOIN_MS / 1000 if self._busy else 0.0

    def _flush_all(self) -> None:
        self._due = False
        for topic in list(self._joined):
            self._flush(topic)

    def _flush(self, topic: str) -> None:
        if deliveries := self._joined.pop(topic, None):
            self._hand(topic, deliveries)

    def _hand(self, topic: str, deliveries: list[Delivery], less: Mapping[str, Batch] = NOTHING) -> None:
        listeners = self.listeners.get(topic)
        if listeners and deliveries[0].frame:
            self._handed += len(listeners) * len(deliveries)
            batch = Batch(topic, deliveries)
            for socket in tuple(listeners):
                socket.hand(less.get(socket.user_id, batch) if less else batch)

    def _hand_apart(self, delivery: Delivery) -> None:
        """Hand out a delivery of which some hear less."""
        less: dict[str, Batch] = {}
        for veil in veils_in(delivery.changes):
            batch = Batch(delivery.topic, [replace(delivery, frame=veiled(delivery.frame, veil["data"]))])
            less.update(dict.fromkeys(veil["users"], batch))
        self._hand(delivery.topic, [delivery], less)

    # changes ----------------------------------------------------------------------------------------------------------
    def _begin(self, user: str, topic: str, seq: int) -> None:
        new = [topic for socket in self.sockets.get(user, ()) if self._attach(socket, topic)]
        if topic in self.listeners:
            self.seqs.setdefault(topic, seq)
        self._follow_later(new[:1], True)

    def _cease(self, user: str, topic: str) -> None:
        gone = [topic for socket in list(self.sockets.get(user, ())) if self._drop(socket, topic)]
        self._follow_later(gone[:1], False)

    def _drop(self, socket: Socket, topic: str) -> bool:
        socket.topics.discard(topic)
        return self._detach(socket, topic)

    def _attach(self, socket: Socket, topic: str) -> bool:
        """Return whether this is the first listener of the topic in the process."""
        self._flush(topic)  # a newcomer gets nothing from before
        socket.topics.add(topic)
        group = self.listeners.get(topic)
        if group is None:
            self.listeners[topic] = {socket}
            return True
        group.add(socket)
        return False

    def _detach(self, socket: Socket, topic: str) -> bool:
        """Return whether the last listener of the topic has gone."""
        group = self.listeners.get(topic)
        if group is None:
            return False
        group.discard(socket)
        if group:
            return False
        del self.listeners[topic]
        self.seqs.pop(topic, None)
        return True

    def _follow_later(self, topics: list[str], on: bool) -> None:
        if topics and self.follow:
            self._spawn(self.follow(topics, on))

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work, loop=self.loop)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
