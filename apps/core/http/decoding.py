"""Unpacking an answer without letting a small one become a huge one."""

import zlib
from collections.abc import Callable

from apps.core.http.errors import OutgoingFailed

STEP = 65_536  # unpacked at most this much before it is counted


class BoundedBody:
    """Collects a body, unpacked, up to a number of bytes.

    Only gzip is asked for and read: libraries for the denser kinds unpack a chunk before anybody can count.
    """

    def __init__(self, encoding: str, max_bytes: int):
        self.parts: list[bytes] = []
        self.size = 0
        self.max_bytes = max_bytes
        self.unpacker = None
        if encoding.strip().lower() in ("gzip", "x-gzip"):
            self.unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        elif encoding.strip().lower() not in ("", "identity"):
            raise OutgoingFailed("encoding")

    def feed(self, data: bytes, look: Callable[[], object]) -> None:
        """Add bytes as they came over the wire; `look` is called between steps of a long unpacking."""
        if self.unpacker is None:
            self._add(data)
            return
        while data:
            look()
            try:
                self._add(self.unpacker.decompress(data, STEP))
            except zlib.error:
                raise OutgoingFailed("encoding") from None
            data = self.unpacker.unconsumed_tail or self._next_member()

    def finish(self) -> bytes:
        """Return the whole body; a packed one must have come to its end."""
        if self.unpacker is not None and self.size and not self.unpacker.eof:
            raise OutgoingFailed("encoding")
        return b"".join(self.parts)

    def _next_member(self) -> bytes:
        """A gzip file may hold several packed parts one after the other."""
        assert self.unpacker is not None
        rest = self.unpacker.unused_data
        if self.unpacker.eof and rest.startswith(b"\x1f\x8b"):
            self.unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
            return rest
        return b""

    def _add(self, data: bytes) -> None:
        self.size += len(data)
        if self.size > self.max_bytes:
            raise OutgoingFailed("too_large")
        if data:
            self.parts.append(data)
