"""Services that are still at work for a command that has ended are told that nobody waits for it any more."""

from itertools import islice
from uuid import UUID

import structlog

from apps.commands.models import TaskRun
from apps.core.wake import wake
from apps.services.client import Call, call
from apps.services.errors import ServiceError
from apps.services.jobs import forget_job, has_jobs, jobs_of

log = structlog.get_logger(__name__)
TELL = "apps.commands.tasks.tell_cancelled"
SECONDS, ATTEMPTS = 5.0, 2
BATCH = 500


def find_unfinished(command_id: UUID | str) -> None:
    """Wake a worker for each task of an ended command that a service accepted and has not answered."""
    if not has_jobs():
        return
    tasks = TaskRun.objects.filter(run__command=command_id).values_list("pk", flat=True)
    rows = tasks.iterator()
    while some := list(islice(rows, BATCH)):
        for job in jobs_of(map(str, some)):
            wake(TELL, job.pk)


def tell_cancelled(key: str) -> None:
    """Tell the instance that has begun; whether it hears or not, it is asked no more. Nothing depends on it."""
    for job in jobs_of([key]):
        run = TaskRun.objects.filter(pk=key).values_list("run", flat=True).first()
        document = {"key": key, "run": str(run)}
        service, instance = job.instance.service, str(job.instance_id)
        try:
            call(
                service,
                Call("cancel", document, key=f"{key}-cancel", seconds=SECONDS, attempts=ATTEMPTS, instance=instance),
            )
        except ServiceError as error:
            log.info("service.cancel_unheard", service=service.name, code=error.code)
        forget_job(key)
