"""What a condition may say of what came before without naming it: how much it is, whether it went well."""

from typing import Any

from apps.commands.models import TaskRun, TaskState
from apps.core.text import fold


def facts_of(task: TaskRun, given: Any) -> dict[str, Any]:
    """Return `value`, `count`, `rows`, `text`, `empty`, and how the tasks before went: `failed`, `status`, `error`."""
    names = task.dependencies
    before = TaskRun.objects.filter(run_id=task.run_id, parent_id=task.parent_id, iteration=task.iteration)
    rows = list(before.filter(segment__in=names).values_list("state", "error", "control"))
    error = next((error for state, error, _control in rows if state == TaskState.FAILED and error), None)
    noted = next((control["facts"]["status"] for _s, _e, control in rows if "status" in control.get("facts", {})), None)
    status = (error or {}).get("status") if error else noted
    return {
        "value": value_of(given),
        "count": count_of(given),
        "rows": count_of(given),
        "text": given if isinstance(given, str) else "",
        "empty": is_empty(given),
        "failed": error is not None,
        "succeeded": error is None,
        "status": status if status is not None else (500 if error else 200),
        "error": error,
    }


def facts_of_file(content: Any) -> dict[str, Any]:
    """Return what a condition on a file may say of it."""
    return {
        "value": value_of(content),
        "count": count_of(content),
        "rows": count_of(content),
        "text": content if isinstance(content, str) else "",
        "empty": is_empty(content),
    }


def is_empty(given: Any) -> bool:
    """Is there nothing in it?"""
    return given is None or given in ("", [], {}) or (isinstance(given, str) and not given.strip())


def value_of(given: Any) -> Any:
    """Return the figure or text that a result is, in short: the number of a list, the one number of a mapping."""
    if isinstance(given, list):
        if len(given) == 1 and isinstance(given[0], dict):
            return value_of(given[0])
        return len(given)
    if isinstance(given, dict):
        numbers = [value for value in given.values() if isinstance(value, int | float) and not isinstance(value, bool)]
        return numbers[0] if len(numbers) == 1 else given.get("text", len(given))
    if isinstance(given, str):
        return _number(given)
    return given


def count_of(given: Any) -> int:
    """Return how many entries, lines or things there are."""
    if isinstance(given, str):
        return len([line for line in given.splitlines() if line.strip()])
    if isinstance(given, list | dict):
        return len(given)
    return 0 if given is None else int(given) if isinstance(given, int | float) else 1


def figure_of(name: str, given: Any) -> Any:
    """Return what a word of a condition stands for: a field of that name, else the figure of the result."""
    row = given[0] if isinstance(given, list) and len(given) == 1 and isinstance(given[0], dict) else given
    if isinstance(row, dict):
        for key, value in row.items():
            if fold(str(key)) == fold(name):
                return _number(value) if isinstance(value, str) else value
    return value_of(given)


def _number(text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        found = float(text)
    except ValueError:
        return text
    return found if found == found and abs(found) != float("inf") else text
