"""Read one of the owner's files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.commands.runner.types.base import Context, TaskType
from apps.commands.runner.types.paths import PARSE, PATH, SHEET, read_file


class FileRead(TaskType):
    """Reads a file as rows (CSV, Excel), JSON or text, by its name or as told."""

    name = "file.read"
    touches = ()
    title = _("Read a file")
    description = _("Read one of your command files.")
    parameters = {
        "type": "object",
        "properties": {"path": PATH, "parse": PARSE, "sheet": SHEET},
        "required": ["path"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        return read_file(context, parameters["path"], parameters.get("parse", "auto"), parameters.get("sheet"))
