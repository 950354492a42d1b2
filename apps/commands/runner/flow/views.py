"""What a task with blocks may look at while it decides."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.alt import AltInvalid, parse_alt
from apps.commands.formats.alt.variables import starting_variables, wrong_variables
from apps.commands.models import Command
from apps.commands.runner.flow.names import Names
from apps.commands.runner.flow.plans import function_definition
from apps.commands.runner.types import TaskError, registry
from apps.core.permissions import get_visible
from apps.core.problems import NotFound
from apps.core.text import fold

NEWEST = 500


class ControlView:
    """`control.base.View` of one row."""

    def __init__(self, names: Names):
        self._names = names
        self.state: Mapping[str, Any] = names.task.control
        self.jq, self.sequence = names.plan.jq, names.plan.sequence
        self.block_names = names.plan.blocks(names.task.segment)
        self.held = names.task.output

    @property
    def input(self) -> Any:
        return self._names.input

    def holds(self, condition: str, more: Mapping[str, Any] | None = None) -> bool:
        return self._names.holds(condition, more)

    def compute(self, expression: str, more: Mapping[str, Any] | None = None) -> Any:
        return self._names.compute(expression, more)

    def function(self, name: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the definition and the variables of a function of this document."""
        body = self._names.plan.function(name)
        if body is None:
            raise TaskError("function.not_found", _("There is no function “%(name)s”.") % {"name": name})
        return function_definition(self._names.task.definition, name), _checked(body, given)

    def document(self, parameters: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the graph of a sub-run and its variables."""
        if "alt" in parameters:
            alt = parameters["alt"]
        elif "command" in parameters:
            alt = self._by_id(str(parameters["command"])).alt
        else:
            alt = self._by_name(str(parameters["name"])).alt
        try:
            alt = parse_alt(alt, task_types=registry)
        except AltInvalid as error:
            raise TaskError("alt.invalid", error.errors[0]["detail"]) from None
        return alt, _checked(alt, parameters.get("variables", {}))

    def _by_id(self, key: str) -> Command:
        try:
            return get_visible(Command, self._names.command.owner, key)
        except NotFound:
            raise _unknown(key) from None

    def _by_name(self, name: str) -> Command:
        mine = Command.objects.filter(owner=self._names.command.owner).exclude(pk=self._names.command.pk)
        wanted = _plain(name)
        for key, title in mine.order_by("-id").values_list("pk", "title")[:NEWEST]:
            if _plain(title) == wanted:
                return mine.get(pk=key)
        raise _unknown(name)


def _checked(body: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    known = body.get("inputs") or {}
    for name in given:
        if name not in known and name not in (body.get("variables") or {}):
            raise TaskError("input.unknown", _("There is no variable “%(name)s” to be given.") % {"name": name[:64]})
    values = starting_variables(body, given)
    for _name, _code, detail in wrong_variables(body, values):
        raise TaskError("input.invalid", detail)
    return values


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("-", " ").replace("_", " ").split())


def _unknown(name: str) -> TaskError:
    return TaskError("command.not_found", _("There is no command “%(name)s”.") % {"name": name[:100]})
