"""What leaves no other event: reads and refusals of administrators, changes made in the admin site."""

from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry, LogEntryManager
from django.db import transaction

from apps.core.whence import whence
from apps.events.bus import Happening, publish

FLAGS = {ADDITION: "admin.added", CHANGE: "admin.changed", DELETION: "admin.deleted"}


class Noted(Happening):
    """Something for the audit log only."""

    type = "audit.noted"
    audited = internal = True

    def __init__(self, action: str, target: tuple[str, str], outcome: str, details: dict[str, Any]):
        self._trail = {"action": action, "target": list(target), "outcome": outcome, "details": details}

    def topic(self) -> str:
        return f"audit:{whence().actor or 'nobody'}"

    def payload(self) -> dict[str, Any]:
        return {}

    def trail(self) -> dict[str, Any]:
        return self._trail


@transaction.atomic
def note(action: str, target: tuple[str, str] = ("", ""), outcome: str = "ok", **details: Any) -> None:
    """Write something into the audit log. Ids and codes only."""
    publish(Noted(action, target, outcome, details))


def follow_admin_log() -> None:
    """Let every line of Django's admin log reach the audit log too.

    The manager's one method is wrapped, since a model's manager cannot be exchanged from outside and lines for many
    objects send no signal.
    """
    plain = LogEntryManager.log_actions
    if getattr(plain, "audited", False):
        return

    def log_actions(
        self: LogEntryManager, user_id: Any, queryset: Any, action_flag: int, change_message: Any = "", **kwargs: Any
    ) -> Any:
        rows = list(queryset)
        for row in rows:
            details: dict[str, Any] = {"fields": fields} if (fields := changed_fields(change_message)) else {}
            note(FLAGS[action_flag], (row._meta.label_lower, str(row.pk)), **details)
        return plain(self, user_id, rows, action_flag, change_message, **kwargs)

    log_actions.audited = True  # type: ignore[attr-defined]
    LogEntryManager.log_actions = log_actions  # type: ignore[method-assign]
    assert LogEntry.objects.log_actions.__func__ is log_actions  # type: ignore[attr-defined]


def changed_fields(message: Any) -> list[str]:
    """Return the names of the changed fields of the admin's message, without what stands in them."""
    if not isinstance(message, list):
        return []
    parts = [part["changed"] for part in message if isinstance(part, dict) and isinstance(part.get("changed"), dict)]
    return sorted({str(name) for part in parts for name in part.get("fields", ())})
