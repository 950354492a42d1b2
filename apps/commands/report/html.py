"""The report of a run: one HTML page that needs nothing else, to read, print and pass on."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.commands.formats.last.metrics import when
from apps.commands.report.graph import graph_svg, picture_of
from apps.commands.report.richtext import blocks_of
from apps.commands.report.states import DARK, ICONS, LIGHT, NAMES, colour_class, known

MAX_TASKS, MAX_ROWS, MAX_COLUMNS, MAX_CELL, MAX_TEXT = 1_000, 20, 12, 200, 2_000


def html_report(last: Mapping[str, Any], alt: Mapping[str, Any], language: str) -> str:
    """Return the page in `tr` or `en`. Everything in it that came from people or from outside is escaped."""
    language = "tr" if language.startswith("tr") else "en"
    with override(language):
        return render_to_string("reports/last.html", _context(last, alt, language))


def _context(last: Mapping[str, Any], alt: Mapping[str, Any], language: str) -> dict[str, Any]:
    tasks = list(last["tasks"])[:MAX_TASKS]
    picture = graph_svg(alt, *picture_of(last.get("segments") or tasks))
    return {
        "language": language,
        "last": last,
        "state": _state(last["state"]),
        "started": _time(last["started_at"]),
        "finished": _time(last["finished_at"]),
        "figures": _figures(last["metrics"], language),
        "why": _why(last.get("error")),
        "result": blocks_of(str((last.get("result") or {}).get("text") or "")),
        "picture": mark_safe(picture),  # noqa: S308 - our own markup, its texts are escaped where it is made
        "tasks": [_task(task, last, language) for task in tasks],
        "colours": [{"state": state, "light": colour, "dark": DARK[state]} for state, colour in LIGHT.items()],
    }


def _task(task: Mapping[str, Any], last: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        **task,
        "look": _state(task["state"]),
        "why": _why(task["error"]),
        "took": duration_text(task["duration_ms"], language),
        "bar": _bar(task, last),
        "shown": _output(task["output"]),
        "log_text": "\n".join(task["log"]),
    }


def _why(error: Mapping[str, Any] | None) -> str:
    """Return what is known of an error, the most telling first."""
    found = error or {}
    return str(found.get("detail") or found.get("title") or found.get("code") or "")


def _state(state: str) -> dict[str, Any]:
    return {"name": NAMES[known(state)], "class": colour_class(state), "icon": ICONS[known(state)]}


def _figures(metrics: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    share = _decimal(metrics["success_rate"] * 100, language)
    return [
        (_("Success"), f"%{share}" if language == "tr" else f"{share}%"),
        (_("Tasks"), f"{metrics['succeeded']} / {metrics['tasks']}"),
        (_("Duration"), duration_text(metrics["wall_ms"], language)),
        (_("Work in all"), duration_text(metrics["task_ms"], language)),
        (
            _("At once"),
            f"{_decimal(metrics['parallelism'], language)}×" if metrics["parallelism"] is not None else "–",
        ),
        (_("Attempts"), str(metrics["attempts"])),
    ]


def duration_text(milliseconds: int | None, language: str) -> str:
    """Return a time as people say it."""
    if milliseconds is None:
        return "–"
    if milliseconds < 1_000:
        return f"{milliseconds} ms"
    seconds = milliseconds / 1_000
    if seconds < 60:
        return f"{_decimal(seconds, language)} " + _("s")
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} " + _("min") + f" {rest} " + _("s")
    return f"{minutes // 60} " + _("h") + f" {minutes % 60} " + _("min")


def _decimal(value: float, language: str) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language == "tr" else text


def _time(value: str | None) -> str:
    moment = when(value)
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC") if moment else "–"


def _bar(task: Mapping[str, Any], last: Mapping[str, Any]) -> dict[str, str] | None:
    """Return where on the run's time line a task stands, in percent."""
    begin, end = when(last["started_at"]), when(last["finished_at"])
    first, final = when(task["started_at"]), when(task["finished_at"])
    if begin is None or end is None or first is None or final is None or end <= begin:
        return None
    whole = (end - begin).total_seconds()
    left = min(max((first - begin).total_seconds() / whole * 100, 0), 99.5)
    wide = min(max((final - first).total_seconds() / whole * 100, 0.5), 100 - left)
    return {"x": f"{left:.2f}", "width": f"{wide:.2f}"}


def _output(output: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return an output as a small table or a text."""
    if output is None:
        return None
    value, truncated = output["value"], output["truncated"]
    if isinstance(value, Mapping) and isinstance(value.get("text"), str):
        value = value["text"]
    if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        columns = list(dict.fromkeys(str(name) for row in value[:MAX_ROWS] for name in row))[:MAX_COLUMNS]
        rows = [[_cell(row.get(name)) for name in columns] for row in value[:MAX_ROWS]]
        more = truncated or len(value) > MAX_ROWS
        return {"columns": columns, "rows": rows, "more": more, "summary": output["summary"]}
    text = output["summary"] if value is None else value if isinstance(value, str) else _json(value)
    return {"text": text[:MAX_TEXT], "more": truncated or len(text) > MAX_TEXT, "summary": output["summary"]}


def _cell(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else _json(value)
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_INDENT_2).decode()
