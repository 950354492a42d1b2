"""Attempts: what fails is tried again, or dealt with."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from apps.commands.formats.schema import published
from apps.commands.runner.control.base import Again, Block, Done, Ended, Fail, Instruction, Later, Open, Opened, View
from apps.commands.runner.control.conditions import EXPRESSION, NAME
from apps.commands.runner.retrying import next_delay
from apps.commands.runner.types.base import Context, TaskError

STANDARD = "https://serverlessworkflow.io/"
RETRY = {
    **published("alt-2.0")["$defs"]["segment"]["properties"]["retry"],
    "$defs": {"duration": published("alt-2.0")["$defs"]["duration"]},
}
PLAIN_DURATION = published("alt-2.0")["$defs"]["duration"]


def _inlined(schema: Any) -> Any:
    """Return a schema of the published one with its durations written out: a task type's schema stands alone."""
    if isinstance(schema, dict):
        if schema.get("$ref") == "#/$defs/duration":
            return PLAIN_DURATION
        return {name: _inlined(inner) for name, inner in schema.items() if name != "$defs"}
    return [_inlined(inner) for inner in schema] if isinstance(schema, list) else schema


class Try(Block):
    """Opens its block `try`; an error that `catch` names is tried again, or opens its block `catch`."""

    name = "try"
    title = gettext_lazy("Try")
    description = gettext_lazy("Try something, and deal with what goes wrong.")
    raw = ("catch",)
    parameters = {
        "type": "object",
        "properties": {
            "catch": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "errors": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "with": {
                                "type": "object",
                                "additionalProperties": False,
                                "properties": {
                                    "type": {"type": "string", "maxLength": 1_000},
                                    "status": {"type": "integer"},
                                    "instance": {"type": "string", "maxLength": 1_000},
                                    "title": {"type": "string", "maxLength": 1_000},
                                    "detail": {"type": "string", "maxLength": 1_000},
                                    "code": {"type": "string", "maxLength": 100},
                                },
                            }
                        },
                    },
                    "as": {**NAME, "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "default": "error"},
                    "when": EXPRESSION,
                    "except_when": EXPRESSION,
                    "retry": {
                        **_inlined(RETRY),
                        "properties": {
                            **_inlined(RETRY)["properties"],
                            "when": EXPRESSION,
                            "except_when": EXPRESSION,
                        },
                    },
                },
            }
        },
        "additionalProperties": False,
    }

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        return ("try", "catch")

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        state, catch = view.state, parameters.get("catch", {})
        error = state.get("caught")
        if "try" not in view.block_names:
            return Done(view.input)
        if error is None or state.get("waited"):
            tried = state.get("tried", 0) + 1
            more = {"tried": tried, "caught": None, "waited": False}
            return Open((Opened("try", input=view.input),), more, view.input, detail=f"{tried}" if tried > 1 else "")
        named = {catch.get("as", "error"): error}
        if not self._catches(view, catch, named):
            raise Uncaught(error)
        retry = catch.get("retry")
        if retry and self._meant(view, retry, named):
            delay = next_delay(retry, state["tried"], state.get("spent", 0.0))
            if delay is not None:
                return Later(delay, {"waited": True}, str(error.get("detail") or error.get("title") or "")[:200])
        if "catch" in view.block_names:
            return Open((Opened("catch", named, view.input),), {"caught": None, "catching": True}, view.input,
                        detail="catch")  # fmt: skip
        return Done(view.input if view.sequence else None, "catch")

    def after(self, ended: Ended) -> Instruction:
        if ended.error is None:
            return Done(ended.result(), ended.block if ended.block == "catch" else "")
        if ended.block == "catch" or not matches(ended.error, ended.parameters.get("catch", {})):
            return Fail(ended.error)
        return Again({"caught": dict(ended.error)})

    @staticmethod
    def _catches(view: View, catch: Mapping[str, Any], named: Mapping[str, Any]) -> bool:
        return Try._meant(view, catch, named)

    @staticmethod
    def _meant(view: View, policy: Mapping[str, Any], named: Mapping[str, Any]) -> bool:
        if "when" in policy and not view.holds(policy["when"], named):
            return False
        return "except_when" not in policy or not view.holds(policy["except_when"], named)


class Uncaught(TaskError):
    """The error of a block that nothing here deals with: it goes on outwards as it is."""

    def __init__(self, error: Mapping[str, Any]):
        super().__init__(str(error.get("code") or "task.failed"), error.get("detail") or "")
        self.problem = dict(error)


def matches(error: Mapping[str, Any], catch: Mapping[str, Any]) -> bool:
    """Say whether an error is one that `catch.errors.with` names; every member given must be equal."""
    wanted = (catch.get("errors") or {}).get("with") or {}
    return all(_same(name, value, error.get(name)) for name, value in wanted.items())


def _same(name: str, wanted: Any, found: Any) -> bool:
    if name == "type" and str(wanted).startswith(STANDARD) and str(found).startswith(STANDARD):
        return str(wanted).rpartition("/")[2] == str(found).rpartition("/")[2]  # the specification has moved its names
    return bool(wanted == found)
