"""One measured phase: who sent what when, who received it, and what was lost, doubled or out of order."""

import asyncio
import secrets
import statistics
import time
from array import array
from collections.abc import Callable
from typing import Any

BODY = 200  # characters of a message


class Phase:
    """Messages carry `~tag|sender|number|…`, which calls nobody; a receiver looks for the tag in whatever its protocol brings."""

    def __init__(self, senders: int, readers: int):
        self.tag = f"~{secrets.token_hex(4)}|".encode()
        self.readers = readers  # of each message, its sender included
        self.sent: list[list[float]] = [[] for _ in range(senders)]
        self.missing: list[list[int]] = [[] for _ in range(senders)]
        self.latencies = array("d")
        self.doubled = self.disordered = 0
        self.newest = 0.0
        self.completed: Callable[[int], None] | None = None

    def body(self, sender: int) -> str:
        """Return the text of a sender's next message and note that it is on its way."""
        text = f"{self.tag.decode()}{sender:04d}|{len(self.sent[sender]):08d}|"
        self.missing[sender].append(self.readers)
        self.sent[sender].append(time.perf_counter())
        return text.ljust(BODY, "x")

    def receiver(self) -> Callable[[bytes], None]:
        """Return what one reader calls with every piece it receives."""
        following = [0] * len(self.sent)
        skipped: set[tuple[int, int]] = set()
        tag, width = self.tag, len(self.tag)

        def receive(data: bytes) -> None:
            at = data.find(tag)
            if at < 0:
                return
            now = self.newest = time.perf_counter()
            while at >= 0:
                sender, number = int(data[at + width : at + width + 4]), int(data[at + width + 5 : at + width + 13])
                if number == following[sender]:
                    following[sender] += 1
                    self._received(sender, number, now)
                elif number > following[sender]:
                    skipped.update((sender, missed) for missed in range(following[sender], number))
                    following[sender] = number + 1
                    self._received(sender, number, now)
                elif (sender, number) in skipped:
                    skipped.discard((sender, number))
                    self.disordered += 1
                    self._received(sender, number, now)
                else:
                    self.doubled += 1
                at = data.find(tag, at + width + 14)

        return receive

    def _received(self, sender: int, number: int, now: float) -> None:
        self.latencies.append(now - self.sent[sender][number])
        self.missing[sender][number] -= 1
        if not self.missing[sender][number] and self.completed:
            self.completed(sender)

    @property
    def lost(self) -> int:
        return sum(sum(sender) for sender in self.missing)

    async def drain(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while self.lost and time.perf_counter() < until:  # noqa: ASYNC110 - the tail of a phase
            await asyncio.sleep(0.02)

    def figures(self, began: float, usage: dict[str, float]) -> dict[str, Any]:
        sent, got = sum(map(len, self.sent)), len(self.latencies)
        span = max(self.newest - began, 1e-6)
        ordered = sorted(self.latencies) or [0.0]
        return {
            "sent_per_s": sent / span,
            "deliveries_per_s": got / span,
            "sent_per_cpu_s": sent / usage["server_cpu"],
            "deliveries_per_cpu_s": got / usage["server_cpu"],
            "p50_ms": statistics.median(ordered) * 1000,
            "p99_ms": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000,
            "lost": self.lost,
            "doubled": self.doubled,
            "disordered": self.disordered,
            "client_share": usage["client_share"],
        }
