"""Post a result or a text in a conversation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.commands.runner.types.base import Context, TaskType, check_cancelled
from apps.commands.runner.types.inputs import chosen, main_input
from apps.commands.runner.types.tables.showing import MAX_CHARACTERS, shown

NAME = {"type": "string", "minLength": 2, "maxLength": 150}


class ChatPost(TaskType):
    """Posts on behalf of the command's owner; without a text it shows what it was handed."""

    name = "chat.post"
    title = _("Post a message")
    description = _("Post a result or a text here, in a channel or to people.")
    parameters = {
        "type": "object",
        "properties": {
            "conversation": {"type": "string", "minLength": 1, "maxLength": 64, "default": "here"},
            "channel": {**NAME, "description": "#name"},
            "people": {
                "description": "@name",
                "anyOf": [NAME, {"type": "array", "items": NAME, "minItems": 1, "maxItems": 20}],
            },
            "text": {"type": "string", "minLength": 1, "maxLength": MAX_CHARACTERS},
            "limit": {"type": "integer", "minimum": 1, "maximum": 1_000},
        },
        "additionalProperties": False,
    }

    @classmethod
    def touched(cls, parameters: dict[str, Any]) -> tuple[str, ...]:
        """Nothing where the answer stands below what was asked; elsewhere others read it."""
        here = parameters.get("conversation", "here") == "here" and not parameters.keys() & {"channel", "people"}
        return () if here else ("posts",)

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
        text = self._text(context, parameters, inputs)
        messages = []
        # One key for each place: a second attempt posts only where the first did not.
        for index, place in enumerate(self._places(parameters)):
            check_cancelled(context)
            messages.append(context.post_message(text, place, f"{context.idempotency_key}:{index}"))
        return {"text": text, "messages": messages}

    def _text(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> str:
        own = parameters.get("text", "")
        if own and "from" not in parameters:
            return own
        comma = context.language == "tr"
        parts = [own] if own else []
        values = [inputs[segment] for segment in chosen(parameters, inputs)] if "from" in parameters else []
        for value in values or [main_input(parameters, inputs)]:
            room = MAX_CHARACTERS - sum(len(part) + 2 for part in parts)
            if room > 500:
                parts.append(shown(self._readable(value), parameters.get("limit"), comma, room))
        return "\n\n".join(parts)[:MAX_CHARACTERS]

    def _readable(self, value: Any) -> Any:
        """Show another post's words instead of its receipt."""
        if isinstance(value, dict) and isinstance(value.get("messages"), list) and isinstance(value.get("text"), str):
            return value["text"]
        return value

    def _places(self, parameters: dict[str, Any]) -> list[str | None]:
        """Return where to post: `None` is here, `#channel`, `@person`, or a conversation's id."""
        people = parameters.get("people", [])
        places: list[str | None] = [
            name if name.startswith("@") else f"@{name}" for name in ([people] if isinstance(people, str) else people)
        ]
        if channel := parameters.get("channel"):
            places.append(channel if channel.startswith("#") else f"#{channel}")
        conversation = parameters.get("conversation", "here")
        if conversation != "here":
            places.append(conversation)
        return list(dict.fromkeys(places)) or [None]
