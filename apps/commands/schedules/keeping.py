"""Making schedules and changing them."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone as clock

from apps.accounts.models import User
from apps.commands.models import Command, Schedule
from apps.commands.problems import NotYours
from apps.commands.recurrence import checked_rule, next_times
from apps.commands.schedules.events import ScheduleRemoved, ScheduleUpdated
from apps.commands.schedules.problems import ScheduleEnded, ScheduleInvalid, TooManySchedules
from apps.core.permissions import require
from apps.events.bus import publish

MOST = 100  # of one person
FURTHEST = timedelta(days=2 * 366)
LATE = timedelta(minutes=1)  # so far in the past a moment may lie when it is asked for


def keep_schedule(command: Command) -> Schedule:
    """Make the schedule that a command asks for; the command is its first run. Inside the action's transaction."""
    timing: dict[str, Any] = command.timing or {}
    User.objects.select_for_update(of=("self",)).get(pk=command.owner_id)  # one at a time: they are counted
    active = Schedule.objects.filter(owner_id=command.owner_id, next_at__isnull=False)
    require(active.count() < MOST, TooManySchedules)
    zone = timing.get("timezone") or command.owner.timezone
    first, rule = _first(timing.get("at"), timing.get("rrule") or "", zone)
    schedule = Schedule.objects.create(
        owner=command.owner,
        conversation=command.conversation,
        thread_id=command.message.thread_id if command.message else None,
        title=command.title,
        text=command.text,
        alt=command.alt,
        persona=command.persona,
        priority=command.priority,
        starts_at=first,
        rrule=rule,
        timezone=zone,
        overlap=timing.get("overlap") or Schedule.Overlap.SKIP,
        missed=timing.get("missed") or Schedule.Missed.ONCE,
        next_at=first,
        last_command=command,
    )
    publish(ScheduleUpdated(schedule))
    return schedule


def checked_timing(timing: dict[str, Any] | None, user: User) -> dict[str, Any] | None:
    """Return what is asked for as it is kept with the command; raise where it never comes or comes too often."""
    if not timing:
        return None
    zone = timing.get("timezone") or user.timezone
    at, rule = _first(timing.get("at"), timing.get("rrule") or "", zone)
    return {**timing, "at": at.isoformat(), "rrule": rule, "timezone": zone}


@transaction.atomic
def change_schedule(*, actor: User, schedule: Schedule, paused: bool | None = None, **values: Any) -> Schedule:
    """Change when a command runs, pause it, or let it go on."""
    schedule = _locked(actor, schedule)
    require(schedule.next_at is not None or bool({"at", "rrule"} & values.keys()), ScheduleEnded)
    for name in ("overlap", "missed", "timezone"):
        if name in values:
            setattr(schedule, name, values[name])
    if {"at", "rrule", "timezone"} & values.keys():
        rule = values.get("rrule", schedule.rrule)
        schedule.starts_at, schedule.rrule = _first(values.get("at"), rule, schedule.timezone)
        schedule.next_at, schedule.problem = schedule.starts_at, ""
    if paused is not None:
        schedule.paused_at = (schedule.paused_at or clock.now()) if paused else None
        if not paused and schedule.rrule and schedule.next_at and schedule.next_at < clock.now():
            later = next_times(schedule.rrule, schedule.starts_at, schedule.timezone, clock.now())
            schedule.next_at = later[0] if later else None
    return _tell(schedule)


@transaction.atomic
def delete_schedule(*, actor: User, schedule: Schedule) -> None:
    """Run no more; what runs now goes on, what was to be the first run is cancelled."""
    from apps.commands.actions.steering import cancel_command

    schedule = _locked(actor, schedule)
    first = schedule.last_command
    if first is not None and first.started_at is None and not first.has_ended:
        cancel_command(actor=actor, command=first)
    publish(ScheduleRemoved(schedule))
    schedule.delete()


def _locked(actor: User, schedule: Schedule) -> Schedule:
    schedule = schedule.locked()
    require(schedule.owner_id == actor.pk, NotYours)
    return schedule


def _tell(schedule: Schedule) -> Schedule:
    schedule.version += 1
    schedule.save()
    publish(ScheduleUpdated(schedule))
    return schedule


def _first(at: datetime | str | None, rule: str, zone: str) -> tuple[datetime, str]:
    """Return the first moment that is still to come, and the rule in the form it is kept."""
    now = clock.now()
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    try:
        rule = checked_rule(rule) if rule else ""
        if not rule:
            require(moment is not None and now - LATE <= moment, ScheduleInvalid)
        elif moment is None or moment < now - LATE:
            found = next_times(rule, moment or now.replace(second=0, microsecond=0), zone, now)
            require(bool(found), ScheduleInvalid)
            moment = found[0]
    except (ValueError, OverflowError):
        raise ScheduleInvalid() from None
    require(moment - now < FURTHEST, ScheduleInvalid)  # type: ignore[operator]
    return moment, rule  # type: ignore[return-value]
