"""A client of `/ws/v1` for tests: the real consumer over the ASGI protocol, in this process."""

import asyncio
import contextlib
import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from altlas.asgi import application


class Closed(Exception):
    def __init__(self, code: int):
        super().__init__(code)
        self.code = code


class SocketClient:
    """Connects, signs in with a token, sends and reads frames."""

    hears_presence = False  # others come and go all the time; a test that is about it says so

    def __init__(self, token: str | None = None, *, cookie: str = "", origin: str = "", address: str = "127.0.0.1"):
        headers = [(b"host", b"testserver")]
        headers += [(b"cookie", cookie.encode())] if cookie else []
        headers += [(b"origin", origin.encode())] if origin else []
        scope = {
            "type": "websocket",
            "path": "/ws/v1",
            "headers": headers,
            "query_string": b"",
            "subprotocols": ["altlas.v1"],
            "client": [address, 1],
        }
        self.link = ApplicationCommunicator(application, scope)
        self.token = token
        self.counter = 0

    async def connect(self, cursor: str | None = None) -> dict[str, Any]:
        """Open the connection and sign in; returns `ready`."""
        await self.link.send_input({"type": "websocket.connect"})
        accepted = await self.link.receive_output(5)
        assert accepted == {"type": "websocket.accept", "subprotocol": "altlas.v1"}
        if self.token is not None:
            data = {"token": self.token, **({"cursor": cursor} if cursor else {})}
            await self.send_json({"type": "auth", "data": data})
        return await self.read()

    async def send_json(self, frame: Any) -> None:
        await self.send(json.dumps(frame))

    async def send(self, text: str) -> None:
        await self.link.send_input({"type": "websocket.receive", "text": text})

    async def read(self, seconds: float = 5) -> dict[str, Any]:
        """Read one frame; raises Closed when the server closed instead."""
        while True:
            message = await self.link.receive_output(seconds)
            if message["type"] == "websocket.close":
                raise Closed(message["code"])
            frame = json.loads(message["text"])
            if self.hears_presence or frame["type"] != "presence":
                return frame

    async def read_until(self, kind: str) -> list[dict[str, Any]]:
        """Read frames up to and with the first of a type."""
        found = []
        while True:
            found.append(await self.read())
            if found[-1]["type"] == kind:
                return found

    async def command(self, kind: str, **data: Any) -> dict[str, Any]:
        """Send a command and return its answer; events that come first are kept for `read`."""
        self.counter += 1
        frame_id = f"c{self.counter}"
        await self.send_json({"id": frame_id, "type": kind, "data": data})
        kept = []
        while True:
            frame = await self.read()
            if frame.get("id") == frame_id:
                for earlier in kept:
                    self.link.output_queue.put_nowait({"type": "websocket.send", "text": json.dumps(earlier)})
                return frame
            kept.append(frame)

    async def silent(self, seconds: float = 0.15) -> bool:
        while not await self.link.receive_nothing(seconds):
            message = self.link.output_queue.get_nowait()
            if self.hears_presence or json.loads(message.get("text", "{}")).get("type") != "presence":
                self.link.output_queue.put_nowait(message)
                return False
        return True

    async def close(self) -> None:
        await self.link.send_input({"type": "websocket.disconnect", "code": 1000})
        with contextlib.suppress(TimeoutError, asyncio.CancelledError):
            await self.link.wait(2)
