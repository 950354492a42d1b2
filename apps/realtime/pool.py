"""Where the socket's actions run: threads of our own, so that no socket waits for another's database call."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections

T = TypeVar("T")
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
