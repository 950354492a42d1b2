"""Blocks, variables and functions: what stands where, and which names are known there."""

import difflib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.alt.errors import Findings, escape
from apps.commands.formats.alt.graph import ancestors, circle, needs_of
from apps.commands.formats.alt.scopes import MAX_NESTING, Scopes, gathered, scopes_of
from apps.commands.formats.alt.variables import schema_of, wrong_variables
from apps.commands.formats.durations import parse_duration
from apps.commands.formats.schema import unusable

MAX_SEGMENTS = 1_000
LONGEST_SECONDS = 86_400
FACTS = frozenset({"value", "count", "rows", "text", "empty", "failed", "succeeded", "status", "error"})
THEN = ("continue", "exit", "end")


class Graph:
    """The segments of a document or of one of its functions, as far as they are shaped well."""

    def __init__(self, where: str, body: Mapping[str, Any], doc: Mapping[str, Any]):
        self.where, self.body, self.doc = where, body, doc
        self.segments: list[tuple[str, dict[str, Any]]] = [
            (f"{where}/segments/{index}", segment)
            for index, segment in enumerate(body["segments"][:MAX_SEGMENTS])
            if isinstance(segment, dict) and isinstance(segment.get("id"), str)
        ]

    @property
    def sequence(self) -> bool:
        return self.body.get("order") == "sequence"

    @property
    def jq(self) -> bool:
        return self.doc.get("expressions") == "jq"

    @cached_property
    def edges(self) -> dict[str, list[str]]:
        return {segment["id"]: needs_of(segment) for _where, segment in self.segments}

    @cached_property
    def by_id(self) -> dict[str, dict[str, Any]]:
        return {segment["id"]: segment for _where, segment in self.segments}

    @cached_property
    def before(self) -> dict[str, set[str]]:
        return ancestors(self.edges)

    @cached_property
    def scopes(self) -> Scopes:
        return scopes_of([segment for _where, segment in self.segments], self.sequence)

    @cached_property
    def variables(self) -> set[str]:
        found: set[str] = set()
        for named in (self.body.get("inputs"), self.body.get("variables")):
            found |= set(named) if isinstance(named, dict) else set()
        for _where, segment in self.segments:
            found |= set(segment["export"]) if isinstance(segment.get("export"), dict) else set()
        return found

    def runs_before(self, name: str, segment: str) -> bool:
        """Say whether a result is there when a segment begins; also one out of a block that ended before."""
        if self.sequence or segment not in self.before:
            return True
        if name in self.before[segment]:
            return True
        mine = self.scopes.paths.get(segment, ())
        around = {owner for owner, _block in mine}
        return any(
            owner in self.before[segment] and owner not in around for owner, _block in self.scopes.paths.get(name, ())
        )

    def names_around(self, segment: Mapping[str, Any]) -> dict[str, None]:
        """Return the names that the blocks around a segment give: a loop's entry and index, an error."""
        return dict.fromkeys(self._names(segment))

    def _names(self, segment: Mapping[str, Any]) -> Iterator[str]:
        for owner, block in self.scopes.paths.get(segment["id"], ()):
            opener = self.by_id.get(owner, {})
            parameters = mapping(opener.get("parameters"))
            kind = opener.get("task_type")
            if kind == "loop.each":
                yield str(parameters.get("item", "item"))
                yield str(parameters.get("index", "index"))
            elif kind == "loop.while":
                yield from ("index", "last")
            elif kind == "try" and block == "catch":
                catch = parameters.get("catch")
                yield str(catch.get("as", "error")) if isinstance(catch, dict) else "error"
            elif block == "else":
                yield "error"


def check_blocks(graph: Graph, task_types: Mapping[str, Any] | None, findings: Findings) -> None:
    """Check that each block is one its segment has, and that what waits can ever be met."""
    where = {segment["id"]: at for at, segment in graph.segments}
    for name in graph.scopes.too_deep:
        detail = _("Blocks are nested deeper than %(n)d levels.") % {"n": MAX_NESTING}
        findings.add(f"{where[name]}/when", "alt.too_deep", detail)
    for clash in graph.scopes.clashes:
        detail = _("“%(id)s” runs in another branch: both are never done together.") % {"id": clash.name[:64]}
        findings.add(f"{where[clash.segment]}/dependencies", "alt.other_branch", detail)
    for at, segment in graph.segments:
        _check_block(at, segment, graph, task_types, findings)
        _check_then(at, segment, graph, findings)
        for name in ("input", "output"):
            schema = mapping(segment.get(name)).get("schema")
            if isinstance(schema, dict) and (wrong := unusable(schema)):
                detail = _("This schema cannot be used here (%(why)s).") % {"why": wrong[:100]}
                findings.add(f"{at}/{name}/schema", "alt.schema", detail)
    if path := circle(graph.scopes.needs):
        detail = _("These tasks wait for each other: %(path)s.") % {"path": " → ".join(name[:64] for name in path[:20])}
        findings.add(f"{where[path[0]]}/dependencies", "alt.cycle", detail)


def _check_block(
    at: str, segment: Mapping[str, Any], graph: Graph, task_types: Mapping[str, Any] | None, findings: Findings
) -> None:
    when = segment.get("when")
    if task_types is None or not isinstance(when, dict):
        return
    opener = graph.by_id.get(str(when.get("segment")))
    kind = task_types.get(str(opener.get("task_type"))) if opener else None
    blocks = getattr(kind, "blocks", None)
    if opener is None or blocks is None:
        return
    parameters = opener.get("parameters")
    allowed = blocks(parameters if isinstance(parameters, dict) else {})
    branch = when.get("branch")
    if allowed is not None and isinstance(branch, str) and branch not in allowed:
        near = difflib.get_close_matches(branch, allowed, n=1, cutoff=0.3)
        detail = _("“%(id)s” has no block “%(block)s”.") % {"id": str(opener["id"])[:64], "block": branch[:64]}
        findings.add(f"{at}/when/branch", "alt.block_unknown", detail, near[0] if near else next(iter(allowed), None))


def _check_then(at: str, segment: Mapping[str, Any], graph: Graph, findings: Findings) -> None:
    """`then` belongs to sequences and names what stands in the same block."""
    parameters = segment.get("parameters")
    cases = parameters.get("cases") if isinstance(parameters, dict) else None
    given = [(f"{at}/then", segment.get("then"))]
    for index, case in enumerate(cases if isinstance(cases, list) else ()):
        if isinstance(case, dict):
            given.append((f"{at}/parameters/cases/{index}/then", case.get("then")))
    for where, name in given:
        if not isinstance(name, str):
            continue
        if not graph.sequence:
            findings.add(where, "alt.then", _("Only in a sequence (order: sequence) a task says what comes next."))
        elif name not in THEN and graph.scopes.paths.get(name, None) != graph.scopes.paths.get(segment["id"]):
            near = difflib.get_close_matches(name, [*graph.by_id, *THEN], n=1, cutoff=0.5)
            detail = _("There is no segment “%(id)s” in this block.") % {"id": name[:64]}
            findings.add(where, "alt.then_unknown", detail, near[0] if near else None)


def check_variables(doc: Mapping[str, Any], findings: Findings) -> None:
    """Check defaults and variables against what `inputs` asks for."""
    for where, body in gathered(doc):
        inputs = body.get("inputs")
        if not isinstance(inputs, dict) or not all(isinstance(what, dict) for what in inputs.values()):
            continue
        for name, what in list(inputs.items()):
            if wrong := unusable(schema_of(what)):
                detail = _("This schema cannot be used here (%(why)s).") % {"why": wrong[:100]}
                findings.add(f"{where}/inputs/{escape(name)}", "alt.schema", detail)
                inputs = {other: schema for other, schema in inputs.items() if other != name}
        defaults = {name: what["default"] for name, what in inputs.items() if "default" in what}
        for name, _code, detail in wrong_variables({"inputs": _optional(inputs)}, defaults):
            findings.add(f"{where}/inputs/{name}/default", "alt.input_invalid", detail)
        given = body.get("variables")
        if isinstance(given, dict):
            for name, code, detail in wrong_variables({"inputs": _optional(inputs)}, given):
                findings.add(f"{where}/variables/{name}", code, detail)
    timeout = doc.get("timeout")
    try:
        seconds = parse_duration(timeout).total_seconds() if isinstance(timeout, str) else 1.0
    except (ValueError, OverflowError):
        return
    if not 0 < seconds <= LONGEST_SECONDS:
        findings.add("/timeout", "alt.duration", _("This must be more than nothing and at most a day."))


def check_calls(doc: Mapping[str, Any], findings: Findings) -> None:
    """Check that every function that is called is there, and gets what it asks for."""
    functions = mapping(doc.get("functions"))
    for where, body in gathered(doc):
        if not isinstance(body.get("segments"), list):
            continue
        for at, segment in Graph(where, body, doc).segments:
            parameters = segment.get("parameters")
            if segment.get("task_type") != "call" or not isinstance(parameters, dict):
                continue
            name = parameters.get("function")
            if not isinstance(name, str):
                continue
            if name not in functions:
                near = difflib.get_close_matches(name, list(functions), n=1, cutoff=0.5)
                detail = _("There is no function “%(name)s”.") % {"name": name[:64]}
                findings.add(f"{at}/parameters/function", "alt.function_unknown", detail, near[0] if near else None)
            else:
                _check_call(f"{at}/parameters", parameters, functions[name], findings)


def _check_call(at: str, parameters: Mapping[str, Any], function: Any, findings: Findings) -> None:
    known, given = mapping(mapping(function).get("inputs")), mapping(parameters.get("with"))
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
            detail = _("The function has no input “%(name)s”.") % {"name": name[:64]}
            findings.add(f"{at}/with/{name}", "alt.input_unknown", detail, near[0] if near else None, key=True)
    for name, what in known.items():
        if isinstance(what, dict) and what.get("required") and "default" not in what and name not in given:
            detail = _("“%(name)s” must be given.") % {"name": name}
            findings.add(f"{at}/with/{name}", "alt.input_missing", detail)


def mapping(value: Any) -> dict[str, Any]:
    """Return a value where it is a mapping; what is not has been told by the schema."""
    return value if isinstance(value, dict) else {}


def _optional(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {**what, "required": False} for name, what in inputs.items()}
