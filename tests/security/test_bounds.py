"""No input costs a fault or passes a bound."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from altlas.asgi import application
from apps.accounts.sessions import SessionStore

EDGES = ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59")


@pytest.mark.parametrize("limit", ["00005099999", "000050" + "9" * 40, "000050" + "9" * 5_000, "0", "101", "٣", "1e1"])
def test_a_page_has_at_most_a_hundred_rows_however_the_limit_is_written(api, ayse, direct, limit):
    for path in ("conversations", f"conversations/{direct.pk}/messages", "commands", "atlas"):
        assert api(ayse).get(f"/api/v1/{path}", {"limit": limit}).status_code == 400


@pytest.mark.parametrize("moment", EDGES)
def test_a_cursor_at_the_edge_of_the_calendar_is_refused(api, ayse, group, moment):
    token = urlsafe_b64encode(f">{moment}|{group.pk}".encode()).decode().rstrip("=")
    for path in ("conversations", f"groups/{group.pk}/members"):
        answer = api(ayse).get(f"/api/v1/{path}", {"cursor": token})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/cursor")


@pytest.mark.parametrize("number", ["1" + "0" * 30, "-" + "9" * 19, "18446744073709551616"])
def test_a_giant_number_is_refused_also_with_an_idempotency_key(api, ayse, direct, number):
    body = f'{{"conversation": "{direct.pk}", "text": "x", "reply_to": {number}}}'
    for headers in ({}, {"Idempotency-Key": "k1"}):
        answer = api(ayse).generic(
            "POST", "/api/v1/messages", body, content_type="application/json", headers=headers
        )  # fmt: skip
        assert answer.status_code == 400


@pytest.mark.parametrize("now", ["0001-01-01T00:00", "9999-12-31T23:59:59-14:00"])
def test_a_preview_at_the_edge_of_the_calendar_is_refused(api, ayse, now):
    answer = api(ayse).post("/api/v1/commands/preview", {"text": "yarın 9'da hatırlat", "now": now})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/now")


def test_a_wish_of_nothing_but_digits_is_no_fault(api, ayse):
    for path in ("commands/preview", "commands"):
        assert api(ayse).post(f"/api/v1/{path}", {"text": "1" * 20_000}).status_code < 500


def test_the_document_answers_only_reading_of_its_own_version(client):
    for name in ("openapi", "versions"):
        assert client.get(f"/api/v1/{name}").status_code == 200
        assert client.get(f"/api/v99/{name}").status_code == 404
        for method in ("post", "put", "delete"):
            answer = Client(enforce_csrf_checks=True).generic(method.upper(), f"/api/v1/{name}")
            assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


def test_a_wrong_host_is_a_problem_at_the_api(client):
    answer = client.get("/api/v1/versions", headers={"host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_only_a_language_of_ours_gets_into_a_profile(client, ayse):
    client.force_login(ayse)
    for code in ("zh-hans", "de", "x" * 300, ""):
        client.post("/language", {"language": code, "next": "/"})
    ayse.refresh_from_db()
    assert ayse.language == "tr"
    client.post("/language", {"language": "en", "next": "/"})
    ayse.refresh_from_db()
    assert ayse.language == "en"


@pytest.mark.parametrize("value", ['"aaaaaaaaaaaaaaaa\\000"', "x" * 5_000, "A" * 32, "../../etc/passwd"])
def test_what_cannot_be_a_session_key_is_not_looked_up(client, db, value, django_assert_num_queries):
    client.cookies.load(f"sessionid={value}")
    with django_assert_num_queries(0):
        assert client.get("/api/v1/users/me").status_code == 401


def test_a_session_key_of_ours_is_one(db):
    store = SessionStore()
    store.create()
    assert SessionStore(store.session_key).session_key == store.session_key


# the door before Django ------------------------------------------------------------------------------------------------
async def asked(
    body: bytes = b"", headers: dict[bytes, bytes] | None = None, path: str = "/api/v1/auth/logout"
) -> tuple[int, bytes]:
    """Return status and body of a POST over the ASGI protocol."""
    pairs = {b"host": b"testserver", b"content-type": b"application/json", **(headers or {})}
    scope: dict[str, Any] = {"type": "http", "http_version": "1.1", "method": "POST", "path": path, "query_string": b"",
                             "headers": list(pairs.items()), "client": ["127.0.0.1", 1]}  # fmt: skip
    link = ApplicationCommunicator(application, scope)
    for start in range(0, len(body) or 1, 65_536):
        part = body[start : start + 65_536]
        more = start + 65_536 < len(body)
        await link.send_input({"type": "http.request", "body": part, "more_body": more})
    head = await link.receive_output(10)
    content = b""
    while True:
        message = await link.receive_output(10)
        content += message.get("body", b"")
        if not message.get("more_body"):
            return head["status"], content


@pytest.mark.django_db(transaction=True)
async def test_a_body_in_chunks_is_read():
    status, _body = await asked(b'{"refresh": "x"}', {b"transfer-encoding": b"chunked"})
    assert status == 204


@pytest.mark.parametrize("path", ["/api/v1/messages", "/accounts/login/"])
async def test_a_body_is_bounded_with_and_without_a_length(path):
    body = b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    for headers in ({b"transfer-encoding": b"chunked"}, {b"content-length": str(len(body)).encode()}):
        status, answer = await asked(body, headers, path)
        assert (status, json.loads(answer)["code"]) == (413, "request.too_large")


@pytest.mark.parametrize("value", ["application/json; x*=nonsense'en'bar", "application/json; charset*=zz'1'2"])
async def test_a_content_type_that_nobody_can_read_is_refused(value):
    status, answer = await asked(b"{}", {b"content-type": value.encode()})
    assert (status, json.loads(answer)["code"]) == (415, "request.unsupported_media_type")
