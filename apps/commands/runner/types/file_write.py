"""Write a result to one of the owner's files."""

from typing import Any

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Context, TaskError, TaskType
from apps.commands.runner.types.inputs import main_input
from apps.commands.runner.types.paths import PATH, checked_path
from apps.commands.runner.types.tables.table import as_table
from apps.commands.runner.types.tables.writing import as_csv, as_markdown, as_text
from apps.commands.runner.types.tables.xlsx import as_xlsx

MAX_BYTES = 10_000_000
BY_ENDING = {"csv": "csv", "json": "json", "md": "markdown", "xlsx": "xlsx"}


class FileWrite(TaskType):
    """Writes rows, JSON or text to a file, by its name or as told."""

    name = "file.write"
    touches = ("files",)
    title = gettext_lazy("Write a file")
    description = gettext_lazy("Save a result as one of your command files.")
    parameters = {
        "type": "object",
        "properties": {
            "path": PATH,
            "format": {"enum": ["auto", "csv", "json", "text", "markdown", "xlsx"], "default": "auto"},
            "content": {"type": "string", "maxLength": 1_000_000},
        },
        "required": ["path"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
        path = checked_path(parameters["path"])
        value = parameters["content"] if "content" in parameters else main_input(parameters, inputs)
        content = self._content(value, self._format(value, path, parameters.get("format", "auto")))
        if len(content) > MAX_BYTES:
            raise TaskError("task.output_too_large", _("The result is larger than 10 MB."))
        context.log(f"{path}: {len(content)} bytes")
        return context.write_file(path, content)

    def _format(self, value: Any, path: str, wanted: str) -> str:
        if wanted != "auto":
            return wanted
        ending = path.rpartition(".")[2].lower()
        return BY_ENDING.get(ending, "text" if isinstance(value, str) or ending == "txt" else "json")

    def _content(self, value: Any, kind: str) -> bytes:
        if isinstance(value, str) and kind != "xlsx":
            return value.encode()
        if kind == "json":
            return orjson.dumps(value, option=orjson.OPT_INDENT_2)
        if kind == "xlsx":
            return as_xlsx(as_table(value))
        return {"csv": as_csv, "markdown": as_markdown, "text": as_text}[kind](as_table(value)).encode()
