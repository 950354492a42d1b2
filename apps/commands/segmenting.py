"""From a wish or a document to a checked `.alt`, and whether it may run without being asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.commands.elsewhere import refresh, segment_elsewhere
from apps.commands.elsewhere.serving import ServedTask
from apps.commands.formats.accepting import parse_document
from apps.commands.formats.alt import AltInvalid, canonical, parse_alt
from apps.commands.problems import AltInvalidProblem, QuestionsOpen
from apps.commands.risk import risk_of
from apps.commands.runner.types import registry
from apps.commands.schedules.saying import take_timing
from apps.commands.segmentation import segment
from apps.commands.segmentation.answering import answered
from apps.commands.segmentation.implied import with_fetched
from apps.commands.segmentation.modes import as_variant, plan_faults, take_in
from apps.core.problems import Invalid

log = structlog.get_logger(__name__)
RUN_PREFIX = "/run "
UNGUESSED = ("missing", "what", "which_file")  # questions to which no answer can be taken for granted
YEARS = range(1900, 2201)  # far from the ends of the calendar, where arithmetic fails


@dataclass(frozen=True)
class Proposal:
    """A task graph and, where somebody has to look at it first, the code of why."""

    alt: dict[str, Any]
    unsure: str = ""
    timing: dict[str, Any] | None = None


def propose(
    text: str, *, user: User, mode: str = "normal", persona: str | None = None, chaos_level: int | None = None
) -> Proposal:
    """Segment a wish of this person, in their time zone."""
    alt = _segmented(
        text,
        now=timezone.now().astimezone(ZoneInfo(user.timezone)),
        timezone=user.timezone,
        language=None,
        mode=mode,
        persona=persona,
        chaos_level=chaos_level,
    )
    timing = take_timing(alt, registry)
    unsure = doubts(alt)
    if not unsure and timing and timing.get("rrule"):
        unsure = "schedule"  # what repeats is asked about first
    return Proposal(canonical(alt), unsure, timing)


def doubts(alt: dict[str, Any]) -> str:
    """Return the code of why a person has to look at a graph of ours before it runs, or nothing."""
    if unsure := (alt.get("metadata") or {}).get("unsure"):
        return unsure
    if any(item["task_type"] not in registry for item in alt["segments"]):
        return "unsupported_task_type"
    if lacking(alt):
        return "not_set_up"
    return "missing_parameter" if _faults(alt) else ""


def lacking(alt: dict[str, Any]) -> list[str]:
    """Return the settings that a graph's tasks need and this server has not; what a service does needs none here."""
    served = refresh().task_types
    kinds = {item["task_type"] for item in alt["segments"]} - served.keys()
    return sorted({setting for kind in kinds if kind in registry and (setting := registry[kind].lacks())})


def require_answers(alt: dict[str, Any]) -> None:
    """Refuse a graph in which something is missing that was asked and not answered."""
    asked = (alt.get("metadata") or {}).get("questions")
    rows = [one for one in asked if isinstance(one, dict)] if isinstance(asked, list) else []
    if still := [one for one in rows if one.get("code") in UNGUESSED]:
        raise QuestionsOpen(still)


def without_prefix(text: str) -> str:
    """Return the wish itself of a message that begins with `/run`."""
    return text.strip().removeprefix(RUN_PREFIX).strip()


def checked(source: Any) -> dict[str, Any]:
    """Return a document from outside in its canonical form; raise AltInvalidProblem with every fault.

    A Serverless Workflow document is read into one first. One of mode `chaos` that declares no faults gets those of its
    level.
    """
    refresh()
    try:
        alt = parse_document(source, task_types=registry)
    except AltInvalid as error:
        raise AltInvalidProblem(error.errors) from None
    if alt.get("mode") == "chaos" and not isinstance(alt.get("metadata", {}).get("chaos"), dict):
        level = alt.get("chaos_level", 1)
        chaos = plan_faults(alt["segments"], level, alt.get("title", ""))
        alt = {**alt, "chaos_level": level, "metadata": {**alt.get("metadata", {}), "chaos": chaos}}
    return alt


def chosen_graph(
    alt: dict[str, Any], proposals: Sequence[str], variant: str, answers: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return a proposed graph with what was chosen from what its mode offered, and what was answered."""
    if answers:
        alt = answered(alt, answers)
    if variant:
        found = as_variant(alt, variant)
        if found is None:
            raise _invalid("/variant", _("There is no such variant."))
        alt = found
    return take_in(alt, list(proposals)) if proposals else alt


def preview(
    *,
    user: User,
    text: str = "",
    alt: Any = None,
    now: str | None = None,
    timezone_name: str | None = None,
    task_types: list[dict[str, Any]] | None = None,
    mode: str = "normal",
    persona: str | None = None,
    chaos_level: int | None = None,
) -> dict[str, Any]:
    """Return what segmentation would make of a text, or a document as it would run; nothing is stored."""
    if alt is not None:
        return _weighed(checked(alt))
    zone_name = timezone_name or user.timezone
    try:
        zone = ZoneInfo(zone_name)
    except (KeyError, ValueError, OSError):
        raise _invalid("/timezone", _("There is no such time zone.")) from None
    moment = timezone.now().astimezone(zone)
    if now:
        try:
            moment = datetime.fromisoformat(now)
            if moment.year not in YEARS:
                raise ValueError(now)
        except ValueError:
            raise _invalid("/now", _("A moment looks like 2026-11-23T10:00.")) from None
    found = _segmented(
        without_prefix(text),
        now=moment,
        timezone=zone_name,
        task_types=task_types,
        mode=mode,
        persona=persona,
        chaos_level=chaos_level,
    )
    return _weighed(found)


def _weighed(alt: dict[str, Any]) -> dict[str, Any]:
    return {**alt, "metadata": {**(alt.get("metadata") or {}), "risk": risk_of(alt)}}


def _segmented(text: str, **options: Any) -> dict[str, Any]:
    try:
        return segment_elsewhere(text, **options) or with_fetched(segment(text, **options, served=_served()))
    except (ArithmeticError, ValueError) as error:  # a number or a time beyond all measure
        log.warning("segmentation.failed", error=type(error).__name__)
        raise _invalid("/text", "This text holds a number or a time that is too large.") from None


def _served() -> list[dict[str, Any]]:
    """Return the task types that only external services run, as they were declared."""
    refresh()
    return [
        {
            "name": kind.name,
            "title": str(kind.title),
            "description": str(kind.description),
            "parameters": kind.parameters,
        }
        for kind in registry.all()
        if issubclass(kind, ServedTask)
    ]


def _faults(alt: dict[str, Any]) -> bool:
    try:
        parse_alt(alt, task_types=registry)
    except AltInvalid:
        return True
    return False


def _invalid(pointer: str, detail: str) -> Invalid:
    return Invalid(detail, errors=[{"pointer": pointer, "detail": detail, "code": "invalid"}])
