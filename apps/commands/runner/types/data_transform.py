"""Filter, count, sort, join and convert data."""

from typing import Any

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Context, TaskError, TaskType, check_cancelled
from apps.commands.runner.types.inputs import main_input
from apps.commands.runner.types.paths import PATH, read_file
from apps.commands.runner.types.tables.conditions import OPERATORS
from apps.commands.runner.types.tables.joining import join
from apps.commands.runner.types.tables.operations import OPERATIONS
from apps.commands.runner.types.tables.reading import parse_text
from apps.commands.runner.types.tables.shaping import exchange, exchanged_amount
from apps.commands.runner.types.tables.table import Table, as_table
from apps.commands.runner.types.tables.writing import as_csv, as_markdown, as_text
from apps.commands.runner.types.tables.xlsx import MEDIA_TYPE, as_xlsx

MAX_OUTPUT = 10_000_000
COLUMN = {"type": "string", "minLength": 1, "maxLength": 200}
COLUMNS = {"anyOf": [COLUMN, {"type": "array", "items": COLUMN, "minItems": 1, "maxItems": 50}]}
FORMATS = ("csv", "json", "markdown", "xlsx", "text")
CURRENCIES = ("CHF", "EUR", "GBP", "JPY", "TRY", "USD")
RATE = {
    "type": ["number", "string"], "maxLength": 60,
    "description": "by what the amounts are multiplied; exchange rates are not known here",
}  # fmt: skip
AMOUNT = {
    "type": "number", "minimum": -1e15, "maximum": 1e15,
    "description": "one amount to exchange, where no column of a table is meant",
}  # fmt: skip


def _step(op: str, required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "if": {"properties": {"op": {"const": op}}, "required": ["op"]},
        "then": {
            "properties": {"op": True, **properties},
            "required": ["op", *required],
            "additionalProperties": False,
        },
    }


STEPS = [
    _step("parse", format={"enum": ["auto", "csv", "json", "text"]}),
    _step("select", ("columns",), columns=COLUMNS),
    _step("filter", ("operator",), column=COLUMN, operator={"enum": list(OPERATORS)},
          value={"type": ["string", "number", "boolean", "null"]}),
    _step("count", by=COLUMNS),
    _step("aggregate", ("function",), function={"enum": ["sum", "avg", "min", "max", "count"]}, column=COLUMN,
          by=COLUMNS),
    _step("sort", ("by",), by=COLUMNS, order={"enum": ["asc", "desc"]}),
    _step("top", ("n",), n={"type": "integer", "minimum": 1, "maximum": 100_000}, by=COLUMN),
    _step("distinct", by=COLUMNS),
    _step("group", ("by",), by=COLUMNS),
    _step("join", ("with", "on"), **{"with": {"type": "string", "maxLength": 64}}, on=COLUMNS,
          how={"enum": ["inner", "left"]}),
    _step("round", column=COLUMN, digits={"type": "integer", "minimum": 0, "maximum": 10}),
    _step("rename", ("column", "to"), column=COLUMN, to=COLUMN),
    _step("drop", ("columns",), columns=COLUMNS),
    _step("convert", ("to",), to={"enum": [*FORMATS, *CURRENCIES]}, column=COLUMN, rate=RATE, amount=AMOUNT,
          **{"from": {"enum": list(CURRENCIES)}}),
    {
        "if": {"properties": {"op": {"const": "convert"}, "to": {"enum": list(CURRENCIES)}}, "required": ["op", "to"]},
        "then": {"required": ["rate"], "oneOf": [{"required": ["column"]}, {"required": ["amount"]}]},
    },
]  # fmt: skip


class DataTransform(TaskType):
    """Runs steps over a table, one after the other."""

    name = "data.transform"
    touches = ()
    quick = True
    title = gettext_lazy("Transform data")
    description = gettext_lazy("Filter, count, sum, sort, join, round or convert rows of data.")
    timeout_seconds = 120.0
    parameters = {
        "type": "object",
        "properties": {
            "steps": {
                "type": "array",
                "minItems": 1,
                "maxItems": 50,
                "items": {
                    "type": "object",
                    "required": ["op"],
                    "properties": {"op": {"enum": ["parse", *OPERATIONS, "join", "convert"]}},
                    "allOf": STEPS,
                },
            },
            "path": PATH,
        },
        "required": ["steps"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        steps = parameters["steps"]
        beside = tuple(step["with"] for step in steps if step["op"] == "join")
        if _says_amount(steps[0]):
            value: Any = None  # the step brings its own
        elif "path" in parameters:
            value = read_file(context, parameters["path"])
        else:
            value = main_input(parameters, inputs, beside)
        for index, step in enumerate(steps):
            check_cancelled(context)
            context.progress(index / len(steps), step["op"])
            value = self._apply(context, value, step, inputs)
        output = value.rows if isinstance(value, Table) else value
        if len(orjson.dumps(output, option=orjson.OPT_NON_STR_KEYS)) > MAX_OUTPUT:
            raise TaskError("task.output_too_large", _("The result is larger than 10 MB."))
        context.progress(1.0, _("%(n)d rows") % {"n": len(output)} if isinstance(output, list) else "")
        return output

    def _apply(self, context: Context, value: Any, step: dict[str, Any], inputs: dict[str, Any]) -> Any:
        """Return a table, or a finished value after `parse` and `convert`."""
        if step["op"] == "parse":
            return parse_text(value, step.get("format", "auto")) if isinstance(value, str) else value
        if _says_amount(step):
            return exchanged_amount(step)
        table = value if isinstance(value, Table) else as_table(value)
        if step["op"] == "convert" and step["to"] in FORMATS:
            return self._convert(context, table, step["to"])
        if not table.columns:  # nothing came: there is nothing to count, and no column to miss
            return table
        if step["op"] == "join":
            if step["with"] not in inputs:
                raise TaskError(
                    "task.input_missing",
                    _("There is no result of “%(id)s” to work with.") % {"id": step["with"]},
                )
            return join(table, as_table(inputs[step["with"]]), step)
        if step["op"] == "convert":
            return exchange(table, step)
        return OPERATIONS[step["op"]](table, step)

    def _convert(self, context: Context, table: Table, to: str) -> Any:
        if to == "xlsx":
            return context.save_artifact("table.xlsx", as_xlsx(table), MEDIA_TYPE)
        if to == "json":
            return orjson.dumps(table.rows, option=orjson.OPT_INDENT_2).decode()
        return {"csv": as_csv, "markdown": as_markdown, "text": as_text}[to](table)


def _says_amount(step: dict[str, Any]) -> bool:
    """ "100 doları euroya çevir": no column of a table is meant."""
    return "amount" in step and step.get("to") in CURRENCIES
