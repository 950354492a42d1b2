"""Events that are sent to runs: by people and programs through the API, by tasks of the same person."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.commands.models import ENDED, Command, Signal, TaskRun
from apps.commands.permissions import can_signal_command
from apps.commands.problems import HasEnded, NotYours, SignalTooLarge, TooManySignals
from apps.commands.runner.listening import wake_of_signal
from apps.commands.runner.types import TaskError
from apps.core.permissions import require
from apps.core.strictjson import dumps
from apps.core.times import stamp

MOST_OPEN = 1_000  # signals of a command that nobody took yet
MAX_BYTES = 100_000
AT_ONCE = 200  # runs that hear one emitted event


@transaction.atomic
def send_signal(
    *, actor: User, command: Command, type: str, source: str = "", id: str = "", subject: str = "", data: Any = None
) -> Signal:
    """Tell a command of something that happened; the same source and id again is the same signal."""
    command = command.locked()
    require(can_signal_command(actor, command), NotYours)
    source, key = source or f"/users/{actor.pk}", id or str(uuid4())
    if sent := Signal.objects.filter(command=command, source=source, event_id=key).first():
        return sent
    require(not command.has_ended, HasEnded)
    require(Signal.objects.filter(command=command, taken_by=None).count() < MOST_OPEN, TooManySignals)
    event = {"specversion": "1.0", "type": type, "source": source, "id": key, "time": stamp(timezone.now())}
    event |= ({"subject": subject} if subject else {}) | ({} if data is None else {"data": data})
    require(len(dumps(event)) <= MAX_BYTES, SignalTooLarge)
    signal = Signal.objects.create(command=command, sender=actor, event=event, source=source, event_id=key)
    wake_of_signal(command)
    return signal


@transaction.atomic
def emit(task: TaskRun, actor: User, event: dict[str, Any]) -> None:
    """Tell the own run, and those of the same person that listen."""
    if len(dumps(event)) > MAX_BYTES:
        raise TaskError("signal.too_large", _("An event holds at most 100 KB."))
    listening = TaskRun.objects.still_open().filter(listener__isnull=False).values("run__command")
    others = Command.objects.filter(owner=actor, pk__in=listening).exclude(state__in=ENDED)
    keys = [task.run.command_id, *others.exclude(pk=task.run.command_id).values_list("pk", flat=True)[:AT_ONCE]]
    source, key = str(event["source"])[:200], str(event["id"])[:200]
    rows = [Signal(command_id=command, sender=actor, event=event, source=source, event_id=key) for command in keys]
    Signal.objects.bulk_create(rows, ignore_conflicts=True)
    for command in Command.objects.filter(pk__in=keys).order_by("pk"):
        wake_of_signal(command)
