"""Listing and ending: by the refresh token, by id, all others."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.actions import end_login_session, end_other_login_sessions, open_login_session
from apps.accounts.login_sessions import rename_login_session
from apps.accounts.models import LoginSession
from apps.core.problems import NotFound

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
URL = "/api/v1/auth/sessions"


@pytest.fixture
def closed(monkeypatch):
    """Whose sockets were closed."""
    calls = []
    monkeypatch.setattr("apps.accounts.login_sessions.close_sockets", lambda user, session: calls.append(session))
    return calls


def id_of(pair):
    return str(uuid.UUID(pair.refresh.split(".")[0]))


def test_signing_out_ends_the_session_once(api, bearer, ayse, pair_of, closed, django_capture_on_commit_callbacks):
    pair = pair_of(ayse)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert api().post("/api/v1/auth/logout", {"refresh": pair.refresh}).status_code == 204
    assert closed == [id_of(pair)]
    assert LoginSession.objects.get().end_reason == "signed_out"
    assert bearer(pair.access).get("/api/v1/users/me").json()["code"] == "auth.session_ended"
    assert api().post("/api/v1/auth/token/refresh", {"refresh": pair.refresh}).status_code == 401


def test_signing_out_with_a_forged_token_ends_nothing(api, ayse, pair_of):
    pair = pair_of(ayse)
    answer = api().post("/api/v1/auth/logout", {"refresh": pair.refresh.split(".")[0] + ".x.y"})
    assert answer.status_code == 204  # tells nothing
    assert LoginSession.objects.get().ended_at is None


def test_the_list_shows_what_is_live_and_which_is_this(bearer, ayse, bora, pair_of):
    pairs = [pair_of(ayse) for _ in range(3)]
    pair_of(bora)
    end_login_session(session=LoginSession.objects.get(pk=id_of(pairs[0])), reason="x")
    body = bearer(pairs[2].access).get(URL).json()
    assert [row["id"] for row in body["results"]] == [id_of(pairs[2]), id_of(pairs[1])]
    assert [row["current"] for row in body["results"]] == [True, False]
    assert body["results"][0].keys() == {
        "id", "kind", "name", "device", "user_agent", "address", "created_at", "last_seen_at", "expires_at", "current",
    }  # fmt: skip
    assert (body["next"], body["previous"]) == (None, None)


def test_the_device_is_told_by_its_user_agent(bearer, ayse):
    pair = open_login_session(user=ayse, user_agent=FIREFOX, address="203.0.113.7")
    row = bearer(pair.access).get(URL).json()["results"][0]
    assert row["device"] == {"browser": "Firefox", "os": "Linux", "kind": "desktop"}
    assert (row["address"], row["name"]) == ("203.0.113.7", "")
    assert row["expires_at"][:10] == str((timezone.now() + timedelta(days=30)).date())


def test_a_device_can_be_named_and_the_name_taken_away(bearer, ayse, pair_of):
    pair = pair_of(ayse)
    client = bearer(pair.access)
    for given, kept in (("  İşteki ıvır  ", "İşteki ıvır"), ("", "")):
        answer = client.patch(f"{URL}/{id_of(pair)}", {"name": given})
        assert (answer.status_code, answer.json()["name"], answer.json()["current"]) == (200, kept, True)
        assert client.get(URL).json()["results"][0]["name"] == kept


@pytest.mark.parametrize("body", [{}, {"name": "x" * 65}, {"name": 5}, {"name": "x", "address": "1.1.1.1"}])
def test_a_bad_name_is_refused(bearer, ayse, pair_of, body):
    pair = pair_of(ayse)
    assert bearer(pair.access).patch(f"{URL}/{id_of(pair)}", body).status_code == 400


def test_what_is_ended_or_anothers_cannot_be_named(bearer, ayse, cem, pair_of):
    here, gone, theirs = pair_of(ayse), pair_of(ayse), pair_of(cem)
    end_login_session(session=LoginSession.objects.get(pk=id_of(gone)), reason="x")
    for pair in (gone, theirs):
        assert bearer(here.access).patch(f"{URL}/{id_of(pair)}", {"name": "x"}).status_code == 404
    with pytest.raises(NotFound):
        rename_login_session(actor=ayse, session=LoginSession.objects.get(pk=id_of(theirs)), name="x")


def test_the_list_costs_two_queries_however_long(bearer, ayse, pair_of, django_assert_max_num_queries):
    pairs = [pair_of(ayse) for _ in range(10)]
    client = bearer(pairs[0].access)
    with django_assert_max_num_queries(3):  # with the key set, which outside a test is kept
        client.get(URL)


def test_one_can_be_ended(bearer, ayse, pair_of, closed, django_capture_on_commit_callbacks):
    here, lost = pair_of(ayse), pair_of(ayse)
    with django_capture_on_commit_callbacks(execute=True):
        assert bearer(here.access).delete(f"{URL}/{id_of(lost)}").status_code == 204
    assert closed == [id_of(lost)]
    assert bearer(lost.access).get(URL).status_code == 401
    assert bearer(here.access).get(URL).status_code == 200
    assert bearer(here.access).delete(f"{URL}/{id_of(lost)}").status_code == 404


def test_that_of_another_is_not_found_just_as_an_unknown_one(bearer, ayse, cem, pair_of):
    mine, theirs = pair_of(ayse), pair_of(cem)
    answers = [bearer(mine.access).delete(f"{URL}/{key}") for key in (id_of(theirs), uuid.uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert bodies[0] == bodies[1]
    assert not LoginSession.objects.exclude(ended_at=None).exists()


def test_all_others_can_be_ended(bearer, ayse, bora, pair_of):
    here, one, two, bystander = pair_of(ayse), pair_of(ayse), pair_of(ayse), pair_of(bora)
    assert bearer(here.access).delete(URL).status_code == 204
    codes = [bearer(pair.access).get(URL).status_code for pair in (here, one, two, bystander)]
    assert codes == [200, 401, 401, 200]


def test_ending_others_twice_is_no_error(ayse, pair_of):
    pair_of(ayse)
    assert end_other_login_sessions(actor=ayse, keep=None) == 1
    assert end_other_login_sessions(actor=ayse, keep=None) == 0


@pytest.mark.parametrize("method", ["get", "delete"])
def test_nobody_signed_in_is_refused(api, db, method):
    assert getattr(api(), method)(URL).status_code == 401
