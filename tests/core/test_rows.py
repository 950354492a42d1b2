"""Rows written in one statement stand there as if each had been saved by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.core.rows import insert_rows, update_rows
from apps.core.statements import run
from apps.events.models import Event, Stream

pytestmark = pytest.mark.django_db
TEXT = 'İ ğ 🙂 "tırnak" \\ %s {} \n'


def event(seq: int, **fields):
    now = timezone.now()
    return {"type": "x", "topic": "t:1", "seq": seq, "data": TEXT, "changes": [{"do": TEXT}], "subject_id": "",
            "context": {}, "created_at": now, "handled_at": None, "snapshot": "", **fields}  # fmt: skip


def test_new_rows_are_written_in_their_order_by_one_statement(django_assert_num_queries):
    rows = [event(seq, handled_at=timezone.now() if seq % 2 else None) for seq in range(1, 40)]
    with django_assert_num_queries(1):
        keys = insert_rows(Event, rows)
    assert keys == sorted(keys)
    found = Event.objects.in_bulk(keys)
    for key, row in zip(keys, rows, strict=True):
        assert {name: getattr(found[key], name) for name in row} == row
    assert insert_rows(Event, []) == []


def test_what_postgresql_works_out_stands_in_the_row():
    [key] = insert_rows(Event, [event(1)], computed=(("snapshot", "'s'::text"),))
    assert Event.objects.get(pk=key).snapshot == ("s" if connection.vendor == "postgresql" else "")


def test_a_row_that_may_not_stand_there_leaves_none():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Event, [event(1), event(1)])
    assert not Event.objects.exists()


def test_rows_are_changed_each_to_its_own_and_only_where_the_condition_holds(django_assert_num_queries):
    now = timezone.now()
    Stream.objects.bulk_create([Stream(topic=f"{TEXT}{n}", seq=n) for n in range(5)])
    with django_assert_num_queries(1):
        update_rows(
            Stream,
            ["topic"],
            ["seq", "moved_at"],
            [(f"{TEXT}{n}", 3, now + timedelta(seconds=n)) for n in range(5)],
            only="old.seq < new_seq",
        )
    assert list(Stream.objects.order_by("topic").values_list("seq", flat=True)) == [3, 3, 3, 3, 4]
    assert Stream.objects.get(topic=f"{TEXT}2").moved_at == now + timedelta(seconds=2)


def test_a_statement_says_what_the_database_says(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert run("SELECT %s", [7 if connection.vendor == "sqlite" else "7"])[0][0] in (7, "7")
