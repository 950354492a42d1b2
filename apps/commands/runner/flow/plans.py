"""The static view of the documents that a run executes: the command's, its functions', those of sub-runs."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any
from uuid import UUID

from apps.commands.expressions import names_in
from apps.commands.formats.alt.scopes import Scopes, scopes_of
from apps.commands.models import Command, TaskRun
from apps.commands.runner.types import registry

KEPT = 64
TOLERANT = frozenset({"failed", "succeeded", "status", "error"})  # a condition on these is asked after a failure too


@dataclass(frozen=True)
class Plan:
    """One graph: a document, or a function of one."""

    doc: Mapping[str, Any]  # the whole document, with its functions
    body: Mapping[str, Any]  # what has the segments

    @cached_property
    def segments(self) -> dict[str, Mapping[str, Any]]:
        return {segment["id"]: segment for segment in self.body["segments"]}

    @cached_property
    def positions(self) -> dict[str, int]:
        return {name: position for position, name in enumerate(self.segments)}

    @cached_property
    def scopes(self) -> Scopes:
        return scopes_of(self.body["segments"], self.sequence)

    @cached_property
    def followers(self) -> dict[str, list[str]]:
        return self.scopes.followers

    @cached_property
    def openers(self) -> set[str]:
        """Return the segments with a block that anything stands in."""
        return {owner for owner, _block in self.scopes.members}

    @property
    def sequence(self) -> bool:
        """Do tasks run one after the other, handing on what they gave?"""
        return bool(self.body.get("order") == "sequence")

    @property
    def jq(self) -> bool:
        return bool(self.doc.get("expressions") == "jq")

    def members(self, owner: str, block: str) -> list[str]:
        """Return the segments of a block, in the order of the document."""
        return sorted(self.scopes.members.get((owner, block), []), key=self.positions.__getitem__)

    def sinks(self, owner: str, block: str) -> list[str]:
        """Return the segments of a block that nothing beside them waits for: what they give is its result."""
        return [name for name in self.members(owner, block) if name not in self.followers]

    def blocks(self, name: str) -> tuple[str, ...]:
        """Return the blocks of a segment that anything stands in, in the order of the document."""
        found = self.scopes.blocks_of(name)
        return tuple(sorted(found, key=lambda block: min(self.positions[one] for one in self.members(name, block))))

    def survives(self, name: str) -> bool:
        """Does this segment look at failures of what it waits for?"""
        segment = self.segments[name]
        texts = [str(segment.get("if", ""))]
        if segment["task_type"].startswith("condition."):
            parameters = segment.get("parameters", {})
            texts += [str(parameters.get("expression", ""))]
            texts += [str(case.get("when", "")) for case in parameters.get("cases", ())]
        return not self.jq and any(names_in(text) & TOLERANT for text in texts)

    def is_control(self, name: str) -> bool:
        kind = registry.get(self.segments[name]["task_type"])
        return kind is not None and kind.control

    def function(self, name: str) -> Mapping[str, Any] | None:
        found = self.doc.get("functions", {}).get(name)
        return found if isinstance(found, Mapping) else None


class _Kept:
    """The plans used last; documents do not change once they run."""

    def __init__(self) -> None:
        self._plans: OrderedDict[tuple[UUID, str], Plan] = OrderedDict()
        self._lock = Lock()

    def get(self, run_id: UUID, definition: str) -> Plan | None:
        with self._lock:
            plan = self._plans.get((run_id, definition))
            if plan is not None:
                self._plans.move_to_end((run_id, definition))
            return plan

    def put(self, run_id: UUID, definition: str, plan: Plan) -> Plan:
        with self._lock:
            self._plans[run_id, definition] = plan
            while len(self._plans) > KEPT:
                self._plans.popitem(last=False)
        return plan


_kept = _Kept()


def plan_of(command: Command, run_id: UUID, definition: str = "") -> Plan:
    """Return the plan of a definition: "" is the command's own graph, `fn:x` a function, `run:<row>` a sub-run's."""
    if plan := _kept.get(run_id, definition):
        return plan
    owner, _sign, function = definition.rpartition("fn:") if "fn:" in definition else (definition, "", "")
    owner = owner.rstrip("/")
    doc: Mapping[str, Any] = command.alt
    if owner:
        doc = TaskRun.objects.values_list("control", flat=True).get(pk=UUID(owner.removeprefix("run:")))["alt"]
    body = doc["functions"][function] if function else doc
    return _kept.put(run_id, definition, Plan(doc, body))


def function_definition(definition: str, name: str) -> str:
    """Return the definition of a function called from another definition."""
    owner = definition.partition("/")[0]
    return f"{owner}/fn:{name}" if owner.startswith("run:") else f"fn:{name}"
