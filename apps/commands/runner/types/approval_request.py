"""Ask people for a yes, and wait for it without holding anything."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.commands.runner.types.base import Context, Park, TaskError, TaskType
from apps.commands.runner.types.moments import MOMENT, SPAN, moment_of, span_of
from apps.commands.runner.types.names import CHANNEL, NAMES, names_in, place_in

LONGEST = timedelta(days=31)


class ApprovalRequest(TaskType):
    """Goes on when enough people have said yes; fails when one says no or nobody answers in time.

    With `on_reject: continue` a no is a result (`approved: false`), for a condition to branch on.
    """

    name = "approval.request"
    touches = ("people",)
    title = gettext_lazy("Ask for approval")
    description = gettext_lazy("Wait until people have approved; whoever asked does not count.")
    parameters = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "minLength": 1, "maxLength": 5_000},
            "from_people": NAMES,
            "needed": {"type": "integer", "minimum": 1, "maximum": 20, "default": 1},
            "right": {"type": "string", "maxLength": 100, "description": "what those who decide must hold"},
            "channel": CHANNEL,
            "conversation": {"type": "string", "minLength": 1, "maxLength": 64, "default": "here"},
            "until": MOMENT,
            "expires": SPAN,
            "on_reject": {"enum": ["fail", "continue"], "default": "fail"},
        },
        "additionalProperties": False,
    }

    def run(self, context: Context, parameters: dict[str, Any], inputs: dict[str, Any]) -> Any:
        people = names_in(parameters, "from_people")
        asked = context.ask_people(
            kind="approval",
            people=people,
            place=place_in(parameters),
            title=str(parameters.get("text", ""))[:200] or str(_("Approval")),
            text=parameters.get("text", ""),
            needed=parameters.get("needed", 1),
            right=parameters.get("right", ""),
            expires_at=self._end(context, parameters),
        )
        if asked["state"] == "open":
            names = ", ".join(f"@{one['username']}" for one in asked["assignees"])
            detail = _("Waits for approval: %(names)s") % {"names": names} if names else _("Waits for approval")
            return Park(datetime.fromisoformat(asked["expires_at"]), str(detail))
        result = {
            "approved": asked["state"] == "approved",
            "state": asked["state"],
            "by": [f"@{one['user']['username']}" for one in asked["decisions"] if one["approves"]],
            "comments": [one["comment"] for one in asked["decisions"] if one["comment"]],
            "task": asked["id"],
        }
        if not result["approved"] and parameters.get("on_reject") != "continue":
            raise TaskError(f"approval.{asked['state']}", self._why(asked))
        return result

    def _end(self, context: Context, parameters: dict[str, Any]) -> datetime | None:
        now = datetime.now(UTC)
        until = moment_of(context, parameters["until"]) if "until" in parameters else None
        if "expires" in parameters:
            until = now + span_of(parameters["expires"])
        if until is not None and until > now + LONGEST:
            raise TaskError("wait.too_long", _("A command does not wait that long. Schedule it instead."))
        return until

    def _why(self, asked: dict[str, Any]) -> str:
        if asked["state"] == "rejected":
            names = ", ".join(f"@{one['user']['username']}" for one in asked["decisions"] if not one["approves"])
            return _("Rejected by %(names)s.") % {"names": names}
        return _("Nobody approved this in time.")
