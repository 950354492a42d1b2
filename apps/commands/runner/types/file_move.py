"""Files of the owner: copied, deleted."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.commands.runner.types.base import Context, TaskType
from apps.commands.runner.types.paths import PATH, checked_path


class FileCopy(TaskType):
    """Copies one of the owner's files."""

    name = "file.copy"
    touches = ("files",)
    title = _("Copy a file")
    description = _("Copy one of my files.")
    parameters = {
        "type": "object",
        "properties": {"path": PATH, "to": PATH},
        "required": ["path", "to"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        content = context.open_file(checked_path(parameters["path"]))
        return context.write_file(checked_path(parameters["to"]), content)


class FileDelete(TaskType):
    """Deletes one of the owner's files; that it is gone already is no error."""

    name = "file.delete"
    touches = ("deletes",)
    title = _("Delete a file")
    description = _("Delete one of my files.")
    parameters = {
        "type": "object",
        "properties": {"path": PATH},
        "required": ["path"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        path = checked_path(parameters["path"])
        return {"path": path, "deleted": context.delete_file(path)}
