"""Triples: a snapshot, the events that follow, and the snapshot after them, as one person gets them.

Ids and times are written as they come (`id-1`, the first second), so that a file changes only where its meaning does.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from rest_framework.test import APIClient

from apps.core.strictjson import dumps
from apps.events.bus import frame_of
from apps.events.models import Event
from apps.realtime.registry import topics_of

FOLDER = settings.BASE_DIR / "tests" / "contract" / "sync"
Scenario = Callable[["Cast"], None]
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Cast:
    """Who is there, and what they have said before the scenario begins."""

    ayse: Any
    bora: Any
    cem: Any
    direct: Any
    group: Any
    said: list[Any]
    server: Any
    channel: Any


@dataclass(frozen=True)
class Triple:
    name: str
    reader: str
    scenario: Scenario
    prepare: Scenario | None = None


triples: list[Triple] = []


def triple(reader: str, prepare: Scenario | None = None) -> Callable[[Scenario], Scenario]:
    """Prove with this scenario that what `reader` hears leads to what they would load; `prepare` goes before."""

    def register(scenario: Scenario) -> Scenario:
        triples.append(Triple(f"{scenario.__name__}.{reader}", reader, scenario, prepare))
        return scenario

    return register


def record(wanted: Triple, cast: Cast) -> list[dict[str, Any]]:
    """Play a scenario, write its triple, and return the events."""
    reader = getattr(cast, wanted.reader)
    if wanted.prepare:
        wanted.prepare(cast)
    before, heard = snapshot(reader), set(topics_of(reader))
    last = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    wanted.scenario(cast)
    events = heard_events(str(reader.pk), heard, last)
    write(wanted.name, {"before": before, "events": events, "after": snapshot(reader)})
    return events


def snapshot(reader: Any) -> dict[str, Any]:
    """Return what the web app loads, by the doors through which it loads it."""
    client = APIClient()
    client.force_authenticate(reader)

    def get(path: str) -> Any:
        answer = client.get(f"/api/v1{path}")
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.json()

    lists = ("/conversations?limit=100", "/conversations?limit=100&filter=archived")
    conversations = [one for path in lists for one in get(path)["results"]]
    return {
        "me": get("/users/me"),
        "conversations": conversations,
        "servers": get("/servers?limit=100")["results"],
        "messages": {one["id"]: get(f"/conversations/{one['id']}/messages?limit=100") for one in conversations},
    }


def heard_events(reader: str, heard: set[str], since: int) -> list[dict[str, Any]]:
    """Return the frames that somebody's socket gets after an event, as memberships change on the way."""
    frames = []
    for event in Event.objects.filter(id__gt=since).order_by("id"):
        if event.topic in heard:
            frame = json.loads(frame_of(event))
            frames.append({name: value for name, value in frame.items() if name != "cursor"})
        for change in event.changes:
            if change["user"] == reader:
                (heard.add if change["do"] == "listen" else heard.discard)(change["topic"])
    return frames


def write(name: str, content: dict[str, Any]) -> None:
    text = json.dumps(json.loads(plain(dumps(content).decode())), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path = FOLDER / f"{name}.json"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def plain(text: str) -> str:
    """Replace ids by numbers in the order they come, and times by seconds in the order of time."""
    ids: dict[str, str] = {}
    times = {found: number for number, found in enumerate(sorted(set(_TIME.findall(text))))}
    text = _UUID.sub(lambda found: ids.setdefault(found[0], f"{len(ids) + 1:08d}-0000-7000-8000-000000000000"), text)
    return _TIME.sub(lambda found: f"{(_START + timedelta(seconds=times[found[0]])).isoformat()[:19]}.000Z", text)


def clear(names: set[str]) -> None:
    """Remove the triples that nobody records any more."""
    for path in Path(FOLDER).glob("*.json"):
        if path.stem not in names:
            path.unlink()
