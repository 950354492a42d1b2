"""Branches: one condition, or the first of several that holds."""

from typing import Any

from django.utils.translation import gettext_lazy

from apps.commands.runner.control.base import Block, Done, Ended, Fail, Instruction, Open, Opened, View
from apps.commands.runner.flow.facts import facts_of_file
from apps.commands.runner.types.base import Context
from apps.commands.runner.types.paths import PATH, read_file

EXPRESSION = {"type": "string", "minLength": 1, "maxLength": 1_000}
WORDS = {"type": "string", "maxLength": 20_000, "description": "The words it was read from."}
ANY_NAME = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "maxLength": 64}
NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 64}


class If(Block):
    """Opens `then` where its condition holds, otherwise `else`."""

    name = "condition.if"
    title = gettext_lazy("Condition")
    description = gettext_lazy("Go on one way where a condition holds, another way where it does not.")
    raw = ("expression",)
    parameters = {
        "type": "object",
        "properties": {
            "expression": {
                **EXPRESSION,
                "description": "CEL. `value`, `count`, `empty`, `status`, `failed` are of what came before.",
            },
            "text": WORDS,
            "value": {},
            "negated": {"type": "boolean", "description": "A note; the expression says all."},
            "channel": {"type": "string", "maxLength": 200},
            "people": {"type": "array", "items": {"type": "string", "maxLength": 200}, "maxItems": 100},
            "url": {"type": "string", "maxLength": 8_000},
            "path": {**PATH, "description": "A file of the owner that it is about, instead of what came before."},
            "within": {"type": "string", "maxLength": 100},
            "at": {"type": "string", "maxLength": 100},
        },
        "required": ["expression"],
        "additionalProperties": False,
    }  # fmt: skip

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        return ("then", "else")

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        more = facts_of_file(read_file(context, parameters["path"])) if "path" in parameters else {}
        block = "then" if view.holds(parameters["expression"], more) else "else"
        context.log(f"{parameters['expression']} → {block}")
        if block not in view.block_names:
            return Done(view.input, block)
        return Open((Opened(block, input=view.input),), output=view.input, detail=block)

    def after(self, ended: Ended) -> Instruction:
        return Fail(ended.error) if ended.error else Done(ended.result(), ended.block)


class Switch(If):
    """Opens the block of the first case whose condition holds; a case without one always does."""

    name = "condition.switch"
    title = gettext_lazy("Choice")
    description = gettext_lazy("Go on the way of the first case that holds.")
    raw = ("cases",)
    parameters = {
        "type": "object",
        "properties": {
            "cases": {
                "type": "array",
                "minItems": 1,
                "maxItems": 100,
                "items": {
                    "type": "object",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {
                        "name": NAME,
                        "when": EXPRESSION,
                        "then": {**NAME, "description": "In a sequence: where it goes on."},
                    },
                },
            },
            "text": WORDS,
        },
        "required": ["cases"],
        "additionalProperties": False,
    }

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        cases = parameters.get("cases")
        names = [case.get("name") for case in cases if isinstance(case, dict)] if isinstance(cases, list) else []
        return (*(str(name) for name in names), "else")

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        cases = parameters["cases"]
        found = next((case for case in cases if "when" not in case or view.holds(case["when"])), None)
        block = found["name"] if found else "else"
        context.log(f"→ {block}")
        if block not in view.block_names:
            return Done(view.input, block, (found or {}).get("then", ""))
        return Open((Opened(block, input=view.input),), output=view.input, detail=block)
