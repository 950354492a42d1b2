"""Two small steps that many graphs need: values, and an error on purpose."""

from typing import Any

from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Context, TaskError, TaskType

TEXT = {"type": "string", "maxLength": 2_000}


class SetValues(TaskType):
    """Gives the values it was given: `${this_segment.name}` names them from then on."""

    name = "set"
    touches = ()
    quick = True
    title = gettext_lazy("Set values")
    description = gettext_lazy("Compute values and give them names.")
    parameters = {
        "type": "object",
        "properties": {"values": {"description": "A mapping, or an expression whose value is the result."}},
        "required": ["values"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        return parameters["values"]


class Raise(TaskType):
    """Fails with an error of one's own (RFC 9457)."""

    name = "raise"
    touches = ()
    quick = True
    title = gettext_lazy("Raise an error")
    description = gettext_lazy("End with an error, unless something catches it.")
    parameters = {
        "type": "object",
        "properties": {
            "type": {**TEXT, "default": "about:blank"},
            "status": {"type": "integer", "minimum": 100, "maximum": 599},
            "title": TEXT,
            "detail": TEXT,
            "instance": TEXT,
            "code": {"type": "string", "maxLength": 100},
        },
        "additionalProperties": False,
    }  # fmt: skip

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        more = {name: parameters[name] for name in ("type", "status", "title", "instance") if name in parameters}
        detail = parameters.get("detail") or parameters.get("title") or ""
        raise TaskError(parameters.get("code", "raised"), detail, **more)
