"""Housekeeping of the registry."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from apps.services.actions import drop_lost_instances
from apps.services.alarms import watch
from apps.services.models import CircuitRow, Delivery, Job

KEPT = timedelta(days=1)  # a lost instance, a circuit that nobody used
DELIVERIES_KEPT = timedelta(days=30)


@shared_task
def drop_lost() -> int:
    """Forget instances that have been silent for a day, circuits and deliveries that matter no more."""
    now = timezone.now()
    CircuitRow.objects.filter(changed_at__lt=now - KEPT).delete()
    Job.objects.filter(created_at__lt=now - 2 * KEPT).delete()
    Delivery.objects.exclude(state=Delivery.State.WAITING).filter(created_at__lt=now - DELIVERIES_KEPT).delete()
    return drop_lost_instances(before=now - KEPT)


@shared_task
def watch_services() -> int:
    """Begin and end alarms."""
    return watch()
