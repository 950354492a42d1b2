"""The bounded queue of one socket: a reader that is too slow is cut and comes back by resume; nobody waits for it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from apps.realtime.frames import Frames

MAX_EVENTS, MAX_BYTES = 1_000, 1_000_000  # security.md section 4
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Wire(Protocol):
    """What a server may offer in the scope's extensions: `altlas/wire.py`."""

    has_room: bool
    on_room: Callable[[], None] | None

    def write(self, frames: bytes) -> None: ...
    def end(self, code: int) -> None: ...


class Outbox:
    """Sends frames in order; `put` never waits and says whether there was room."""

    def __init__(self) -> None:
        self._waiting: deque[Frames] = deque()
        self._amount = self._bytes = 0

    def put(self, frames: Frames) -> bool:
        """Send frames now, or as soon as the reader has room; False where it is too far behind."""
        raise NotImplementedError

    def end(self, code: int) -> None:
        """Drop what waits and close the connection."""
        raise NotImplementedError

    def finish(self, code: int) -> None:
        """Close the connection after what waits."""
        raise NotImplementedError

    def cancel(self) -> None:
        """The connection has gone."""
        self._clear()

    def _queue(self, frames: Frames) -> bool:
        self._waiting.append(frames)
        self._amount += len(frames.texts)
        self._bytes += frames.size
        return self._amount <= MAX_EVENTS and self._bytes <= MAX_BYTES

    def _next(self) -> Frames:
        frames = self._waiting.popleft()
        self._amount -= len(frames.texts)
        self._bytes -= frames.size
        return frames

    def _clear(self) -> None:
        self._waiting.clear()
        self._amount = self._bytes = 0


class WireOutbox(Outbox):
    """Hands prebuilt frames to the transport; queues only while that is full."""

    def __init__(self, wire: Wire):
        super().__init__()
        self._wire = wire
        self._closing: int | None = None
        wire.on_room = self._drain

    def put(self, frames: Frames) -> bool:
        if self._waiting or not self._wire.has_room:
            return self._queue(frames)
        self._wire.write(frames.wire)
        return True

    def end(self, code: int) -> None:
        self._clear()
        self._wire.end(code)

    def finish(self, code: int) -> None:
        if self._waiting:
            self._closing = code
        else:
            self._wire.end(code)

    def cancel(self) -> None:
        super().cancel()
        self._wire.on_room = None

    def _drain(self) -> None:
        while self._waiting and self._wire.has_room:
            self._wire.write(self._next().wire)
        if self._closing is not None and not self._waiting:
            self._wire.end(self._closing)


class SendOutbox(Outbox):
    """Sends one text after the other by ASGI: for servers that offer no wire."""

    def __init__(self, send: Send):
        super().__init__()
        self._send = send
        self._closing: int | None = None
        self._ready = asyncio.Event()
        self._task = asyncio.ensure_future(self._run())

    def put(self, frames: Frames) -> bool:
        self._ready.set()
        return self._queue(frames)

    def end(self, code: int) -> None:
        self._clear()
        self.finish(code)

    def finish(self, code: int) -> None:
        self._closing = code
        self._ready.set()

    def cancel(self) -> None:
        super().cancel()
        self._task.cancel()

    async def _run(self) -> None:
        try:
            while True:
                await self._ready.wait()
                while self._waiting:
                    for text in self._next().texts:
                        await self._send({"type": "websocket.send", "text": text})
                if self._closing is not None:
                    await self._send({"type": "websocket.close", "code": self._closing})
                    return
                self._ready.clear()
        except Exception:  # the transport is gone; the disconnect message ends the consumer
            return


def outbox_for(scope: dict[str, Any], send: Send) -> Outbox:
    """Return the shortest way to a connection that its server offers."""
    wire = scope.get("extensions", {}).get("altlas.wire")
    return SendOutbox(send) if wire is None else WireOutbox(wire)
