"""What a schema cannot say: ids, dependencies, circles, task types, parameters, references, bounds."""

import difflib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.formats.alt.blocks import Graph, check_blocks, check_calls, check_variables, mapping
from apps.commands.formats.alt.errors import Findings
from apps.commands.formats.alt.graph import circle
from apps.commands.formats.alt.references import expressions, root_of
from apps.commands.formats.alt.scopes import gathered
from apps.commands.formats.alt.shape import check_parameters
from apps.commands.formats.alt.syntax import check_expressions
from apps.commands.formats.alt.templates import roots_of
from apps.commands.formats.durations import parse_duration

LONGEST_SECONDS = 86_400  # run time of a command, security.md section 8
SHOWN_IN_CIRCLE = 20

Segment = tuple[str, dict[str, Any]]  # pointer and segment


def check_meaning(doc: Any, task_types: Mapping[str, Any] | None, findings: Findings) -> None:
    """Check all segments that are shaped well enough to be looked at; what is not has been told already."""
    if not isinstance(doc, dict):
        return
    for where, body in gathered(doc):
        if findings.full:
            return
        if isinstance(body.get("segments"), list):
            _check_graph(Graph(where, body, doc), task_types, findings)
    check_variables(doc, findings)
    check_calls(doc, findings)


def _check_graph(graph: Graph, task_types: Mapping[str, Any] | None, findings: Findings) -> None:
    _check_ids(graph.segments, findings)
    for where, segment in graph.segments:
        if findings.full:
            return
        _check_dependencies(where, segment, graph.edges, findings)
        _check_when(where, segment, graph.edges, findings)
        _check_times(where, segment, findings)
        _check_task(where, segment, task_types, findings)
        _check_inputs(where, segment, graph, findings)
        check_expressions(where, segment, graph, findings)
    if not _check_circle(graph.segments, graph.edges, findings):
        check_blocks(graph, task_types, findings)


def _check_ids(segments: list[Segment], findings: Findings) -> None:
    seen: dict[str, str] = {}
    for where, segment in segments:
        if segment["id"] in seen:
            findings.add(
                f"{where}/id",
                "alt.duplicate_id",
                _("The id “%(id)s” stands twice.") % {"id": segment["id"][:64]},
            )
        seen.setdefault(segment["id"], where)


def _check_dependencies(where: str, segment: dict[str, Any], edges: Mapping[str, Any], findings: Findings) -> None:
    dependencies = segment.get("dependencies")
    for index, name in enumerate(dependencies if isinstance(dependencies, list) else ()):
        if isinstance(name, str) and name not in edges:
            _unknown(f"{where}/dependencies/{index}", name, edges, findings)


def _check_when(where: str, segment: dict[str, Any], edges: Mapping[str, Any], findings: Findings) -> None:
    when = segment.get("when")
    name = when.get("segment") if isinstance(when, dict) else None
    if not isinstance(name, str):
        return
    if name not in edges:
        _unknown(f"{where}/when/segment", name, edges, findings)


def _check_times(where: str, segment: dict[str, Any], findings: Findings) -> None:
    span = segment.get("span")
    if isinstance(span, list) and len(span) == 2 and all(isinstance(at, int) for at in span) and span[0] > span[1]:
        findings.add(f"{where}/span", "alt.span", _("The span ends before it begins."))
    retry = mapping(segment.get("retry"))
    waits = [(f"retry/{name}", retry.get(name), 0.0) for name in ("delay", "max_delay", "duration")]
    for name, text, least in (("timeout", segment.get("timeout"), 0.001), *waits):
        try:
            seconds = parse_duration(text).total_seconds() if isinstance(text, str) else None
        except (ValueError, OverflowError):
            continue  # the schema's pattern has told
        if seconds is not None and not least <= seconds <= LONGEST_SECONDS:
            findings.add(f"{where}/{name}", "alt.duration", _("This must be more than nothing and at most a day."))


def _check_task(where: str, segment: dict[str, Any], task_types: Mapping[str, Any] | None, findings: Findings) -> None:
    name = segment.get("task_type")
    if task_types is None or not isinstance(name, str):
        return
    if name not in task_types:
        findings.add(
            f"{where}/task_type", "alt.task_type_unknown",
            _("There is no task type “%(name)s”.") % {"name": name[:100]}, _near(name, task_types),
        )  # fmt: skip
        return
    parameters = segment.get("parameters", {})
    if isinstance(parameters, dict):
        check_parameters(task_types[name].parameters, parameters, f"{where}/parameters", findings)


def _check_inputs(where: str, segment: dict[str, Any], graph: Graph, findings: Findings) -> None:
    """Whatever a task takes a result of must have run before it."""
    parameters = segment.get("parameters")
    if not isinstance(parameters, dict):
        return
    inputs = parameters.get("from")
    wanted = [(f"{where}/parameters/from", inputs)] if isinstance(inputs, str) else [
        (f"{where}/parameters/from/{index}", name) for index, name in enumerate(_texts(inputs))
    ]  # fmt: skip
    around = graph.names_around(segment)
    for at, expression in () if graph.jq else expressions(parameters, f"{where}/parameters"):
        if expression is None:
            continue
        if not expression.is_path:  # of what is computed only the segments are known for sure
            wanted += [(at, name) for name in sorted(roots_of(expression.text) & graph.edges.keys() - around.keys())]
            continue
        root = root_of(expression.text)
        if root in around:
            continue
        if root == "variables" and "variables" not in graph.edges:
            name = expression.text.partition(".")[2].split(".")[0].split("[")[0]
            if name and name not in graph.variables:
                findings.add(
                    at,
                    "alt.variable_unknown",
                    _("There is no variable for “%(path)s”.") % {"path": expression.text[:100]},
                )
        else:
            wanted.append((at, root))
    for at, name in wanted:
        if name.startswith("${"):
            continue
        if name not in graph.edges:
            _unknown(at, name, {**graph.edges, **around}, findings)
        elif not graph.runs_before(name, segment["id"]):
            detail = _("“%(id)s” does not run before this task: add it to the dependencies.")
            findings.add(at, "alt.not_a_dependency", detail % {"id": name[:64]}, name)


def _check_circle(segments: list[Segment], edges: Mapping[str, Any], findings: Findings) -> bool:
    path = circle(edges)
    if not path:
        return False
    where = next(where for where, segment in segments if segment["id"] == path[0])
    shown = [name[:64] for name in path]
    if len(shown) > SHOWN_IN_CIRCLE:
        shown = [*shown[: SHOWN_IN_CIRCLE - 2], "…", shown[-1]]
    detail = _("These tasks wait for each other: %(path)s.") % {"path": " → ".join(shown)}
    findings.add(f"{where}/dependencies", "alt.cycle", detail)
    return True


def _unknown(where: str, name: str, known: Mapping[str, Any], findings: Findings) -> None:
    detail = _("There is no segment “%(id)s”.") % {"id": name[:64]}
    findings.add(where, "alt.dependency_unknown", detail, _near(name, known))


def _near(name: str, known: Mapping[str, Any]) -> str | None:
    found = difflib.get_close_matches(name[:100], list(known), n=1, cutoff=0.5)
    return found[0] if found else None


def _texts(value: Any) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
