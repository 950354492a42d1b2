"""Guessing is counted: signing in, registering. In Redis, in the database while it is gone, never not at all."""

import threading

import pytest
from django.conf import settings
from django.db import connection

from apps.accounts import attempts
from apps.accounts.attempt_stores import LONGEST, Counted, DatabaseAttempts, RedisAttempts, drop_old_counts
from apps.accounts.attempts import AttemptLimit, count_attempts
from apps.accounts.models import AttemptCount
from apps.accounts.problems import TooManyAttempts
from tests.factories.accounts import PASSWORD

NOBODY = "redis://127.0.0.1:1/0"  # nothing listens there
QUARTER = 15 * 60


def sign_in(api, username, password=PASSWORD, **headers):
    return api().post("/api/v1/auth/token", {"username": username, "password": password}, **headers)


def statuses(api, name, times, password="wrong password", **headers):
    return [sign_in(api, name, password, **headers).status_code for _ in range(times)]


@pytest.fixture(params=["database", "redis"])
def store(request, db):
    """Each of the two stores: the same rules."""
    if request.param == "database":
        return DatabaseAttempts()
    if not settings.REDIS_URLS:
        pytest.skip("no Redis here")
    return RedisAttempts(settings.REDIS_URLS[0])


@pytest.fixture(params=["as it is", "Redis is gone"])
def wherever(request, settings):
    """Count where it is counted always, and while Redis is gone."""
    if request.param == "Redis is gone":
        settings.REDIS_URLS = [NOBODY]


# signing in -----------------------------------------------------------------------------------------------------------
def test_ten_attempts_for_an_account_then_wait_even_with_the_right_password(api, ayse, wherever):
    assert statuses(api, "ayse", 10) == [401] * 10
    for name in ("ayse", "AYSE", "Ayşe", " ayse "):
        answer = sign_in(api, name)
        assert (answer.status_code, answer.json()["code"]) == (429, "auth.too_many_attempts")
        assert QUARTER - 60 <= int(answer["Retry-After"]) <= QUARTER


def test_an_unknown_account_is_limited_just_the_same(api, ayse, wherever):
    answers = {}
    for name in ("ayse", "nobody"):
        statuses(api, name, 10)
        answer = sign_in(api, name, "wrong password")
        answers[name] = (answer.status_code, {**answer.json(), "request_id": ""})
        assert QUARTER - 60 <= int(answer["Retry-After"]) <= QUARTER
    assert answers["ayse"] == answers["nobody"]


def test_thirty_attempts_from_an_address_of_ipv6_from_a_64(api, db, wherever):
    answers = [sign_in(api, f"nobody{n}", "wrong", REMOTE_ADDR=f"2001:db8::{n}").status_code for n in range(32)]
    assert answers == [401] * 30 + [429] * 2
    assert sign_in(api, "nobody99", "wrong", REMOTE_ADDR="2001:db8:0:1::1").status_code == 401


def test_success_clears_what_failed_for_the_account(api, ayse, wherever):
    for _ in range(3):
        assert statuses(api, "ayse", 9) == [401] * 9
        assert sign_in(api, "ayse").status_code == 200


def test_success_does_not_clear_what_failed_from_the_address(api, ayse, bora, wherever):
    """Or whoever owns one account could guess at others without end."""
    for number in range(30):
        assert sign_in(api, f"victim{number}", "a guess").status_code == 401
        if number % 5 == 0:
            assert sign_in(api, "bora").status_code == 200
    assert sign_in(api, "victim-31", "a guess").status_code == 429


def test_signing_in_rightly_is_never_too_much(api, ayse, wherever):
    assert statuses(api, "ayse", 35, PASSWORD) == [200] * 35


def test_what_is_refused_is_not_counted_for_others(api, ayse, wherever):
    """Ten guesses at one name, then fifty refused: the address still has its twenty."""
    statuses(api, "ayse", 60)
    assert sign_in(api, "bora", "wrong").status_code == 401


def test_the_page_and_the_api_count_together(client, api, ayse):
    statuses(api, "ayse", 5)
    for _ in range(5):
        client.post("/accounts/login/", {"login": "ayse", "password": "wrong"})
    assert sign_in(api, "ayse").status_code == 429


def test_leaving_counts_as_signing_in_does(api, ayse):
    statuses(api, "ayse", 10)
    answer = api(ayse).post("/api/v1/users/me/deactivate", {"password": PASSWORD})
    assert answer.status_code == 429


def test_ten_registrations_an_hour_from_an_address(api, ayse, wherever):
    def register(number):
        body = {"username": f"k{number}", "email": f"k{number}@example.org", "password": PASSWORD}
        return api().post("/api/v1/auth/register", body)

    answers = [register(number) for number in range(11)]
    assert [one.status_code for one in answers] == [201] * 10 + [429]
    assert 3500 <= int(answers[-1]["Retry-After"]) <= 3600


def test_what_was_typed_is_kept_nowhere(api, db, wherever):
    sign_in(api, "hunter2 typed into the wrong field", "x")
    assert not AttemptCount.objects.filter(key__contains="hunter2").exists()


# the rules of the two stores ------------------------------------------------------------------------------------------
def test_the_window_slides(store):
    one = [Counted("slides", 3, 60, grows=False)]
    assert [store.hit(one, now) for now in (1000, 1030, 1050)] == [0, 0, 0]
    assert store.hit(one, 1055) == 5
    assert store.hit(one, 1060.5) == 0
    assert store.hit(one, 1061) == pytest.approx(29)


def test_each_wait_is_twice_as_long(store):
    one, now, waits = [Counted("grows", 2, 60, grows=True)], 1000.0, []
    for _ in range(10):
        store.hit(one, now)
        store.hit(one, now)
        waits.append(store.hit(one, now))
        assert store.hit(one, now + 1) == waits[-1] - 1  # going on does not lengthen it
        now += waits[-1]
    assert waits == [60, 120, 240, 480, 960, 1920, 3840, 7680, LONGEST, LONGEST]


def test_whoever_was_right_begins_anew(store):
    one = [Counted("anew", 1, 60, grows=True)]
    store.hit(one, 1000)
    assert store.hit(one, 1000) == 60
    store.forget(one, 1000)
    assert store.hit(one, 1001) == 0
    assert store.hit(one, 1001) == 60


def test_what_succeeded_is_taken_back(store):
    one = [Counted("back", 2, 60, grows=True)]
    for moment in range(10):
        assert store.hit(one, 1000 + moment) == 0
        store.take_back(one, 1000 + moment)
    assert [store.hit(one, 1020) for _ in range(3)] == [0, 0, 60]


def test_one_that_refuses_keeps_the_other_from_counting(store):
    narrow, wide = Counted("narrow", 1, 60, grows=False), Counted("wide", 2, 60, grows=False)
    assert store.hit([narrow, wide], 1000) == 0
    assert store.hit([narrow, wide], 1010) == 50
    assert store.hit([wide], 1010) == 0
    assert store.hit([wide], 1010) == 50


def test_the_stores_agree(db):
    """A random walk over both."""
    if not settings.REDIS_URLS:
        pytest.skip("no Redis here")
    import random

    dice = random.Random(7)
    both = DatabaseAttempts(), RedisAttempts(settings.REDIS_URLS[0])
    limits = [Counted("a", 2, 30, True), Counted("b", 5, 60, False), Counted("c", 4, 45, True)]
    now = 1_700_000_000
    for _ in range(300):
        now += dice.randrange(20)
        what = dice.choice(["hit"] * 8 + ["take_back", "forget"])
        some = dice.sample(limits, dice.randrange(1, 4))
        waits = [getattr(one, what)(some, float(now)) for one in both]
        assert waits[0] == pytest.approx(waits[1], abs=0.01)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_gain_nothing():
    limit, let_in = AttemptLimit("at-once", 5, 60, grows=True), []

    def guess():
        try:
            count_attempts((limit, "ayse"))
            let_in.append(1)
        except TooManyAttempts:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(let_in) == 5


def test_a_dead_redis_is_asked_once_in_a_while(db, settings, caplog):
    settings.REDIS_URLS = [NOBODY]
    for _ in range(3):
        count_attempts((AttemptLimit("quiet", 9, 60), "x"))
    assert AttemptCount.objects.get().times != []
    assert caplog.text.count("attempts.unreachable") == 1
    assert attempts._silent_until > 0


def test_old_counts_are_dropped(db):
    store = DatabaseAttempts()
    store.hit([Counted("old", 1, 60, grows=False)], 1000)
    count_attempts((AttemptLimit("new", 1, 60), "x"))
    if settings.REDIS_URLS:
        store.hit([Counted("new", 1, 60, grows=False)], 4e9)
    assert drop_old_counts() == 1
    assert AttemptCount.objects.get().key.startswith("new")


def test_the_factor_of_load_tests_holds(db, settings):
    settings.LIMITS_FACTOR = 3
    limit = AttemptLimit("scaled", 1, 60)
    for _ in range(3):
        count_attempts((limit, "x"))
    with pytest.raises(TooManyAttempts):
        count_attempts((limit, "x"))
