"""Give people something to do, or to think of."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.recurrence import checked_rule, next_times
from apps.commands.runner.types.base import Context, Park, TaskError, TaskType
from apps.commands.runner.types.inputs import main_input
from apps.commands.runner.types.moments import MOMENT, SPAN, moment_of, span_of
from apps.commands.runner.types.names import CHANNEL, NAMES, names_in, place_in
from apps.commands.runner.types.tables.showing import shown

TITLE = {"type": "string", "minLength": 1, "maxLength": 5_000}


def words_of(parameters: dict[str, Any], inputs: dict[str, Any], *keys: str) -> str:
    """Return the first text given under these parameters, else what the result before says."""
    for key in keys:
        if parameters.get(key):
            return str(parameters[key])
    return shown(main_input(parameters, inputs), 20, False, 5_000)


class TodoCreate(TaskType):
    """Adds a to-do for people; with `wait` the run goes on when it is done."""

    name = "todo.create"
    touches = ("people",)
    title = gettext_lazy("Add a to-do")
    description = gettext_lazy("Give people something to do, until a day; the run may wait until it is done.")
    parameters = {
        "type": "object",
        "properties": {
            "title": TITLE,
            "text": {"type": "string", "maxLength": 5_000},
            "assignee": NAMES,
            "people": NAMES,
            "due": MOMENT,
            "channel": CHANNEL,
            "conversation": {"type": "string", "minLength": 1, "maxLength": 64, "default": "here"},
            "wait": {"type": "boolean", "default": False},
        },
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        title = words_of(parameters, inputs, "title", "text")
        asked = context.ask_people(
            kind="todo",
            people=names_in(parameters, "assignee", "people") or ["me"],
            place=place_in(parameters),
            title=title[:200],
            text=parameters.get("text", "") or (title if len(title) > 200 else ""),
            due_at=moment_of(context, parameters["due"]) if parameters.get("due") else None,
        )
        if parameters.get("wait") and asked["state"] == "open":
            return Park(None, str(_("Waits until it is done")))
        if parameters.get("wait") and asked["state"] != "done":
            raise TaskError("todo.withdrawn", _("The to-do was withdrawn."))
        return {"task": asked["id"], "title": asked["title"], "state": asked["state"], "due_at": asked["due_at"]}


class RemindCreate(TaskType):
    """Reminds at a moment, after a while, or again and again."""

    name = "remind.create"
    touches = ("people",)
    title = gettext_lazy("Remind")
    description = gettext_lazy("Remind me, people or a channel at a moment, after a while, or again and again.")
    parameters = {
        "type": "object",
        "properties": {
            "text": TITLE,
            "at": MOMENT,
            "after": SPAN,
            "rrule": {"type": "string", "maxLength": 200, "description": "RFC 5545: FREQ=WEEKLY;BYDAY=MO"},
            "people": NAMES,
            "channel": CHANNEL,
        },
        "anyOf": [{"required": ["at"]}, {"required": ["after"]}, {"required": ["rrule"]}],
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        text = words_of({"text": str(self.title), **parameters}, inputs, "text")
        at, rule = self._first(context, parameters)
        asked = context.ask_people(
            kind="reminder",
            people=names_in(parameters, "people") or ([] if "channel" in parameters else ["me"]),
            place=place_in(parameters),
            title=text[:200],
            text=text if len(text) > 200 else "",
            due_at=at,
            rrule=rule,
        )
        return {"task": asked["id"], "title": asked["title"], "at": asked["remind_at"], "rrule": asked["rrule"]}

    def _first(self, context: Context, parameters: dict[str, Any]) -> tuple[datetime, str]:
        now = datetime.now(UTC)
        rule = parameters.get("rrule", "")
        if parameters.get("at"):
            at = moment_of(context, parameters["at"])
        else:
            at = now + span_of(parameters["after"]) if parameters.get("after") else now
        if not rule:
            return at, ""
        try:
            rule = checked_rule(rule)
            found = [at] if at > now else next_times(rule, at, context.timezone, now)
        except ValueError:
            raise TaskError("remind.rule_invalid", _("This repetition is not understood, or too often.")) from None
        if not found:
            raise TaskError("remind.never", _("This repetition has no next time."))
        return found[0], rule
