"""One question to the endpoint, within bounds of time and size."""

import time
from urllib.parse import urlsplit

from django.conf import settings

from apps.core.http import OutgoingError, fetch
from apps.core.strictjson import JSONInvalid, dumps, loads

MAX_WORDS = 200_000  # characters of an answer that are read


class NoAnswer(Exception):
    """The endpoint gave nothing that can be used; the message says why in one word."""


class Endpoint:
    """The endpoint for one wish: all its questions share one time."""

    def __init__(self) -> None:
        self._end = time.monotonic() + settings.SEGMENTATION_MODEL_SECONDS

    def complete(self, messages: list[dict[str, str]]) -> str:
        """Return the words of the model; raise NoAnswer."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise NoAnswer("timeout")
        body = {
            "model": settings.SEGMENTATION_MODEL_NAME,
            "messages": messages,
            "temperature": 0,
            "response_format": {"type": "json_object"},
        }
        headers = {"content-type": "application/json"}
        if settings.SEGMENTATION_MODEL_KEY:
            headers["authorization"] = f"Bearer {settings.SEGMENTATION_MODEL_KEY}"
        try:
            answer = fetch(
                "POST",
                settings.SEGMENTATION_MODEL_URL.rstrip("/") + "/chat/completions",
                headers=headers,
                body=dumps(body),
                timeout=left,
                max_bytes=settings.SEGMENTATION_MODEL_BYTES,
                max_redirects=0,
                trusted=(_place(settings.SEGMENTATION_MODEL_URL),),
            )
        except OutgoingError as error:
            raise NoAnswer(type(error).__name__) from None
        if answer.status != 200:
            raise NoAnswer(f"status_{answer.status}")
        return self._words(answer.content)

    def _words(self, content: bytes) -> str:
        try:
            words = loads(content)["choices"][0]["message"]["content"]
        except (JSONInvalid, KeyError, IndexError, TypeError):
            raise NoAnswer("shape") from None
        if not isinstance(words, str) or len(words) > MAX_WORDS:
            raise NoAnswer("shape")
        return words


def _place(url: str) -> str:
    """Return `host:port` of the address that the operator set: it may be on the own network."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}".lower()
