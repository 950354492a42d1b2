"""What carries frames between processes. It may lose, repeat or be away: the hub asks the rows about what it misses.

Over one Redis or several that share the topics by publish/subscribe; in a Redis Cluster by its sharded form, where a
topic's messages stay with the node that keeps its slot. What goes out together goes in one round trip, all of one topic
as one message, and a process drops the echo of its own messages unread: both cost more than the sending itself.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from django.conf import settings
from redis import asyncio as aioredis

from apps.core.redis_servers import Servers, servers
from apps.core.strictjson import dumps

CONNECT_SECONDS = 1.0
SILENT_SECONDS = 15.0  # a server that says nothing for so long, though pinged, is believed gone
PING_SECONDS = 5.0
Message = dict[str, Any]  # with its `topic`


class BusBroken(Exception):
    """A connection of the bus has gone, or a topic has moved to another server: open it anew."""


class Bus(Protocol):
    """One process's end of it. All methods run on one event loop; whatever is wrong raises."""

    async def send(self, messages: Sequence[Message]) -> None:
        """Send messages, each to the processes that have joined its topic."""

    async def open(self) -> None:
        """Begin to hear, as yet nothing."""

    async def join(self, topics: Iterable[str]) -> None:
        """Hear topics."""

    async def leave(self, topics: Iterable[str]) -> None:
        """Hear topics no longer."""

    async def receive(self) -> Message:
        """Return the next message of a joined topic."""

    async def close(self) -> None:
        """Give back what is held."""


def bus() -> Bus | None:
    """Return the bus that the settings name; None where there is one process."""
    return RedisBus(servers()) if settings.REDIS_URLS else None


@dataclass(frozen=True)
class Verbs:
    """What a server is told, and what it calls a message and, in a cluster, a subscription that a moved slot ended."""

    publish: str
    subscribe: str
    unsubscribe: str
    message: bytes
    ended: bytes


PLAIN = Verbs("PUBLISH", "SUBSCRIBE", "UNSUBSCRIBE", b"message", b"")  # there nothing ends but by our own wish
SHARDED = Verbs("SPUBLISH", "SSUBSCRIBE", "SUNSUBSCRIBE", b"smessage", b"sunsubscribe")


class RedisBus:
    """A connection to each server (of a cluster: each primary) to hear by, and another to speak by."""

    def __init__(self, among: Servers):
        self._servers = among
        self._verbs = SHARDED if among.cluster else PLAIN
        self._origin = os.urandom(8).hex().encode()  # what we say begins with it
        self._ears: dict[str, Ear] = {}
        self._mouths: dict[str, aioredis.Redis] = {}
        self._queue: asyncio.Queue[Message | Exception] = asyncio.Queue()
        self._joined: dict[str, Ear] = {}  # by topic

    async def send(self, messages: Sequence[Message]) -> None:
        together: dict[str, list[Message]] = {}
        for message in messages:
            together.setdefault(message["topic"], []).append(message)
        try:
            by_server = await self._by_server(list(together.items()), list(together))
            done = await asyncio.gather(*(self._say(*one) for one in by_server.items()), return_exceptions=True)
            for failure in done:
                if isinstance(failure, BaseException):
                    raise failure
        except Exception:
            self._servers.doubt()
            raise

    async def _say(self, url: str, spoken: Sequence[tuple[str, list[Message]]]) -> None:
        mouth = self._mouths.get(url)
        if mouth is None:
            mouth = self._mouths[url] = aioredis.Redis.from_url(
                url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
            )
        async with mouth.pipeline(transaction=False) as pipeline:
            for topic, messages in spoken:
                pipeline.execute_command(self._verbs.publish, _channel(topic), self._origin + dumps(messages))
            await pipeline.execute()

    async def open(self) -> None:
        await self._shut()
        await asyncio.to_thread(self._servers.all)

    async def join(self, topics: Iterable[str]) -> None:
        wanted = [topic for topic in topics if topic not in self._joined]
        try:
            for url, mine in (await self._by_server(wanted, wanted)).items():
                ear = self._ears.get(url)
                if ear is None:
                    ear = self._ears[url] = await Ear.at(url, self._verbs, self._origin, self._queue)
                self._joined |= dict.fromkeys(mine, ear)
                await ear.command(self._verbs.subscribe, mine)
        except Exception:
            self._servers.doubt()
            raise

    async def leave(self, topics: Iterable[str]) -> None:
        for topic in topics:
            ear = self._joined.pop(topic, None)
            if ear is not None:
                await ear.command(self._verbs.unsubscribe, [topic])

    async def receive(self) -> Message:
        while True:
            found = await self._queue.get()
            if isinstance(found, Exception):
                self._servers.doubt()
                raise found
            if "moved" not in found:
                return found
            if found["moved"] in self._joined:  # not by our own wish: its slot is somewhere else now
                self._servers.doubt()
                raise BusBroken(found["moved"])

    async def close(self) -> None:
        await self._shut()
        for mouth in self._mouths.values():
            with contextlib.suppress(Exception):
                await mouth.aclose()
        self._mouths.clear()

    async def _shut(self) -> None:
        for ear in self._ears.values():
            await ear.close()
        self._ears.clear()
        self._joined.clear()
        while not self._queue.empty():
            self._queue.get_nowait()

    async def _by_server(self, things: Sequence[Any], names: Sequence[str]) -> dict[str, list[Any]]:
        """Group things by the server that keeps their channel; a cluster is asked, off the loop, where it must be."""
        pairs = list(zip(things, names, strict=True))
        if not self._servers.known:
            await asyncio.to_thread(self._servers.all)
        found = self._servers.grouped(pairs, lambda pair: _channel(pair[1]))
        return {url: [thing for thing, _name in mine] for url, mine in found.items()}


class Ear:
    """A connection that hears the channels of one server."""

    def __init__(
        self,
        connection: aioredis.Connection,
        verbs: Verbs,
        origin: bytes,
        queue: asyncio.Queue[Message | Exception],
    ):
        self._connection, self._verbs, self._origin, self._queue = connection, verbs, origin, queue
        self._heard_at = time.monotonic()
        self._tasks = [asyncio.create_task(work()) for work in (self._listen, self._keep)]

    @classmethod
    async def at(cls, url: str, verbs: Verbs, origin: bytes, queue: asyncio.Queue[Message | Exception]) -> "Ear":
        pool = aioredis.ConnectionPool.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_keepalive=True)
        connection = pool.make_connection()
        await connection.connect()
        return cls(connection, verbs, origin, queue)

    async def command(self, name: str, topics: Sequence[str]) -> None:
        for topic in topics:  # one channel each: those of one node may lie in different slots
            await self._connection.send_command(name, _channel(topic))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(Exception):
            await self._connection.disconnect()

    async def _listen(self) -> None:
        try:
            while True:
                self._take(await self._connection.read_response(disconnect_on_error=False))
        except Exception as error:
            self._queue.put_nowait(error if str(error) else BusBroken(type(error).__name__))

    def _take(self, answer: Any) -> None:
        self._heard_at = time.monotonic()
        kind = answer[0] if isinstance(answer, list) else None
        if kind == self._verbs.message:
            if not answer[2].startswith(self._origin):
                for message in orjson.loads(answer[2][len(self._origin) :]):
                    self._queue.put_nowait(message)
        elif kind == self._verbs.ended and answer[1] is not None:
            self._queue.put_nowait({"moved": _topic(answer[1])})

    async def _keep(self) -> None:
        """Let a server that is gone without a word be noticed."""
        with contextlib.suppress(Exception):  # the listener finds out the same
            while time.monotonic() - self._heard_at < SILENT_SECONDS:
                await asyncio.sleep(PING_SECONDS)
                await self._connection.send_command("PING")
        self._queue.put_nowait(BusBroken("silent"))


def _channel(topic: str) -> str:
    return f"altlas:{topic}"


def _topic(channel: bytes) -> str:
    return channel.decode().removeprefix("altlas:")
