"""Names of the owner's command files: relative, inside their folder."""

import re

from django.utils.translation import gettext as _

from apps.commands.runner.types.base import TaskError

PATH = {"type": "string", "minLength": 1, "maxLength": 255}
PARSE = {"enum": ["auto", "csv", "json", "text"], "default": "auto"}
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\<>:"|?*]')


def checked_path(path: str) -> str:
    """Return the path; one that leads outside, hides or cannot be a file name is an error."""
    parts = path.split("/")
    if FORBIDDEN.search(path) or any(not part.strip(" .") or part.startswith(".") for part in parts) or len(parts) > 8:
        raise TaskError("file.path_invalid", _("“%(path)s” is not a file name here.") % {"path": path[:100]})
    return path
