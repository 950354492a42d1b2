"""Sockets for the guarded client: they connect to the checked address only, and wait in slices."""

import errno
import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import httpcore2

from apps.core.http.addresses import Address
from apps.core.http.deadline import Deadline
from apps.core.http.errors import OutgoingFailed

T = TypeVar("T")
CONNECT_SECONDS = 5.0  # per address, so that a dead one leaves time for the next
NOT_YET = (TimeoutError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class GuardedStream(httpcore2.NetworkStream):
    """A connected socket whose every wait ends with the deadline or a cancel."""

    def __init__(self, sock: socket.socket, deadline: Deadline):
        self.sock = sock
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._patiently(lambda: self.sock.recv(max_bytes))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        rest = buffer
        while rest:
            sent = self._patiently(lambda waiting=rest: self.sock.send(waiting))  # type: ignore[misc]
            rest = rest[sent:]

    def close(self) -> None:
        self.sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            wrapped = ssl_context.wrap_socket(self.sock, server_hostname=server_hostname, do_handshake_on_connect=False)
        except (OSError, ValueError):  # ValueError: a name that no certificate can hold
            self.close()
            raise OutgoingFailed("connection", sent=False) from None
        self.sock = wrapped
        try:
            self._patiently(wrapped.do_handshake)
        except BaseException:
            self.close()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        return self.sock if info == "socket" else None

    def _patiently(self, step: Callable[[], T]) -> T:
        while True:
            self.sock.settimeout(self.deadline.slice())
            try:
                return step()
            except NOT_YET:
                continue
            except OSError:
                raise OutgoingFailed("connection") from None


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that were checked before; the name in the URL is never looked up again."""

    def __init__(self, addresses: tuple[Address, ...], deadline: Deadline):
        self.addresses = addresses
        self.deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        for address in self.addresses:
            if sock := self._connect(address, port):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return GuardedStream(sock, self.deadline)
        raise OutgoingFailed("connection", sent=False)

    def _connect(self, address: Address, port: int) -> socket.socket | None:
        """Return a connected socket, or `None` where this address does not answer."""
        try:
            sock = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
        except OSError:  # a machine without IPv6
            return None
        try:
            sock.setblocking(False)
            code = sock.connect_ex((str(address), port))
            if code in (errno.EINPROGRESS, errno.EWOULDBLOCK):
                code = self._finish(sock)
        except BaseException:
            sock.close()
            raise
        if code:
            sock.close()
            return None
        return sock

    def _finish(self, sock: socket.socket) -> int:
        """Wait until a connection stands or fails; return the error number, 0 for success."""
        give_up = time.monotonic() + CONNECT_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(sock, selectors.EVENT_WRITE)
            while not selector.select(self.deadline.slice()):
                if time.monotonic() > give_up:
                    return errno.ETIMEDOUT
        return sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
