"""`/accounts/keys/`, as a person without JavaScript uses it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.key_format import PATTERN
from apps.accounts.models import ApiKey, LoginSession
from tests.factories.keys import make_key, with_key

pytestmark = pytest.mark.django_db
URL = "/accounts/keys/"
NEW = {"do": "create", "name": "Yedek", "scopes": ["account:read"], "days": "90", "addresses": "127.0.0.1, 10.0.0.0/8"}


@pytest.fixture
def browser(client, page, ayse):
    page(ayse)
    return client


def test_nobody_is_sent_to_sign_in(client, db):
    assert client.get(URL).status_code == 302


def test_a_key_is_made_and_shown_once(browser, ayse):
    assert "alt_" not in browser.get(URL).text
    made = browser.post(URL, NEW)
    text = PATTERN.search(made.text)[0]
    assert "no-store" in made["Cache-Control"]
    assert with_key(text).get("/api/v1/users/me").status_code == 200
    assert text not in browser.get(URL).text
    key = ApiKey.objects.get()
    assert (key.owner, key.addresses) == (ayse, ["127.0.0.1/32", "10.0.0.0/8"])
    assert timedelta(days=89) < key.expires_at - timezone.now() < timedelta(days=91)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["x"]}, {"addresses": "nowhere"},
                                   {"limit_per_minute": "0"}, {"days": "9999999"}, {"name": "a\0b"}])  # fmt: skip
def test_what_is_wrong_stands_at_its_field(browser, wrong):
    answer = browser.post(URL, {**NEW, **wrong})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert not ApiKey.objects.exists()


def test_rotate_end_the_old_and_revoke(browser, ayse):
    key, old = make_key(ayse, "account:read")
    first = PATTERN.search(browser.post(URL, {"do": "rotate", "key": key.pk}).text)[0]
    assert with_key(old).get("/api/v1/users/me").status_code == 200
    browser.post(URL, {"do": "rotate", "key": key.pk})  # still rotating: told, nothing changes
    second = PATTERN.search(browser.post(URL, {"do": "end", "key": key.pk}).text)[0]
    assert [with_key(text).get("/api/v1/users/me").status_code for text in (old, first, second)] == [401, 401, 200]
    assert browser.post(URL, {"do": "revoke", "key": key.pk}).status_code == 302
    assert with_key(second).get("/api/v1/users/me").status_code == 401


def test_whoever_signed_in_long_ago_shows_the_password_first(browser, ayse):
    key, _text = make_key(ayse)
    LoginSession.objects.update(fresh_at=timezone.now() - timedelta(minutes=11))
    assert "/accounts/reauthenticate/?next=" in browser.get(URL).text
    for form in (NEW, {"do": "rotate", "key": key.pk}):
        answer = browser.post(URL, form)
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert ApiKey.objects.count() == 1


def test_the_keys_of_others_are_not_there(browser, cem):
    key, text = make_key(cem)
    assert key.prefix not in browser.get(URL).text
    for doing in ("rotate", "end", "revoke", "nothing"):
        browser.post(URL, {"do": doing, "key": key.pk})
    browser.post(URL, {"do": "revoke", "key": "no id"})
    assert with_key(text).get("/api/v1/users/me").status_code == 200


def test_names_are_escaped(browser, ayse):
    browser.post(URL, {**NEW, "name": "<script>alert(1)</script>"})
    assert not re.search(r"<script>alert", browser.get(URL).text)
