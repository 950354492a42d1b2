"""`.last` 1.0: what happened when a task graph ran."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from apps.commands.formats.alt import digest
from apps.commands.formats.last.metrics import metrics_of, milliseconds, moment
from apps.commands.formats.summaries import bounded, one_line, written

VERSION = "1.0"
MAX_OUTPUT, MAX_OUTPUTS = 100_000, 3_000_000  # bytes kept of one output, of all
MAX_LOG_LINES, MAX_LOG_CHARACTERS = 200, 500

Fields = Mapping[str, Any]


def build_last(
    command: Fields,
    alt: Fields,
    tasks: Sequence[Fields],
    *,
    segments: Sequence[Fields] = (),
    counted: Sequence[Fields] | None = None,
) -> dict[str, Any]:
    """Return the `.last` document of a run.

    `command`: id, text, title, state, created_at, started_at, finished_at, result, error, rerun_of.
    `tasks`: id, title, task_type, state, attempt, dependencies, started_at, finished_at, output, error, log, artifacts.
    `segments`: how each of the document stands. `counted`: all tasks, where `tasks` are not all of them.
    Times may be datetimes or texts.
    """
    left = MAX_OUTPUTS
    built = []
    for task in tasks:
        one = _task(task, min(MAX_OUTPUT, left))
        if one["output"] is not None and one["output"]["value"] is not None:
            left = max(0, left - len(written(one["output"]["value"])))
        built.append(one)
    return {
        "last": VERSION,
        "command": str(command["id"]),
        "rerun_of": str(command["rerun_of"]) if command.get("rerun_of") else None,
        "title": command.get("title") or alt.get("title", ""),
        "text": command.get("text") or "",
        "language": alt.get("language"),
        "mode": alt.get("mode", "normal"),
        "state": command["state"],
        "created_at": moment(command.get("created_at")),
        "started_at": moment(command.get("started_at")),
        "finished_at": moment(command.get("finished_at")),
        "alt": {"version": alt.get("alt", "2.0"), "sha256": digest(alt)},
        "inputs": {"sha256": hashlib.sha256(written(_inputs(command, alt))).hexdigest()},
        "metrics": metrics_of(command, tasks if counted is None else counted, built),
        "result": command.get("result"),
        "error": command.get("error"),
        "segments": [dict(segment) for segment in segments],
        "tasks": built,
        "artifacts": [
            {
                "task": str(task["id"]),
                **{name: artifact[name] for name in ("name", "bytes", "sha256", "media_type")},
            }
            for task in tasks
            for artifact in task.get("artifacts") or ()
        ],
    }


def _task(task: Fields, most_bytes: int) -> dict[str, Any]:
    output = task.get("output")
    return {
        "id": str(task["id"]),
        "segment": str(task.get("segment") or task["id"]),
        "title": task.get("title") or str(task["id"]),
        "task_type": task["task_type"],
        "state": task["state"],
        "attempts": int(task.get("attempt") or task.get("attempts") or 0),
        "dependencies": [str(name) for name in task.get("dependencies") or ()],
        "started_at": moment(task.get("started_at")),
        "finished_at": moment(task.get("finished_at")),
        "duration_ms": milliseconds(task.get("started_at"), task.get("finished_at")),
        "output": None if output is None else bounded(output, most_bytes),
        "error": task.get("error"),
        "log": _log(task.get("log")),
    }


def _log(log: Any) -> list[str]:
    """Return the newest lines, each on one line: what a task writes cannot pretend to be another line."""
    lines = log.splitlines() if isinstance(log, str) else list(log or ())
    return [one_line(str(line), MAX_LOG_CHARACTERS) for line in lines[-MAX_LOG_LINES:]]


def _inputs(command: Fields, alt: Fields) -> dict[str, Any]:
    """Return what a run starts from: its words, its variables, and the parameters of its tasks."""
    return {
        "text": command.get("text") or "",
        "variables": alt.get("variables", {}),
        "parameters": {segment["id"]: segment.get("parameters", {}) for segment in alt.get("segments", ())},
    }
