"""Subscribers at work, and the sweep for what a crash or a dead broker left."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.events.bus import subscribers_of
from apps.events.cursor import KEPT
from apps.events.models import Event, Handled

log = structlog.get_logger(__name__)
BATCH = 500


@shared_task
def dispatch(*event_ids: int) -> None:
    """Run the subscribers of events that have not run yet; one that fails is tried again by the sweep."""
    for event_id in event_ids:
        _dispatch(event_id)


def _dispatch(event_id: int) -> None:
    event = Event.objects.filter(pk=event_id, handled_at=None).first()
    if event is None:
        return
    failed = False
    for name, subscriber in subscribers_of(event).items():
        try:
            with transaction.atomic():
                Handled.objects.create(event=event, subscriber=name)
                subscriber(event)
        except IntegrityError:
            if not Handled.objects.filter(event=event, subscriber=name).exists():
                failed = True
                log.exception("subscriber.failed", subscriber=name, event_id=event.pk)
        except Exception:  # one broken subscriber must not stop the others
            failed = True
            log.exception("subscriber.failed", subscriber=name, event_id=event.pk)
    if not failed:
        Event.objects.filter(pk=event.pk).update(handled_at=timezone.now())


@shared_task
def sweep_events() -> int:
    """Dispatch events whose wake-up was lost, and drop those too old to resume from; return how many were picked up."""
    before = timezone.now() - timedelta(seconds=settings.SWEEP_SECONDS / 2)
    left = list(
        Event.objects.filter(handled_at=None, created_at__lt=before).order_by("id").values_list("id", flat=True)[:BATCH]
    )
    dispatch(*left)
    Event.objects.filter(created_at__lt=timezone.now() - KEPT, handled_at__isnull=False).delete()
    return len(left)
