"""Showing again who one is."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import LoginSession
from apps.events.models import Event
from tests.factories.accounts import PASSWORD
from tests.factories.factors import SoftPasskey, code_of, give_passkey, give_totp
from tests.factories.keys import make_key, with_key
from tests.security.conftest import signed_in

URL = "/api/v1/auth/reauthenticate"
CHALLENGE = "/api/v1/auth/passkeys/challenge"
PAGE = "/accounts/reauthenticate/"


@pytest.fixture
def stale():
    """Let all login sessions be opened a while ago."""
    return lambda: LoginSession.objects.update(fresh_at=timezone.now() - timedelta(minutes=11))


def fresh():
    return LoginSession.objects.get(ended_at=None).is_fresh


def test_the_password_makes_it_fresh(ayse, stale):
    client = signed_in(ayse)
    stale()
    assert not fresh()
    assert client.post(URL, {"password": PASSWORD}).status_code == 204
    assert fresh()
    assert client.post("/api/v1/auth/2fa/totp").status_code == 201


def test_only_this_session_becomes_fresh(ayse, stale):
    client, other = signed_in(ayse), signed_in(ayse)
    stale()
    client.post(URL, {"password": PASSWORD})
    assert other.post("/api/v1/auth/2fa/totp").json()["code"] == "auth.fresh_factor_required"


@pytest.mark.parametrize("password", ["wrong", "x" * 128, "\u0130stanbul 1453", " " + PASSWORD])
def test_a_wrong_password_does_not(ayse, stale, password):
    client = signed_in(ayse)
    stale()
    answer = client.post(URL, {"password": password})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.wrong_password")
    assert not fresh()
    trail = Event.objects.get(type="trail.factor_failed").context["trail"]
    assert (trail["action"], trail["outcome"]) == ("factor.failed", "failed")


def test_passwords_are_counted_with_those_of_signing_in(ayse, api):
    client = signed_in(ayse)
    for _ in range(10):
        assert client.post(URL, {"password": "wrong"}).status_code == 403
    assert client.post(URL, {"password": PASSWORD}).status_code == 429
    assert api().post("/api/v1/auth/token", {"username": "ayse", "password": PASSWORD}).status_code == 429


def test_with_a_second_factor_the_password_is_not_enough(ayse, stale):
    secret, codes = give_totp(ayse)
    client = signed_in(ayse, factor="totp")
    LoginSession.objects.exclude(pk=LoginSession.objects.latest("id").pk).update(ended_at=timezone.now())
    stale()
    answer = client.post(URL, {"password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.factor_wanted")
    assert not fresh()
    assert client.post(URL, {"otp": code_of(secret)}).status_code == 204
    assert fresh()
    stale()
    assert client.post(URL, {"otp": code_of(secret)}).json()["code"] == "auth.factor_wrong"  # used
    assert client.post(URL, {"otp": codes[0]}).status_code == 204


def test_a_passkey_makes_it_fresh(ayse, stale):
    phone = give_passkey(ayse, passwordless=False)
    LoginSession.objects.all().delete()
    client = signed_in(ayse, factor="passkey")
    stale()
    options = client.post(CHALLENGE).json()["options"]
    assert client.post(URL, {"passkey": SoftPasskey().show(options)}).json()["code"] == "auth.factor_wrong"
    options = client.post(CHALLENGE).json()["options"]
    assert client.post(URL, {"passkey": phone.show(options)}).status_code == 204
    assert fresh()


def test_without_a_passkey_there_is_no_challenge(ayse):
    answer = signed_in(ayse).post(CHALLENGE)
    assert (answer.status_code, answer.json()["code"]) == (409, "second_factor.none")


def test_a_code_of_somebody_without_a_factor_is_wrong(ayse, stale):
    client = signed_in(ayse)
    stale()
    assert client.post(URL, {"otp": "123456"}).json()["code"] == "auth.factor_wrong"
    assert not fresh()


def test_wrong_codes_are_few(ayse):
    secret, _codes = give_totp(ayse)
    client = signed_in(ayse, factor="totp")
    assert [client.post(URL, {"otp": "000000"}).status_code for _ in range(6)] == [403] * 5 + [429]
    assert client.post(URL, {"otp": code_of(secret)}).status_code == 429


@pytest.mark.parametrize("body", [{}, {"password": PASSWORD, "otp": "123456"}, {"password": 1}, {"otp": "1" * 33},
                                  {"passkey": "x"}, {"password": "x" * 129}, {"other": "x"}])  # fmt: skip
def test_bad_input(ayse, body):
    assert signed_in(ayse).post(URL, body).status_code == 400


def test_nobody_and_no_key_does(ayse):
    assert APIClient().post(URL, {"password": PASSWORD}).status_code == 401
    _key, text = make_key(ayse)
    answer = with_key(text).post(URL, {"password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.scope_missing")


# on the page ----------------------------------------------------------------------------------------------------------
def test_the_page_asks_for_the_password(client, page, ayse, stale):
    page(ayse)
    stale()
    assert PAGE in client.get("/accounts/two-factor/").text
    assert client.post("/accounts/two-factor/", {"do": "begin"})["Location"].startswith(PAGE)
    wrong = client.post(PAGE, {"password": "wrong"})
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
    answer = client.post(PAGE, {"password": PASSWORD, "next": "/accounts/two-factor/"})
    assert answer["Location"] == "/accounts/two-factor/"
    assert client.post("/accounts/two-factor/", {"do": "begin"}).status_code == 200


def test_the_page_asks_for_the_code_where_there_is_one(client, page, ayse, stale):
    secret, _codes = give_totp(ayse)
    page(ayse)
    client.post("/accounts/login/second/", {"code": code_of(secret)})
    LoginSession.objects.filter(kind="api").delete()
    stale()
    asked = client.get(PAGE).text
    assert 'name="code"' in asked
    assert 'name="password"' not in asked
    assert client.post(PAGE, {"password": PASSWORD}).status_code == 422
    assert not fresh()
    assert client.post(PAGE, {"code": code_of(secret, 1)}).status_code == 302
    assert fresh()


def test_the_pages_follow(client, page, ayse, stale):
    page(ayse)
    assert client.post("/accounts/password/change/", {}).status_code == 422  # its own form asks for the old one
    stale()
    add = {"email": "yeni@example.org"}
    assert client.post("/accounts/email/", add)["Location"].startswith(PAGE)
    client.post(PAGE, {"password": PASSWORD})
    assert not client.post("/accounts/email/", add).get("Location", "").startswith(PAGE)


def test_the_page_leads_nowhere_else(client, page, ayse):
    page(ayse)
    assert client.post(PAGE, {"password": PASSWORD, "next": "https://evil.example"})["Location"] == "/"


def test_the_page_is_for_those_who_are_signed_in(client, db):
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
