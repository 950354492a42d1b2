"""Real services on real ports: well, and in every way unwell."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from apps.services import circuit_stores
from apps.services.actions import register_service
from apps.services.models import Service


class FakeService:
    """A service that answers as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.behave: Callable[[Any], None] = lambda handler: reply(handler, 200, {})
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.stopping = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                fake.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                self.fake = fake
                try:
                    fake.behave(self)
                except OSError:  # the caller has hung up
                    self.close_connection = True

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def answers(self, status: int, body: Any, **headers: str) -> None:
        self.behave = lambda handler: reply(handler, status, body, **headers)

    def close(self) -> None:
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()


def reply(handler: Any, status: int, body: Any, **headers: str) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(content)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(content)


def hang(handler: Any) -> None:
    handler.fake.stopping.wait(20)


def reset(handler: Any) -> None:
    import socket
    import struct

    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def trickle(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(200):
        if handler.fake.stopping.wait(0.1):
            return
        handler.wfile.write(b" ")


def gigabyte(told: bool) -> Callable[[Any], None]:
    """Answer 1 GB, with its length told or not."""

    def behave(handler: Any) -> None:
        handler.close_connection = True
        handler.send_response(200)
        if told:
            handler.send_header("Content-Length", str(10**9))
        else:
            handler.send_header("Connection", "close")
        handler.end_headers()
        chunk = b"x" * 1_000_000
        for _ in range(1_000):
            handler.wfile.write(chunk)

    return behave


@pytest.fixture
def fake(settings: Any) -> Iterator[FakeService]:
    found = FakeService()
    settings.SERVICE_HOSTS = ["127.0.0.0/8"]
    yield found
    found.close()


@pytest.fixture
def second(settings: Any) -> Iterator[FakeService]:
    found = FakeService()
    yield found
    found.close()


@pytest.fixture
def runner(deniz: Any, fake: FakeService) -> Service:
    """A service that runs `image.describe`, without and `image.label` with idempotency."""
    types = [
        {"name": "image.describe", "parameters": {"type": "object", "properties": {"of": {"type": "string"}}}},
        {"name": "image.label", "parameters": {"type": "object"}, "idempotent": True},
    ]
    return register_service(
        actor=deniz, name="pictures", type="runner", urls=[fake.url], task_types=types, timeout_seconds=1.0
    )[0]


@pytest.fixture(autouse=True)
def clean_circuits(settings: Any) -> Iterator[None]:
    circuit_stores._silent_until = float("-inf")
    urls = list(settings.REDIS_URLS)
    yield
    if urls:
        client = circuit_stores._redis(urls[0]).client
        for name in client.scan_iter("{circuits}:*"):
            client.delete(name)


def over(instance_id: Any) -> None:
    """Let the time be over for which a circuit is open."""

    def step(circuit: Any) -> None:
        circuit.until = min(circuit.until, time.time() - 0.001)

    circuit_stores.change(str(instance_id), step)
