"""Statements that go together: their answers, their faults, and the transaction they are in."""

import threading

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from apps.core import statements
from apps.core.statements import Statement, run, together
from apps.events.models import Stream

pytestmark = pytest.mark.django_db
TEXT = 'İ ğ 🙂 "tırnak" \\ %s {} \n'
POSTGRES = connection.vendor == "postgresql"
only_postgres = pytest.mark.skipif(not POSTGRES, reason="SQLite has no line to the server")
NUMBER, WORDS = ("%s::int", "%s::text") if POSTGRES else ("%s", "%s")


def take(topic: str, seq: int) -> Statement:
    return Statement(
        "INSERT INTO events_stream (topic, seq, moved_at) VALUES (%s, %s, CURRENT_TIMESTAMP)", [topic, seq]
    )


def test_each_gives_its_own_answer_in_the_order_they_were_sent():
    asked = [
        Statement(f"SELECT {NUMBER}", [1]),
        Statement("SELECT topic FROM events_stream WHERE topic = %s", ["nobody"]),
        take("t:1", 7),
        Statement("SELECT seq FROM events_stream WHERE topic = %s", ["t:1"], lambda rows: rows[0][0]),
        Statement(f"SELECT {WORDS}, '50%%'", [TEXT]),
    ]
    for _again in range(2):  # the second time everything is prepared
        assert together(*asked) == [[(1,)], [], [], 7, [(TEXT, "50%")]]
        Stream.objects.all().delete()
    assert together() == []


def test_the_queries_are_counted(django_assert_num_queries):
    with django_assert_num_queries(3):
        together(*[Statement("SELECT 1", [])] * 3)


def test_a_fault_is_told_and_nothing_of_the_transaction_stays():
    with pytest.raises(DatabaseError), transaction.atomic():
        together(take("t:1", 1), Statement("SELECT nonsense", []), take("t:2", 1))
    assert not Stream.objects.exists()
    with transaction.atomic():
        together(take("t:1", 1), take("t:2", 2))
    assert dict(Stream.objects.values_list("topic", "seq")) == {"t:1": 1, "t:2": 2}
    with pytest.raises(DatabaseError), transaction.atomic():
        run("SELECT nonsense", [])
    assert run("SELECT 1", []) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_the_first_statement_begins_the_transaction():
    with transaction.atomic():
        together(take("t:1", 1))
        transaction.set_rollback(True)
    assert not Stream.objects.exists()
    together(take("t:1", 1))
    assert Stream.objects.count() == 1


@only_postgres
def test_beyond_what_is_prepared_at_most_everything_still_works(monkeypatch):
    monkeypatch.setattr(statements, "MAX_PREPARED", 0)
    assert together(Statement("SELECT %s::int + 40", [2]), Statement("SELECT %s::int + 41", [2])) == [[(42,)], [(43,)]]


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_said_to_be_one_and_the_next_works():
    for asked in ([Statement("SELECT 1", [])], [Statement("SELECT 1", []), Statement("SELECT 2", [])]):
        together(*asked)  # prepared
        [(pid,)] = run("SELECT pg_backend_pid()", [])
        _end(pid)
        with pytest.raises(OperationalError):
            together(*asked)
        connection.close_if_unusable_or_obsolete()
        assert run("SELECT 1", []) == [(1,)]


def _end(pid: int) -> None:
    def from_outside() -> None:
        run("SELECT pg_terminate_backend(%s::int)", [pid])
        connection.close()

    thread = threading.Thread(target=from_outside)
    thread.start()
    thread.join()


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_other_threads_go_on_while_the_server_works():
    together(Statement("SELECT pg_sleep(0)", []))
    counted = 0
    waiting = threading.Event()

    def count() -> None:
        nonlocal counted
        while not waiting.is_set():
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    for asked in (
        [Statement("SELECT pg_sleep(%s::float)", [0.2])],
        [Statement("SELECT pg_sleep(%s::float)", [0.1])] * 2,
    ):
        before = counted
        together(*asked)
        assert counted - before > 1_000
    waiting.set()
    thread.join()
