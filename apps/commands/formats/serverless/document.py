"""The frame of a workflow: what is reusable in it, its tasks as one group, its input and output."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.alt.errors import Findings
from apps.commands.formats.serverless.names import Ids
from apps.commands.formats.serverless.parts import duration, shaping, timeout_of
from apps.commands.formats.serverless.tasks import Tasks

ROOT = "workflow"
KNOWN = ("document", "input", "use", "do", "timeout", "output", "schedule")


def imported(document: Any, given: Any, findings: Findings) -> dict[str, Any]:
    """Return the `.alt` of a workflow; what is wrong with it goes into `findings`."""
    if not isinstance(document, dict):
        findings.add("", "sw.type", _("A workflow is a mapping."))
        return {}
    for name in document:
        if name not in KNOWN:
            findings.add(f"/{name}", "sw.field_unknown", _("There is no field “%(name)s” here.") % {"name": name[:64]})
    about = document.get("document")
    if not isinstance(about, dict) or not str(about.get("dsl", "")).startswith("1."):
        findings.add("/document/dsl", "sw.version", _("Only version 1 of the language is understood."))
        return {}
    use = document.get("use") if isinstance(document.get("use"), dict) else {}
    _check_reusable(use or {}, findings)
    root: dict[str, Any] = {
        "id": ROOT,
        "title": str(about.get("name", ROOT))[:200],
        "task_type": "group",
        "source": "/",
    }
    root |= shaping(document)
    tasks = Tasks(use or {}, findings, Ids({ROOT}))
    segments = [root, *tasks.listed(document.get("do"), "/do", ROOT, "do")]
    alt: dict[str, Any] = {
        "alt": "2.0",
        "title": str(about.get("title") or about.get("name") or "")[:200],
        "metadata": {"generator": f"serverless-workflow {about['dsl']}", "workflow": _named(about)},
        "variables": {"input": given},
        "order": "sequence",
        "expressions": "jq",
        "segments": segments,
    }
    if summary := about.get("summary"):
        alt["metadata"]["text"] = str(summary)[:20_000]
    if functions := _functions(use or {}, findings):
        alt["functions"] = functions
    if "timeout" in document and (longest := timeout_of(document["timeout"], use or {}, "/timeout", findings)):
        alt["timeout"] = longest
    if "schedule" in document:
        alt["metadata"]["schedule"] = _schedule(document["schedule"], findings)
    return alt


def _named(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(about[name])[:200] for name in ("namespace", "name", "version") if name in about}


def _check_reusable(use: Mapping[str, Any], findings: Findings) -> None:
    for name in ("extensions", "catalogs"):
        if use.get(name):
            detail = _("“%(name)s” is not supported here.") % {"name": name}
            findings.add(f"/use/{name}", "sw.unsupported", detail)


def _functions(use: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    """Return the reusable functions: each is a graph of one task."""
    found: dict[str, Any] = {}
    named = use.get("functions")
    for name, task in named.items() if isinstance(named, dict) else ():
        tasks = Tasks(use, findings, Ids(set()))
        segments = tasks.one(str(name), task, f"/use/functions/{name}", "", "")
        found[tasks.function_id(str(name))] = {"title": str(name)[:200], "order": "sequence", "segments": segments}
    return found


def _schedule(schedule: Any, findings: Findings) -> dict[str, Any]:
    """Return when a workflow runs, for whoever plans it; running it now does not wait for that."""
    if not isinstance(schedule, dict):
        findings.add("/schedule", "sw.type", _("This must be a mapping."))
        return {}
    found: dict[str, Any] = {}
    for name in ("every", "after"):
        if name in schedule:
            found[name] = duration(schedule[name], f"/schedule/{name}", findings)
    if "cron" in schedule:
        found["cron"] = str(schedule["cron"])[:200]
    if "on" in schedule:
        findings.add("/schedule/on", "sw.unsupported", _("“%(name)s” is not supported here.") % {"name": "schedule.on"})
    return found
