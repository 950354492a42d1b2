"""Two web processes over a real Redis Cluster of three nodes; a client goes on at whichever process it finds."""

import asyncio
from collections.abc import Iterator

import httpx2
import pytest
from django.conf import settings

from tests.faults.backing import OwnCluster, OwnRedis
from tests.faults.databases import own_database
from tests.faults.member import Member, settle
from tests.faults.server import LONG, Server, people_of

pytestmark = [
    pytest.mark.skipif(not LONG, reason="make faults"),
    pytest.mark.timeout(300),
    pytest.mark.skipif(settings.SQLITE, reason="several processes need a database server"),
    pytest.mark.skipif(not OwnRedis.available(), reason="redis-server is not installed"),
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCluster]:
    found = OwnCluster(tmp_path_factory.mktemp("cluster")).start()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, cluster: OwnCluster) -> Iterator[list[Server]]:
    broker = OwnRedis(tmp_path_factory.mktemp("broker")).start()
    with own_database("altlas_cluster") as shared:
        shared |= cluster.environment | {"SECRET_KEY": "the same for both of them", "CELERY_BROKER_URL": broker.url}
        shared["ALTLAS_ORIGIN"] = "http://127.0.0.1:8000"  # the same, too: tokens name it
        first = Server(tmp_path_factory.mktemp("one"), **shared)
        second = Server(tmp_path_factory.mktemp("two"), **shared, ALTLAS_EMBEDDED="false")
        try:
            yield [first.start(), second.start()]
        finally:
            for server in (first, second):
                server.kill()
            broker.kill()


def test_people_at_two_processes_hear_each_other_and_resume_at_the_other_one(pair, cluster):
    one, two = pair
    conversation, (ayse, bora, cem) = people_of(one, "ayse", "bora", "cem")
    first, second = one.address, two.address

    async def run() -> None:
        members = [
            Member(ayse, [first], conversation),
            Member(bora, [second], conversation),
            Member(cem, [second, first], conversation),
        ]
        async with members[0], members[1], members[2]:
            # Typing is carried by nothing but the bus.
            async with asyncio.timeout(20):
                while not any(frame["type"] == "typing" for frame in members[1].frames):
                    await members[0].command("typing.start", {"conversation": conversation})
                    await asyncio.sleep(0.2)
            for number in range(20):
                await members[number % 2].say(f"{number}")
                if number == 10:
                    await members[2].cut()  # comes back at the other process
            account = await settle(members)
            print(f"\nRedis Cluster, two processes: {account}")
            assert (account.acknowledged, account.lost, account.duplicated, account.disordered) == (20, 0, 0, 0)
            assert members[2].connects == 2
            assert account.resets == 0
            cluster.nodes[0].kill()  # a third of the topics, limits and notes is gone with it
            for number in range(20):
                await members[number % 2].say(f"{number} again")
            account = await settle(members)
            print(f"one of three nodes killed: {account}")
            assert (account.acknowledged, account.lost, account.duplicated, account.disordered) == (40, 0, 0, 0)

    asyncio.run(run())
    told = {"Authorization": f"Bearer {ayse}"}  # the first person is the administrator
    health = httpx2.get(f"{one.url}/health", headers=told, timeout=20).json()
    assert health["checks"]["cache"]["state"] in ("degraded", "down"), health
