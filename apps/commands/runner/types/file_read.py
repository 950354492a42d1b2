"""Read one of the owner's files."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Context, TaskError, TaskType
from apps.commands.runner.types.paths import PARSE, PATH, checked_path
from apps.commands.runner.types.tables.reading import decode, parse_text

MAX_BYTES = 10_000_000


class FileRead(TaskType):
    """Reads a file as rows, JSON or text, by its name or as told."""

    name = "file.read"
    title = gettext_lazy("Read a file")
    description = gettext_lazy("Read one of your command files.")
    parameters = {
        "type": "object",
        "properties": {"path": PATH, "parse": PARSE},
        "required": ["path"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        path = checked_path(parameters["path"])
        try:
            content = context.open_file(path)
        except FileNotFoundError:
            raise TaskError("file.not_found", _("There is no file “%(path)s”.") % {"path": path}) from None
        if len(content) > MAX_BYTES:
            raise TaskError("file.too_large", _("The file “%(path)s” is larger than 10 MB.") % {"path": path})
        context.log(f"{path}: {len(content)} bytes")
        return parse_text(decode(content), parameters.get("parse", "auto"), name=path)
