"""Alarms: what is not well, from when it was noticed until it was over."""

import structlog
from django.db import transaction
from django.utils import timezone

from apps.services.health import conditions
from apps.services.models import Alarm

log = structlog.get_logger(__name__)
PREFIX = "service:"


@transaction.atomic
def watch() -> int:
    """Compare what is unwell with the open alarms; return how many began or ended."""
    unwell = {f"{PREFIX}{one['name']}": one["state"] for one in conditions() if one["state"] != "ok"}
    open_ = {alarm.source: alarm for alarm in Alarm.objects.filter(ended_at=None, source__startswith=PREFIX)}
    moved = 0
    for source, alarm in open_.items():
        if unwell.get(source) != alarm.state:
            alarm.ended_at = timezone.now()
            alarm.save(update_fields=["ended_at"])
            log.info("alarm.ended", source=source, state=alarm.state)
            moved += 1
    for source, state in unwell.items():
        if source not in open_ or open_[source].state != state:
            Alarm.objects.bulk_create([Alarm(source=source, state=state)], ignore_conflicts=True)
            log.warning("alarm.began", source=source, state=state)
            moved += 1
    return moved
