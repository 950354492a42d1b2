"""Which ready tasks may begin: within the limits of their run, their person and the whole installation."""

from django.conf import settings
from django.db.models import Count, Q

from apps.commands.models import Command, Run, TaskRun, TaskState
from apps.commands.runner.flow.plans import plan_of

MAX_PARALLEL = 50  # tasks of one run at once, security.md section 8


def begin_ready(command: Command, run: Run) -> list[TaskRun]:
    """Queue what may begin and return it, the first of the document first. Inside the engine's transaction."""
    if command.cancel_requested_at is not None or command.paused_at is not None:
        return []
    ready = TaskRun.objects.filter(run=run, state=TaskState.PENDING, blocked_by=0)
    if not (found := list(ready.order_by("position", "pk").only("pk", "task_type")[: MAX_PARALLEL + 1])):
        _hold(run, False)
        return []
    limit = min(MAX_PARALLEL, int(plan_of(command, run.pk).doc.get("parallel") or MAX_PARALLEL))
    counts = TaskRun.objects.filter(run__finished_at=None).at_work().aggregate(
        mine=Count("pk", filter=Q(run_id=run.pk)),
        person=Count("pk", filter=Q(run__command__owner_id=command.owner_id)),
        all=Count("pk"),
    )  # fmt: skip
    elsewhere = min(settings.ALTLAS_TASKS_PER_PERSON - counts["person"], settings.ALTLAS_TASKS_AT_ONCE - counts["all"])
    begun = found[: max(0, min(limit - counts["mine"], elsewhere))]
    TaskRun.objects.filter(pk__in=[task.pk for task in begun]).update(state=TaskState.QUEUED)
    _hold(run, len(found) > len(begun) and elsewhere < limit - counts["mine"])
    return begun


def held_runs(run: Run | None = None) -> list[str]:
    """Return the runs that wait for others to end, the most urgent first."""
    rows = Run.objects.filter(held=True, finished_at=None)
    if run is not None:
        rows = rows.exclude(pk=run.pk)
    return [str(pk) for pk in rows.order_by("-command__priority", "started_at").values_list("pk", flat=True)[:3]]


def _hold(run: Run, held: bool) -> None:
    if run.held != held:
        run.held = held
        Run.objects.filter(pk=run.pk).update(held=held)
