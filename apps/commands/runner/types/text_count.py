"""Count words, characters and lines."""

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.commands.runner.types.base import Context, TaskType
from apps.commands.runner.types.inputs import main_input
from apps.commands.runner.types.tables.table import as_table
from apps.commands.runner.types.tables.writing import as_text

WORD = re.compile(r"\w+(?:['’-]\w+)*")


class TextCount(TaskType):
    """Counts in a text, or in the lines of a table."""

    name = "text.count"
    touches = ()
    quick = True
    title = _("Count text")
    description = _("Count the words, characters or lines of a text.")
    parameters = {
        "type": "object",
        "properties": {
            "what": {"enum": ["words", "characters", "lines", "all"], "default": "all"},
            "text": {"type": "string", "maxLength": 100_000},
        },
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> dict[str, int]:
        value = parameters["text"] if "text" in parameters else main_input(parameters, inputs)
        text = unicodedata.normalize("NFC", value if isinstance(value, str) else as_text(as_table(value)))
        lines = len(text.splitlines()) if isinstance(value, str) else len(as_table(value).rows)
        found = {"words": sum(1 for _word in WORD.finditer(text)), "characters": len(text), "lines": lines}
        what = parameters.get("what", "all")
        return found if what == "all" else {what: found[what]}
