"""Answering files without holding them in memory, whichever server asks."""

from collections.abc import AsyncIterator
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from apps.core.requests import Request

CHUNK = 256 * 1024


def attachment(request: Request, file: IO[bytes], *, name: str, media_type: str, size: int) -> Any:
    """Answer a file to be saved. Under ASGI Django would read a plain one into memory as a whole first."""
    headers = {
        "Content-Length": str(size),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    if isinstance(request._request, ASGIRequest):
        headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return StreamingHttpResponse(_chunks(file), content_type=media_type, headers=headers)
    return FileResponse(file, as_attachment=True, filename=name, content_type=media_type, headers=headers)


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    try:
        while chunk := await sync_to_async(file.read)(CHUNK):
            yield chunk
    finally:
        await sync_to_async(file.close)()
