"""Two at once, on real threads and real locks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from apps.accounts.api_keys import MAX_KEYS, rotate_api_key
from apps.accounts.models import ApiKey
from apps.accounts.problems import KeyRotating, TooManyKeys
from tests.factories.keys import fresh_session, make_key, with_key

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, times=2):
    def run(number):
        close_old_connections()
        try:
            return work()
        except (KeyRotating, TooManyKeys) as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_rotating_twice_at_once_leaves_the_key_in_use_good(ayse):
    key, old = make_key(ayse, "account:read")
    session = fresh_session(ayse)
    found = at_once(lambda: rotate_api_key(actor=ayse, session=session, key=key)[1])
    assert sorted(type(one).__name__ for one in found) == ["KeyRotating", "str"]
    new = next(one for one in found if isinstance(one, str))
    assert [with_key(text).get("/api/v1/users/me").status_code for text in (old, new)] == [200, 200]


def test_the_fiftieth_key_is_made_once(ayse):
    make_key(ayse, "account:read")
    rows = [ApiKey(owner=ayse, name="x", prefix=f"p{n}", secret_hash="x") for n in range(MAX_KEYS - 2)]
    ApiKey.objects.bulk_create(rows)
    found = at_once(lambda: make_key(ayse, "account:read"), 4)
    assert sum(isinstance(one, TooManyKeys) for one in found) == 3
    assert ApiKey.objects.kept().count() == MAX_KEYS


def test_many_uses_at_once_are_one_write(ayse):
    key, text = make_key(ayse, "account:read")
    ApiKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    statuses = at_once(lambda: with_key(text).get("/api/v1/users/me").status_code, 4)
    assert statuses == [200] * 4
    key.refresh_from_db()
    assert key.version == 2
