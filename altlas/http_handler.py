"""Django over ASGI with one thread hop a request.

Django's own handler goes back and forth between the event loop and threads for every middleware that is not written
twice, and starts a new thread for each request. Everything of ours is plain synchronous code, so a whole request,
from the first middleware to the rendered answer, runs in one thread of a pool (decision 0009 has the figures).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

T = TypeVar("T")
VITAL = ("/healthz", "/readyz")  # asked while every thread waits for a database that is gone
_pool = ThreadPoolExecutor(max_workers=settings.HTTP_THREADS, thread_name_prefix="request")
_vital = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vital")


class HttpHandler(ASGIHandler):
    """Answers a request in one thread; the event loop only reads its body and sends the answer."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        pool = _vital if scope["path"] in VITAL else _pool
        try:
            response = await _in(pool, lambda: self._answer(scope, body))
            if response.streaming:
                await self._stream(response, receive, send)
            else:
                await self.send_response(response, send)
        finally:
            body.close()

    def _answer(self, scope: Any, body: Any) -> Any:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, response = self.create_request(scope, body)
        if request is not None:
            response = self.get_response(request)
        assert isinstance(response, HttpResponseBase)
        response._handler_class = self.__class__  # type: ignore[attr-defined]
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if response.streaming:
            close_old_connections()
        else:
            response.close()  # here, since it gives this thread's connection back; the content stays
        return response

    async def _stream(self, response: Any, receive: Any, send: Any) -> None:
        """Send part by part, until the client goes away."""
        if not response.is_async:  # Django would read it whole first
            response.streaming_content = _in_parts(response.streaming_content)
        sending = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(self.listen_for_disconnect(receive))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
            await _in(_pool, response.close)


async def _in_parts(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    parts = iter(content)
    while (part := await _in(_pool, lambda: next(parts, None))) is not None:
        yield part


def _in(pool: ThreadPoolExecutor, function: Callable[[], T]) -> Awaitable[T]:
    """Run in a thread, in a context of its own: the language and the log's ids of a request end with it."""
    return asyncio.get_running_loop().run_in_executor(pool, copy_context().run, function)
