"""Every operation of the API, tried by keys: one with no scope for it, and one of a disabled, revoked or expired kind."""

from datetime import timedelta

import pytest
from django.urls import get_resolver
from django.utils import timezone

from apps.accounts.api_keys import revoke_api_key
from apps.accounts.models import ApiKey
from apps.core.rules import rule_of
from apps.core.scopes import _views, opened_by
from tests.factories.keys import make_key, with_key
from tests.security.conftest import CANARY

KEY = "00000000-0000-7000-8000-000000000000"


def routes():
    """Return method, path and rule of every operation, from the URL map itself."""
    for path, view in _views(get_resolver(), "/"):
        for method, action in getattr(view, "actions", {}).items():
            if method != "head":
                url = path
                while "{" in url:
                    url = f"{url[: url.index('{')]}{KEY}{url[url.index('}') + 1 :]}"
                yield pytest.param(method, url, rule_of(view.cls, action), id=f"{method} {path}")


OPERATIONS = list(routes())
GUARDED = [one for one in OPERATIONS if not one.values[2].everyone]


def test_the_walk_sees_the_whole_map():
    assert len(OPERATIONS) > 30
    assert all(one.values[2] is not None for one in OPERATIONS)


@pytest.fixture(autouse=True)
def many(settings):
    settings.LIMITS_FACTOR = 100


def ask(client, one):
    method, url, _rule = one.values
    return client.generic(method.upper(), url, "{}", content_type="application/json")


@pytest.mark.django_db
def test_a_key_without_the_scope_gets_nothing(ayse, planted):
    keys = {
        scope: with_key(make_key(ayse, *[other for other in opened_by() if other != scope])[1])
        for scope in [*opened_by(), None]
    }
    for one in GUARDED:
        answer = ask(keys[one.values[2].scope], one)
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.scope_missing"), one.id
        assert CANARY not in answer.text.lower(), one.id


@pytest.mark.django_db
def test_a_key_with_the_scope_comes_as_far_as_its_owner(cem, planted):
    keys = {scope: with_key(make_key(cem, scope)[1]) for scope in opened_by()}
    for one in GUARDED:
        if (scope := one.values[2].scope) is not None:
            answer = ask(keys[scope], one)
            body = answer.content.decode().lower()
            assert "auth.scope_missing" not in body, one.id
            assert answer.status_code != 401, one.id
            assert CANARY not in body, one.id  # a stranger's key finds what a stranger finds


@pytest.mark.django_db
def test_a_dead_key_opens_no_operation(ayse, bora, planted):
    revoked, revoked_text = make_key(ayse)
    revoke_api_key(actor=ayse, key=revoked)
    expired, expired_text = make_key(ayse)
    ApiKey.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    disabled_text = make_key(bora)[1]
    bora.is_active = False
    bora.save()
    for one in GUARDED:
        for text in (revoked_text, expired_text, disabled_text):
            answer = ask(with_key(text), one)
            assert (answer.status_code, answer.json()["code"]) == (401, "auth.key_invalid"), one.id
