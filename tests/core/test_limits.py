"""The one limiter: what is counted, what it costs, and what happens without its store."""

import time
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from limits import RateLimitItemPerMinute
from structlog.testing import capture_logs

from apps.core import throttling
from apps.core.counting import CountingMemory, CountingRedis, Wanted, Window
from apps.core.problems import TooMany
from apps.core.throttling import Limiter, one_at_a_time, take, take_all
from tests.factories.keys import make_key, with_key

HEADERS = {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit", "RateLimit-Policy"}
DEAD = "redis://127.0.0.1:1/0"


@pytest.fixture
def still():
    """Stay in the middle of a minute: the windows of this process begin at whole ones."""
    with time_machine.travel(datetime.now(UTC).replace(second=20), tick=False):
        yield


@pytest.fixture
def dead(monkeypatch):
    """Let the store be a Redis that is not there; counts the attempts to reach it."""
    limiter = Limiter(CountingRedis(DEAD))
    tried = []
    real = limiter.storage.hit_each

    def hit(wanted):
        tried.append(wanted)
        return real(wanted)

    monkeypatch.setattr(limiter.storage, "hit_each", hit)
    monkeypatch.setattr(throttling, "_limiter", lambda: limiter)
    return tried


@pytest.mark.parametrize("path", ["/api/v1/users/me", "/api/v1/auth/api-keys", "/api/v1/users/search?q=a"])
def test_every_answer_says_what_is_left_also_to_nobody(api, ayse, path):
    for client, status in ((api(ayse), 200), (api(), 401)):
        answer = client.get(path)
        assert answer.status_code == status
        assert set(answer.headers) >= HEADERS


def test_nobody_is_counted_by_address_before_being_refused(api, db, monkeypatch, still):
    monkeypatch.setattr(throttling, "ANONYMOUS", 2)
    assert [api().get("/api/v1/users/me").status_code for _ in range(3)] == [401, 401, 429]
    assert api().get("/api/v1/users/me", REMOTE_ADDR="203.0.113.9").status_code == 401
    mapped = [
        api().get("/api/v1/users/me", REMOTE_ADDR=one).status_code
        for one in ("2001:db8::1", "2001:db8::2", "2001:db8::3")
    ]
    assert mapped == [401, 401, 429]  # a whole /64 is one


def test_a_refused_operation_has_been_counted(api, ayse, monkeypatch, still):
    monkeypatch.setattr(throttling, "USER", 2)
    assert [api(ayse).get("/api/v1/audit").status_code for _ in range(3)] == [403, 403, 429]


def test_writes_searches_and_reads_are_counted_apart(api, ayse, monkeypatch, still):
    monkeypatch.setattr(throttling, "WRITES", 1)
    monkeypatch.setattr(throttling, "SEARCH", 1)
    client = api(ayse)
    assert [client.patch("/api/v1/users/me", {"theme": "dark"}).status_code for _ in range(2)] == [200, 429]
    assert [client.get("/api/v1/users/search?q=a").status_code for _ in range(2)] == [200, 429]
    assert client.get("/api/v1/users/me").status_code == 200


def test_going_on_after_a_refusal_makes_the_wait_longer(still):
    limit = RateLimitItemPerMinute(4)
    polite, pushing = Wanted("all", "polite", limit, grows=True), Wanted("all", "pushing", limit, grows=True)
    for _ in range(5):
        take_all(polite)
    waits = [take_all(pushing).reset for _ in range(20)]
    assert take_all(polite).reset < waits[-1] <= 121
    assert waits[-1] == waits[-5]  # up to twice the limit


@pytest.mark.parametrize(
    ("window", "left", "reset"),
    [
        (Window(True, 0, 0.0, 1, 119.0), 9, 59),
        (Window(True, 10, 33.0, 2, 90.0), 3, 3),
        (Window(False, 10, 54.0, 2, 114.0), 0, 6),
        (Window(False, 0, 0.0, 10, 80.0), 0, 20),
        (Window(False, 0, 0.0, 20, 80.0), 0, 50),
        (Window(True, 0, 0.0, 0, 0.0), 10, 1),
    ],
)
def test_what_a_window_tells(window, left, reset):
    assert window.remaining(10, 60) == left
    assert window.reset(10, 60) == reset


def test_it_is_one_round_trip_however_many_limits(monkeypatch):
    if not settings.REDIS_URLS:
        pytest.skip("needs Redis")
    storage = CountingRedis(settings.REDIS_URLS[0])
    limits = [Wanted("all", "bir", RateLimitItemPerMinute(9)), Wanted("key", "iki", RateLimitItemPerMinute(2))]
    storage.hit(limits)  # loads the script
    connection, sent = storage.get_connection(), []
    real = connection.execute_command
    monkeypatch.setattr(
        connection, "execute_command", lambda *args, **kwargs: (sent.append(args[0]), real(*args, **kwargs))[1]
    )
    assert [window.allowed for window in storage.hit(limits)] == [True, True]
    assert [window.allowed for window in storage.hit(limits)] == [True, False]
    assert sent == ["EVALSHA", "EVALSHA"]


@pytest.mark.parametrize("kind", ["memory", "redis"])
def test_both_stores_count_alike(kind, still):
    if kind == "redis" and not settings.REDIS_URLS:
        pytest.skip("needs Redis")
    storage = CountingMemory() if kind == "memory" else CountingRedis(settings.REDIS_URLS[0])
    wanted = [Wanted("all", "aynı", RateLimitItemPerMinute(3), grows=True)]
    found = [storage.hit(wanted)[0] for _ in range(8)]
    assert [window.allowed for window in found] == [True] * 3 + [False] * 5
    assert [window.current for window in found] == [1, 2, 3, 4, 5, 6, 6, 6]


def test_without_its_store_reading_goes_on_and_waits_once(api, ayse, dead):
    with capture_logs() as logs:
        answers = [api(ayse).get("/api/v1/users/me") for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert set(answers[0].headers) >= HEADERS
    assert len(dead) == 1
    assert [line["event"] for line in logs].count("limits.unreachable") == 1


def test_after_the_pause_it_is_tried_again_and_told_once_a_minute(dead, monkeypatch):
    limit = RateLimitItemPerMinute(3)
    with capture_logs() as logs:
        for _ in range(3):
            assert take(limit, "x", "y") == (True, 3, 60)
            monkeypatch.setattr(throttling, "_silent_until", time.monotonic() - 1)
    assert len(dead) == 3
    assert [line["event"] for line in logs].count("limits.unreachable") == 1


def test_without_its_store_writing_is_counted_here(api, ayse, dead, monkeypatch, still):
    monkeypatch.setattr(throttling, "WRITES", 2)
    assert [api(ayse).patch("/api/v1/users/me", {"theme": "dark"}).status_code for _ in range(3)] == [200, 200, 429]


def test_a_keys_own_limit_in_the_same_breath(ayse, still, monkeypatch):
    text = make_key(ayse, "account:read", limit_per_minute=2)[1]
    calls = []
    real = throttling._limiter().hit_each
    monkeypatch.setattr(throttling._limiter(), "hit_each", lambda given: (calls.append(len(given[0])), real(given))[1])
    assert [with_key(text).get("/api/v1/users/me").status_code for _ in range(3)] == [200, 200, 429]
    assert calls == [2, 2, 2]


def test_one_export_at_a_time():
    with one_at_a_time("export", "ayse"):
        with pytest.raises(TooMany), one_at_a_time("export", "ayse"):
            pass
        with one_at_a_time("export", "bora"):
            pass
    with one_at_a_time("export", "ayse"):
        pass


def test_commands_of_the_socket_are_counted_with_the_rest(ayse, monkeypatch, still):
    from apps.realtime.calls import Call, run_all
    from apps.realtime.registry import authentication, commands

    monkeypatch.setattr(throttling, "WRITES", 2)
    principal = authentication.by_key(make_key(ayse)[1], "127.0.0.1")
    call = Call(principal, {"text": ""}, "127.0.0.1")
    refused = [type(run_all(commands["message.send"], [call])[0]).__name__ for _ in range(3)]
    assert refused == ["ValidationError", "ValidationError", "TooMany"]
