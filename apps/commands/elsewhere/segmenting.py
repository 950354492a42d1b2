"""Wishes that a service segments. Its document is believed no more than anybody's."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog
from django.utils.encoding import force_str

from apps.commands.elsewhere.serving import refresh
from apps.commands.formats.alt import AltInvalid, parse_alt
from apps.commands.runner.types.base import registry
from apps.core.problems import Unavailable
from apps.services.client import Call, call
from apps.services.errors import ServiceError
from apps.services.models import Service

log = structlog.get_logger(__name__)
ATTEMPTS = 2  # somebody waits for it


def segment_elsewhere(text: str, *, now: datetime, timezone: str, **options: Any) -> dict[str, Any] | None:
    """Return the document that a service made of a wish; None where the built-in segmentation is to do it."""
    services = refresh().by_type.get(Service.Type.SEGMENTATION, [])
    for service in services:
        try:
            return _ask(service, text, now, timezone, options)
        except (ServiceError, AltInvalid) as error:
            log.warning("segmentation.elsewhere_failed", service=service.name, error=type(error).__name__)
            if not service.fallback:
                raise Unavailable() from None
    return None


def _ask(service: Service, text: str, now: datetime, timezone: str, options: dict[str, Any]) -> dict[str, Any]:
    mode = options.get("mode") or "normal"
    document = {
        "text": text,
        "now": now.isoformat(),
        "timezone": timezone,
        "language": options.get("language"),
        "mode": mode,
        "persona": options.get("persona"),
        "chaos_level": options.get("chaos_level"),
        "task_types": _catalogue() if options.get("task_types") is None else options["task_types"],
    }
    answer = call(service, Call("segment", document, key=uuid4().hex, attempts=ATTEMPTS))
    alt = parse_alt(answer["alt"])
    # What the person chose, and what only they may choose: a service turns no command into a chaotic one.
    alt["mode"] = mode
    alt.pop("chaos_level", None)
    if options.get("chaos_level") is not None:
        alt["chaos_level"] = options["chaos_level"]
    alt["metadata"] = {**alt.get("metadata", {}), "generator": f"service:{service.name}"}
    alt["metadata"].setdefault("text", text)
    return alt


def _catalogue() -> list[dict[str, Any]]:
    return [
        {"name": kind.name, "description": force_str(kind.description), "parameters": kind.parameters}
        for kind in registry.all()
    ]
