"""Connections of the measuring client: as thin as they can be, so that the server is what is measured."""

import asyncio
import base64
import os
from collections.abc import Callable

ACK, ERROR = b'{"type":"ack"', b'"type":"error"'


def masked(text: str) -> bytes:
    """Frame a text as a client does, with a mask of zeros."""
    payload = text.encode()
    length = len(payload)
    head = bytes((0x81, 0x80 | length)) if length < 126 else b"\x81\xfe" + length.to_bytes(2, "big")
    return head + bytes(4) + payload


class WebSocket(asyncio.Protocol):
    """One WebSocket: `receive` is called with the text of every frame that is not an answer to our own."""

    def __init__(self) -> None:
        self.receive: Callable[[bytes], None] = lambda text: None
        self.buffer = b""
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard: asyncio.Queue[bytes] | None = asyncio.Queue()  # until the measuring begins
        self.failed = 0
        self.code: int | None = None
        self.closed = asyncio.Event()

    @classmethod
    async def connect(cls, port: int, path: str, headers: dict[str, str]) -> "WebSocket":
        transport, link = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13",
                 *(f"{name}: {value}" for name, value in headers.items())]  # fmt: skip
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        await asyncio.wait_for(link.open, 30)
        return link

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def connection_lost(self, error: Exception | None) -> None:
        self.closed.set()
        if not self.open.done():
            self.open.set_exception(ConnectionError("closed before it was open"))

    def data_received(self, data: bytes) -> None:
        if not self.open.done():
            self.buffer += data
            head, end, data = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                self.open.set_exception(ConnectionError(head[:200].decode("latin-1")))
                return
            self.open.set_result(None)
            self.buffer = b""
        if self.buffer:
            data = self.buffer + data
        at, size = 0, len(data)
        while size - at >= 2:
            length, body = data[at + 1], at + 2
            if length == 126:
                length, body = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                length, body = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if body + length > size:
                break
            self._frame(data[at] & 15, data[body : body + length])
            at = body + length
        self.buffer = data[at:]

    def _frame(self, kind: int, text: bytes) -> None:
        if kind == 1:
            if self.heard is not None:
                self.heard.put_nowait(text)
            elif ERROR in text[:60]:
                self.failed += 1
            elif not text.startswith(ACK):
                self.receive(text)
        elif kind == 8:
            self.code = int.from_bytes(text[:2], "big")
            self.transport.write(b"\x88\x82" + bytes(4) + text[:2])
            self.transport.close()
        elif kind == 9:
            self.transport.write(bytes((0x8A, 0x80 | len(text))) + bytes(4) + text)

    def send(self, text: str) -> None:
        self.transport.write(masked(text))

    def close(self) -> None:
        self.transport.close()


class Stanzas(asyncio.Protocol):
    """One XMPP stream over plain TCP: `receive` is called with everything up to the last whole message."""

    END = b"</message>"

    def __init__(self) -> None:
        self.receive: Callable[[bytes], None] = lambda data: None
        self.buffer = b""
        self.wanted: tuple[tuple[bytes, ...], asyncio.Future[bytes]] | None = None
        self.room = ""
        self.failed = 0

    @classmethod
    async def sign_in(cls, port: int, user: int) -> "Stanzas":
        _transport, link = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        stream = (
            "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' "
            "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
        )
        await link.ask(stream, b"</stream:features>")
        secret = base64.b64encode(f"\0u{user}\0pw".encode()).decode()
        answer = await link.ask(
            f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>",
            b"<success", b"<failure",
        )  # fmt: skip
        if b"<failure" in answer:
            raise ConnectionError(answer[-200:])
        await link.ask(stream, b"</stream:features>")
        bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind>"
        await link.ask(f"<iq type='set' id='b1'>{bind}</iq>", b"</iq>")
        return link

    async def enter(self, room: str, user: int, *, first: bool) -> None:
        self.room = room
        entering = "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>"
        answer = await self.ask(
            f"<presence to='{room}/n{user}'>{entering}</presence>",
            b"'110'", b'"110"', b"type='error'", b'type="error"',
        )  # fmt: skip
        if b"110" not in answer:
            raise ConnectionError(answer[-300:])
        if first:
            form = (
                "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>"
            )
            await self.ask(f"<iq type='set' to='{room}' id='c1'>{form}</iq>", b"id='c1'", b'id="c1"')
        await asyncio.sleep(0.02)
        self.buffer = b""

    async def last_50(self, number: int) -> None:
        query = "<set xmlns='http://jabber.org/protocol/rsm'><max>50</max><before/></set>"
        archive = f"<query xmlns='urn:xmpp:mam:2' queryid='q'>{query}</query>"
        await self.ask(
            f"<iq type='set' id='h{number}' to='{self.room}'>{archive}</iq>",
            f"id='h{number}'".encode(), f'id="h{number}"'.encode(),
        )  # fmt: skip

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        data = self.buffer + data
        if self.wanted is not None:
            ends, found = self.wanted
            if any(end in data for end in ends):
                self.wanted, self.buffer = None, b""
                if not found.done():
                    found.set_result(data)
            else:
                self.buffer = data
            return
        at = data.rfind(self.END)
        if at < 0:
            self.buffer = data
            return
        at += len(self.END)
        self.buffer = data[at:]
        self.receive(data[:at])

    async def ask(self, text: str, *ends: bytes) -> bytes:
        found: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.wanted = (ends, found)
        self.transport.write(text.encode())
        return await asyncio.wait_for(found, 60)

    def send(self, text: str) -> None:
        self.transport.write(f"<message to='{self.room}' type='groupchat'><body>{text}</body></message>".encode())

    def close(self) -> None:
        self.transport.close()
