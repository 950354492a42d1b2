from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from apps.accounts.actions import open_login_session, refresh_login_session
from apps.accounts.models import LoginSession
from apps.accounts.problems import SessionEnded, TokenInvalid
from tests.accounts.test_register_user import at_once

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def refresh(api, token):
    return api().post("/api/v1/auth/token/refresh", {"refresh": token})


@pytest.fixture
def closed(monkeypatch):
    """Whose sockets were closed."""
    calls = []
    monkeypatch.setattr(
        "apps.accounts.login_sessions.close_sockets", lambda user, session: calls.append((user, session))
    )
    return calls


def test_it_gives_a_new_pair_that_works(api, bearer, ayse, pair_of):
    first = pair_of(ayse)
    answer = refresh(api, first.refresh)
    assert answer.status_code == 200
    assert answer.json()["refresh"] != first.refresh
    assert bearer(answer.json()["access"]).get("/api/v1/users/me").status_code == 200
    assert refresh(api, answer.json()["refresh"]).status_code == 200


def test_tokens_are_stored_as_digests_only(ayse, pair_of):
    pair = pair_of(ayse)
    following = refresh_login_session(refresh=pair.refresh)
    row = LoginSession.objects.values().get()
    for token in (pair.refresh, following.refresh):
        secret = token.split(".")[1]
        assert len(secret) >= 43
        assert not any(secret in str(value) for value in row.values())


def test_a_lost_answer_is_given_again_within_ten_seconds(api, ayse, pair_of):
    with time_machine.travel(NOW, tick=False) as clock:
        pair = pair_of(ayse)
        first = refresh(api, pair.refresh).json()
        clock.shift(10)
        again = refresh(api, pair.refresh)
        assert again.status_code == 200
        assert again.json()["refresh"] == first["refresh"]
        assert refresh(api, first["refresh"]).status_code == 200


def test_later_reuse_ends_the_family_and_closes_its_sockets(
    api, bearer, ayse, pair_of, closed, django_capture_on_commit_callbacks
):
    with time_machine.travel(NOW, tick=False) as clock, django_capture_on_commit_callbacks(execute=True):
        pair, other = pair_of(ayse), pair_of(ayse)
        newest = refresh(api, pair.refresh).json()
        clock.shift(11)
        answer = refresh(api, pair.refresh)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth.session_ended")
        assert refresh(api, newest["refresh"]).json()["code"] == "auth.session_ended"
        assert bearer(newest["access"]).get("/api/v1/users/me").json()["code"] == "auth.session_ended"
        assert refresh(api, other.refresh).status_code == 200
    ended = LoginSession.objects.exclude(ended_at=None).get()
    assert ended.end_reason == "reuse"
    assert closed == [(str(ayse.pk), str(ended.pk))]


def test_an_older_one_ends_the_family_even_within_ten_seconds(api, ayse, pair_of):
    pair = pair_of(ayse)
    second = refresh(api, pair.refresh).json()["refresh"]
    refresh(api, second)
    assert refresh(api, pair.refresh).json()["code"] == "auth.session_ended"
    assert LoginSession.objects.get().end_reason == "reuse"


def test_a_forged_token_with_a_known_session_id_ends_nothing(api, ayse, pair_of):
    pair = pair_of(ayse)
    session = pair.refresh.split(".")[0]
    forged = [f"{session}.x.y", f"{session}.{'A' * 43}.{'B' * 22}", session, f"{session}.", pair.refresh[:-1] + "!"]
    for token in forged:
        answer = refresh(api, token)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth.token_invalid")
    assert refresh(api, pair.refresh).status_code == 200


@pytest.mark.parametrize("token", ["x", "not.a.token", "ş", "0" * 200, "00000000000000000000000000000000.x.y"])
def test_garbage_is_refused(api, db, token):
    assert refresh(api, token).json()["code"] == "auth.token_invalid"


@pytest.mark.parametrize(
    "body", [{}, {"refresh": 5}, {"refresh": None}, {"refresh": "x" * 201}, {"refresh": "x", "more": 1}]
)
def test_malformed_is_400(api, db, body):
    assert api().post("/api/v1/auth/token/refresh", body).status_code == 400


def test_an_access_token_is_no_refresh_token_and_the_other_way_round(api, bearer, ayse, pair_of):
    pair = pair_of(ayse)
    assert api().post("/api/v1/auth/token/refresh", {"refresh": pair.access[:200]}).status_code == 401
    assert bearer(pair.refresh).get("/api/v1/users/me").json()["code"] == "auth.token_invalid"


def test_the_session_of_a_browser_has_no_refresh_token(api, ayse, client):
    client.force_login(ayse)
    session = LoginSession.objects.get(kind="web")
    with pytest.raises(TokenInvalid):
        refresh_login_session(refresh=f"{session.pk.hex}.x.y")


def test_idle_for_thirty_days_is_the_end(ayse, pair_of):
    with time_machine.travel(NOW, tick=False) as clock:
        pair = pair_of(ayse)
        clock.shift(timedelta(days=29, hours=23))
        pair = refresh_login_session(refresh=pair.refresh)
        clock.shift(timedelta(days=30, seconds=1))
        with pytest.raises(SessionEnded):
            refresh_login_session(refresh=pair.refresh)


def test_after_ninety_days_it_ends_however_busy(ayse, pair_of):
    with time_machine.travel(NOW, tick=False) as clock:
        pair = pair_of(ayse)
        for _ in range(4):
            clock.shift(timedelta(days=22))
            pair = refresh_login_session(refresh=pair.refresh)
        clock.shift(timedelta(days=3))
        with pytest.raises(SessionEnded):
            refresh_login_session(refresh=pair.refresh)


def test_a_disabled_person_gets_no_new_pair_and_enabling_revives_nothing(ayse, deniz, pair_of):
    from apps.accounts.leaving import activate_user, deactivate_user

    pair = pair_of(ayse)
    for act in (deactivate_user, activate_user):
        act(actor=deniz, user=ayse)
        with pytest.raises(SessionEnded):
            refresh_login_session(refresh=pair.refresh)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_the_same_successor_and_nobody_is_signed_out(ayse):
    pair = open_login_session(user=ayse)
    found = at_once(*[lambda: refresh_login_session(refresh=pair.refresh)] * 6)
    assert len({one.refresh for one in found}) == 1, found
    assert LoginSession.objects.get().ended_at is None
    assert refresh_login_session(refresh=found[0].refresh)
