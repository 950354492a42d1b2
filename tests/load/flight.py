"""Hundreds of messages in flight in one room, some readers stuck and cut off: is everything there after resume?"""

import asyncio
import json
import time
from typing import Any

from tests.load.links import WebSocket
from tests.load.peers import AltLas
from tests.load.scenarios import SENDERS, connect_all

IN_FLIGHT = 512
STUCK = 10  # people who stop reading for a while, so that the server cuts them (4490)


class Reader:
    """Somebody who follows a room: notes every message, comes back by resume when cut, drops what it has by `seq`."""

    def __init__(self, peer: AltLas, person: int, link: WebSocket):
        self.peer, self.person, self.link = peer, person, link
        self.topic = f"conversation:{peer.rooms[0]}"
        self.seqs: list[int] = []
        self.texts: list[str] = []
        self.cursor = link.cursor  # type: ignore[attr-defined]
        self.reconnects = self.repeated = self.resets = 0
        self.acked: list[Any] = []
        self.link.heard = asyncio.Queue()
        self.task = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        while True:
            assert self.link.heard is not None
            hearing = asyncio.create_task(self.link.heard.get())
            closing = asyncio.create_task(self.link.closed.wait())
            await asyncio.wait([hearing, closing], return_when=asyncio.FIRST_COMPLETED)
            closing.cancel()
            if hearing.done():
                self._take(hearing.result())
                while not self.link.heard.empty():
                    self._take(self.link.heard.get_nowait())
            else:
                hearing.cancel()
                self.reconnects += 1
                self.link = await self.peer.connect(self.person, 0, self.cursor)

    def _take(self, text: bytes) -> None:
        frame = json.loads(text)
        if frame["type"] == "ack":
            self.acked.append(frame["data"]["seq"])
        elif frame["type"] == "reset":
            self.resets += 1
        elif frame["type"] == "message.created" and frame["topic"] == self.topic:
            self.cursor = frame["cursor"]
            if self.seqs and frame["seq"] <= self.seqs[-1]:
                self.repeated += 1  # an overlap after a resume: a client knows it by its seq
            else:
                self.seqs.append(frame["seq"])
                self.texts.append(frame["data"]["text"])


async def flight(peer: AltLas, seconds: float) -> dict[str, Any]:
    """Keep 512 messages in flight; return what was sent, acknowledged, lost, doubled and out of order."""
    links = await connect_all(peer, [(person, 0) for person in range(peer.members)])
    readers = [Reader(peer, person, link) for person, link in enumerate(links)]
    talkers = readers[:: max(1, peer.members // SENDERS)][:SENDERS]
    sent = 0
    until = time.perf_counter() + seconds
    stuck = [reader for reader in readers if reader not in talkers][:STUCK]
    for reader in stuck:
        reader.link.transport.pause_reading()
    while time.perf_counter() < until:
        for talker in talkers:
            while sent < IN_FLIGHT + sum(len(one.acked) for one in talkers):
                peer.send(talker.link, 0, f"{sent}".ljust(200, "x"))
                sent += 1
                if sent % (IN_FLIGHT // SENDERS) == 0:
                    break
        await asyncio.sleep(0.005)
    for reader in stuck:
        if not reader.link.closed.is_set():
            reader.link.transport.resume_reading()
    deadline = time.perf_counter() + 60
    while time.perf_counter() < deadline:
        await asyncio.sleep(0.1)
        if sum(len(talker.acked) for talker in talkers) >= sent and all(len(r.seqs) >= sent for r in readers):
            break
    for reader in readers:
        reader.task.cancel()
        reader.link.close()
    expected = sorted(seq for talker in talkers for seq in talker.acked)
    return {
        "sent": sent,
        "acknowledged": len(expected),
        "readers": len(readers),
        "cut and resumed": sum(reader.reconnects for reader in readers),
        "resets": sum(reader.resets for reader in readers),
        "lost": sum(len(set(expected) - set(reader.seqs)) for reader in readers),
        "doubled": sum(len(reader.texts) - len(set(reader.texts)) for reader in readers),
        "out of order": sum(reader.seqs != sorted(reader.seqs) for reader in readers),
    }
