"""Statements that go together: their answers, their faults, and the transaction they are in."""

import gc
import threading
import weakref

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from apps.core import statements
from apps.core.statements import Statement, _line_of, run, together
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


@only_postgres
def test_what_cannot_be_written_is_sent_nowhere():
    with pytest.raises(DatabaseError), transaction.atomic():
        together(take("t:1", 1), Statement("SELECT %s::text", ["NUL \0"]))
    assert together(take("t:2", 2), Statement("SELECT seq FROM events_stream", [])) == [[], [(2,)]]


@only_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(30)
@pytest.mark.parametrize("amount", [1, 2])
def test_a_server_that_dies_in_the_middle_is_a_lost_connection(amount):
    asked = [Statement("SELECT pg_sleep(%s::float)", [0.0])] * amount
    together(*asked)
    [(pid,)] = run("SELECT pg_backend_pid()", [])
    ending = threading.Timer(0.3, _end, [pid])
    ending.start()
    with pytest.raises(OperationalError):
        together(*[Statement("SELECT pg_sleep(%s::float)", [5.0])] * amount)
    ending.join()
    connection.close_if_unusable_or_obsolete()
    assert run("SELECT 1", []) == [(1,)]


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_a_changed_column_is_a_fault_once():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tests_changed (name varchar(8))")
        try:
            run("SELECT name FROM tests_changed", [])
            cursor.execute("ALTER TABLE tests_changed ALTER name TYPE varchar(9)")
            with pytest.raises(DatabaseError):
                run("SELECT name FROM tests_changed", [])
            assert run("SELECT name FROM tests_changed", []) == []
        finally:
            cursor.execute("DROP TABLE tests_changed")


@only_postgres
def test_what_is_prepared_goes_with_its_connection():
    database = connection.get_new_connection(connection.get_connection_params())
    there = weakref.ref(_line_of(database))
    database.close()
    del database
    gc.collect()
    assert there() is None
