"""Which of the results a task was handed is meant."""

from typing import Any

from django.utils.translation import gettext as _

from apps.commands.runner.types.base import TaskError
from apps.commands.runner.types.tables.table import is_rows


def chosen(parameters: dict[str, Any], inputs: dict[str, Any]) -> list[str]:
    """Return the ids of the results that `from` names, else all; a missing one is an error."""
    wanted = parameters.get("from")
    if wanted is None:
        return list(inputs)
    ids = [wanted] if isinstance(wanted, str) else list(wanted)
    for segment in ids:
        if segment not in inputs:
            raise TaskError(
                "task.input_missing", _("There is no result of “%(id)s” to work with.") % {"id": segment[:64]}
            )
    return ids


def main_input(parameters: dict[str, Any], inputs: dict[str, Any], besides: tuple[str, ...] = ()) -> Any:
    """Return the one result a task works on: rows before texts before other values, the first of its kind."""
    ids = [segment for segment in chosen(parameters, inputs) if segment not in besides]
    if not ids:
        raise TaskError("task.input_missing", _("There is no result of an earlier task to work with."))
    values = [inputs[segment] for segment in ids]
    if "from" in parameters:
        return values[0]
    return next((value for value in values if is_rows(value)), None) or next(
        (value for value in values if isinstance(value, str | list)), values[0]
    )
