"""Redis, which carries the wake-ups of workers, is killed in the middle of runs and comes back empty."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.backing import OwnPostgres, OwnRedis
from tests.faults.server import LONG, Server, people_of

pytestmark = [
    pytest.mark.skipif(not LONG, reason="make faults"),
    pytest.mark.skipif(not (OwnRedis.available() and OwnPostgres.available()), reason="a server is not installed"),
    pytest.mark.timeout(900),
]
ROUNDS, RUNS = 20, 5


def loop(name: str) -> dict:
    return {
        "alt": "2.0",
        "title": name,
        "segments": [
            {"id": "each", "task_type": "loop.each", "parameters": {"in": list(range(ROUNDS)), "parallel": 2}},
            {"id": "post", "task_type": "chat.post", "parameters": {"text": name + " ${item}"},
             "when": {"segment": "each", "branch": "each"}},
            {"id": "breath", "task_type": "wait", "parameters": {"duration": "PT0.3S"}, "dependencies": ["post"]},
        ],
    }  # fmt: skip


@pytest.fixture
def backing(tmp_path: Path) -> Iterator[tuple[Server, OwnRedis]]:
    redis, postgres = OwnRedis(tmp_path / "redis").start(), OwnPostgres(tmp_path).start()
    (tmp_path / "server").mkdir()
    server = Server(tmp_path / "server", DATABASE_URL=postgres.create("faults"), REDIS_URL=redis.url)
    try:
        yield server.start(), redis
    finally:
        server.kill()
        redis.kill()
        postgres.stop()


def test_runs_go_on_when_the_broker_forgot_everything(backing, capsys) -> None:
    server, redis = backing
    conversation, _tokens = people_of(server, "ayse", "bora")
    urls = []
    for number in range(RUNS):
        status, command = server.post("/api/v1/commands", {"alt": loop(f"run{number}"), "conversation": conversation})
        assert status == 202, command
        urls.append(f"/api/v1/commands/{command['id']}")
    for _time in range(2):
        before = len(_texts(server, conversation))
        server.wait_for(lambda before=before: len(_texts(server, conversation)) > before + 5, "no run got on", 120)
        redis.kill()
        status, command = server.post("/api/v1/commands", {"alt": loop(f"during{_time}"), "conversation": conversation})
        assert status == 202, "what is asked meanwhile is taken in"
        urls.append(f"/api/v1/commands/{command['id']}")
        time.sleep(3)
        redis.start()
    began = time.monotonic()
    for url in urls:
        ended = server.wait_for(
            lambda url=url: (found := server.get(url)[1])["state"] in ("succeeded", "failed") and found, "no end", 300
        )
        assert ended["state"] == "succeeded", ended["error"]
    posted = Counter(_texts(server, conversation))
    names = [f"run{number}" for number in range(RUNS)] + ["during0", "during1"]
    assert posted == {f"{name} {item}": 1 for name in names for item in range(ROUNDS)}
    with capsys.disabled():
        print(f"\nbroker killed twice: {len(urls)} runs, {len(posted)} messages, each once; "
              f"over {time.monotonic() - began:.1f} s after its return")  # fmt: skip


def _texts(server: Server, conversation: str) -> list[str]:
    found: list[str] = []
    url: str | None = f"/api/v1/conversations/{conversation}/messages?limit=100"
    while url:
        page = server.get(url)[1]
        found += [message["text"] for message in page["results"] if message["type"] == "text"]
        url = (page["next"] or "").partition(server.address)[2] or page["next"]
    return found
