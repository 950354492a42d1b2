"""Parts that many tasks of a workflow have: durations, timeouts, retries, shaping, addresses."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.alt.errors import Findings
from apps.commands.formats.durations import parse_duration


def mapping(value: Any) -> dict[str, Any]:
    """Return a value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


UNITS = {"days": "D", "hours": "H", "minutes": "M", "seconds": "S"}
INLINE = re.compile(r"^\s*\$\{.*\}\s*$", re.DOTALL)


def duration(value: Any, where: str, findings: Findings) -> str:
    """Return a duration in ISO 8601, whether it is written so or as a mapping of units."""
    if isinstance(value, str):
        if INLINE.match(value):
            return value.strip()
        try:
            parse_duration(value)
        except (ValueError, OverflowError):
            findings.add(where, "sw.duration", _("This is not a duration."))
        return value
    known = (*UNITS, "milliseconds")
    if not isinstance(value, dict) or any(
        name not in known or isinstance(number, bool) or not isinstance(number, int | float) or number < 0
        for name, number in value.items()
    ):
        findings.add(where, "sw.duration", _("This is not a duration."))
        return "PT0S"
    seconds = value.get("seconds", 0) + value.get("milliseconds", 0) / 1000
    day = f"{value['days']:g}D" if value.get("days") else ""
    parts = [f"{value[name]:g}{UNITS[name]}" for name in ("hours", "minutes") if value.get(name)]
    if seconds or not (parts or day):
        parts.append(f"{seconds:.3f}".rstrip("0").rstrip(".") + "S")
    return f"P{day}" + (f"T{''.join(parts)}" if parts else "")


def timeout_of(value: Any, use: Mapping[str, Any], where: str, findings: Findings) -> str | None:
    """Return a timeout, also one that is named under `use`."""
    if isinstance(value, str):
        named = mapping(use.get("timeouts")).get(value)
        if named is None:
            findings.add(where, "sw.name_unknown", _("There is no timeout “%(name)s”.") % {"name": value[:64]})
            return None
        value = named
    if not isinstance(value, dict) or "after" not in value:
        findings.add(where, "sw.timeout", _("A timeout says “after”."))
        return None
    return duration(value["after"], f"{where}/after", findings)


def expression(text: Any) -> Any:
    """Return a bare expression: `${ .a }` and `.a` mean the same where only an expression can stand."""
    if isinstance(text, str) and INLINE.match(text):
        return text.strip()[2:-1].strip()
    return text


def shaping(task: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a task says of its input, its output and the context."""
    found: dict[str, Any] = {}
    for name, member in (("input", "from"), ("output", "as")):
        given = task.get(name)
        if isinstance(given, dict):
            part = {member: expression(given[member])} if member in given else {}
            schema = given.get("schema")
            if isinstance(schema, dict) and isinstance(schema.get("document"), dict):
                part["schema"] = schema["document"]
            if part:
                found[name] = part
    export = task.get("export")
    if isinstance(export, dict) and "as" in export:
        found["export"] = {"as": expression(export["as"])}
    return found


def retry_of(value: Any, use: Mapping[str, Any], where: str, findings: Findings) -> dict[str, Any] | None:
    """Return a retry policy, also one that is named under `use`."""
    if isinstance(value, str):
        named = mapping(use.get("retries")).get(value)
        if named is None:
            findings.add(where, "sw.name_unknown", _("There is no retry policy “%(name)s”.") % {"name": value[:64]})
            return None
        value = named
    if not isinstance(value, dict):
        findings.add(where, "sw.type", _("This must be a mapping."))
        return None
    limit = mapping(value.get("limit"))
    count = mapping(limit.get("attempt")).get("count", 10)
    if not isinstance(count, int) or isinstance(count, bool):
        findings.add(f"{where}/limit/attempt/count", "sw.type", _("This must be a whole number."))
        count = 0
    found: dict[str, Any] = {"limit": min(max(count, 0), 10), "jitter": 0, "backoff": 1}
    if "delay" in value:
        found["delay"] = duration(value["delay"], f"{where}/delay", findings)
    backoff = value.get("backoff")
    if isinstance(backoff, dict) and backoff:
        kind = next(iter(backoff))
        if kind not in ("constant", "linear", "exponential"):
            detail = _("“%(name)s” is not supported here.") % {"name": str(kind)[:64]}
            findings.add(f"{where}/backoff", "sw.unsupported", detail)
        else:
            found["backoff"] = kind
    jitter = value.get("jitter")
    if isinstance(jitter, dict) and {"from", "to"} <= jitter.keys():
        found["jitter"] = {name: duration(jitter[name], f"{where}/jitter/{name}", findings) for name in ("from", "to")}
    if "duration" in limit:
        found["duration"] = duration(limit["duration"], f"{where}/limit/duration", findings)
    for ours, theirs in (("when", "when"), ("except_when", "exceptWhen")):
        if theirs in value:
            found[ours] = expression(value[theirs])
    return found


def endpoint(value: Any, use: Mapping[str, Any], where: str, findings: Findings) -> dict[str, Any]:
    """Return `uri` and `authentication` of an address."""
    found = {"uri": value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}
    if not isinstance(found.get("uri"), str):
        findings.add(where, "sw.endpoint", _("An address is missing."))
        return {"uri": ""}
    result: dict[str, Any] = {"uri": found["uri"]}
    if "authentication" in found:
        result["authentication"] = authentication(found["authentication"], use, f"{where}/authentication", findings)
    return result


def authentication(value: Any, use: Mapping[str, Any], where: str, findings: Findings) -> dict[str, Any]:
    """Return how to sign in: `basic` or `bearer`, also where it is named under `use`."""
    if isinstance(value, dict) and isinstance(value.get("use"), str):
        named = mapping(use.get("authentications")).get(value["use"])
        if not isinstance(named, dict):
            detail = _("There is no authentication “%(name)s”.") % {"name": value["use"][:64]}
            findings.add(f"{where}/use", "sw.name_unknown", detail)
            return {}
        value = named
    if not isinstance(value, dict) or not value:
        findings.add(where, "sw.type", _("This must be a mapping."))
        return {}
    kind = next(iter(value))
    wanted = {"basic": {"username", "password"}, "bearer": {"token"}}.get(kind)
    part = value[kind]
    if wanted is None or not isinstance(part, dict) or not wanted <= part.keys():
        findings.add(where, "sw.unsupported", _("“%(name)s” is not supported here.") % {"name": str(kind)[:64]})
        return {}
    return {kind: {name: part[name] for name in sorted(wanted)}}
