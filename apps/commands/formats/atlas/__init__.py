"""`.atlas` 1.0: what a successful run taught, made to be found again."""

from collections.abc import Mapping
from typing import Any

from apps.commands.formats.atlas.tags import tags_of
from apps.commands.formats.summaries import one_line

VERSION = "1.0"
MAX_SUMMARY, MAX_RESULT, MAX_STEPS = 500, 20_000, 1_000


def build_atlas(command: Mapping[str, Any], alt: Mapping[str, Any], last: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `.atlas` document of a run; `command` as for `build_last`, and optionally its `links`."""
    result = result_text(command, last)
    base = f"/api/v1/commands/{command['id']}"
    return {
        "atlas": VERSION,
        "id": str(command.get("atlas_id") or command["id"]),
        "command": str(command["id"]),
        "title": last["title"],
        "text": last["text"],
        "language": alt.get("language"),
        "summary": one_line(result, MAX_SUMMARY) or last["title"],
        "tags": tags_of(alt, last),
        "steps": [
            {
                "id": segment["id"],
                "task_type": segment["task_type"],
                "title": segment.get("title") or segment["id"],
            }
            for segment in alt.get("segments", ())[:MAX_STEPS]
        ],
        "result": result[:MAX_RESULT],
        "artifacts": last["artifacts"],
        "links": command.get("links")
        or {"self": base, **{name: f"{base}/{name}" for name in ("alt", "last", "report")}},
        "created_at": last["finished_at"] or last["created_at"],
        "success_rate": last["metrics"]["success_rate"],
    }


def result_text(command: Mapping[str, Any], last: Mapping[str, Any]) -> str:
    """Return what the run found out: its own words for it, else what it posted last, else its last output."""
    result = command.get("result") or last.get("result")
    if isinstance(result, Mapping) and isinstance(result.get("text"), str) and result["text"]:
        return result["text"]
    outputs = [task["output"] for task in last["tasks"] if task["state"] == "succeeded" and task["output"]]
    for output in reversed(outputs):
        value = output["value"]
        if isinstance(value, Mapping) and isinstance(value.get("text"), str):
            return value["text"]
    return str(outputs[-1]["summary"]) if outputs else ""
