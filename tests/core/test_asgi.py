"""The way in: static files in front, then a whole request in one thread."""

import asyncio
import threading
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path
from django.utils import translation

from altlas.asgi import application
from altlas.http_handler import HttpHandler

seen: dict[str, Any] = {}


def thread(request: HttpRequest) -> HttpResponse:
    seen["thread"] = threading.current_thread().name
    seen["language"] = translation.get_language()
    translation.activate("tr")
    return HttpResponse(request.body)


class Endless:
    """Parts without end, and whether somebody closed them."""

    closed = False

    def __iter__(self) -> "Endless":
        return self

    def __next__(self) -> bytes:
        return b"x" * 1000

    def close(self) -> None:
        Endless.closed = True


def endless(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(Endless())


urlpatterns = [path("thread", thread), path("endless", endless)]


async def ask(app: Any, address: str, method: str = "GET", body: bytes = b"", leave_after: int = 0) -> Any:
    """Return (status, headers, body) of one request; `leave_after` parts the client goes away."""
    sent: list[dict[str, Any]] = []
    gone = asyncio.Event()
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if leave_after and len(sent) > leave_after:
            gone.set()
        await asyncio.sleep(0)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": address,
        "raw_path": address.encode(), "query_string": b"", "root_path": "", "scheme": "http",
        "headers": [(b"host", b"testserver")], "client": ("127.0.0.1", 1), "server": ("testserver", 80),
    }  # fmt: skip
    await asyncio.wait_for(app(scope, receive, send), 20)
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:])


async def test_a_static_file_is_served_without_a_session_and_never_sniffed():
    status, headers, body = await ask(application, "/static/brand/favicon.svg")
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert body.startswith(b"<svg")


@pytest.mark.parametrize("address", ["/static/../manage.py", "/static/..%2fmanage.py", "/static/brand/", "/static/no"])
@pytest.mark.django_db(transaction=True)
async def test_nothing_else_is(address):
    assert (await ask(application, address))[0] == 404


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db(transaction=True)
async def test_a_request_is_answered_in_a_thread_of_the_pool_with_a_language_of_its_own():
    handler = HttpHandler()
    for _ in range(20):  # more than there are threads: what one request chose is not there for the next
        status, _headers, body = await ask(handler, "/thread", "GET", b"hello")
        assert (status, body) == (200, b"hello")
        assert seen["thread"].startswith("request")
        assert seen["language"] == "en"


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db(transaction=True)
async def test_a_stream_ends_when_its_reader_leaves():
    Endless.closed = False
    status, _headers, body = await ask(HttpHandler(), "/endless", leave_after=5)
    assert status == 200
    assert len(body) >= 4000
    assert Endless.closed


@pytest.mark.django_db(transaction=True)
async def test_liveness_does_not_wait_for_the_others():
    from altlas import http_handler

    release = threading.Event()
    blocked = [http_handler._pool.submit(release.wait, 20) for _ in range(http_handler._pool._max_workers)]
    try:
        assert (await ask(application, "/healthz"))[0] == 200
    finally:
        release.set()
    assert all(task.result() for task in blocked)
