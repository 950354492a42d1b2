"""`publish` what happened inside the action's transaction; `subscribe` on a worker; outlets carry it to sockets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import structlog
from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Func, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from apps.core.strictjson import dumps
from apps.core.wake import wake
from apps.core.whence import whence
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


class Happening:
    """Base of all events. A subclass fixes `type` and says topic, payload and who begins or ends to listen."""

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

    def changes(self) -> Sequence[Listen | Unlisten]:
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


Outlet = Callable[[Delivery], None]
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


def subscribers_of(event: Event) -> dict[str, Subscriber]:
    """Return the subscribers of an event by name."""
    found = _subscribers.get(event.type, {})
    return {**found, **_of_audited} if "trail" in event.context else found


def next_seq(topic: str) -> int:
    """Take the next number of a topic; holds the topic's row lock until the transaction ends."""
    if not Stream.objects.filter(pk=topic).update(seq=F("seq") + 1, moved_at=timezone.now()):
        Stream.objects.get_or_create(pk=topic)
        Stream.objects.filter(pk=topic).update(seq=F("seq") + 1, moved_at=timezone.now())
    return Stream.objects.values_list("seq", flat=True).get(pk=topic)


def newest_seq(topic: str) -> int:
    """Return the number of the topic's newest event, 0 where there was none."""
    return Stream.objects.filter(pk=topic).values_list("seq", flat=True).first() or 0


def publish(happening: Happening) -> Event:
    """Store an event in the transaction of the change it tells of; after commit it goes to sockets and subscribers."""
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction of an action")
    topic = happening.topic()
    seq = happening.seq()
    event = Event(
        type=happening.type,
        topic=topic,
        seq=next_seq(topic) if seq is None else seq,
        data=dumps(happening.payload()).decode(),
        changes=[change.as_dict() for change in happening.changes()],
        subject_id=happening.subject_id(),
        context={**whence().as_dict(), **({"trail": happening.trail()} if happening.audited else {})},
        created_at=timezone.now(),
    )
    event.handled_at = None if subscribers_of(event) else event.created_at
    if connection.vendor == "postgresql":
        event.xid = Cast(Cast(Func(function="pg_current_xact_id"), TextField()), BigIntegerField())
        event.snapshot = Cast(Func(function="pg_current_snapshot"), TextField())
    event.save(force_insert=True)
    transaction.on_commit(lambda: deliver(event), robust=True)
    if event.handled_at is None:
        wake("apps.events.tasks.dispatch", event.pk)
    return event


def frame_of(event: Event) -> str:
    """Encode an event as the frame that every socket gets, live and in a replay alike."""
    head = dumps({"type": event.type, "topic": event.topic, "seq": event.seq, "cursor": cursor.after(event.pk)})
    return f'{head.decode()[:-1]},"data":{event.data}}}'


def deliver(event: Event) -> None:
    """Hand a committed event to the outlets."""
    _carry(Delivery(event.topic, frame_of(event), event.seq, event.changes))


def broadcast(topic: str, event_type: str, data: dict[str, Any]) -> None:
    """Tell listeners something that is stale in seconds (typing, progress): never stored, never replayed."""
    _carry(Delivery(topic, dumps({"type": event_type, "topic": topic, "data": data}).decode()))


def close_sockets(user: str, *, session: str | None = None) -> None:
    """Close the sockets of a person (of one login session) as signed out: 4401."""
    _carry(Delivery(f"user:{user}", "", None, ({"do": "close", "user": user, "session": session},)))


def _carry(delivery: Delivery) -> None:
    for outlet in _outlets:
        try:
            outlet(delivery)
        except Exception:  # an outlet is a hint: the rows are the truth, and sockets check for gaps
            log.exception("outlet.failed", topic=delivery.topic)
