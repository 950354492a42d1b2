"""Redis and PostgreSQL go away under load and come back: sends go on or are refused honestly, nothing is lost.

security.md section 5 promises 10 s after Redis' return and 15 s after PostgreSQL's. The tests wait longer, since machines
are slow now and then, and print what they measured.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from signal import SIGINT, SIGQUIT

import httpx2
import pytest

from tests.faults.backing import OwnPostgres, OwnRedis
from tests.faults.member import Member, settle
from tests.faults.server import LONG, Server, people_of

pytestmark = [
    pytest.mark.skipif(not LONG, reason="make faults"),
    pytest.mark.skipif(not (OwnRedis.available() and OwnPostgres.available()), reason="a server is not installed"),
    pytest.mark.timeout(600),
]
GONE = {"fast": 0, "immediate": 25}  # seconds more: pauses between tries must not grow with an absence
NAMES = ("ayse", "bora", "cem", "deniz")
PATIENCE = 60.0
SENDS_PER_SECOND = 20


class Installation:
    """Two web processes with a PostgreSQL and a Redis that are theirs alone."""

    def __init__(self, folder: Path):
        self.redis = OwnRedis(folder / "redis").start()
        self.postgres = OwnPostgres(folder).start()
        shared = {
            "DATABASE_URL": self.postgres.create("faults"), "REDIS_URL": self.redis.url,
            "SECRET_KEY": "the same for both of them", "ALTLAS_ORIGIN": "http://127.0.0.1:8000",
        }  # fmt: skip
        self.servers = []
        for name, more in (("one", {}), ("two", {"ALTLAS_EMBEDDED": "false"})):
            (folder / name).mkdir()
            self.servers.append(Server(folder / name, **shared, **more))

    def start(self) -> "Installation":
        for server in self.servers:
            server.start()
        self.conversation, self.tokens = people_of(self.servers[0], *NAMES)
        self.pids = [server.process.pid for server in self.servers if server.process]
        return self

    def stop(self) -> None:
        for server in self.servers:
            server.kill()
        self.redis.kill()
        self.postgres.stop()

    @asynccontextmanager
    async def people(self) -> AsyncIterator[list[Member]]:
        """Two people at each process, of whom two talk all the time."""
        members = [
            Member(token, [self.servers[number % 2].address], self.conversation)
            for number, token in enumerate(self.tokens)
        ]
        async with AsyncExitStack() as stack:
            for member in members:
                await stack.enter_async_context(member)
            talk = asyncio.create_task(_talk(members[:2]))
            yield members
            talk.cancel()

    def no_process_was_restarted(self) -> bool:
        alive = [server.process is not None and server.process.poll() is None for server in self.servers]
        return all(alive) and self.pids == [server.process.pid for server in self.servers if server.process]


async def _talk(members: list[Member]) -> None:
    while True:
        for member in members:
            if len(member.waiting) < 50:
                await member.say(f"{member.sent}")
            await asyncio.sleep(1 / SENDS_PER_SECOND / len(members))


async def until(condition: Callable[[], bool]) -> float:
    """Wait for something; return how many seconds it took."""
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - bounded
            await asyncio.sleep(0.02)
    return time.monotonic() - began


async def heard_by_the_bus(speaker: Member, listener: Member) -> float:
    """Wait until typing, which only the bus carries, crosses from one process to the other."""
    before, began = len(listener.frames), time.monotonic()
    async with asyncio.timeout(PATIENCE):
        while not any(frame["type"] == "typing" for frame in listener.frames[before:]):
            await speaker.command("typing.start", {"conversation": speaker.conversation})
            await asyncio.sleep(0.1)
    return time.monotonic() - began


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    found = Installation(tmp_path)
    try:
        yield found.start()
    finally:
        found.stop()


def test_redis_restarted_empty_under_load(installation, capsys):
    async def run() -> None:
        async with installation.people() as members:
            await heard_by_the_bus(members[0], members[1])
            await until(lambda: len(members[3].ids) > 20)
            installation.redis.kill()
            before = len(members[0].acknowledged)
            await until(lambda: len(members[0].acknowledged) > before + 40)  # sends go on
            reached = len(members[3].ids)
            await until(lambda: len(members[3].ids) > reached)  # by the rows, without a bus
            installation.redis.start()
            back = await heard_by_the_bus(members[0], members[1])
            account = await _told(members)
            with capsys.disabled():
                print(f"\nRedis restarted empty: live again after {back:.1f} s; {account}")
            assert not [problem for member in members for problem in member.refused]
            assert all(member.connects == 1 for member in members)

    asyncio.run(run())
    assert installation.no_process_was_restarted()


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_postgresql_restarted_under_load(installation, how, capsys):
    first = installation.servers[0]
    send = {"conversation": installation.conversation, "text": "x"}
    headers = {"Authorization": f"Bearer {installation.tokens[3]}"}

    async def run() -> None:
        async with installation.people() as members:
            await until(lambda: len(members[3].ids) > 20)
            await asyncio.to_thread(installation.postgres.stop, SIGINT if how == "fast" else SIGQUIT)
            await until(lambda: any(member.refused for member in members))
            await asyncio.sleep(GONE[how])
            async with httpx2.AsyncClient(base_url=first.url, headers=headers, timeout=30) as client:
                answer = await client.post("/api/v1/messages", json=send)
                assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5"), answer.text
                assert (await client.get("/healthz")).status_code == 200
                assert (await client.get("/readyz")).status_code == 503
                assert {one["status"] for member in members for one in member.refused} == {503}
                await asyncio.to_thread(installation.postgres.start)
                began, before = time.monotonic(), len(members[0].acknowledged)
                back = await until(lambda: len(members[0].acknowledged) > before)
                async with asyncio.timeout(PATIENCE):
                    while (await client.post("/api/v1/messages", json=send)).status_code != 201:  # noqa: ASYNC110
                        await asyncio.sleep(0.1)
                over_http = time.monotonic() - began
            account = await _told(members)
            with capsys.disabled():
                print(
                    f"\nPostgreSQL restarted ({how}): socket sends after {back:.1f} s, HTTP {over_http:.1f} s; {account}"
                )
            assert all(member.connects == 1 for member in members), [member.codes for member in members]

    asyncio.run(run())
    assert installation.no_process_was_restarted()


async def _told(members: list[Member]):
    for task in asyncio.all_tasks():
        if task.get_coro().__name__ == "_talk":
            task.cancel()
    account = await settle(members, 90)
    assert account.acknowledged == account.sent
    assert (account.lost, account.duplicated, account.disordered, account.resets) == (0, 0, 0, 0)
    return account
