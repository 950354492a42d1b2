"""How a task listens: what was said where it listens, and what was signalled to its command.

An event is taken once: a signal by the row that says so, a message by how far the task has heard. What was signalled
before the task began counts too, so that nobody has to be quicker than a run.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from apps.chat.models import Conversation, Message
from apps.commands.models import Command, Listener, Signal, TaskRun
from apps.commands.runner.engine import unpark_task
from apps.commands.runner.hearing import hearing
from apps.commands.runner.types.event_listen import MESSAGE
from apps.commands.stems import forms_of
from apps.core.text import fold
from apps.core.times import stamp

BATCH = 200
LOOKED_AT = 1_000  # messages, or signals, that one look takes in
Event = dict[str, Any]


@transaction.atomic
def listen(
    task: TaskRun,
    place: Conversation | None,
    *,
    wanted: Sequence[Mapping[str, Any]],
    every: bool,
    until: datetime,
) -> dict[str, Any]:
    """Take what came of what is wanted; return it with whether that is enough."""
    Command(pk=task.run.command_id).locked()  # orders the tasks of a run that wait for the same signal
    listener, _new = Listener.objects.select_for_update(of=("self",)).get_or_create(
        task_run=task,
        defaults={"conversation": place, "heard_seq": _newest(place), "until": until},
    )
    said = list(_said(listener))
    for event, signal in _in_order(said, _signalled(task.run.command_id)):
        if _is_over(listener, wanted, every):
            break
        open_ones = [number for number in range(len(wanted)) if str(number) not in listener.taken]
        number = next((one for one in open_ones if _fits(event, wanted[one], said=signal is None)), None)
        if number is not None:
            listener.taken[str(number)] = event
            if signal is not None:
                Signal.objects.filter(pk=signal.pk).update(taken_by=task)
    listener.heard_seq = said[-1].seq if said else listener.heard_seq
    if place is not None:
        transaction.on_commit(lambda: hearing.follow(place.topic), robust=True)
    listener.save(update_fields=["heard_seq", "taken"])
    events = sorted(listener.taken.values(), key=lambda event: event["time"])
    return {"over": _is_over(listener, wanted, every), "events": events, "until": listener.until.isoformat()}


def is_about_messages(wanted: Mapping[str, Any]) -> bool:
    """Does somebody have to say something for this?"""
    return wanted.get("type") == MESSAGE or "says" in wanted or bool(wanted.get("from_people"))


def wake_listeners() -> int:
    """Let those look who listen where something was said; return how many. One query finds them."""
    rows = Listener.objects.with_news().order_by("id").values_list("task_run", flat=True)[:BATCH]
    for task in list(rows):
        unpark_task(task)
    return len(rows)


def wake_of_signal(command: Command) -> None:
    """Let the tasks of a command look that listen."""
    for task in Listener.objects.filter(task_run__run__command=command).values_list("task_run", flat=True):
        unpark_task(task)


def _is_over(listener: Listener, wanted: Sequence[Any], every: bool) -> bool:
    return len(listener.taken) >= (len(wanted) if every else 1)


def _newest(place: Conversation | None) -> int:
    """Return the number of the newest message: only what is said from now on counts."""
    rows = Message.objects.filter(conversation=place).order_by("-seq").values_list("seq", flat=True)
    return rows.first() or 0 if place is not None else 0


def _said(listener: Listener) -> QuerySet[Message]:
    """Return what was said since, of every kind: what is not looked at is passed over for good."""
    rows = Message.objects.filter(conversation=listener.conversation_id, seq__gt=listener.heard_seq)
    if listener.conversation_id is None:
        return rows.none()
    return rows.select_related("sender").order_by("seq")[:LOOKED_AT]


def _signalled(command_id: Any) -> QuerySet[Signal]:
    return Signal.objects.filter(command=command_id, taken_by=None).order_by("id")[:LOOKED_AT]


def _in_order(said: Iterable[Message], signalled: Iterable[Signal]) -> list[tuple[Event, Signal | None]]:
    """Return what came as events, the earliest first; of signals with the row that takes them once."""
    found: list[tuple[Event, Signal | None]] = [(signal.event, signal) for signal in signalled]
    texts = (message for message in said if message.type == Message.Type.TEXT and message.deleted_at is None)
    found += [(_event_of(message), None) for message in texts]
    return sorted(found, key=lambda one: one[0]["time"])


def _event_of(message: Message) -> Event:
    sender = message.sender
    return {
        "specversion": "1.0",
        "type": MESSAGE,
        "source": f"/conversations/{message.conversation_id}",
        "id": str(message.pk),
        "time": stamp(message.created_at),
        "data": {
            "text": message.text,
            "by": f"@{sender.username}" if sender else "",
            "sender": str(message.sender_id),
            "message": str(message.pk),
            "conversation": str(message.conversation_id),
        },
    }


def _fits(event: Event, wanted: Mapping[str, Any], *, said: bool) -> bool:
    """Is this event what is wanted? Only what was said is a message, whatever a signal calls itself."""
    if said != is_about_messages(wanted) or event.get("type") != wanted.get("type", event.get("type")):
        return False
    if any(name in wanted and event.get(name) != wanted[name] for name in ("source", "subject", "id")):
        return False
    given = event.get("data")
    data: dict[str, Any] = given if isinstance(given, dict) else {}
    if any(data.get(name) != value for name, value in wanted.get("data", {}).items()):
        return False
    if wanted.get("from_people") and data.get("sender") not in wanted["from_people"]:
        return False
    return "says" not in wanted or _says(str(data.get("text", "")), wanted["says"])


def _says(text: str, words: str) -> bool:
    """Does a text hold these words one after the other, in any case, with any ending?"""
    said, asked = [_forms(one) for one in text.split()], [_forms(one) for one in words.split()]
    last = len(said) - len(asked)
    return any(all(said[at + step] & asked[step] for step in range(len(asked))) for at in range(last + 1))


def _forms(word: str) -> set[str]:
    word = word.strip(".,;:!?…()[]\"'“”‘’")
    return {fold(word), *forms_of(word)} - {""} or {""}
