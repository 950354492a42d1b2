"""Which services there are, as this process last looked: documents are checked and tasks begun without a query each."""

import threading
import time
from dataclasses import dataclass, field

from apps.commands.runner.types.base import Gone, TaskType, registry
from apps.services.client import ATTEMPTS
from apps.services.models import Service

KEPT_SECONDS = 1.0


@dataclass(frozen=True)
class Served:
    """A task type that a service runs."""

    service: Service
    idempotent: bool


@dataclass
class Known:
    """The services that are switched on."""

    by_type: dict[str, list[Service]] = field(default_factory=dict)
    task_types: dict[str, Served] = field(default_factory=dict)
    read_at: float = float("-inf")


class ServedTask(Gone):
    """A task type that only a service knows; `run_task` sends it there."""


known = Known()
_lock = threading.Lock()


def refresh(*, at_once: bool = False) -> Known:
    """Look which services there are, at most once a second, and let the registry of task types know."""
    global known
    if not at_once and time.monotonic() - known.read_at < KEPT_SECONDS:
        return known
    with _lock:
        if at_once or time.monotonic() - known.read_at >= KEPT_SECONDS:
            known = _read()
            registry.serve({name: _task_type(name, one) for name, one in known.task_types.items()})
    return known


def _read() -> Known:
    found = Known(read_at=time.monotonic())
    for service in Service.objects.filter(enabled=True).order_by("created_at", "id"):
        found.by_type.setdefault(service.type, []).append(service)
        if service.type == Service.Type.RUNNER:
            for one in service.task_types:
                found.task_types.setdefault(one["name"], Served(service, bool(one.get("idempotent"))))
    return found


def _task_type(name: str, served: Served) -> type[TaskType]:
    declared = next(one for one in served.service.task_types if one["name"] == name)
    return type(
        "Served",
        (ServedTask,),
        {
            "name": name,
            "title": declared.get("title") or name,
            "description": declared.get("description") or "",
            "parameters": declared.get("parameters") or {"type": "object"},
            "timeout_seconds": served.service.timeout_seconds * ATTEMPTS + 10,
            "idempotent": served.idempotent,
        },
    )
