"""The look-up that every request makes reads what the ORM would read."""

from threading import Thread

import pytest
from django.db import connection

from apps.accounts.models import LoginSession
from apps.core.ids import uuid7
from apps.core.prepared import Given, Prepared
from tests.factories.keys import fresh_session

pytestmark = pytest.mark.django_db


def everything(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def prepared():
    key = Given("key", LoginSession._meta.pk)
    return Prepared(lambda: LoginSession.objects.select_related("user").filter(pk=key))


def test_it_reads_both_rows_in_one_query(ayse, prepared, django_assert_num_queries):
    wanted = LoginSession.objects.select_related("user").get(pk=fresh_session(ayse).pk)
    for _ in range(2):
        with django_assert_num_queries(1):
            found = prepared.get(key=wanted.pk)
            assert everything(found) == everything(wanted)
            assert everything(found.user) == everything(wanted.user)
    assert not found._state.adding
    assert found._state.db == wanted._state.db


def test_a_change_is_seen_at_once(ayse, prepared):
    session = fresh_session(ayse)
    assert prepared.get(key=session.pk).user.display_name == ayse.display_name
    type(ayse).objects.filter(pk=ayse.pk).update(display_name="Işıl")
    assert prepared.get(key=session.pk).user.display_name == "Işıl"


def test_an_unknown_key_is_none(db, prepared):
    assert prepared.get(key=uuid7()) is None


@pytest.mark.django_db(transaction=True)
def test_each_thread_has_its_own(ayse, prepared):
    session, found = fresh_session(ayse), []

    def look():
        found.append(prepared.get(key=str(session.pk)).user.username)
        connection.close()

    threads = [Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == ["ayse"] * 3


def test_any_number_of_values_is_one_statement(ayse, bora, django_assert_num_queries):
    keys = Given("keys", LoginSession._meta.pk, many=True)
    prepared = Prepared(lambda: LoginSession.objects.filter(pk__in=keys).order_by("created_at"))
    sessions = [fresh_session(person).pk for person in (ayse, bora, ayse)]
    for some in (sessions, sessions[:1], []):
        with django_assert_num_queries(1):
            assert [one.pk for one in prepared.all(keys=some)] == some


def test_what_was_left_out_is_read_when_it_is_asked_for(ayse, django_assert_num_queries):
    session = fresh_session(ayse)
    prepared = Prepared(lambda: LoginSession.objects.filter(pk=Given("key", LoginSession._meta.pk)).only("kind"))
    found = prepared.get(key=session.pk)
    with django_assert_num_queries(1):
        assert found.user_agent == session.user_agent
