"""The owner's command files: names that stay inside their folder, and reading one."""

import re
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.runner.types.base import Context, TaskError
from apps.commands.runner.types.tables.reading import decode, parse_text
from apps.commands.runner.types.tables.xlsx_reading import is_xlsx, read_xlsx

PATH = {"type": "string", "minLength": 1, "maxLength": 255}
MAX_BYTES = 10_000_000
PARSE = {"enum": ["auto", "csv", "json", "text"], "default": "auto"}
SHEET = {
    "description": "of an Excel file: the name of the sheet, or its number; the first",
    "anyOf": [{"type": "string", "minLength": 1, "maxLength": 100}, {"type": "integer", "minimum": 1}],
}
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\<>:"|?*]')


def checked_path(path: str) -> str:
    """Return the path; one that leads outside, hides or cannot be a file name is an error."""
    parts = path.split("/")
    if FORBIDDEN.search(path) or any(not part.strip(" .") or part.startswith(".") for part in parts) or len(parts) > 8:
        raise TaskError("file.path_invalid", _("“%(path)s” is not a file name here.") % {"path": path[:100]})
    return path


def read_file(context: Context, path: str, kind: str = "auto", sheet: str | int | None = None) -> Any:
    """Read one of the owner's files as rows, JSON or text; of an Excel file one sheet."""
    path = checked_path(path)
    try:
        content = context.open_file(path)
    except FileNotFoundError:
        raise TaskError("file.not_found", _("There is no file “%(path)s”.") % {"path": path}) from None
    if len(content) > MAX_BYTES:
        raise TaskError("file.too_large", _("The file “%(path)s” is larger than 10 MB.") % {"path": path})
    context.log(f"{path}: {len(content)} bytes")
    if is_xlsx(content, path):
        return read_xlsx(content, sheet)
    if b"\0" in content[:8_000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TaskError("file.not_text", _("The file “%(path)s” is not CSV, JSON or text.") % {"path": path})
    return parse_text(decode(content), kind, name=path)
