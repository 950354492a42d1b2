"""A model behind a real socket, which answers as a test wants it to."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

Reply = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


class Model:
    """What was asked, and the replies that are still to be given; the last one is given again and again."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.replies: list[Reply] = []
        self.url = ""
        self.over = threading.Event()

    def says(self, *answers: Any) -> None:
        """Answer with these words, or documents, in this order."""
        self.replies = [_said(a if isinstance(a, str) else json.dumps(a)) for a in answers]

    def does(self, *replies: Reply) -> None:
        self.replies = list(replies)


def _said(words: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        send(handler, json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode())

    return reply


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200) -> None:
    """Send a whole answer."""
    handler.send_response(status)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def reset(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """Cut the connection hard."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


@pytest.fixture
def model(settings: Any) -> Iterator[Model]:
    """An endpoint on this machine that the settings point to."""
    it = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            it.asked.append(asked | {"path": self.path, "authorization": self.headers.get("authorization")})
            reply = it.replies.pop(0) if len(it.replies) > 1 else it.replies[0]
            try:
                reply(self, asked)
            except OSError:  # the client went away, as it should
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    it.url = f"http://127.0.0.1:{server.server_port}/v1"
    settings.SEGMENTATION_MODEL_URL = it.url
    settings.SEGMENTATION_MODEL_KEY = "sk-test"
    settings.SEGMENTATION_MODEL_NAME = "small"
    settings.SEGMENTATION_MODEL_WHEN = "always"
    settings.SEGMENTATION_MODEL_SECONDS = 5.0
    settings.SEGMENTATION_MODEL_BYTES = 100_000
    yield it
    it.over.set()
    server.shutdown()
    thread.join(5)
    server.server_close()
