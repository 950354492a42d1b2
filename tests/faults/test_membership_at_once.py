"""Who comes to a server, loses a channel or is taken out: their open socket, at another process, knows within a second.

As in `test_two_processes.py` the tests wait longer than they promise, and print what they measured.
"""

import json
import queue
import threading
import time
from typing import Any

import httpx2
import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.faults.server import Server
from tests.faults.test_two_processes import bearer, person, processes, sign_in  # noqa: F401 - a fixture

pytestmark = pytest.mark.skipif(settings.SQLITE, reason="several processes need a database server")
DEADLINE = 20.0


class Ear:
    """What one person's socket at one process hears, with when."""

    def __init__(self, server: Server, token: str):
        self.heard: queue.Queue[tuple[float, dict[str, Any]]] = queue.Queue()
        self.said: list[str] = []  # in what messages it was told of
        self.server, self.token = server, token
        threading.Thread(target=self._read, daemon=True).start()
        self.until("ready")

    def _read(self) -> None:
        with connect(f"{self.server.url.replace('http', 'ws')}/ws/v1", subprotocols=["altlas.v1"]) as link:
            link.send(json.dumps({"type": "auth", "data": {"token": self.token}}))
            try:
                for text in link:
                    frame = json.loads(text)
                    if frame["type"] == "message.created":
                        self.said.append(frame["data"]["text"])
                    self.heard.put((time.monotonic(), frame))
            except ConnectionClosed:
                pass

    def until(self, kind: str, text: str = "") -> float:
        """Wait for an event of a kind, with a text; return when it came. What else came is returned by nobody."""
        deadline = time.monotonic() + DEADLINE
        while True:
            at, frame = self.heard.get(timeout=max(0.1, deadline - time.monotonic()))
            if frame["type"] == kind and text in json.dumps(frame, ensure_ascii=False):
                return at

    def rest(self) -> str:
        """Return everything that has come since."""
        found = []
        while not self.heard.empty():
            found.append(self.heard.get()[1])
        return json.dumps(found, ensure_ascii=False)


def test_membership_is_effective_in_both_directions(processes, capsys):  # noqa: F811
    one, two = processes.one, processes.two
    user = None
    for name in ("ayse_m", "bora_m"):
        user = person(one, name)
    ayse, bora = bearer(sign_in(one, "ayse_m")), sign_in(two, "bora_m")
    bora_id = httpx2.get(f"{two.url}/api/v1/users/me", headers=bearer(bora)).json()["id"]
    assert user is not None
    ear = Ear(two, bora)

    def do(method: str, path: str, body: Any = None, who: dict[str, str] = ayse, server: Server = one) -> Any:
        answer = httpx2.request(method, f"{server.url}/api/v1{path}", json=body, headers=who, timeout=30)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def say(text: str) -> None:
        do("POST", "/messages", {"conversation": channel, "text": text})

    home = do("POST", "/servers", {"name": "Mahalle"})
    at = f"/servers/{home['id']}"
    channel = do("GET", f"{at}/channels")["results"][0]["id"]
    everyone = home["roles"][0]["id"]
    code = do("POST", f"{at}/invites", {})["code"]
    took = {}

    def measure(what: str, deed: Any, kind: str) -> None:
        began = time.monotonic()
        deed()
        took[what] = ear.until(kind) - began

    measure("joined", lambda: do("POST", f"/invites/{code}/accept", {}, bearer(bora)), "conversation.added")
    say("birinci")
    ear.until("message.created", "birinci")
    override = f"{at}/channels/{channel}/overrides/role/{everyone}"
    measure("hidden", lambda: do("PUT", override, {"deny": ["view_channel"]}), "conversation.removed")
    say("gizli")
    measure("shown", lambda: do("DELETE", override), "conversation.added")
    say("ikinci")
    ear.until("message.created", "ikinci")
    measure("kicked", lambda: do("DELETE", f"{at}/members/{bora_id}"), "server.removed")
    say("son")
    do("PATCH", at, {"name": "Sokak"})
    time.sleep(2)
    rest = ear.rest()
    assert "Sokak" not in rest
    assert ear.said == ["birinci", "ikinci"]
    with capsys.disabled():
        print("\n" + ", ".join(f"{what}: heard {seconds * 1000:.0f} ms after" for what, seconds in took.items()))
