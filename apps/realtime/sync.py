"""Resume: what a client missed, replayed from the rows in order, or an honest `reset`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from apps.events import cursor
from apps.events.bus import Delivery, frame_of
from apps.events.models import Event, Stream
from apps.realtime.registry import hidden_past, may_hear, topics_of
from apps.realtime.veils import frame_for

MAX_REPLAY = 2_000  # beyond it a fresh snapshot is cheaper for both sides
TOPICS_AT_ONCE = 100  # in one query
MOVED = timedelta(minutes=2)


@dataclass(frozen=True)
class Replay:
    """What to send after a resume, and where the client then stands. `frames` is None for `reset`."""

    frames: list[tuple[str, int, str]] | None
    cursor: str
    seqs: dict[str, int]


def replay(
    user: Any, position_text: str, scopes: Collection[str] | None = None, seen: Mapping[str, int] | None = None
) -> Replay:
    """Return the events after a position on every topic the user may hear now, by an API key within its scopes.

    `seen`: the highest `seq` that the client has of each topic it heard of since it was given the position (`ready`,
    `resumed`, `reset`). With it nothing is skipped and nothing repeated, whatever was on its way at the cut.
    """
    topics = [topic for topic in topics_of(user) if may_hear(topic, scopes)]
    here = cursor.now(str(user.pk))  # taken before the rows are read: nothing can fall between
    position = cursor.read(position_text, str(user.pk))
    if position is None or (position.topic and position.topic not in topics):
        return Replay(None, here, {})
    events = _after(position, topics, seen or {})
    if len(events) > MAX_REPLAY:
        return Replay(None, here, {})
    # Who was removed while the rows were read gets nothing that came after it.
    still = set(topics_of(user))
    hidden = hidden_past(user)
    events = [event for event in events if event.topic in still and event.seq > hidden.get(event.topic, 0)]
    events.sort(key=lambda event: (event.created_at, event.topic, event.seq))
    frames = [
        (event.topic, event.seq, frame_for(str(user.pk), frame_of(event), event.changes))
        for event in in_topic_order(events)
    ]
    return Replay(frames, here, newest_seqs(topics))


def _after(position: cursor.Position, topics: list[str], seen: Mapping[str, int]) -> list[Event]:
    """Return the events after a position, and of topics whose `seq` is known after that; one more than MAX_REPLAY."""
    known = {topic: seen[topic] for topic in topics if topic in seen}
    others = [topic for topic in topics if topic not in known]
    events = list(Event.objects.filter(position.missed(), topic__in=others).order_by("id")[: MAX_REPLAY + 1])
    newest = seqs_of(list(known)) if known else {}
    behind = [topic for topic in known if known[topic] < newest[topic]]
    for start in range(0, len(behind), TOPICS_AT_ONCE):
        those = Q()
        for topic in behind[start : start + TOPICS_AT_ONCE]:
            those |= Q(topic=topic, seq__gt=known[topic])
        left = MAX_REPLAY + 1 - len(events)
        events += Event.objects.filter(those).order_by("id")[: max(0, left)]
    return events


def in_topic_order(events: list[Event]) -> list[Event]:
    """Keep the places but let each topic's events stand in the order of their `seq`."""
    queues: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: event.seq):
        queues.setdefault(event.topic, []).append(event)
    return [queues[event.topic].pop(0) for event in events]


def newest_seqs(topics: list[str]) -> dict[str, int]:
    """Return the newest `seq` of those topics that moved lately, so that a lost last event is noticed."""
    since = timezone.now() - MOVED
    return dict(Stream.objects.filter(pk__in=topics, moved_at__gte=since).values_list("topic", "seq"))


def seqs_of(topics: list[str]) -> dict[str, int]:
    """Return the newest `seq` of each topic; 0 where nothing has happened yet, so that what comes first is known to."""
    return {**dict.fromkeys(topics, 0), **dict(Stream.objects.filter(pk__in=topics).values_list("topic", "seq"))}


def missed(topic: str, known: int) -> list[Delivery]:
    """Return the deliveries of a topic after `known`."""
    events = Event.objects.filter(topic=topic, seq__gt=known).order_by("seq")[:MAX_REPLAY]
    return [Delivery(event.topic, frame_of(event), event.seq, event.changes) for event in events]
