"""Idle for too long, or too old: refused at every door, renewed by use."""

from datetime import timedelta

import pytest
from channels.db import database_sync_to_async as sync_to_async
from django.utils import timezone

from apps.accounts import tasks
from apps.accounts.actions import open_login_session
from apps.accounts.models import FailedSignIn, LoginSession
from apps.accounts.realtime import ended
from tests.realtime.client import Closed, SocketClient

DAY = timedelta(days=1)


def age(**by):
    now = timezone.now()
    LoginSession.objects.update(**{name: now - ago for name, ago in by.items()})


TOO_OLD = [
    {"last_seen_at": 30 * DAY + timedelta(seconds=1)},
    {"created_at": 90 * DAY + timedelta(seconds=1)},
]
YOUNG = {"last_seen_at": 29 * DAY, "created_at": 89 * DAY}


@pytest.mark.parametrize("by", TOO_OLD)
def test_too_old_is_refused_over_http(bearer, api, client, page, ayse, pair_of, by):
    page(ayse)
    pair = pair_of(ayse)
    age(**YOUNG)
    assert bearer(pair.access).get("/api/v1/users/me").status_code == 200
    assert client.get("/api/v1/users/me").status_code == 200
    age(**by)
    assert bearer(pair.access).get("/api/v1/users/me").json()["code"] == "auth.session_ended"
    assert client.get("/api/v1/users/me").status_code == 401
    assert api().post("/api/v1/auth/token/refresh", {"refresh": pair.refresh}).status_code == 401


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by", TOO_OLD)
async def test_too_old_is_refused_on_the_socket(ayse, by):
    pair = await sync_to_async(open_login_session)(user=ayse)
    await sync_to_async(age)(**by)
    client = SocketClient(pair.access)
    assert (await client.connect())["error"]["code"] == "auth.session_ended"
    with pytest.raises(Closed) as closed:
        await client.read()
    assert closed.value.code == 4401
    await client.close()


@pytest.mark.parametrize("by", TOO_OLD)
def test_an_open_socket_of_one_too_old_is_found(ayse, pair_of, by):
    pair_of(ayse)
    key = str(LoginSession.objects.get().pk)
    assert ended({key}) == set()
    age(**by)
    assert ended({key}) == {key}


def test_the_lifetimes_are_settings(bearer, ayse, pair_of, settings):
    pair = pair_of(ayse)
    age(last_seen_at=2 * DAY, created_at=2 * DAY)
    settings.LOGIN_SESSION_IDLE = DAY
    assert bearer(pair.access).get("/api/v1/users/me").status_code == 401
    settings.LOGIN_SESSION_IDLE, settings.LOGIN_SESSION_ABSOLUTE = 3 * DAY, DAY
    assert bearer(pair.access).get("/api/v1/users/me").status_code == 401


def test_use_renews_at_most_once_a_minute(bearer, client, page, ayse, pair_of):
    page(ayse)
    pair = pair_of(ayse)
    for use in (lambda: bearer(pair.access).get("/api/v1/users/me"), lambda: client.get("/api/v1/users/me")):
        age(last_seen_at=20 * DAY)
        assert use().status_code == 200
        seen = max(LoginSession.objects.values_list("last_seen_at", flat=True))
        assert timezone.now() - seen < timedelta(minutes=1)
        use()
        assert max(LoginSession.objects.values_list("last_seen_at", flat=True)) == seen


def test_the_cookie_outlives_the_idle_time_but_not_the_session(settings):
    assert settings.SESSION_COOKIE_AGE == 90 * 86_400


def test_the_one_idle_longest_ends_beyond_twenty(ayse, pair_of):
    for _ in range(20):
        pair_of(ayse)
    idle = LoginSession.objects.order_by("pk")[7]
    LoginSession.objects.filter(pk=idle.pk).update(last_seen_at=timezone.now() - DAY)
    pair_of(ayse)
    idle.refresh_from_db()
    assert idle.end_reason == "too_many"
    assert LoginSession.objects.filter(ended_at=None).count() == 20


def test_what_ended_long_ago_is_forgotten(ayse, bora, pair_of):
    for person in (ayse, bora):
        pair_of(person)
    FailedSignIn.objects.create(user=ayse, code="x")
    assert tasks.forget_sessions() == 0
    long_ago = timezone.now() - 181 * DAY
    LoginSession.objects.filter(user=ayse).update(last_seen_at=long_ago)
    FailedSignIn.objects.update(created_at=long_ago)
    assert tasks.forget_sessions() == 2
    assert LoginSession.objects.get().user == bora
