"""Whether a step gets a result that it can use, from what runs before it."""

import re

_SILENT = ("wait", "condition.if")
_GOOD = re.compile(r"^(succeeded|status == 2\d\d|status < [34]00|!failed)$")
_BAD = re.compile(r"^(failed|status != 2\d\d|status == [45]\d\d.*|status >=? [345]\d\d|!succeeded)$")


def gives(segment: dict, segments: list[dict], depth: int = 0) -> bool:
    """Does anything that a step follows bring a result? A condition hands on what it was asked about."""
    known = {one["id"]: one for one in segments}
    if depth > 60:
        return True
    for name in segment["dependencies"]:
        before = known.get(name)
        if before is None or before["task_type"] not in _SILENT or gives(before, segments, depth + 1):
            return True
    when = segment.get("when")
    gate = known.get(when["segment"]) if when else None
    if when is None or gate is None:
        return False
    if gate["task_type"] not in _SILENT:
        return True
    if gate["parameters"].keys() & {"path", "url"}:
        return True
    return not fails_there(gate, when["branch"]) and gives(gate, segments, depth + 1)


def fails_there(gate: dict, branch: str) -> bool:
    """Is this the branch in which the step before the condition has failed, and so brought nothing?"""
    expression = str(gate["parameters"].get("expression", ""))
    return bool((_BAD if branch == "then" else _GOOD).match(expression))
