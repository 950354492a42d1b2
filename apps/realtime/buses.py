"""What carries frames between processes. It may lose, repeat or be away: the hub asks the rows about what it misses.

Channels' layer does it over one Redis or over several. It does not know Redis Cluster, so there a bus of our own uses
the cluster's sharded publish/subscribe: a topic's messages stay with the node that keeps its slot.
"""

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import orjson
from channels.layers import get_channel_layer
from django.conf import settings
from redis import asyncio as aioredis

from apps.core.redis_servers import Servers, servers
from apps.core.strictjson import dumps

CONNECT_SECONDS = 1.0
SILENT_SECONDS = 15.0  # a node that says nothing for so long, though pinged, is believed gone
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
    if not settings.REDIS_URLS:
        return None
    return ClusterBus(servers()) if settings.REDIS_CLUSTER else ChannelsBus(get_channel_layer())


def group_of(topic: str) -> str:
    """Return the name of a topic's group in Channels' layer."""
    return topic.replace(":", ".")


class ChannelsBus:
    """One channel of the process in Channels' layer, one group per topic."""

    def __init__(self, layer: Any):
        self._layer = layer
        self._channel = ""

    async def send(self, messages: Sequence[Message]) -> None:
        for message in messages:
            await self._layer.group_send(group_of(message["topic"]), message)

    async def open(self) -> None:
        self._channel = await self._layer.new_channel("hub.")

    async def join(self, topics: Iterable[str]) -> None:
        for topic in topics:
            await self._layer.group_add(group_of(topic), self._channel)

    async def leave(self, topics: Iterable[str]) -> None:
        for topic in topics:
            await self._layer.group_discard(group_of(topic), self._channel)

    async def receive(self) -> Message:
        return await self._layer.receive(self._channel)

    async def close(self) -> None:
        """The layer's connections end with the loop."""


class ClusterBus:
    """A connection to each primary of a Redis Cluster to hear by, and another to speak by."""

    def __init__(self, cluster: Servers):
        self._cluster = cluster
        self._ears: dict[str, Ear] = {}
        self._mouths: dict[str, aioredis.Redis] = {}
        self._queue: asyncio.Queue[Message | Exception] = asyncio.Queue()
        self._joined: dict[str, Ear] = {}  # by topic

    async def send(self, messages: Sequence[Message]) -> None:
        try:
            by_server = await self._by_server(messages, [message["topic"] for message in messages])
            done = await asyncio.gather(*(self._say(*one) for one in by_server.items()), return_exceptions=True)
            for failure in done:
                if isinstance(failure, BaseException):
                    raise failure
        except Exception:
            self._cluster.doubt()
            raise

    async def _say(self, url: str, messages: Sequence[Message]) -> None:
        mouth = self._mouths.get(url)
        if mouth is None:
            mouth = self._mouths[url] = aioredis.Redis.from_url(
                url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
            )
        async with mouth.pipeline(transaction=False) as pipeline:
            for message in messages:
                pipeline.execute_command("SPUBLISH", _channel(message["topic"]), dumps(message))
            await pipeline.execute()

    async def open(self) -> None:
        await self._shut()
        await asyncio.to_thread(self._cluster.all)

    async def join(self, topics: Iterable[str]) -> None:
        wanted = [topic for topic in topics if topic not in self._joined]
        try:
            for url, mine in (await self._by_server(wanted, wanted)).items():
                ear = self._ears.get(url)
                if ear is None:
                    ear = self._ears[url] = await Ear.at(url, self._queue)
                self._joined |= dict.fromkeys(mine, ear)
                await ear.command("SSUBSCRIBE", mine)
        except Exception:
            self._cluster.doubt()
            raise

    async def leave(self, topics: Iterable[str]) -> None:
        for topic in topics:
            ear = self._joined.pop(topic, None)
            if ear is not None:
                await ear.command("SUNSUBSCRIBE", [topic])

    async def receive(self) -> Message:
        while True:
            found = await self._queue.get()
            if isinstance(found, Exception):
                self._cluster.doubt()
                raise found
            if "moved" not in found:
                return found
            if found["moved"] in self._joined:  # not by our own wish: its slot is somewhere else now
                self._cluster.doubt()
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
        """Group things by the node that keeps their channel; asks the cluster off the loop where it must be asked."""
        pairs = list(zip(things, names, strict=True))
        if not self._cluster.known:
            await asyncio.to_thread(self._cluster.all)
        found = self._cluster.grouped(pairs, lambda pair: _channel(pair[1]))
        return {url: [thing for thing, _name in mine] for url, mine in found.items()}


class Ear:
    """A connection that hears the channels of one node."""

    def __init__(self, connection: aioredis.Connection, queue: asyncio.Queue[Message | Exception]):
        self._connection, self._queue = connection, queue
        self._tasks = [asyncio.create_task(work()) for work in (self._listen, self._keep)]

    @classmethod
    async def at(cls, url: str, queue: asyncio.Queue[Message | Exception]) -> "Ear":
        pool = aioredis.ConnectionPool.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_keepalive=True)
        connection = pool.make_connection()
        await connection.connect()
        return cls(connection, queue)

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
                async with asyncio.timeout(SILENT_SECONDS):
                    answer = await self._connection.read_response(disconnect_on_error=False)
                kind = answer[0] if isinstance(answer, list) else None
                if kind == b"smessage":
                    self._queue.put_nowait(orjson.loads(answer[2]))
                elif kind == b"sunsubscribe" and answer[1] is not None:
                    self._queue.put_nowait({"moved": _topic(answer[1])})
        except Exception as error:
            self._queue.put_nowait(error if str(error) else BusBroken(type(error).__name__))

    async def _keep(self) -> None:
        """Let a node that is gone without a word be noticed."""
        with contextlib.suppress(Exception):  # the listener finds out the same
            while True:
                await asyncio.sleep(PING_SECONDS)
                await self._connection.send_command("PING")


def _channel(topic: str) -> str:
    return f"altlas:{topic}"


def _topic(channel: bytes) -> str:
    return channel.decode().removeprefix("altlas:")
