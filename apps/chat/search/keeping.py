"""Keeping the index: it reads the stored events of messages, in order, and takes in what they are about.

So a send costs nothing more, an edit or a deletion is followed without anybody remembering to, and a crash loses
nothing. A worker does it every few seconds; who searches does what is left first, so that they find what they wrote.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.chat.models import Message
from apps.chat.search import postgresql, sqlite
from apps.chat.search.models import IndexEntry, IndexPlace
from apps.events.models import Event

BATCH = 500
_OWN = "pg_current_xact_id_if_assigned()::text::bigint"


def backend() -> ModuleType:
    """Return the module that speaks this database."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def index_messages(ids: Iterable[UUID | str]) -> None:
    """Bring the entries of some messages up to date; what was deleted is dropped."""
    wanted = {str(one) for one in ids}
    rows = list(Message.objects.filter(pk__in=wanted, deleted_at=None).exclude(text="").values_list("pk", "text"))
    gone = wanted - {str(pk) for pk, _text in rows}
    if gone:
        IndexEntry.objects.filter(message_id__in=gone).delete()
    if rows:
        with connection.cursor() as cursor:
            backend().write(cursor, rows)


def catch_up(batches: int = 1) -> bool:
    """Take in what is waiting, at most so many batches; return whether nothing is left."""
    place = IndexPlace.objects.filter(pk=1).first()
    if place is not None and place.filled and not _waiting(place, 1):
        return True
    return any(_step() for _ in range(batches))


@transaction.atomic
def _step() -> bool:
    if not IndexPlace.objects.filter(pk=1).exists():
        IndexPlace.objects.get_or_create(pk=1, defaults=_now())
    place = IndexPlace.objects.select_for_update().get(pk=1)
    return _follow(place) if place.filled else _fill(place)


def _fill(place: IndexPlace) -> bool:
    """Take in what was there before the index was."""
    ids = list(Message.objects.filter(pk__gt=place.filled_to).order_by("pk").values_list("pk", flat=True)[:BATCH])
    index_messages(ids)
    if ids:
        place.filled_to = ids[-1]
    place.filled = len(ids) < BATCH
    place.save(update_fields=["filled_to", "filled"])
    return place.filled and _follow(place)


def _follow(place: IndexPlace) -> bool:
    """Take in a batch of events, on to the snapshot that the round began with; then the next round begins there."""
    if connection.vendor == "postgresql" and not place.target:
        place.target = _snapshot()
    events = _waiting(place, BATCH)
    index_messages(subject for _xid, _id, subject in events)
    done = len(events) < BATCH
    if events:
        place.last_xid, place.last_event = events[-1][:2]
    if connection.vendor == "postgresql" and done:
        place.seen, place.target, place.last_xid, place.last_event = place.target, "", 0, 0
    place.save(update_fields=["seen", "target", "last_xid", "last_event"])
    return done


def _waiting(place: IndexPlace, limit: int) -> list[tuple[int, int, str]]:
    """Return the events not taken in yet, in order: transaction, id, message.

    PostgreSQL gives ids before commit, so a place in their order could pass over a transaction that commits late:
    what is new is what the last round's snapshot could not see. (What this very transaction wrote counts as well.)
    """
    if connection.vendor != "postgresql":
        rows = Event.objects.filter(pk__gt=place.last_event, type__startswith="message.").order_by("pk")
        return [(0, pk, subject) for pk, subject in rows.values_list("pk", "subject_id")[:limit]]
    _xmin, xmax, running = place.seen.split(":")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xid, id, subject_id FROM events_event"  # noqa: S608 - fixed texts
            f" WHERE (xid >= %s OR xid = ANY(%s) OR xid = {_OWN})"
            " AND (xid, id) > (%s, %s) AND type LIKE 'message.%%'"
            " AND (pg_visible_in_snapshot(xid::text::xid8, coalesce(%s::pg_snapshot, pg_current_snapshot()))"
            f" OR xid = {_OWN})"
            " ORDER BY xid, id LIMIT %s",
            [
                int(xmax),
                [int(xid) for xid in running.split(",") if xid],
                place.last_xid,
                place.last_event,
                place.target or None,
                limit,
            ],
        )
        return cursor.fetchall()


def _now() -> dict[str, Any]:
    """Return the place where an index begins that is filled from the messages themselves."""
    if connection.vendor == "postgresql":
        return {"seen": _snapshot()}
    return {"last_event": Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0}


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()[0]


@transaction.atomic
def rebuild() -> None:
    """Forget the index and begin anew; a worker fills it."""
    IndexPlace.objects.get_or_create(pk=1, defaults=_now())
    IndexPlace.objects.select_for_update().get(pk=1)
    IndexEntry.objects.all().delete()
    IndexPlace.objects.update(filled=False, filled_to=UUID(int=0))
