"""One room: everybody in it connected, some of them talking, every delivery counted and timed."""

import asyncio
import json
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect

from tests.load.peers import Peer

SENDERS = 8
BODY = "x" * 160


@dataclass
class Figures:
    """What one phase gave. Times in milliseconds, rates per second."""

    sent: int = 0
    deliveries: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    lost: int = 0
    duplicates: int = 0
    out_of_order: int = 0

    def as_dict(self) -> dict[str, float]:
        ordered = sorted(self.latencies) or [0.0]
        return {
            "sends_per_second": self.sent / self.seconds,
            "deliveries_per_second": self.deliveries / self.seconds,
            "deliveries_per_cpu_second": self.deliveries / max(self.cpu_seconds, 0.01),
            "p50_ms": statistics.median(ordered),
            "p99_ms": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
            "lost": self.lost,
            "duplicates": self.duplicates,
            "out_of_order": self.out_of_order,
        }


class Room:
    """The clients of one peer."""

    def __init__(self, peer: Peer):
        self.peer = peer
        self.links: list[ClientConnection] = []
        self.seen: list[dict[tuple[int, int], int]] = []
        self.last: list[dict[int, int]] = []
        self.figures = Figures()
        self.sent_at: dict[tuple[int, int], float] = {}
        self.missing: dict[tuple[int, int], int] = {}
        self.next_number: dict[int, int] = defaultdict(int)
        self.refill: asyncio.Queue[int] = asyncio.Queue()
        self.phase = 0

    async def open(self) -> None:
        for index in range(self.peer.members):
            link = await connect(self.peer.url, max_size=None, compression=None, ping_interval=None, max_queue=None)
            if frame := self.peer.first_frame(index):
                await link.send(frame)
            while json.loads(await link.recv())["type"] != "ready":
                pass
            self.links.append(link)
        self.readers = [asyncio.create_task(self._read(index)) for index in range(len(self.links))]

    async def close(self) -> None:
        for reader in self.readers:
            reader.cancel()
        await asyncio.gather(*(link.close() for link in self.links), return_exceptions=True)

    async def closed_loop(self, seconds: float, window: int) -> Figures:
        """Keep `window` messages in flight: the next goes out when one has reached everybody."""
        self._begin()
        for number in range(window):
            await self._send(number % SENDERS)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            try:
                sender = await asyncio.wait_for(self.refill.get(), 0.5)
            except TimeoutError:
                continue
            await self._send(sender)
        return await self._end()

    async def steady(self, seconds: float, per_second: float) -> Figures:
        """Send at a fixed rate, whatever comes back."""
        self._begin()
        began = time.perf_counter()
        for number in range(int(seconds * per_second)):
            await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            await self._send(number % SENDERS)
        return await self._end()

    def _begin(self) -> None:
        self.phase += 1
        self.figures = Figures()
        self.sent_at.clear()
        self.missing.clear()
        self.next_number.clear()
        self.refill = asyncio.Queue()
        self.seen = [defaultdict(int) for _ in self.links]
        self.last = [defaultdict(lambda: -1) for _ in self.links]
        self._cpu = self.peer.cpu_seconds()
        self._began = self._newest = time.perf_counter()

    async def _send(self, sender: int) -> None:
        number = self.next_number[sender]
        self.next_number[sender] += 1
        self.missing[sender, number] = len(self.links)
        self.sent_at[sender, number] = time.perf_counter()
        self.figures.sent += 1
        await self.links[sender].send(self.peer.message(f"{self.phase}|{sender}|{number}|{BODY}"))

    async def _end(self) -> Figures:
        deadline = time.perf_counter() + 10
        while any(self.missing.values()) and time.perf_counter() < deadline:  # noqa: ASYNC110 - the tail of a phase
            await asyncio.sleep(0.05)
        figures = self.figures
        figures.seconds = max(self._newest - self._began, 0.001)
        figures.cpu_seconds = self.peer.cpu_seconds() - self._cpu
        figures.lost = sum(self.missing.values())
        return figures

    async def _read(self, index: int) -> None:
        async for text in self.links[index]:
            if '"message.created"' not in text[:60]:  # type: ignore[operator]
                continue
            at = text.find('"text":')  # type: ignore[arg-type]
            phase, sender, number, _body = text[at + 7 : at + 60].strip(' "').split("|", 3)  # type: ignore[arg-type]
            if int(phase) != self.phase:
                continue
            self._count(index, (int(sender), int(number)))

    def _count(self, index: int, key: tuple[int, int]) -> None:
        now = time.perf_counter()
        if key in self.seen[index]:
            self.figures.duplicates += 1
            return
        self.seen[index][key] = 1
        sender, number = key
        if number < self.last[index][sender]:
            self.figures.out_of_order += 1
        self.last[index][sender] = number
        self.figures.deliveries += 1
        self.figures.latencies.append((now - self.sent_at[key]) * 1000)
        self._newest = now
        self.missing[key] -= 1
        if not self.missing[key]:
            self.refill.put_nowait(sender)
