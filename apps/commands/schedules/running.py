"""What the clock does: due schedules start their commands, with the rights their owner has then."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from apps.commands.actions.steering import cancel_command
from apps.commands.actions.submitting import submit_command
from apps.commands.announcing import announce
from apps.commands.models import Command, Schedule, Source, State
from apps.commands.permissions import can_submit_command
from apps.commands.recurrence import next_times
from apps.commands.runner.engine import start_run
from apps.commands.schedules.events import ScheduleUpdated
from apps.core.problems import Problem
from apps.events.bus import publish

log = structlog.get_logger(__name__)
BATCH = 100
MISSED = timedelta(minutes=5)  # later than this a moment was missed: the server was away


def run_due() -> int:
    """Run what is due; return how many schedules that were."""
    due = Schedule.objects.filter(next_at__lte=timezone.now(), paused_at=None).order_by("next_at")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(_run(key) for key in keys)


@transaction.atomic
def _run(key: UUID) -> bool:
    """Run one schedule, once: whoever finds it locked leaves it to who holds it."""
    options = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
    rows = Schedule.objects.select_for_update(of=("self",), **options).select_related("owner", "conversation")
    schedule = rows.filter(pk=key, paused_at=None, next_at__lte=timezone.now()).first()
    if schedule is None or schedule.next_at is None:
        return False
    now, moment = timezone.now(), schedule.next_at
    later = next_times(schedule.rrule, schedule.starts_at, schedule.timezone, now) if schedule.rrule else []
    schedule.next_at = later[0] if later else None
    schedule.problem = _why_not(schedule, missed=now - moment > MISSED)
    if not schedule.problem:
        try:
            with transaction.atomic():
                _begin(schedule)
        except Problem as problem:
            schedule.problem = problem.code
            log.info("schedule.refused", schedule=str(schedule.pk), code=problem.code)
    if schedule.problem == "owner.gone":
        schedule.next_at = None
    if schedule.problem:
        _give_up_first(schedule)
    schedule.version += 1
    schedule.save()
    publish(ScheduleUpdated(schedule))
    return True


def _why_not(schedule: Schedule, *, missed: bool) -> str:
    if not schedule.owner.is_active:
        return "owner.gone"
    if missed and schedule.missed == Schedule.Missed.SKIP:
        return "schedule.missed"
    last = schedule.last_command
    if last is not None and last.started_at is not None and not last.has_ended:
        if schedule.overlap == Schedule.Overlap.SKIP:
            return "schedule.overlap"
        if schedule.overlap == Schedule.Overlap.CANCEL:
            cancel_command(actor=schedule.owner, command=last)
    return ""


def _begin(schedule: Schedule) -> None:
    """Start the command that was submitted with the schedule, and later others like it."""
    first = schedule.last_command.locked() if schedule.last_command else None
    if first is not None and first.started_at is None and schedule.runs == 0:
        if first.state != State.QUEUED:  # cancelled before its time: this once is left out
            schedule.runs += 1
            return
        if can_submit_command(schedule.owner, schedule.conversation):
            start_run(first)
            announce(first)
        else:
            _fail(first)
    else:
        schedule.last_command = submit_command(
            actor=schedule.owner,
            text=schedule.text,
            alt=schedule.alt,
            conversation=schedule.conversation,
            thread=schedule.thread_id,
            persona=schedule.persona or None,
            priority=schedule.priority,
            source=Source.DOCUMENT,
            schedule=schedule,
        )
    schedule.runs += 1


def _give_up_first(schedule: Schedule) -> None:
    """The command that waited for a moment which was left out: it waits for the next, or fails where there is none."""
    first = schedule.last_command
    if first is None or first.started_at is not None or first.state != State.QUEUED:
        return
    if schedule.next_at is None:
        _fail(first, schedule.problem)
    else:
        Command.objects.filter(pk=first.pk).update(starts_at=schedule.next_at)
        announce(first.locked())


def _fail(command: Command, code: str = "permission.lost") -> None:
    command.state, command.finished_at = State.FAILED, timezone.now()
    command.error = {"code": code, "title": code, "detail": "", "at": timezone.now().isoformat()}
    command.save(update_fields=["state", "finished_at", "error"])
    announce(command)
