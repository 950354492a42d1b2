"""Jobs of the commands room: wake-ups for the runner and the sweep that finds what a crash left."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.signals import worker_ready, worker_shutdown
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.commands.actions import interpret_command, settle_command
from apps.commands.announcing import announce
from apps.commands.elsewhere import archiving, cancelling
from apps.commands.models import Command, Run, State, TaskRun, TaskState
from apps.commands.people.reminding import look_at_the_clock
from apps.commands.runner import engine
from apps.commands.runner.conversing import look_for_answers
from apps.commands.runner.flow.dispatch import held_runs
from apps.commands.runner.going_on import EXECUTE
from apps.commands.runner.hearing import hearing
from apps.commands.runner.listening import wake_listeners
from apps.commands.runner.worker import work_on
from apps.commands.schedules.running import run_due
from apps.core.wake import wake_now
from apps.services.models import Delivery

BATCH = 200


@worker_ready.connect
def begin_to_hear(**_given: Any) -> None:
    """Let this worker hear what is said where tasks listen."""
    hearing.start()


@worker_shutdown.connect
def hear_no_more(**_given: Any) -> None:
    """Leave what this worker hears."""
    hearing.close()


@shared_task
def execute_task(task_id: str) -> None:
    """Do one task of a run, if it is there to be done; what is more urgent goes first."""
    if urgent := TaskRun.objects.more_urgent_than(task_id).values_list("pk", flat=True).first():
        work_on(str(urgent))
    work_on(task_id)


@shared_task
def interpret(command_id: str) -> None:
    """Ask the model what a wish means; the offline answer stands where it has none."""
    if command := Command.objects.select_related("owner").filter(pk=command_id).first():
        interpret_command(command)


@shared_task
def advance_runs(run_ids: list[str]) -> None:
    """Look at runs again that were held back while others were at work."""
    for run_id in run_ids:
        engine.advance_run(run_id)


@shared_task
def announce_later(command_id: str) -> None:
    """Tell listeners how a command of many tasks stands, a moment after the last time."""
    with transaction.atomic():
        command = Command(pk=command_id).locked()
        if not command.has_ended:  # its end was told as it came
            announce(command)


@shared_task
def sweep_runs() -> int:
    """Pick up tasks whose wake-up was lost or whose worker died, and runs that stopped between two steps."""
    now = timezone.now()
    lost = now - timedelta(seconds=2 * settings.SEGMENTATION_MODEL_SECONDS + settings.SWEEP_SECONDS)
    unsettled = Command.objects.filter(state=State.QUEUED, run=None, schedule=None, created_at__lt=lost)
    for command in list(unsettled[:BATCH]):
        settle_command(command=command, answer=None)  # its wake-up was lost, or the worker that asked died
    settled = now - timedelta(seconds=settings.SWEEP_SECONDS / 2)
    due = list(TaskRun.objects.due(now).filter(run__command__paused_at=None).values_list("pk", flat=True)[:BATCH])
    for task_id in due:
        if not wake_now(EXECUTE, str(task_id)):
            break
    busy = (TaskState.QUEUED, TaskState.RUNNING, TaskState.WAITING)
    going = Run.objects.filter(finished_at=None, command__paused_at=None)
    stuck = going.filter(started_at__lt=settled).exclude(tasks__state__in=busy).values_list("pk", flat=True)
    late = going.filter(deadline_at__lte=now).values_list("pk", flat=True)
    for run_id in {*map(str, stuck[:BATCH]), *map(str, late[:BATCH]), *held_runs()}:
        engine.advance_run(run_id)
    return len(due)


@shared_task
def sweep_people() -> int:
    """Remind people of what is due, and close approvals that nobody gave in time."""
    return look_at_the_clock()


@shared_task
def sweep_schedules() -> int:
    """Start the commands whose moment has come, and wake the runs whose question was answered, or who listen."""
    return run_due() + look_for_answers() + wake_listeners()


@shared_task
def deliver(delivery_id: str) -> None:
    """Tell one external archive of one success."""
    archiving.deliver(delivery_id)


@shared_task
def tell_cancelled(key: str) -> None:
    """Tell a service that nobody waits for its work any more."""
    cancelling.tell_cancelled(key)


@shared_task
def sweep_deliveries() -> int:
    """Pick up what external archives have not taken yet."""
    rows = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=timezone.now())
    due = list(rows.order_by("due_at").values_list("pk", flat=True)[:BATCH])
    for key in due:
        if not wake_now(archiving.DELIVER, str(key)):
            break
    return len(due)
