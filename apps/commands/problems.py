"""What can be refused about commands."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Forbidden, NotFound, Unprocessable


class AltInvalidProblem(Unprocessable):
    """422: `errors` names each fault with line, column and, where there is one, a suggestion."""

    code, title = "alt.invalid", _("This .alt document is not valid.")

    def __init__(self, errors: list[dict[str, Any]]):
        first = errors[0] if errors else {}
        super().__init__(first.get("detail", ""), errors=errors)


class NotYours(Forbidden):
    code, title = "command.not_yours", _("Only the person who asked for this command may do that.")


class ModesNotYours(Forbidden):
    code, title = "command.modes_not_yours", _("Only who may change this conversation decides on modes here.")


class ChaosNotAllowed(Forbidden):
    code, title = "command.chaos_not_allowed", _("Chaos runs only in a conversation that allows it.")


class NotProposed(Conflict):
    code, title = "command.not_proposed", _("This command does not wait for a confirmation.")


class NotEnded(Conflict):
    code, title = "command.not_ended", _("This command has not ended yet.")


class HasEnded(Conflict):
    code, title = "command.has_ended", _("This command has ended already.")


class NotRunning(Conflict):
    code, title = "command.not_running", _("This command is not under way.")


class NotPaused(Conflict):
    code, title = "command.not_paused", _("This command is not paused.")


class TooManySignals(Conflict):
    code, title = "signal.too_many", _("This command has not taken a thousand signals yet. Send no more for now.")


class SignalTooLarge(Unprocessable):
    code, title = "signal.too_large", _("A signal holds at most 100 KB.")


class NothingFailed(Conflict):
    code, title = "command.nothing_failed", _("Nothing failed in this run, so there is nowhere to go on from.")


class CommandReused(Conflict):
    code, title = "command.client_id_reused", _("Another command was already submitted under this client_id.")


class NothingToRun(Unprocessable):
    code, title = "command.nothing_to_run", _("There is nothing in this command that can run.")


class QuestionsOpen(Unprocessable):
    """422: `errors` names each question that is still to be answered, with its place in `answers`."""

    code, title = "command.questions_open", _("Something is missing before this can run. Answer what is asked.")

    def __init__(self, questions: list[dict[str, Any]]):
        super().__init__(errors=[_asked(one) for one in questions])


def _asked(question: dict[str, Any]) -> dict[str, Any]:
    text = question.get("text")
    words = text.get("tr" if (get_language() or "").startswith("tr") else "en", "") if isinstance(text, dict) else ""
    parts = ("answers", question.get("segment"), question.get("parameter"))
    return {"pointer": "/" + "/".join(str(part) for part in parts if part), "code": question["code"], "detail": words}


class NotSetUp(Unprocessable):
    code, title = "command.not_set_up", _("A task needs something that is not set up on this server.")

    def __init__(self, settings: list[str]):
        super().__init__(_("An administrator has to set %(names)s first.") % {"names": ", ".join(settings)})


class NoResult(NotFound):
    code, title = "command.no_result", _("There is no result yet.")


def variable_unknown(names: list[str]) -> AltInvalidProblem:
    """422: the graph has no such variables."""
    return AltInvalidProblem(
        [
            {
                "pointer": f"/variables/{name[:64]}",
                "code": "alt.variable_unknown",
                "detail": str(_("There is no variable of this name.")),
            }
            for name in names[:50]
        ]
    )
