"""A member of a conversation over real sockets: sends until it is acknowledged, comes back by resume, keeps account."""

import asyncio
import contextlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

PAUSE = (0.05, 0.3)  # seconds before coming back; the guide says longer, a test has less time


@dataclass
class Member:
    """One person. `addresses`: of the servers, tried in turn: any of them will do."""

    token: str
    addresses: Sequence[str]
    conversation: str
    cursor: str = ""
    seqs: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    frames: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)  # by client_id: id of the message
    refused: list[dict[str, Any]] = field(default_factory=list)
    codes: list[int | None] = field(default_factory=list)
    repeated = disordered = resets = connects = sent = 0
    link: ClientConnection | None = None
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)  # sent, not yet answered
    live: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Member":
        self._task = asyncio.create_task(self._stay())
        live = asyncio.create_task(self.live.wait())
        await asyncio.wait([live, self._task], timeout=60, return_when=asyncio.FIRST_COMPLETED)
        if not self.live.is_set():
            raise AssertionError(f"not signed in: {self.codes[-3:]}, {self.refused[-1:]}, {self._task}")
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def say(self, text: str, client_id: str | None = None) -> str:
        """Send a message; it is sent again after a cut until it is answered. Returns its client_id."""
        client_id = client_id or str(uuid4())
        self.sent += 1
        self.waiting[client_id] = {"conversation": self.conversation, "text": text, "client_id": client_id}
        await self._send(client_id)
        return client_id

    async def command(self, kind: str, data: dict[str, Any]) -> None:
        assert self.link is not None
        await self.link.send(json.dumps({"id": "x", "type": kind, "data": data}))

    async def cut(self) -> None:
        """Lose the connection without a word."""
        if self.link is not None:
            self.link.transport.abort()

    async def _send(self, client_id: str) -> None:
        if self.link is not None and client_id in self.waiting:
            with contextlib.suppress(WebSocketException):
                frame = {"id": client_id, "type": "message.send", "data": self.waiting[client_id]}
                await self.link.send(json.dumps(frame))

    async def _stay(self) -> None:
        turn = 0
        while True:
            address = self.addresses[turn % len(self.addresses)]
            turn += 1
            try:
                async with connect(f"ws://{address}/ws/v1", subprotocols=["altlas.v1"], compression=None,
                                   ping_interval=None, close_timeout=1, open_timeout=5) as link:  # fmt: skip
                    await self._follow(link)
            except (OSError, TimeoutError, WebSocketException) as error:
                self.codes.append(getattr(getattr(error, "rcvd", None), "code", None))
            self.link = None
            self.live.clear()
            await asyncio.sleep(random.uniform(*PAUSE))

    async def _follow(self, link: ClientConnection) -> None:
        data = {"token": self.token, **({"cursor": self.cursor} if self.cursor else {})}
        await link.send(json.dumps({"type": "auth", "data": data}))
        async for text in link:
            frame = json.loads(text)
            kind = frame["type"]
            if kind == "ready":
                self.connects += 1
                if self.cursor:
                    continue
                self.cursor = frame["data"]["cursor"]
            if kind == "reset":
                self.resets += 1
            if kind in ("ready", "resumed", "reset"):
                self.cursor = self.cursor if kind == "ready" else frame["data"]["cursor"]
                self.link = link
                self.live.set()
                for client_id in list(self.waiting):
                    await self._send(client_id)
            else:
                self._take(frame)

    def _take(self, frame: dict[str, Any]) -> None:
        client_id = frame.get("id")
        if frame["type"] == "ack":
            if client_id in self.waiting:
                del self.waiting[client_id]
                self.acknowledged[client_id] = frame["data"]["id"]
        elif frame["type"] == "error":
            self.refused.append(frame["error"])
            if frame["error"]["status"] < 500 and frame["error"]["status"] != 429:
                self.waiting.pop(client_id, None)
            elif client_id in self.waiting:  # come back to it in a moment, as Retry-After says
                asyncio.get_running_loop().call_later(0.5, lambda: asyncio.ensure_future(self._send(client_id)))
        elif frame.get("topic") == f"conversation:{self.conversation}" and "seq" in frame:
            self.cursor = frame["cursor"]
            if frame["seq"] in self._seen:
                self.repeated += 1
                return
            if self.seqs and frame["seq"] < self.seqs[-1]:
                self.disordered += 1
            self._seen.add(frame["seq"])
            self.seqs.append(frame["seq"])
            if frame["type"] == "message.created":
                self.ids.append(frame["data"]["id"])
        else:
            self.frames.append(frame)

    @property
    def _seen(self) -> set[int]:
        return self.__dict__.setdefault("_seen_seqs", set())


@dataclass
class Account:
    """What became of a crowd's messages."""

    sent: int
    acknowledged: int
    lost: int
    duplicated: int
    disordered: int
    repeated: int
    resets: int
    connects: int

    def __str__(self) -> str:
        return (
            f"sent {self.sent}, acknowledged {self.acknowledged}, lost {self.lost}, duplicated {self.duplicated}, "
            f"out of order {self.disordered} (connections {self.connects}, replays that overlapped {self.repeated}, "
            f"resets {self.resets})"
        )


async def settle(members: Sequence[Member], seconds: float = 60) -> Account:
    """Wait until every sent message is acknowledged and everybody has it; return what is missing all the same."""

    def missing() -> int:
        wanted = {pk for member in members for pk in member.acknowledged.values()}
        return sum(len(wanted - set(member.ids)) for member in members)

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while any(member.waiting for member in members) or missing():  # noqa: ASYNC110 - bounded
                await asyncio.sleep(0.1)
    return Account(
        sent=sum(member.sent for member in members),
        acknowledged=sum(len(member.acknowledged) for member in members),
        lost=missing(),
        duplicated=sum(len(member.ids) - len(set(member.ids)) for member in members),
        disordered=sum(member.disordered for member in members),
        repeated=sum(member.repeated for member in members),
        resets=sum(member.resets for member in members),
        connects=sum(member.connects for member in members),
    )
