"""Reads of the audit log."""

from typing import Any

from django.db.models import QuerySet

from apps.audit.models import Entry

FILTERS = {"actor": "actor_id", "target": "target_id", "outcome": "outcome", "address": "address",
           "from": "at__gte", "to": "at__lt"}  # fmt: skip


def entries(query: dict[str, Any]) -> QuerySet[Entry]:
    """Return the entries that somebody asks for."""
    rows = Entry.objects.filter(**{FILTERS[name]: value for name, value in query.items() if name in FILTERS})
    action = query.get("action", "")
    if action.endswith(".*"):
        return rows.filter(action__startswith=action[:-1])
    return rows.filter(action=action) if action else rows
