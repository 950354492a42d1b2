"""uvicorn's WebSocket protocol, which also takes frames that are ready to go.

ASGI has an application hand over a text for each socket, which is then framed, copied and awaited for each socket. What
a hundred people hear is the same bytes, so a hub frames it once and hands the bytes to the transports. The scope's
extension `altlas.wire` is the door; a server that does not offer it is spoken to by ASGI (`apps/realtime/outbox.py`).
"""

from collections.abc import Callable

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

CLOSE_SECONDS = 10.0  # so long may a client take to answer a close frame


class WireProtocol(WebSocketsSansIOProtocol):
    """One connection. `has_room` says whether the transport takes more; `on_room` is called when it does again."""

    has_room = True
    on_room: Callable[[], None] | None = None

    async def run_asgi(self) -> None:
        if not self.conn.extensions:  # with compression each connection has frames of its own
            self.scope["extensions"]["altlas.wire"] = self  # type: ignore[index, assignment]
        await super().run_asgi()

    def write(self, frames: bytes) -> None:
        """Write whole frames; what comes after a close is dropped."""
        if not (self.close_sent or self.transport.is_closing()):
            self.transport.write(frames)

    def end(self, code: int) -> None:
        """Send a close frame, also to a reader that is stuck, and hang up if it is not answered in time."""
        if self.close_sent or self.transport.is_closing():
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code})
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def pause_writing(self) -> None:
        self.has_room = False
        super().pause_writing()

    def resume_writing(self) -> None:
        self.has_room = True
        super().resume_writing()
        if self.on_room is not None:
            self.on_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self.on_room = None
        super().connection_lost(exc)
