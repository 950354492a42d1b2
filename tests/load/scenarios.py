"""What is measured of each peer, on connections that stay."""

import asyncio
import gc
import time
from typing import Any

from tests.load.accounting import Usage, resident_kib
from tests.load.peers import Peer
from tests.load.phase import Phase

SENDERS = 8
DRAIN = 20.0
Figures = dict[str, Any]


async def connect_all(peer: Peer, places: list[tuple[int, int]]) -> list[Any]:
    some = asyncio.Semaphore(32)

    async def one(person: int, room: int) -> Any:
        async with some:
            return await peer.connect(person, room)

    links = await asyncio.gather(*(one(person, room) for person, room in places))
    for link in links:
        link.heard = None
    return links


class Crowd:
    """Connected people, of whom some talk, each in a room."""

    def __init__(self, peer: Peer, links: list[Any], talkers: list[tuple[int, int]], readers: int):
        self.peer, self.links, self.talkers, self.readers = peer, links, talkers, readers

    def _begin(self) -> Phase:
        phase = Phase(len(self.talkers), self.readers)
        for link in self.links:
            link.receive = phase.receiver()
        return phase

    def _say(self, phase: Phase, talker: int) -> None:
        link, room = self.talkers[talker]
        self.peer.send(self.links[link], room, phase.body(talker))

    async def _end(self, phase: Phase, began: float, usage: Usage) -> Figures:
        await phase.drain(DRAIN)
        figures = phase.figures(began, usage.stop())
        figures["refused"] = sum(link.failed for link in self.links)
        return figures

    async def closed_loop(self, seconds: float, window: int) -> Figures:
        """Keep `window` messages in flight; one is done when everybody has it."""
        phase, on = self._begin(), True

        def again(talker: int) -> None:
            if on:
                self._say(phase, talker)

        phase.completed = again
        usage, began = Usage(self.peer.pids()), time.perf_counter()
        for number in range(window):
            self._say(phase, number % len(self.talkers))
        seen, moved, until = 0, began, began + seconds
        while time.perf_counter() < until:
            await asyncio.sleep(0.05)
            if len(phase.latencies) > seen:
                seen, moved = len(phase.latencies), time.perf_counter()
            elif time.perf_counter() - moved > 2:  # losses have eaten the window
                moved = time.perf_counter()
                for number in range(window):
                    self._say(phase, number % len(self.talkers))
        on = False
        return await self._end(phase, began, usage)

    async def steady(self, seconds: float, per_second: float) -> Figures:
        """Send at a fixed rate, whatever comes back."""
        phase = self._begin()
        usage, began = Usage(self.peer.pids()), time.perf_counter()
        for number in range(int(seconds * per_second)):
            await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            self._say(phase, number % len(self.talkers))
        return await self._end(phase, began, usage)

    def close(self) -> None:
        for link in self.links:
            link.close()


def _quiet() -> None:
    gc.collect()
    gc.freeze()
    gc.disable()


async def one_room(peer: Peer, seconds: float, window: int, rates: list[float]) -> Figures:
    """S1: one room, everybody hears everything; then at fixed rates."""
    links = await connect_all(peer, [(person, 0) for person in range(peer.members)])
    step = max(1, peer.members // SENDERS)
    talkers = [(n * step, 0) for n in range(min(SENDERS, peer.members))]
    crowd = Crowd(peer, links, talkers, peer.members)
    _quiet()
    await crowd.steady(1, 10)
    await crowd.closed_loop(1, window)
    found = {"closed": await crowd.closed_loop(seconds, window)}
    for rate in rates:
        await asyncio.sleep(0.3)
        found[f"{rate:.0f}/s"] = await crowd.steady(seconds, rate)
    crowd.close()
    await asyncio.sleep(0.5)
    return found


async def pairs(peer: Peer, seconds: float) -> Figures:
    """S2: many rooms of two; each has one message in flight."""
    links = await connect_all(peer, [(person, person // 2 + 1) for person in range(2 * peer.pairs)])
    crowd = Crowd(peer, links, [(2 * n, n + 1) for n in range(peer.pairs)], 2)
    _quiet()
    await crowd.closed_loop(1, peer.pairs)
    found = await crowd.closed_loop(seconds, peer.pairs)
    crowd.close()
    await asyncio.sleep(0.5)
    return found


async def history(peer: Peer, seconds: float, connections: int = 16) -> Figures:
    """The last 50 of 10,000 messages, over and over."""
    usage: list[Usage] = []

    class Filled:  # a peer that fills its archive first says when the measuring begins
        def set(self) -> None:
            usage[:] = [Usage(peer.pids())]

    peer.filled = Filled()
    if peer.name != "ejabberd":
        await peer.read_history(1, connections)
        peer.filled.set()
    read = await peer.read_history(seconds, connections)
    used = usage[0].stop()
    return {"reads_per_s": read / used["seconds"], "reads_per_cpu_s": read / used["server_cpu"]}


async def idle(peer: Peer, people: int) -> Figures:
    """Memory of the server's process for each socket that is signed in and silent."""
    assert peer.process is not None
    own = [peer.process.pid]
    first = await connect_all(peer, [(person, 0) for person in range(50)])  # what is loaded once
    before = resident_kib(own)
    links = await connect_all(peer, [(person, 0) for person in range(50, people)])
    await asyncio.sleep(3)
    after = resident_kib(own)
    for link in (*first, *links):
        link.close()
    await asyncio.sleep(1)
    return {"kib_per_socket": (after - before) / len(links)}
