"""A socket of what has ended is closed, also where no news of it came: the bus lost it, or another process died."""

from datetime import timedelta

import pytest
from channels.db import database_sync_to_async as sync_to_async
from django.utils import timezone

from apps.accounts.models import ApiKey, LoginSession, User
from apps.accounts.realtime import ended_lately
from apps.realtime import runtime
from tests.factories.keys import make_key
from tests.realtime.client import Closed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def often(monkeypatch):
    monkeypatch.setattr(runtime, "REFRESH_SECONDS", 0.02)


async def closed(client) -> int:
    try:
        while True:
            await client.read()
    except Closed as found:
        return found.code


async def test_a_session_that_ended_without_a_word_is_found(socket, often, ayse, bora):
    mine, other, bystander = await socket(ayse), await socket(ayse), await socket(bora)
    first = await sync_to_async(LoginSession.objects.filter(user=ayse).earliest)("created_at")
    await sync_to_async(LoginSession.objects.filter(pk=first.pk).update)(ended_at=timezone.now())  # no publish at all
    assert await closed(mine) == 4401
    for client in (other, bystander):
        assert (await client.command("typing.start", conversation=str(ayse.pk)))["error"]["status"] == 404


async def test_ended_a_while_ago_is_not_asked_for_but_found_by_the_check(socket, often, monkeypatch, ayse):
    monkeypatch.setattr(runtime, "CHECK_SECONDS", 0.02)
    client = await socket(ayse)
    await sync_to_async(LoginSession.objects.update)(ended_at=timezone.now() - timedelta(minutes=1))
    assert await closed(client) == 4401


async def test_a_disabled_person_is_found_too(socket, monkeypatch, ayse):
    monkeypatch.setattr(runtime, "CHECK_SECONDS", 0.02)
    client = await socket(ayse)
    await sync_to_async(User.objects.filter(pk=ayse.pk).update)(is_active=False)
    assert await closed(client) == 4401


def test_what_ended_lately_holds_keys_and_sessions_in_two_queries(ayse, pair_of_sessions, django_assert_num_queries):
    key, _text = make_key(ayse, "account:read")
    assert ended_lately(10) == set()
    now = timezone.now()
    ApiKey.objects.update(revoked_at=now)
    one = LoginSession.objects.first()
    LoginSession.objects.filter(pk=one.pk).update(ended_at=now)
    with django_assert_num_queries(2):
        assert ended_lately(10) == {str(key.pk), str(one.pk)}
    LoginSession.objects.update(ended_at=now - timedelta(seconds=11))
    assert ended_lately(10) == {str(key.pk)}


@pytest.fixture
def pair_of_sessions(ayse):
    from apps.accounts.actions import open_login_session

    return [open_login_session(user=ayse) for _ in range(2)]
