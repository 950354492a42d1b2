"""Graphs inside graphs: a function of this document, or another document."""

from typing import Any

from django.utils.translation import gettext_lazy

from apps.commands.runner.control.base import Block, Instruction, Open, Opened, View
from apps.commands.runner.control.conditions import NAME
from apps.commands.runner.types.base import Context


class CallFunction(Block):
    """Runs a function of the document; its `inputs` are the function's variables."""

    name = "call"
    title = gettext_lazy("Call a function")
    description = gettext_lazy("Run a named part of this document with values of its own.")
    parameters = {
        "type": "object",
        "properties": {"function": NAME, "with": {"type": "object", "maxProperties": 100}},
        "required": ["function"],
        "additionalProperties": False,
    }

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        return ()

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        if view.jq:  # the functions of an imported workflow get their arguments as their input
            definition = view.function(parameters["function"], {})[0]
            given = parameters.get("with", view.input)
            return Open((Opened("", {}, given),), output=view.input, definition=definition)
        definition, variables = view.function(parameters["function"], parameters.get("with", {}))
        return Open((Opened("", {"variables": variables}, view.input),), output=view.input, definition=definition)


class RunCommand(Block):
    """Runs another graph inside this run: one of the person's own commands, by name or id, or one written here."""

    name = "command.run"
    title = gettext_lazy("Run a command")
    description = gettext_lazy("Run another command as a part of this one.")
    parameters = {
        "type": "object",
        "properties": {
            "name": {
                "type": "string",
                "minLength": 1,
                "maxLength": 200,
                "description": "Of a command of yours; the newest counts.",
            },
            "command": {"type": "string", "maxLength": 64, "description": "The id of a command you may see."},
            "alt": {"type": "object", "description": "The graph itself."},
            "variables": {"type": "object", "maxProperties": 100},
        },
        "oneOf": [{"required": ["name"]}, {"required": ["command"]}, {"required": ["alt"]}],
        "additionalProperties": False,
    }  # fmt: skip

    @classmethod
    def touched(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        return ("commands",)

    raw = ("alt",)

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        return ()

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        alt, variables = view.document(parameters)
        context.log(str(alt.get("title", "")))
        given = variables.get("input", view.input) if alt.get("expressions") == "jq" else view.input
        return Open((Opened("", {"variables": variables}, given),), output=view.input, definition="run", alt=alt)
