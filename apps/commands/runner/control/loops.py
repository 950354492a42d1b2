"""Loops: over the entries of a result, or while a condition holds."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.formats.durations import parse_duration
from apps.commands.runner.control.base import (
    Again,
    Block,
    Done,
    Ended,
    Fail,
    Instruction,
    Later,
    Open,
    Opened,
    Stay,
    View,
)
from apps.commands.runner.control.conditions import ANY_NAME, EXPRESSION, WORDS
from apps.commands.runner.types.base import Context, TaskError
from apps.commands.runner.types.paths import PATH, read_file
from apps.commands.runner.types.tables.columns import meant
from apps.commands.runner.types.tables.table import is_rows

MAX_ROUNDS = 10_000  # security.md section 8
BATCH = 100  # rounds whose rows are made at once


class Each(Block):
    """Opens its block `each` once for every entry; up to `parallel` rounds at once, in order."""

    name = "loop.each"
    title = gettext_lazy("For each")
    description = gettext_lazy("Do something for every row, line or entry of a result.")
    raw = ("while",)
    parameters = {
        "type": "object",
        "properties": {
            "in": {"description": "What is gone through; without it, what came before."},
            "path": {**PATH, "description": "A file of the owner whose rows are gone through."},
            "column": {
                "type": "string", "minLength": 1, "maxLength": 200,
                "description": "Of rows that have this column: its values are gone through, each once.",
            },
            "item": {**ANY_NAME, "default": "item", "description": "What an entry is called in the block."},
            "index": {**ANY_NAME, "default": "index", "description": "What its number is called, from 0."},
            "while": {**EXPRESSION, "description": "Asked before every round; where it does not hold the loop ends."},
            "parallel": {"type": "integer", "minimum": 1, "maximum": 50, "default": 1},
            "limit": {"type": "integer", "minimum": 1, "maximum": MAX_ROUNDS, "description": "More are an error."},
            "on_error": {"enum": ["stop", "continue"], "default": "stop"},
            "over": WORDS,
            "text": WORDS,
        },
        "additionalProperties": False,
    }  # fmt: skip

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        return ("each",)

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        state = dict(view.state)
        if "next" not in state:
            if "path" in parameters:
                parameters = {**parameters, "in": read_file(context, parameters["path"])}
            entries = self._entries(view, parameters)
            state = {"next": 0, "total": len(entries), "last": view.input}
        else:
            entries = view.held["entries"]
        if not entries or "each" not in view.block_names:
            return Done(state["last"] if view.sequence else [])
        one_by_one = view.sequence or "while" in parameters
        first = state["next"]
        if "while" in parameters:
            more = {parameters.get("item", "item"): entries[first], parameters.get("index", "index"): first}
            if not view.holds(parameters["while"], more):
                return Done(state["last"] if view.sequence else state.get("results", []))
        count = 1 if one_by_one else BATCH
        opened = tuple(
            Opened("each", {parameters.get("item", "item"): entry, parameters.get("index", "index"): first + at},
                   state["last"] if view.sequence else entry)
            for at, entry in enumerate(entries[first : first + count])
        )  # fmt: skip
        state["next"] = first + len(opened)
        held = {"entries": entries}
        total = len(entries)
        return Open(
            opened, state, held, detail=f"0/{total}" if first == 0 else "", gated=parameters.get("parallel", 1),
            keep_output=first > 0,
        )  # fmt: skip

    def after(self, ended: Ended) -> Instruction:
        stop = ended.parameters.get("on_error", "stop") == "stop"
        failed = ended.error or ended.state.get("error")
        if failed and stop:
            if ended.error:
                ended.cancel_others()
            return Fail(failed)
        state: dict[str, Any] = {}
        if ended.sequence and ended.error is None:
            state["last"] = ended.result()
        if ended.state["next"] < ended.state["total"]:
            return Again(state) if not ended.still_open else Stay()
        if ended.still_open:
            return Stay()
        return Done(state.get("last", ended.state["last"]) if ended.sequence else ended.results())

    def _entries(self, view: View, parameters: dict[str, Any]) -> list[Any]:
        value = parameters.get("in", view.input)
        if isinstance(value, str) and view.jq:
            value = view.compute(value)
        if isinstance(value, str):
            value = [line for line in value.splitlines() if line.strip()]
        elif isinstance(value, dict):
            value = [{"key": key, "value": inner} for key, inner in value.items()]
        if not isinstance(value, list):
            raise TaskError("loop.not_a_list", _("There is nothing here to go through one by one."))
        if "column" in parameters:
            value = _values_of(value, parameters["column"])
        if len(value) > parameters.get("limit", MAX_ROUNDS):
            limit = parameters.get("limit", MAX_ROUNDS)
            raise TaskError("loop.too_long", _("These are more than %(n)d entries.") % {"n": limit})
        return value


def _values_of(entries: list[Any], column: str) -> list[Any]:
    """Return the values of a column, each once; the entries as they are where there is no such column."""
    if not is_rows(entries):
        return entries
    found = meant(column, list(dict.fromkeys(name for row in entries for name in row)))
    if len(found) != 1:
        return entries
    values: list[Any] = []
    seen: set[str] = set()
    for row in entries:
        value = row.get(found[0])
        if value not in (None, "") and repr(value) not in seen:
            seen.add(repr(value))
            values.append(value)
    return values


class While(Block):
    """Opens its block `do` again and again while its condition holds."""

    name = "loop.while"
    title = gettext_lazy("While")
    description = gettext_lazy("Repeat something while a condition holds.")
    raw = ("condition",)
    parameters = {
        "type": "object",
        "properties": {
            "condition": {**EXPRESSION, "description": "CEL; `index` counts rounds, `last` is what the last one gave."},
            "check": {"enum": ["before", "after"], "default": "before"},
            "limit": {"type": "integer", "minimum": 1, "maximum": MAX_ROUNDS, "default": 1_000},
            "delay": {"type": "string", "maxLength": 40, "description": "ISO 8601, between two rounds."},
            "text": WORDS,
        },
        "required": ["condition"],
        "additionalProperties": False,
    }

    @classmethod
    def blocks(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        return ("do",)

    def decide(self, context: Context, view: View, parameters: dict[str, Any]) -> Instruction:
        index, last = view.state.get("index", 0), view.state.get("last")
        names = {"index": index, "last": last}
        checked = index or parameters.get("check", "before") == "before"
        if "do" not in view.block_names or (checked and not view.holds(parameters["condition"], names)):
            return Done(last)
        if index >= parameters.get("limit", 1_000):
            raise TaskError(
                "loop.too_long", _("The loop did not end within %(n)d rounds.") % {"n": parameters.get("limit", 1_000)}
            )
        given = last if index else view.input
        state = {"index": index + 1}
        return Open((Opened("do", names, given),), state, view.input, detail=str(index + 1), keep_output=index > 0)

    def after(self, ended: Ended) -> Instruction:
        if ended.error:
            return Fail(ended.error)
        state = {"last": ended.result()}
        if "delay" in ended.parameters:
            return Later(parse_duration(str(ended.parameters["delay"])).total_seconds(), state)
        return Again(state)
