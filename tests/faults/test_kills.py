"""kill -9 of a server between a commit and its broadcast: what was committed reaches everybody, once and in order."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.databases import own_database
from tests.faults.member import Member, settle
from tests.faults.server import LONG, Server, people_of

LIVES = 100
IN_FLIGHT = 6
pytestmark = [pytest.mark.timeout(1800), pytest.mark.skipif(not LONG, reason="make faults")]


class Mortal(Server):
    """A server that is killed over and over, and comes back."""

    def __init__(self, folder: Path, lives: int, **environment: str):
        super().__init__(folder, **environment)
        self.lives, self.told = lives, folder / "deaths"
        self.module = ["-m", "tests.faults.mortal", str(lives), str(self.told)]

    @property
    def deaths(self) -> int:
        return int(self.told.read_text() or 0) if self.told.exists() else 0


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[Mortal, Server | None]]:
    """The one that is killed and, where the database allows several, one that lives."""
    with own_database("altlas_kills") as shared:
        shared |= {"SECRET_KEY": "the same for both of them", "ALTLAS_ORIGIN": "http://127.0.0.1:8000"}
        other = None
        (tmp_path / "one").mkdir()
        (tmp_path / "two").mkdir()
        if not settings.SQLITE:
            other = Server(tmp_path / "two", **shared).start()
        mortal = Mortal(tmp_path / "one", LIVES, **shared, ALTLAS_EMBEDDED="true" if settings.SQLITE else "false")
        try:
            mortal.start()
            yield mortal, other
        finally:
            mortal.kill()
            if other:
                other.kill()


def test_what_was_committed_reaches_everybody_whenever_a_server_is_killed(servers, capsys):
    mortal, other = servers
    conversation, tokens = people_of(other or mortal, "ayse", "bora", "cem", "deniz")
    places = [[mortal.address], [mortal.address], [other.address if other else mortal.address]]
    places.append([mortal.address, other.address] if other else places[0])  # whichever is there

    async def run() -> None:
        members = [Member(token, place, conversation) for token, place in zip(tokens, places, strict=True)]
        async with AsyncExitStack() as stack:
            for member in members:
                await stack.enter_async_context(member)
            began = mortal.deaths
            async with asyncio.timeout(1500):
                while mortal.deaths < LIVES:
                    for member in members[:2]:
                        if len(member.waiting) < IN_FLIGHT and member.live.is_set():
                            await member.say(f"{member.sent}")
                    await asyncio.sleep(0.005)
            account = await settle(members, 120)
        with capsys.disabled():
            print(f"\nkilled {LIVES - began} times: {account}")
        assert account.acknowledged == account.sent
        assert (account.lost, account.duplicated, account.disordered, account.resets) == (0, 0, 0, 0)
        everything = set(members[0].ids)
        assert all(set(member.ids) == everything for member in members)  # also what was committed and not answered

    asyncio.run(run())
