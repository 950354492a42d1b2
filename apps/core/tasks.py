"""Housekeeping."""

from celery import shared_task
from django.utils import timezone

from apps.core.idempotency import KEPT
from apps.core.models import IdempotentRequest


@shared_task
def forget_requests() -> int:
    """Forget idempotent requests that are older than we promise to keep them."""
    deleted, _per_model = IdempotentRequest.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return deleted
