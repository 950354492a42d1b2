"""The bounded queue of one socket: a reader that is too slow is cut and comes back by resume; nobody waits for it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

MAX_EVENTS, MAX_BYTES = 1_000, 1_000_000  # security.md section 4
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Outbox:
    """Sends messages one after the other; `put` never waits and says whether there was room."""

    def __init__(self, send: Send):
        self._send = send
        self._waiting: deque[dict[str, Any]] = deque()
        self._bytes = 0
        self._ready = asyncio.Event()
        self._task = asyncio.ensure_future(self._run())

    def put(self, message: dict[str, Any]) -> bool:
        """Queue a message; False where the reader is too far behind."""
        self._bytes += len(message.get("text", ""))
        self._waiting.append(message)
        self._ready.set()
        return len(self._waiting) <= MAX_EVENTS and self._bytes <= MAX_BYTES

    def replace(self, message: dict[str, Any]) -> None:
        """Drop what waits and send only this (a close frame)."""
        self._waiting.clear()
        self._bytes = 0
        self.put(message)

    def cancel(self) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            await self._ready.wait()
            while self._waiting:
                message = self._waiting.popleft()
                self._bytes -= len(message.get("text", ""))
                try:
                    await self._send(message)
                except Exception:  # the transport is gone; the disconnect message ends the consumer
                    return
            self._ready.clear()
