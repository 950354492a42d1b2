"""What sockets are sent: texts, framed once for as many sockets as hear them."""

from collections.abc import Sequence
from functools import cached_property


class Frames:
    """Some texts that go out together. Every socket that is handed them is handed the same bytes."""

    def __init__(self, texts: Sequence[str]):
        self.texts = texts

    @cached_property
    def wire(self) -> bytes:
        """The texts as frames of RFC 6455, one after the other."""
        return b"".join([frame_of(text.encode()) for text in self.texts])

    @cached_property
    def size(self) -> int:
        return sum(map(len, self.texts))


def frame_of(payload: bytes) -> bytes:
    """Frame a text as a server does: unmasked, in one piece."""
    length = len(payload)
    if length < 126:
        return bytes((0x81, length)) + payload
    if length < 65_536:
        return b"\x81\x7e" + length.to_bytes(2, "big") + payload
    return b"\x81\x7f" + length.to_bytes(8, "big") + payload
