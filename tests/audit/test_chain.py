import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from apps.audit import chain
from apps.audit.chain import Fault, verify
from apps.audit.models import Entry, Head
from apps.audit.noting import note
from apps.events.models import Event
from apps.events.tasks import dispatch


def audit(*words: str) -> tuple[int, str]:
    """Run `manage.py audit` and return its exit code and all it said."""
    out = io.StringIO()
    try:
        call_command("audit", *words, stdout=out, stderr=out)
    except SystemExit as exit_:
        return int(exit_.code or 0), out.getvalue()
    return 0, out.getvalue()


def tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_an_empty_log_holds():
    assert audit("verify")[0] == 0
    assert audit("head")[1].strip() == "0:"


def test_a_chain_that_nobody_touched_holds(noted, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    entries = noted(5)
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0].previous_hash == ""
    assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert list(verify()) == [2, 4, 5]
    assert audit("verify") == (0, audit("verify")[1])


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE audit_entry SET actor_name = 'x' WHERE seq = 3", 3),
        ("UPDATE audit_entry SET details = '{\"number\": 9}' WHERE seq = 3", 3),
        ("UPDATE audit_entry SET outcome = 'refused' WHERE seq = 1", 1),
        ("UPDATE audit_entry SET hash = previous_hash WHERE seq = 2", 2),
        ("UPDATE audit_entry SET address = '203.0.113.1' WHERE seq = 5", 5),
        ("DELETE FROM audit_entry WHERE seq = 2", 2),
        ("DELETE FROM audit_entry WHERE seq = 5", 5),
        ("DELETE FROM audit_entry WHERE seq = 1", 1),
        ("UPDATE audit_head SET hash = 'x'", 6),
        ("UPDATE audit_entry SET key_id = 'unknown' WHERE seq = 4", 4),
    ],
)
def test_tampering_is_found_at_the_first_broken_entry(noted, sql, broken):
    noted(5)
    tamper(sql)
    code, said = audit("verify")
    assert code == 1
    assert said.startswith(f"Entry {broken}:")


def test_a_chain_cut_with_its_head_is_found_by_a_noted_head(noted):
    entries = noted(5)
    noted_head = f"5:{entries[4].hash}"
    tamper("DELETE FROM audit_entry WHERE seq > 3")
    tamper(f"UPDATE audit_head SET seq = 3, hash = '{entries[2].hash}'")
    assert audit("verify")[0] == 0  # nothing inside tells
    assert audit("verify", "--noted", noted_head)[0] == 1
    assert list(verify({2: "other"}))[-1] == Fault(2, "not the one that was noted")


def test_a_new_key_seals_and_the_old_one_still_verifies(noted, settings):
    settings.FIELD_ENCRYPTION_KEY = "ilk-anahtar"
    chain._keys.cache_clear()
    noted(2)
    settings.FIELD_ENCRYPTION_KEY = "ikinci-anahtar, ilk-anahtar"
    chain._keys.cache_clear()
    entries = noted(1)
    assert entries[2].key_id != entries[1].key_id
    assert audit("verify")[0] == 0
    settings.FIELD_ENCRYPTION_KEY = "ikinci-anahtar"
    chain._keys.cache_clear()
    assert "does not list" in audit("verify")[1]
    chain._keys.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_one_chain(work):
    for number in range(12):
        note("test.noted", number=number)
    ids = list(Event.objects.values_list("pk", flat=True))

    def run(pk: int) -> None:
        try:
            dispatch(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, ids))
    work()  # what a busy database refused is swept up
    assert Entry.objects.count() == 12
    assert audit("verify")[0] == 0
    assert Head.objects.get().seq == 12


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_database_refuses_too(noted, triggers, sql):
    if sql.startswith("TRUNCATE") and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    noted(2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper(sql)
    assert noted(1)[-1].seq == 3  # adding goes on


def test_an_export_holds_all_and_no_formula(noted, ayse):
    note('=cmd|"/c calc"!A1', ("+1", "@x"))
    noted(2)
    rows = list(csv.DictReader(io.StringIO(audit("export")[1])))
    assert [row["seq"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["action"].startswith("'=")
    assert (rows[0]["target_type"], rows[0]["target_id"]) == ("'+1", "'@x")
    assert len(list(csv.DictReader(io.StringIO(audit("export", "--from", "2999-01-01")[1])))) == 0
    assert len(list(csv.DictReader(io.StringIO(audit("export", "--to", "2999-01-01")[1])))) == 3
