"""How expressions are written: told when the document is read, with their place."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.commands.expressions import check
from apps.commands.formats.alt.blocks import Graph
from apps.commands.formats.alt.errors import Findings
from apps.commands.formats.alt.references import expressions
from apps.commands.formats.alt.templates import whole

MAX_CHECKED = 2_000  # of a document: compiling takes about 20 microseconds


def check_expressions(where: str, segment: Mapping[str, Any], graph: Graph, findings: Findings) -> None:
    """Check conditions, `${…}` and queries of a segment. What is jq is checked when it is computed."""
    if graph.jq:
        return
    for at, text in _conditions(where, segment):
        inner = whole(text)
        _tell(at, inner.text if inner else text, "cel", findings)
    for name in ("parameters", "input", "output", "export"):
        for at, expression in expressions(segment.get(name), f"{where}/{name}"):
            if expression is None:
                findings.add(at, "alt.expression", _("A “${” has no “}”. Write “$${” for the signs themselves."))
            elif not expression.is_path:
                _tell(at, expression.text, "cel", findings)
    for at, query in _queries(where, segment):
        _tell(at, query, "jmespath", findings)


def _conditions(where: str, segment: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(segment.get("if"), str):
        yield f"{where}/if", segment["if"]
    parameters, kind = segment.get("parameters"), segment.get("task_type")
    if not isinstance(parameters, dict):
        return
    found: list[tuple[str, Any]] = []
    if kind == "condition.if":
        found.append(("expression", parameters.get("expression")))
    elif kind == "condition.switch" and isinstance(parameters.get("cases"), list):
        cases = enumerate(parameters["cases"])
        found += [(f"cases/{index}/when", case.get("when")) for index, case in cases if isinstance(case, dict)]
    elif kind == "loop.each":
        found.append(("while", parameters.get("while")))
    elif kind == "loop.while":
        found.append(("condition", parameters.get("condition")))
    elif kind == "try" and isinstance(parameters.get("catch"), dict):
        catch = parameters["catch"]
        found += [(f"catch/{name}", catch.get(name)) for name in ("when", "except_when")]
        if isinstance(catch.get("retry"), dict):
            found += [(f"catch/retry/{name}", catch["retry"].get(name)) for name in ("when", "except_when")]
    for name, text in found:
        if isinstance(text, str):
            yield f"{where}/parameters/{name}", text


def _queries(where: str, segment: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, member in (("input", "from"), ("output", "as")):
        shaping = segment.get(name)
        query = shaping.get(member) if isinstance(shaping, dict) else None
        if isinstance(query, str) and "${" not in query:
            yield f"{where}/{name}/{member}", query
    export = segment.get("export")
    for name, query in export.items() if isinstance(export, dict) else ():
        if isinstance(query, str) and "${" not in query:
            yield f"{where}/export/{name}", query


def _tell(at: str, text: str, language: str, findings: Findings) -> None:
    if findings.full:
        return
    if not text:
        findings.add(at, "alt.expression", _("There is nothing to compute here."))
    elif wrong := check(text, language):
        findings.add(at, "alt.expression", _("This cannot be read as an expression: %(why)s") % {"why": wrong[:200]})
