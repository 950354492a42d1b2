"""What Django must never see: a body without a bound, and a `Content-Type` that it stumbles over.

Django reads a body to its end, onto the disk, before any middleware runs, and REST framework takes one that comes in
chunks, without a length, for an empty one. So the length is settled here.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.utils.http import parse_header_parameters

from apps.core.bodies import limit_of
from apps.core.problems import CONTENT_TYPE, Problem, TooLarge, UnsupportedMedia
from apps.core.strictjson import dumps

Application = Callable[[Any, Any, Any], Awaitable[None]]


def bound_bodies(django: Application) -> Application:
    """Wrap the HTTP application: what it gets has a length, within the bound."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        if not _is_readable(headers.get(b"content-type", b"")):
            await _refuse(send, UnsupportedMedia())
            return
        length = headers.get(b"content-length", b"0")
        limit = limit_of(scope["method"], scope["path"])
        if not length.isdigit() or int(length[:20]) > limit:
            await _refuse(send, _too_large(limit))
            return
        if b"transfer-encoding" in headers:
            body = await _whole(receive)
            if body is None:
                await _refuse(send, _too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
                return
            kept = [pair for pair in scope["headers"] if pair[0] not in (b"transfer-encoding", b"content-length")]
            scope = {**scope, "headers": [*kept, (b"content-length", str(len(body)).encode())]}
            receive = _again(body, receive)
        await django(scope, receive, send)

    return application


def _is_readable(content_type: bytes) -> bool:
    try:
        parse_header_parameters(content_type.decode("latin-1"))
    except (ValueError, LookupError):  # RFC 2231 names a character set: `x*=nonsense'en'…`
        return False
    return True


async def _whole(receive: Any) -> bytes | None:
    """Return the body; None where it is larger than the bound, or its sender went away.

    It is held in memory, so without a length the bound is that of a JSON body, whatever the address takes.
    """
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Any) -> Any:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Any:
        return waiting.pop() if waiting else await receive()

    return replay


def _too_large(limit: int) -> Problem:
    return TooLarge(f"A body holds at most {limit:,} bytes.")


async def _refuse(send: Any, problem: Problem) -> None:
    body = dumps(problem.as_dict())
    headers = [
        (b"content-type", CONTENT_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),  # the rest of the body is not read
    ]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
