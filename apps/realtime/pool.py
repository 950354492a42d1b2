"""Where the socket's actions run: threads of our own, so that no socket waits for another's database call."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections, connection

T = TypeVar("T")
KEPT_SECONDS = 5.0  # a connection that was idle for longer goes back to the pool first: the network may have dropped it
_line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batch")
_used_at = 0.0
_pool = ThreadPoolExecutor(max_workers=settings.SOCKET_THREADS, thread_name_prefix="action")


async def in_thread(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run a function that uses the database, off the event loop, with its connection given back afterwards."""
    return await begin_in_thread(function, *args, **kwargs)


def begin_in_thread(function: Callable[..., T], *args: Any, **kwargs: Any) -> asyncio.Future[T]:
    """The same, without waiting for it."""
    return asyncio.get_running_loop().run_in_executor(_pool, lambda: _with_connection(function, args, kwargs))


def _with_connection(function: Callable[..., T], args: tuple, kwargs: dict[str, Any]) -> T:
    close_old_connections()
    try:
        return function(*args, **kwargs)
    finally:
        close_old_connections()


def begin_batch(function: Callable[..., T], *args: Any) -> asyncio.Future[T]:
    """Run a batch of commands, without waiting for it: one after the other, on a thread that keeps its connection."""
    return asyncio.get_running_loop().run_in_executor(_line, lambda: _with_kept_connection(function, args))


def _with_kept_connection(function: Callable[..., T], args: tuple) -> T:
    global _used_at
    if time.monotonic() - _used_at > KEPT_SECONDS:
        close_old_connections()
    _used_at = time.monotonic()
    try:
        return function(*args)
    finally:
        if connection.errors_occurred:
            close_old_connections()


def let_go() -> None:
    """Give back the connection that the thread of batches keeps."""
    _line.submit(lambda: connection.close()).result()
