"""Find what was said and what is known."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.commands.runner.types.base import Context, TaskType
from apps.commands.runner.types.names import CHANNEL, NAMES, names_in

DAY = {"type": "string", "maxLength": 40, "description": "a day, or a moment by RFC 3339"}


class SearchMessages(TaskType):
    """Searches the messages and the knowledge that its owner may see at that moment."""

    name = "search.messages"
    touches = ()
    title = _("Search")
    description = _("Find messages and earlier results, by words, people, place and time.")
    parameters = {
        "type": "object",
        "properties": {
            "query": {"type": "string", "maxLength": 200},
            "from_people": NAMES,
            "channel": CHANNEL,
            "on": DAY,
            "since": DAY,
            "until": DAY,
            "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
        },
        "minProperties": 1,
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        filters: dict[str, str] = {}
        people = names_in(parameters, "from_people")
        if channel := parameters.get("channel"):
            filters["in"] = channel
        if on := parameters.get("on"):
            filters |= {"after": on[:10], "before": _day_after(on)}
        if since := parameters.get("since"):
            filters["after"] = since
        if until := parameters.get("until"):
            filters["before"] = until
        rows = context.search(parameters.get("query", ""), filters, people, parameters.get("limit", 50))
        context.log(f"{len(rows)}")
        return rows


def _day_after(text: str) -> str:
    try:
        return (date.fromisoformat(text[:10]) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return text
