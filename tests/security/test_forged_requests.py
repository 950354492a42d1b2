"""Requests made up by somebody else: from another site, for another host, with fields nobody asked for."""

import json

import pytest
from django.contrib.auth import hashers
from rest_framework.test import APIClient

from apps.accounts.models import LoginSession, User
from apps.events import tasks  # noqa: F401 - the worker of `do_work` looks tasks up by name
from tests.factories.accounts import PASSWORD
from tests.security.conftest import signed_in
from tests.security.test_every_operation import DOCUMENT, OPEN, bodies, filled, operations, state, targets

PLANTED_FIELDS = {
    "is_superuser": True, "is_staff": True, "is_active": True, "id": "00000000-0000-7000-8000-000000000000",
    "user_id": "00000000-0000-7000-8000-000000000000", "sender": "ayse", "__proto__": {"admin": True},
}  # fmt: skip
SAFE = ("get", "head")
pytestmark = pytest.mark.django_db


def addresses(planted, ayse, method_is):
    found = targets(planted, ayse)
    for name, method, path in operations():
        if method_is(method):
            kind = path.removeprefix("/api/v1/").partition("/")[0]
            key = found[kind][0] if "{id}" in path else ""
            yield name, method, path, filled(path, key, ayse)


def test_no_write_by_cookie_without_the_csrf_token(planted, ayse, settings):
    """Another site can make the browser send the cookie, and not the token."""
    settings.LIMITS_FACTOR = 100
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(ayse)
    before, asked = (state(), User.objects.filter(pk=ayse.pk).values().get()), 0
    for name, method, _path, url in addresses(planted, ayse, lambda method: method not in SAFE):
        if name not in OPEN:  # these look at no cookie
            for origin in ("https://evil.example", "null"):
                answer = client.generic(
                    method, url, json.dumps(bodies(planted, ayse).get(name, {})), "application/json",
                    headers={"origin": origin},
                )  # fmt: skip
                assert (answer.status_code, answer.json()["code"]) == (403, "auth.csrf_failed"), f"{method} {url}"
                asked += 1
    assert asked > 50
    assert (state(), User.objects.filter(pk=ayse.pk).values().get()) == before


def test_no_operation_takes_a_field_it_did_not_ask_for(planted, ayse, settings):
    settings.LIMITS_FACTOR = 100
    client = signed_in(ayse)
    before, asked = (state(), User.objects.filter(pk=ayse.pk).values().get()), 0
    sent = bodies(planted, ayse)
    for name, method, path, url in addresses(planted, ayse, lambda method: method not in SAFE):
        if "application/json" not in DOCUMENT["paths"][path][method].get("requestBody", {}).get("content", {}):
            continue
        for field, value in PLANTED_FIELDS.items():
            if field not in sent[name]:
                answer = client.generic(method, url, json.dumps({**sent[name], field: value}), "application/json")
                assert 400 <= answer.status_code < 500, f"{method} {url} took {field}: {answer.status_code}"
                asked += 1
    assert asked > 100
    assert (state(), User.objects.filter(pk=ayse.pk).values().get()) == before


def test_a_host_that_somebody_sends_stands_in_no_link(client, ayse, mailoutbox, settings, do_work):
    settings.ALLOWED_HOSTS = ["*"]  # even then
    settings.ORIGIN = "https://chat.example.org"
    evil = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
    answer = client.get("/api/v1/users/search?q=b&limit=1", headers=evil)
    assert "evil.example" not in answer.text
    client.post("/accounts/password/reset/", {"email": ayse.email}, headers=evil)
    do_work()
    assert mailoutbox, "a mail with a link was sent"
    assert all("evil.example" not in str(mail.message()) for mail in mailoutbox)


@pytest.mark.parametrize("path", ["/api/v1/auth/token", "/accounts/login/"])
def test_an_unknown_name_costs_as_much_and_tells_as_little_as_a_wrong_password(client, ayse, monkeypatch, path):
    hasher, counted = type(hashers.get_hasher()), []
    for does in ("verify", "encode"):
        real = getattr(hasher, does)
        monkeypatch.setattr(hasher, does, lambda *a, real=real: (counted.append(1), real(*a))[1])

    def attempt(name):
        counted.clear()
        if path.startswith("/api"):
            answer = client.post(path, {"username": name, "password": PASSWORD + "?"}, "application/json")
            return len(counted), {**answer.json(), "request_id": ""}
        answer = client.post(path, {"login": name, "password": PASSWORD + "?"})
        return len(counted), answer.status_code

    attempt("the first of a process")  # which makes the password that nobody has
    found = [attempt(name) for name in ("ayse", "ayse@example.org", "nobody", "nobody@example.org")]
    assert found[0][0] > 0
    assert all(one == found[0] for one in found), found
    assert not LoginSession.objects.exists()
