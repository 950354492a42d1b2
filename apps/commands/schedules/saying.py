"""When a wish is to be done, as it was said: a moment or a repetition that none of its tasks takes for itself."""

from collections.abc import Mapping
from typing import Any

KINDS = ("datetime", "set")
ASKED = ("chat.ask", "chat.poll")


def take_timing(alt: dict[str, Any], task_types: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return when the whole command is to run, and take it out of the parameters that cannot hold it.

    A moment said with a later task ("fetch it, and post it tomorrow at nine") becomes a wait before that task.
    """
    timing: dict[str, Any] = {}
    for segment in list(alt["segments"]):
        parameters = segment["parameters"]
        accepted = getattr(task_types.get(segment["task_type"]), "parameters", {}).get("properties", {})
        said = {name: parameters[name] for name in ("at", "rrule") if name in parameters and name not in accepted}
        for name in said:
            del parameters[name]
        if not said and segment["task_type"] in task_types:
            said = _unused(alt, segment)
        if not said:
            continue
        if not segment.get("dependencies"):
            timing = {**said, **timing}
        elif "at" in said and "rrule" not in said:
            _wait_before(alt, segment, said["at"])
    return timing or None


def _unused(alt: dict[str, Any], segment: dict[str, Any]) -> dict[str, Any]:
    """Return the moment said inside a segment, where no parameter of any task holds it."""
    begins, ends = segment.get("span") or (0, -1)
    text = alt.get("metadata", {}).get("text", "")
    for time in alt.get("times", ()):
        if time["type"] not in KINDS or not time.get("value" if time["type"] == "datetime" else "rrule"):
            continue
        at = text.find(time["text"])
        if segment["task_type"] in ASKED and time["text"] in str(segment["parameters"].get("text", "")):
            continue  # "ask @ayse whether she comes tomorrow at nine"
        if begins <= at < ends and not _held(alt, time):
            return {"rrule": time["rrule"]} if time["type"] == "set" else {"at": time["value"]}
    return {}


def _held(alt: dict[str, Any], time: Mapping[str, Any]) -> bool:
    wanted = [value[:16] for value in (time.get("value"), time.get("rrule")) if value]
    texts = [str(value) for segment in alt["segments"] for value in segment["parameters"].values()]
    return any(value in text for value in wanted for text in texts)


def _wait_before(alt: dict[str, Any], segment: dict[str, Any], moment: str) -> None:
    taken = {one["id"] for one in alt["segments"]}
    name = f"{segment['id'][:58]}_wait"
    if name in taken:
        return
    wait = {
        "id": name,
        "title": segment.get("title") or "",
        "task_type": "wait",
        "content": segment.get("content", ""),
        "parameters": {"until": moment},
        "dependencies": list(segment["dependencies"]),
    }
    alt["segments"].insert(alt["segments"].index(segment), wait)
    segment["dependencies"] = [name]
