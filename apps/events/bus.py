"""`publish` what happened inside the action's transaction; `subscribe` on a worker; outlets carry it to sockets."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import structlog
from django.db import connection, transaction
from django.utils import timezone

from apps.core.metrics import EVENTS
from apps.core.prepared import instance
from apps.core.rows import inserting
from apps.core.statements import Statement, run, together
from apps.core.strictjson import dumps
from apps.core.wake import wake
from apps.core.whence import Whence, whence
from apps.events import cursor
from apps.events.models import Event, Stream

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Listen:
    """With this event `user` begins to listen to `topic`, whose newest event is `seq`."""

    user: str
    topic: str
    seq: int = 0

    def as_dict(self) -> dict[str, Any]:
        return {"do": "listen", "user": self.user, "topic": self.topic, "seq": self.seq}


@dataclass(frozen=True)
class Unlisten:
    """With this event `user` no longer listens to `topic`; nothing after it reaches their sockets."""

    user: str
    topic: str

    def as_dict(self) -> dict[str, Any]:
        return {"do": "unlisten", "user": self.user, "topic": self.topic}


@dataclass(frozen=True)
class Veil:
    """These people hear less of this event: `data` in place of its payload, or nothing but that it was."""

    users: Sequence[str]
    data: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        return {"do": "veil", "users": list(self.users), "data": self.data}


class Happening:
    """Base of all events: its `type`, topic and payload, who begins or ends to listen with it, and who hears less."""

    type: ClassVar[str]
    schema: ClassVar[Any]  # the serializer of its payload, for the documents
    audited: ClassVar[bool] = False  # does the audit log keep it?
    internal: ClassVar[bool] = False  # for subscribers only: on no topic that a client can hear

    def topic(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} names no topic")

    def payload(self) -> dict[str, Any]:
        raise NotImplementedError(f"{type(self).__name__} has no payload")

    def subject_id(self) -> str:
        return ""

    def seq(self) -> int | None:
        """Return the number the action has already taken from `next_seq`, if it has."""
        return None

    def changes(self) -> Sequence[Listen | Unlisten | Veil]:
        return ()

    def trail(self) -> dict[str, Any]:
        """Return what the audit log keeps beside who, when and from where. Ids and codes: no secret, no content.

        `action`, `target` (type and id), `outcome` (ok, refused, failed), `details`; and `actor` (id and name) where
        it is not the one whom the request speaks for.
        """
        return {"target": [self.type.partition(".")[0], self.subject_id()]}


@dataclass(frozen=True)
class Delivery:
    """What an outlet carries: one frame, encoded once, for everybody who listens to `topic`."""

    topic: str
    frame: str
    seq: int | None = None
    changes: Sequence[dict[str, Any]] = field(default_factory=tuple)


# On PostgreSQL: which transaction wrote the event, and which ones that could see.
_TRANSACTION = (("xid", "pg_current_xact_id()::text::bigint"), ("snapshot", "pg_current_snapshot()::text"))
Outlet = Callable[[Sequence[Delivery]], None]
Subscriber = Callable[[Event], None]
_outlets: list[Outlet] = []
_subscribers: dict[str, dict[str, Subscriber]] = {}
_of_audited: dict[str, Subscriber] = {}


def add_outlet(outlet: Outlet) -> None:
    """Let `outlet` carry what is published. It must not block and may lose: sockets resume from the rows."""
    _outlets.append(outlet)


def subscribe(*kinds: type[Happening]) -> Callable[[Subscriber], Subscriber]:
    """Run a function on a worker for each event of these kinds, at least once, its effect exactly once."""

    def register(function: Subscriber) -> Subscriber:
        name = f"{function.__module__}.{function.__qualname__}"
        for kind in kinds:
            _subscribers.setdefault(kind.type, {})[name] = function
        return function

    return register


def subscribe_to_audited(function: Subscriber) -> Subscriber:
    """Run a function on a worker for each event whose kind says `audited`, whichever app it comes from."""
    _of_audited[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def awaited(happening: Happening) -> bool:
    """Is there a subscriber to an event of this kind?"""
    return happening.type in _subscribers or (happening.audited and bool(_of_audited))


def subscribers_of(event: Event) -> dict[str, Subscriber]:
    """Return the subscribers of an event by name."""
    found = _subscribers.get(event.type, {})
    return {**found, **_of_audited} if "trail" in event.context else found


_TAKE = (
    "INSERT INTO events_stream (topic, seq, moved_at) SELECT {values} "
    "ON CONFLICT (topic) DO UPDATE SET seq = events_stream.seq + excluded.seq, moved_at = excluded.moved_at "
    "RETURNING topic, seq"
)
_NEXT = {
    "postgresql": _TAKE.format(
        values="topic, seq, %s::timestamptz "
        "FROM json_to_recordset(%s::json) AS given(topic text, seq bigint) ORDER BY topic"
    ),
    "sqlite": _TAKE.format(
        # Without the WHERE, SQLite reads ON CONFLICT as the condition of a join.
        values="value ->> 'topic', value ->> 'seq', %s FROM json_each(%s) WHERE true"
    ),
}


def next_seq(topic: str) -> int:
    """Take the next number of a topic; holds the topic's row lock until the transaction ends."""
    return next_seqs({topic: 1})[topic]


def next_seqs(wanted: Mapping[str, int]) -> dict[str, int]:
    """Take so many numbers of each topic, in one query; return the last one of each."""
    given = dumps([{"topic": topic, "seq": wanted[topic]} for topic in sorted(wanted)]).decode()
    return dict(run(_NEXT[connection.vendor], [connection.ops.adapt_datetimefield_value(timezone.now()), given]))  # type: ignore[arg-type]


def newest_seq(topic: str) -> int:
    """Return the number of the topic's newest event, 0 where there was none."""
    return Stream.objects.filter(pk=topic).values_list("seq", flat=True).first() or 0


def publish(happening: Happening) -> Event:
    """Store an event in the transaction of the change it tells of; after commit it goes to sockets and subscribers."""
    return publish_all([happening])[0]


def publish_all(
    happenings: Sequence[Happening], whences: Sequence[Whence] = (), *, along: Sequence[Statement] = ()
) -> list[Event]:
    """Publish several events in this order, in one query.

    `whences` says who acted in each where not all are one's. `along` are the action's own writes, where they may go
    before the events on the same trip to the database.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction of an action")
    if not happenings:
        return []
    now = timezone.now()
    rows = [
        {
            "type": happening.type,
            "topic": happening.topic(),
            "seq": seq,
            "data": dumps(happening.payload()).decode(),
            "changes": [change.as_dict() for change in happening.changes()],
            "subject_id": happening.subject_id(),
            "context": {**by.as_dict(), **({"trail": happening.trail()} if happening.audited else {})},
            "created_at": now,
            "handled_at": None if awaited(happening) else now,
            "snapshot": "",
        }
        for happening, seq, by in zip(
            happenings, _numbers(happenings), whences or [whence()] * len(happenings), strict=True
        )
    ]
    *_, keys = together(*along, inserting(Event, rows, computed=_TRANSACTION))
    events = [instance(Event, {"id": key, **row}) for key, row in zip(keys, rows, strict=True)]
    transaction.on_commit(lambda: deliver(events), robust=True)
    if waiting := [event.pk for event in events if event.handled_at is None]:
        wake("apps.events.tasks.dispatch", *waiting)
    return events


def _numbers(happenings: Sequence[Happening]) -> list[int]:
    """Return the `seq` of each: the one the action has taken, or the next of its topic."""
    taken = [happening.seq() for happening in happenings]
    wanted = Counter(
        happening.topic() for happening, seq in zip(happenings, taken, strict=True) if seq is None
    )  # fmt: skip
    if not wanted:
        return taken  # type: ignore[return-value]
    following = {topic: last - wanted[topic] for topic, last in next_seqs(wanted).items()}
    for place, happening in enumerate(happenings):
        if taken[place] is None:
            following[happening.topic()] += 1
            taken[place] = following[happening.topic()]
    return taken  # type: ignore[return-value]


def retell(topic: str, subject_id: str, types: Sequence[str], data: dict[str, Any], *, since: int) -> None:
    """Replace what the stored events of a thing say from now on: a replay must not tell what was deleted."""
    told = Event.objects.filter(topic=topic, seq__gte=since, subject_id=subject_id, type__in=types)
    told.update(data=dumps(data).decode())


def frame_of(event: Event) -> str:
    """Encode an event as the frame that every socket gets, live and in a replay alike."""
    head = dumps({"type": event.type, "topic": event.topic, "seq": event.seq, "cursor": cursor.after(event.pk)})
    return f'{head.decode()[:-1]},"data":{event.data}}}'


def deliver(events: Sequence[Event]) -> None:
    """Hand committed events to the outlets."""
    for kind, amount in Counter(event.type for event in events).items():
        EVENTS.labels(kind).inc(amount)
    _carry([Delivery(event.topic, frame_of(event), event.seq, event.changes) for event in events])


def broadcast(topic: str, event_type: str, data: dict[str, Any]) -> None:
    """Tell listeners something that is stale in seconds (typing, progress): never stored, never replayed."""
    _carry([Delivery(topic, dumps({"type": event_type, "topic": topic, "data": data}).decode())])


def close_sockets(user: str, *, session: str | None = None) -> None:
    """Close the sockets of a person (of one login session) as signed out: 4401."""
    _carry([Delivery(f"user:{user}", "", None, ({"do": "close", "user": user, "session": session},))])


def _carry(deliveries: Sequence[Delivery]) -> None:
    for outlet in _outlets:
        try:
            outlet(deliveries)
        except Exception:  # an outlet is a hint: the rows are the truth, and sockets check for gaps
            log.exception("outlet.failed", topics=sorted({delivery.topic for delivery in deliveries}))
