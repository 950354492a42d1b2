"""Talk with people in the middle of a run: edit a message, ask and wait, hold a poll."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Context, Park, TaskError, TaskType
from apps.commands.runner.types.moments import MOMENT, SPAN, moment_of, span_of
from apps.commands.runner.types.names import CHANNEL, NAMES, names_in, place_in
from apps.commands.runner.types.todo_create import words_of

LONGEST, USUAL = timedelta(days=31), timedelta(days=1)
TEXT = {"type": "string", "minLength": 1, "maxLength": 5_000}
WHERE: dict[str, Any] = {
    "channel": CHANNEL,
    "conversation": {"type": "string", "minLength": 1, "maxLength": 64, "default": "here"},
    "people": NAMES,
    "until": MOMENT,
    "within": {**SPAN, "description": "how long to wait; default a day"},
}


def end_of(context: Context, parameters: dict[str, Any]) -> datetime:
    """Return until when an answer is waited for."""
    now = datetime.now(UTC)
    if "until" in parameters:
        end = moment_of(context, parameters["until"])
    else:
        end = now + (span_of(parameters["within"]) if "within" in parameters else USUAL)
    if end > now + LONGEST:
        raise TaskError("wait.too_long", _("A command does not wait that long. Schedule it instead."))
    return end


def place_of(parameters: dict[str, Any], people: list[str]) -> str | None:
    """Return where it is asked: a named place, the direct conversation with the one person who is asked, or here."""
    place = place_in(parameters)
    if place is None and len(people) == 1:
        return people[0] if people[0].startswith("@") else f"@{people[0]}"
    return place


class ChatAsk(TaskType):
    """Asks a person, a bot or a conversation, and goes on with the reply.

    Between two people the next message is the reply; elsewhere it is the first that replies to the question.
    """

    name = "chat.ask"
    touches = ("people",)
    title = gettext_lazy("Ask and wait")
    description = gettext_lazy("Ask a person, a bot or a conversation, and go on with the reply.")
    parameters = {
        "type": "object",
        "properties": {"text": TEXT, **WHERE},
        "required": ["text"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        people = names_in(parameters, "people")
        asked = context.ask_in_chat(
            text=parameters["text"],
            place=place_of(parameters, people),
            people=people,
            until=end_of(context, parameters),
        )
        if answer := asked["answer"]:
            sender = answer.get("sender") or {}
            return {"text": answer["text"], "by": f"@{sender.get('username', '')}", "message": answer["id"]}
        if datetime.fromisoformat(asked["until"]) <= datetime.now(UTC):
            raise TaskError("chat.no_reply", _("Nobody replied in time."))
        return Park(datetime.fromisoformat(asked["until"]), str(_("Waits for a reply")))


class ChatPoll(TaskType):
    """Holds a poll; its winner and its counts are the output, to branch on."""

    name = "chat.poll"
    touches = ("people",)
    title = gettext_lazy("Hold a poll")
    description = gettext_lazy("Let people vote, and go on with what they chose.")
    parameters = {
        "type": "object",
        "properties": {
            "text": TEXT,
            "options": {
                "type": "array",
                "items": {"type": "string", "minLength": 1, "maxLength": 100},
                "minItems": 2,
                "maxItems": 10,
                "uniqueItems": True,
            },
            "multiple": {"type": "boolean", "default": False},
            "votes": {"type": "integer", "minimum": 1, "maximum": 1_000, "description": "go on after so many voters"},
            **{name: rule for name, rule in WHERE.items() if name != "people"},
        },
        "required": ["text", "options"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        asked = context.ask_in_chat(
            text=parameters["text"],
            place=place_in(parameters),
            people=[],
            until=end_of(context, parameters),
            options=parameters["options"],
            multiple=parameters.get("multiple", False),
        )
        poll = asked["poll"]
        if asked["deleted"] or poll is None:
            raise TaskError("chat.poll_gone", _("The poll was deleted."))
        over = poll["closed_at"] is not None or datetime.fromisoformat(asked["until"]) <= datetime.now(UTC)
        if not over and poll["voter_count"] < parameters.get("votes", 10**9):
            return Park(datetime.fromisoformat(asked["until"]), str(_("Waits for votes")))
        most = max(option["count"] for option in poll["options"])
        first = [option["text"] for option in poll["options"] if option["count"] == most and most]
        return {
            "winner": first[0] if len(first) == 1 else None,
            "tie": first if len(first) > 1 else [],
            "voters": poll["voter_count"],
            "counts": [{"option": option["text"], "count": option["count"]} for option in poll["options"]],
            "message": asked["message"],
        }


class ChatEdit(TaskType):
    """Changes the text of a message of the owner's: one by id, or what a task before posted."""

    name = "chat.edit"
    touches = ("posts",)
    title = gettext_lazy("Edit a message")
    description = gettext_lazy("Change the text of a message that was posted before.")
    parameters = {
        "type": "object",
        "properties": {
            "message": {"type": "string", "minLength": 1, "maxLength": 64},
            "text": {**TEXT, "maxLength": 20_000},
        },
        "required": ["text"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        ids = [parameters["message"]] if "message" in parameters else self._posted(inputs)
        if not ids:
            raise TaskError("task.input_missing", _("There is no message to edit."))
        text = words_of(parameters, inputs, "text")
        return {"text": text, "messages": [context.edit_message(one, text) for one in ids]}

    def _posted(self, inputs: dict[str, Any]) -> list[str]:
        results = [value for value in inputs.values() if isinstance(value, dict)]
        return [one["id"] for value in results for one in value.get("messages", ()) if isinstance(one, dict)]
