"""Taking secrets out of what a task tells: as they are, and in the forms they are usually written in."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, quote_plus

import orjson

MASK = "•••"
LEAST = 6  # shorter forms would mask common words


class Masker:
    """Replaces every form of some secrets in texts, bytes and JSON values."""

    def __init__(self, values: Iterable[str] = ()):
        forms = {form for value in values for form in forms_of(value) if len(form) >= LEAST}
        self._forms = sorted(forms, key=len, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._forms)

    def text(self, text: str) -> str:
        """Return a text without the secrets."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASK)
        return text

    def content(self, content: bytes) -> bytes:
        """Return bytes without the secrets."""
        for form in self._forms:
            content = content.replace(form.encode(), MASK.encode())
        return content

    def value(self, value: Any) -> Any:
        """Return a JSON value without the secrets, its names included."""
        if not self._forms:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(name): self.value(inner) for name, inner in value.items()}
        return [self.value(inner) for inner in value] if isinstance(value, list) else value


def forms_of(value: str) -> set[str]:
    """Return how a secret may appear: plain, percent-encoded, as JSON, in hexadecimal, inside base64."""
    raw = value.encode()
    found = {value, quote(value, safe=""), quote_plus(value), orjson.dumps(value).decode()[1:-1], raw.hex()}
    found |= {form.replace("/", "\\/") for form in set(found)}
    found.add(raw.hex().upper())
    for encode in (b64encode, urlsafe_b64encode):
        for shift in range(3):  # base64 looks different by where in the text before it the secret begins
            text = encode(b"\0" * shift + raw).decode().rstrip("=")
            begins = (0, 2, 3)[shift]
            ends = len(text) - (1 if (shift + len(raw)) % 3 else 0)
            found.add(text[begins:ends])
    return found
