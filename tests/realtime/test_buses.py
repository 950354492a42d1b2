"""What carries frames between processes: over one Redis, over two that share the topics, over a cluster of three."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import redis
from redis.crc import key_slot

from apps.accounts.attempt_stores import TOGETHER, Counted, RedisAttempts
from apps.core.counting import CountingServers, Wanted
from apps.core.dependencies import cache_and_bus
from apps.core.redis_cache import Cache
from apps.core.redis_servers import Servers, _read
from apps.core.throttling import per_minute
from apps.realtime.buses import Bus, BusBroken, RedisBus
from apps.realtime.presence_stores import InRedis
from tests.faults.backing import OwnCluster, OwnRedis
from tests.faults.server import free_port

pytestmark = pytest.mark.skipif(not OwnRedis.available(), reason="redis-server is not installed")
TOPICS = [f"conversation:{number}" for number in range(40)]  # on every server


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCluster]:
    found = OwnCluster(tmp_path_factory.mktemp("cluster")).start()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[OwnRedis]]:
    found = [OwnRedis(tmp_path_factory.mktemp("redis")).start() for _ in range(2)]
    yield found
    for one in found:
        one.kill()


@pytest.fixture(params=["one", "sharded", "cluster"])
async def ends(request: pytest.FixtureRequest, pair: list[OwnRedis]) -> AsyncIterator[list[Bus]]:
    """The bus's ends of two processes, open."""
    if request.param == "cluster":
        there = request.getfixturevalue("cluster")
        found: list[Bus] = [RedisBus(Servers(there.urls[:1], cluster=True)) for _ in range(2)]
    else:
        urls = [one.url for one in pair[: 1 if request.param == "one" else 2]]
        found = [RedisBus(Servers(urls)) for _ in range(2)]
    for bus in found:
        await bus.open()
    yield found
    for bus in found:
        await bus.close()


def said(topic: str, seq: int) -> dict:
    return {"topic": topic, "seq": seq, "frame": "İ ğ 🙂", "changes": []}


class Listening:
    """Notes what a bus brings, until it breaks."""

    def __init__(self, bus: Bus):
        self.bus, self.found, self.noise = bus, [], set()
        self.task = asyncio.ensure_future(self._hear())

    async def _hear(self) -> None:
        while True:
            message = await self.bus.receive()
            assert message["frame"] == "İ ğ 🙂"
            if message["seq"]:
                self.found.append((message["topic"], message["seq"]))
            else:
                self.noise.add(message["topic"])

    async def until(self, amount: int) -> list[tuple[str, int]]:
        async with asyncio.timeout(60):
            while len(self.found) < amount and not self.task.done():  # noqa: ASYNC110 - bounded
                await asyncio.sleep(0.01)
        return self.found

    async def reached_by(self, speaker: Bus, topics: list[str]) -> None:
        """Wait until joined topics are heard: subscribing is not answered."""
        async with asyncio.timeout(60):
            while left := set(topics) - self.noise:
                await speaker.send([said(topic, 0) for topic in left])
                await asyncio.sleep(0.02)
                if self.task.done():
                    self.task.result()


async def test_what_one_process_says_the_other_hears_in_the_order_of_each_topic(ends):
    speaker, listener = ends
    await listener.join(TOPICS)
    listening = Listening(listener)
    await listening.reached_by(speaker, TOPICS)
    await speaker.send([said(topic, seq) for seq in range(1, 6) for topic in TOPICS])
    found = await listening.until(5 * len(TOPICS))
    for topic in TOPICS:
        assert [seq for name, seq in found if name == topic] == [1, 2, 3, 4, 5]


async def test_topics_that_were_not_joined_or_were_left_are_not_heard(ends):
    speaker, listener = ends
    await listener.join(TOPICS[:2])
    listening = Listening(listener)
    await listening.reached_by(speaker, TOPICS[:2])
    await listener.leave(TOPICS[:1])
    await speaker.send([said(TOPICS[0], 0)])  # may still be heard: the servers are not asked to wait
    await asyncio.sleep(0.2)
    await speaker.send([said(TOPICS[0], 1), said(TOPICS[2], 1), said(TOPICS[1], 1), said(TOPICS[1], 2)])
    assert await listening.until(2) == [(TOPICS[1], 1), (TOPICS[1], 2)]


async def test_a_process_does_not_hear_itself(ends):
    speaker, listener = ends
    for end in ends:
        await end.join(TOPICS[:1])
    own, other = Listening(speaker), Listening(listener)
    await own.reached_by(listener, TOPICS[:1])
    await other.reached_by(speaker, TOPICS[:1])
    await speaker.send([said(TOPICS[0], 1), said(TOPICS[0], 2)])
    await listener.send([said(TOPICS[0], 3)])
    assert await other.until(2) == [(TOPICS[0], 1), (TOPICS[0], 2)]
    assert await own.until(1) == [(TOPICS[0], 3)]


# a cluster ------------------------------------------------------------------------------------------------------------
async def test_a_topic_whose_slot_moves_is_heard_again_when_the_bus_is_opened_anew(cluster):
    speaker, listener = (RedisBus(Servers(cluster.urls[1:2], cluster=True)) for _ in range(2))
    await listener.open()
    await listener.join([TOPICS[0]])
    listening = Listening(listener)
    await listening.reached_by(speaker, [TOPICS[0]])
    slot = key_slot(f"altlas:{TOPICS[0]}".encode())
    home = cluster.urls.index(Servers(cluster.urls, True).of(f"altlas:{TOPICS[0]}"))
    cluster.move(slot, home, (home + 1) % 3)
    with pytest.raises(BusBroken):
        await asyncio.wait_for(listening.task, 60)
    for _ in range(100):  # both ends learn where it is now: one was told, the other is refused
        try:
            await listener.open()
            await listener.join([TOPICS[0]])
            listening = Listening(listener)
            await listening.reached_by(speaker, [TOPICS[0]])
            break
        except (redis.RedisError, BusBroken):
            await asyncio.sleep(0.1)
    assert listening.noise == {TOPICS[0]}
    cluster.move(slot, (home + 1) % 3, home)
    await speaker.close()
    await listener.close()


async def test_a_node_that_dies_is_noticed_and_the_other_nodes_are_heard(tmp_path):
    cluster = OwnCluster(tmp_path).start()
    bus, speaker = (RedisBus(Servers(cluster.urls, cluster=True)) for _ in range(2))
    try:
        await bus.open()
        await bus.join(TOPICS)
        listening = Listening(bus)
        await listening.reached_by(speaker, TOPICS)
        cluster.nodes[0].kill()
        with pytest.raises((redis.RedisError, OSError, BusBroken)):
            await asyncio.wait_for(listening.task, 60)
        alive = [topic for topic in TOPICS if Servers(cluster.urls[1:], True).of(f"altlas:{topic}") != cluster.urls[0]]
        assert alive
        await bus.open()
        await bus.join(alive)
        await Listening(bus).reached_by(speaker, alive)
    finally:
        await bus.close()
        await speaker.close()
        cluster.stop()


def test_the_layout_of_a_cluster_is_read_with_the_seeds_credentials():
    answer = [[0, 99, [b"10.0.0.1", 6379, b"id", []]], [100, 16_383, [None, 6380, b"id"], [b"replica", 1, b"id"]]]
    assert _read(answer, "rediss://u:p@seed:6379/0?ssl_cert_reqs=none") == [
        (0, 99, "rediss://u:p@10.0.0.1:6379/0?ssl_cert_reqs=none"),
        (100, 16_383, "rediss://u:p@seed:6380/0?ssl_cert_reqs=none"),
    ]


# what is counted and noted --------------------------------------------------------------------------------------------
@pytest.fixture(params=["sharded", "cluster"])
def spread(request: pytest.FixtureRequest, settings) -> Servers:
    """Several servers, which the settings name."""
    there = request.getfixturevalue("pair" if request.param == "sharded" else "cluster")
    settings.REDIS_URLS = [one.url for one in there] if request.param == "sharded" else there.urls[1:]
    settings.REDIS_CLUSTER = request.param == "cluster"
    return Servers(settings.REDIS_URLS, settings.REDIS_CLUSTER)


def keys_of(servers: Servers) -> list[int]:
    return [redis.Redis.from_url(url).dbsize() for url in servers.all()]


def empty(servers: Servers) -> None:
    for url in servers.all():
        redis.Redis.from_url(url).flushall()


def test_limits_are_counted_where_their_keys_are(spread):
    empty(spread)
    one, other = CountingServers(spread), CountingServers(spread)
    calls = [[Wanted("all", f"user:{n}", per_minute(2)), Wanted("key", f"key:{n}", per_minute(1))] for n in range(30)]
    assert all(window.allowed for windows in one.hit_each(calls) for window in windows)
    again = other.hit_each(calls)
    assert [[window.allowed for window in windows] for windows in again] == [[True, False]] * 30
    refused = one.hit_each(calls)  # the first limit refuses: the second is not asked
    assert [[window.allowed for window in windows] for windows in refused] == [[False]] * 30
    assert all(keys_of(spread))


def test_presence_is_noted_where_the_people_are(spread):
    empty(spread)
    store = InRedis(spread)
    people = [f"person-{n}" for n in range(50)]
    for person in people:
        assert store.note(person, {"phone": "online"}, 1_000) == {}
    assert set(store.notes(people[7], 1_001)) == {"phone"}
    assert store.here([*people, "nobody"], 1_001) == set(people)
    assert store.drop(people[0], "phone", 1_001) == {}
    assert store.run_out(1_010) == [people[0]]
    assert sorted(store.run_out(1_061)) == sorted(people[1:])
    assert store.run_out(1_061) == []
    assert all(keys_of(spread))


def test_attempts_of_one_sign_in_are_counted_together(spread):
    empty(spread)
    store = RedisAttempts(spread.of(TOGETHER))
    counted = [Counted("account:a", 2, 60, True), Counted("address:b", 100, 60, False)]
    assert [store.hit(counted, 1_000.0) for _ in range(3)] == [0, 0, 60]


def test_the_cache_keeps_each_key_at_its_server(spread, settings):
    empty(spread)
    cache = Cache(settings.REDIS_URLS, {})
    cache.set_many({f"k{n}": n for n in range(30)}, 60)
    assert cache.get_many([f"k{n}" for n in range(31)]) == {f"k{n}": n for n in range(30)}
    assert cache.add("k1", 7) is False
    cache.delete_many(["k1"])
    assert cache.get("k1") is None
    assert all(keys_of(spread))
    cache.clear()
    assert keys_of(spread) == [0] * len(spread.all())


def test_health_names_the_server_that_is_gone(spread, settings):
    assert (cache_and_bus().state, f"{len(spread.all())} servers" in cache_and_bus().detail) == ("ok", True)
    if not settings.REDIS_CLUSTER:
        settings.REDIS_URLS = [*settings.REDIS_URLS, "redis://127.0.0.1:1/0"]
        found = cache_and_bus()
        assert found.state in ("degraded", "down")
        assert "127.0.0.1:1" in found.detail or found.state == "down"


def test_slots_of_nobody_are_an_error_and_no_guess(tmp_path: Path):
    alone = OwnRedis(tmp_path, "--cluster-enabled", "yes", "--cluster-port", str(free_port())).start()
    try:
        with pytest.raises(redis.RedisError):
            Servers([alone.url], cluster=True).of("x")
    finally:
        alone.kill()
