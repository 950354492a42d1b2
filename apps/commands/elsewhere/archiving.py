"""Successes that external archives keep too; what they make of one replaces title, summary and tags of our entry."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.commands.elsewhere.serving import refresh
from apps.commands.models import AtlasEntry, Run
from apps.commands.stems import searchable
from apps.core.wake import wake
from apps.services.client import Call, call
from apps.services.errors import ServiceError, ServiceRefused, ServiceUnavailable
from apps.services.models import Delivery, Service

log = structlog.get_logger(__name__)
DELIVER = "apps.commands.tasks.deliver"
ATTEMPTS = 12  # with the waits between them, some two days
LEASE, FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(seconds=30), timedelta(hours=12)


def hand_over(command_id: UUID) -> None:
    """Note for each external archive that it is to be told of a success. Inside the engine's transaction."""
    known = [service.pk for service in refresh().by_type.get(Service.Type.ARCHIVE, [])]
    if not known:
        return
    services = Service.objects.filter(pk__in=known)  # one that was removed a moment ago must not stop the run
    rows = [Delivery(service=service, subject=command_id) for service in services]
    for delivery in Delivery.objects.bulk_create(rows, ignore_conflicts=True):
        wake(DELIVER, str(delivery.pk))


def deliver(key: UUID | str) -> bool:
    """Tell one archive of one success; later again where it does not answer."""
    now = timezone.now()
    claimed = Delivery.objects.filter(pk=key, state=Delivery.State.WAITING, due_at__lte=now).update(
        due_at=now + LEASE, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    delivery = Delivery.objects.select_related("service").get(pk=key)
    entry = AtlasEntry.objects.filter(command_id=delivery.subject).first()
    run = Run.objects.filter(command_id=delivery.subject).exclude(last=None).first()
    if entry is None or run is None:  # deleted meanwhile: nobody needs to know of it
        delivery.delete()
        return False
    document = {"command": str(delivery.subject), "atlas": entry.document, "last": run.last}
    try:
        answer = call(delivery.service, Call("archive", document, key=str(delivery.pk)))
    except ServiceError as error:
        _put_off(delivery, error)
        return False
    _take_over(delivery, answer)
    return True


def _put_off(delivery: Delivery, error: ServiceError) -> None:
    waiting = isinstance(error, ServiceUnavailable)
    if (isinstance(error, ServiceRefused) and not error.may_repeat) or delivery.attempts >= ATTEMPTS:
        delivery.state = Delivery.State.FAILED
        log.error("archive.gave_up", service=delivery.service.name, command=str(delivery.subject), code=error.code)
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** max(0, delivery.attempts - 1))
    delivery.due_at = timezone.now() + wait
    if waiting:
        delivery.due_at = max(delivery.due_at, error.retry_at)  # type: ignore[attr-defined]
    delivery.error = error.code[:200]
    delivery.save(update_fields=["state", "due_at", "error"])


@transaction.atomic
def _take_over(delivery: Delivery, answer: dict) -> None:
    entry = AtlasEntry.objects.select_for_update().filter(command_id=delivery.subject).first()
    delivery.state, delivery.error = Delivery.State.DONE, ""
    delivery.save(update_fields=["state", "error"])
    if entry is None or not answer:
        return
    entry.title = answer.get("title", entry.title)
    entry.summary = answer.get("summary", entry.summary)
    entry.tags = answer.get("tags", entry.tags)
    entry.document = {**entry.document, "title": entry.title, "tags": entry.tags}
    entry.search_text += searchable(f"{entry.title} {entry.summary}", entry.tags)
    entry.save(update_fields=["title", "summary", "tags", "document", "search_text"])
