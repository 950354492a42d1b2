from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from apps.accounts.actions import end_login_session
from apps.accounts.models import LoginSession
from apps.accounts.problems import SessionEnded, TokenExpired, TokenInvalid
from apps.accounts.serializers import UserSerializer
from apps.realtime.registry import authentication, topics_of
from tests.accounts.test_browser import scope_of


def test_a_cookie_speaks_for_its_person(client, page, ayse):
    page(ayse)
    principal = authentication.by_cookie(scope_of(client))
    session = LoginSession.objects.get()
    assert (principal.user, principal.session, principal.expires_at) == (ayse, str(session.pk), None)


@pytest.mark.parametrize(
    "headers",
    [[], [(b"cookie", b"")], [(b"cookie", b"sessionid=")], [(b"cookie", b"sessionid=nonsense; \xff\xfe")],
     [(b"cookie", b";;==;"), (b"cookie", b"csrftoken=x")]],
)  # fmt: skip
def test_no_cookie_of_ours_is_nobody(db, headers):
    assert authentication.by_cookie({"headers": headers}) is None


def test_a_token_speaks_until_it_expires(ayse, pair_of):
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC), tick=False) as clock:
        token = pair_of(ayse).access
        principal = authentication.by_token(token)
        assert principal.user == ayse
        assert principal.expires_at == datetime(2030, 1, 1, 0, 10, tzinfo=UTC)
        clock.shift(timedelta(minutes=10))
        with pytest.raises(TokenExpired):
            authentication.by_token(token)


def test_bad_tokens_and_ended_sessions_are_told_apart(ayse, pair_of):
    with pytest.raises(TokenInvalid):
        authentication.by_token("x")
    token = pair_of(ayse).access
    end_login_session(session=LoginSession.objects.get(), reason="x")
    with pytest.raises(SessionEnded):
        authentication.by_token(token)


def test_live_is_asked_in_one_query(ayse, pair_of, django_assert_num_queries):
    principal = authentication.by_token(pair_of(ayse).access)
    with django_assert_num_queries(1):
        assert authentication.is_live(principal)
    end_login_session(session=LoginSession.objects.get(), reason="x")
    assert not authentication.is_live(principal)


def test_a_disabled_person_is_not_live(ayse, pair_of):
    principal = authentication.by_token(pair_of(ayse).access)
    ayse.is_active = False
    ayse.save()
    assert not authentication.is_live(principal)


def test_everybody_hears_their_own_topic_and_nobody_elses(ayse, bora):
    assert f"user:{ayse.pk}" in topics_of(ayse)
    assert f"user:{bora.pk}" not in topics_of(ayse)


def test_a_person_is_described_as_everywhere(ayse):
    assert authentication.describe(ayse) == UserSerializer(ayse).data
