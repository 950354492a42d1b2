from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async as sync_to_async

from apps.accounts.actions import open_login_session
from apps.realtime.runtime import stop_runtime
from tests.realtime.client import SocketClient


@pytest.fixture(autouse=True)
async def stopped_runtime() -> AsyncIterator[None]:
    """Stop what the test's event loop started."""
    yield
    await stop_runtime(0)


@pytest.fixture
async def socket(transactional_db: None) -> AsyncIterator[Callable[..., Any]]:
    """Return a function that opens a signed-in socket; all are closed at the end."""
    opened: list[SocketClient] = []

    async def connect(user: Any, cursor: str | None = None) -> SocketClient:
        pair = await sync_to_async(open_login_session)(user=user)
        client = SocketClient(pair.access)
        opened.append(client)
        client.ready = await client.connect(cursor)  # type: ignore[attr-defined]
        return client

    yield connect
    for client in opened:
        await client.close()
