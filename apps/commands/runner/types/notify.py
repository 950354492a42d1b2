"""Reach people outside of a conversation: a notification, a mail."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.commands.runner.types.base import Context, TaskType
from apps.commands.runner.types.names import CHANNEL, NAMES, names_in
from apps.commands.runner.types.todo_create import TITLE, words_of

ADDRESS = {"type": "string", "minLength": 2, "maxLength": 254}


class NotifyPush(TaskType):
    """Tells people at once, on all their devices; a channel gets a message."""

    name = "notify.push"
    touches = ("people",)
    title = _("Notify")
    description = _("Notify me, people or a channel.")
    parameters = {
        "type": "object",
        "properties": {"text": TITLE, "people": NAMES, "channel": CHANNEL},
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        given = parameters if parameters.get("text") or inputs else {**parameters, "text": context.command_title}
        text = words_of(given, inputs, "text")
        if channel := parameters.get("channel"):
            place = channel if channel.startswith("#") else f"#{channel}"
            return {"text": text, "messages": [context.post_message(text, place, context.idempotency_key)]}
        told = context.ask_people(
            kind="reminder",
            people=names_in(parameters, "people") or ["me"],
            place=None,
            title=text[:200],
            text=text if len(text) > 200 else "",
            due_at=datetime.now(UTC),
        )
        return {"text": text, "people": [f"@{one['username']}" for one in told["assignees"]]}


class NotifyEmail(TaskType):
    """Sends a mail to people by name, to oneself, and to addresses of the domains that the server allows."""

    name = "notify.email"
    touches = ("mails",)
    title = _("Send a mail")
    description = _("Send a text or a result by e-mail.")
    idempotent = False
    parameters = {
        "type": "object",
        "properties": {
            "to": {
                "description": "@name, me, or an address",
                "anyOf": [ADDRESS, {"type": "array", "items": ADDRESS, "minItems": 1, "maxItems": 20}],
            },
            "subject": {"type": "string", "minLength": 1, "maxLength": 200},
            "text": {"type": "string", "minLength": 1, "maxLength": 20_000},
        },
        "required": ["to"],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        given = parameters if parameters.get("text") or inputs else {**parameters, "text": context.command_title}
        text = words_of(given, inputs, "text")
        subject = parameters.get("subject") or text.strip().splitlines()[0][:100]
        return {"sent": context.send_mail(names_in(parameters, "to"), subject, text), "subject": subject}
