"""Positions to resume from: opaque, signed, and exact per topic.

An event's cursor names its row: the row knows its topic and `seq` and, on PostgreSQL, which transactions it could
see. So a transaction that took a lower id but committed later is not skipped. The cursor of `ready` carries such a
snapshot itself, and when it was taken, and is bound to its user. Why: `docs/decisions/0003-cursors.md`.
"""

import hmac
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from apps.events.models import Event

KEPT = timedelta(days=7)  # how far back a client may resume; then events are dropped


@dataclass(frozen=True)
class Position:
    """Everything a client has seen: `seen` rows, and of `topic` everything up to `seq`."""

    snapshot: str
    last_id: int
    xid: int | None = None
    topic: str = ""
    seq: int = 0

    def missed(self) -> Q:
        """Return the filter of the events after this position."""
        if not self.snapshot:  # SQLite: one writer, ids are in the order of commits
            later = Q(id__gt=self.last_id)
        else:
            _xmin, xmax, running = self.snapshot.split(":")
            later = Q(xid__gte=int(xmax)) | Q(xid__in=[int(xid) for xid in running.split(",") if xid])
            if self.xid is not None:  # of the cursor's own transaction, what came after it
                later = (later | Q(xid=self.xid)) & ~Q(xid=self.xid, id__lte=self.last_id)
        if not self.topic:
            return later
        return (later & ~Q(topic=self.topic)) | Q(topic=self.topic, seq__gt=self.seq)


def after(event_id: int) -> str:
    """Return the cursor that follows an event."""
    return _signed(f"e{event_id}")


def now(user_id: str) -> str:
    """Return the cursor of this moment, for one user."""
    last = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    snapshot = ""
    if connection.vendor == "postgresql":
        with connection.cursor() as database:
            database.execute("SELECT pg_current_snapshot()::text")
            snapshot = database.fetchone()[0]
    return _signed(f"s{user_id}/{last}/{snapshot}/{int(time.time())}")


def read(text: str, user_id: str) -> Position | None:
    """Return the position a cursor names; None where it is forged, somebody else's or too old."""
    body, _dot, _mac = text.rpartition(".")
    if len(text) > 2_000 or not hmac.compare_digest(_signed(body).encode(), text.encode("utf-8", "replace")):
        return None
    if body.startswith("e"):
        event = Event.objects.filter(pk=int(body[1:])).first()
        if event is None or event.created_at < timezone.now() - KEPT:
            return None
        return Position(event.snapshot, event.pk, event.xid, event.topic, event.seq)
    owner, last, snapshot, *taken_at = body[1:].split("/")
    if owner != user_id or not taken_at or int(taken_at[0]) < time.time() - KEPT.total_seconds():
        return None
    return Position(snapshot, int(last))


def _signed(body: str) -> str:
    mac = hmac.digest(_key(), body.encode(), sha256)[:9]
    return f"{body}.{urlsafe_b64encode(mac).decode()}"


def _key() -> bytes:
    return b"altlas.cursor:" + settings.SECRET_KEY.encode()
