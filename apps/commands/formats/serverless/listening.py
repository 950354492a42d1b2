"""What a workflow listens for: one, any or all of some events, told by their attributes."""

from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.alt.errors import Findings
from apps.commands.formats.serverless.parts import mapping

ATTRIBUTES = ("type", "source", "subject", "id")


def listening(listen: dict[str, Any], where: str, findings: Findings) -> dict[str, Any]:
    """Return the parameters of `event.listen`; what it cannot do goes into `findings`."""
    found: dict[str, Any] = {}
    to = mapping(listen.get("to"))
    wanted = next((name for name in ("one", "any", "all") if name in to), None)
    if wanted is None:
        findings.add(f"{where}/to", "sw.missing", _("“%(name)s” must be given.") % {"name": "one, any, all"})
        return {"one": {}}
    for name in (*to, *listen):
        if name not in (wanted, "to", "read"):
            _unsupported(f"listen.{name}", f"{where}/to", findings)
    if wanted == "one":
        found["one"] = _event(to["one"], f"{where}/to/one", findings)
    else:
        events = to[wanted] if isinstance(to[wanted], list) else []
        if not events:
            _unsupported(f"listen.{wanted}: []", f"{where}/to/{wanted}", findings)
        found[wanted] = [_event(one, f"{where}/to/{wanted}/{at}", findings) for at, one in enumerate(events)]
    if listen.get("read", "data") not in ("data", "envelope"):
        _unsupported(f"listen.read: {listen['read']}"[:64], f"{where}/read", findings)
    return {**found, "read": str(listen.get("read", "data"))}


def _event(wanted: Any, where: str, findings: Findings) -> dict[str, Any]:
    """Return what an event must have: fixed values only, an expression would have to be computed for each event."""
    given = mapping(mapping(wanted).get("with"))
    if not given:
        findings.add(f"{where}/with", "sw.missing", _("“%(name)s” must be given.") % {"name": "with"})
    for name in mapping(wanted):
        if name != "with":
            _unsupported(f"listen.{name}", f"{where}/{name}", findings)
    found: dict[str, Any] = {}
    for name, value in given.items():
        fixed = isinstance(value, dict) if name == "data" else name in ATTRIBUTES and isinstance(value, str)
        if not fixed or "${" in str(value):
            _unsupported(f"listen: {name}"[:64], f"{where}/with/{name}", findings)
        else:
            found[name] = value
    return found


def _unsupported(what: str, where: str, findings: Findings) -> None:
    findings.add(where, "sw.unsupported", _("“%(name)s” is not supported here.") % {"name": what})
