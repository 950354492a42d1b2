"""A server killed in the middle of a loop: the run goes on where it was, and what was posted is not posted again."""

import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.server import Server

ROUNDS = 30
LOOP = {
    "alt": "2.0",
    "segments": [
        {"id": "each", "task_type": "loop.each", "parameters": {"in": list(range(ROUNDS)), "parallel": 3}},
        {"id": "post", "task_type": "chat.post", "parameters": {"conversation": "here", "text": "round ${item}"},
         "when": {"segment": "each", "branch": "each"}},
        {"id": "breath", "task_type": "wait", "parameters": {"duration": "PT0.2S"}, "dependencies": ["post"]},
    ],
}  # fmt: skip


@pytest.mark.timeout(600)
def test_a_killed_run_goes_on_and_does_everything_once(tmp_path: Path) -> None:
    server = Server(tmp_path)
    try:
        server.start()
        server.sign_up("ayse")
        conversation = server.post("/api/v1/groups", {"name": "Work"})[1]["conversation"]
        status, command = server.post("/api/v1/commands", {"alt": LOOP, "conversation": conversation})
        assert status == 202, command
        url = f"/api/v1/commands/{command['id']}"
        for done in (3, 15):
            server.wait_for(lambda done=done: _rounds(server, url) >= done, "the loop did not get on", seconds=60)
            server.stop(signal.SIGKILL)
            server.start()
        ended = server.wait_for(
            lambda: (found := server.get(url)[1])["state"] in ("succeeded", "failed") and found, "no end", seconds=90
        )
        assert ended["state"] == "succeeded", ended["error"]
        texts = Counter(_texts(server, conversation))
        assert texts == {f"round {number}": 1 for number in range(ROUNDS)}
    finally:
        if server.process is not None and server.process.poll() is None:
            server.process.kill()
            server.process.wait()


def _rounds(server: Server, url: str) -> int:
    tasks = {task["id"]: task for task in server.get(url)[1]["tasks"]}
    return (tasks["post"]["rounds"] or {"done": 0})["done"]


def _texts(server: Server, conversation: str) -> list[str]:
    page = server.get(f"/api/v1/conversations/{conversation}/messages?limit=100")[1]
    return [message["text"] for message in page["results"] if message["text"].startswith("round ")]
