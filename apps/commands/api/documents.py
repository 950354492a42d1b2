"""The documents of a command: `.alt`, `.last`, `.atlas`, its report, its picture and its log."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.response import Response

from apps.commands.formats.alt import to_yaml
from apps.commands.formats.difference import difference
from apps.commands.insight.similar import similar_to
from apps.commands.models import Command, TaskRun
from apps.commands.problems import NoResult
from apps.commands.progress import segments_of
from apps.commands.report.graph import graph_svg, picture_of
from apps.commands.report.html import html_report
from apps.commands.serializers import DiffQuery, DiffSerializer, SimilarSerializer
from apps.core.permissions import get_visible, require
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid_query
from apps.core.rules import signed_in
from apps.core.times import stamp

MAX_LOG = 10_000_000  # bytes of a run, security.md section 8
SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
SAFE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


class AnyAccept(BaseContentNegotiation):
    """These addresses decide themselves what they answer, whatever `Accept` says."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def alt_document(request: Request, key: UUID, alt: dict[str, Any]) -> Any:
    """Answer an `.alt` as the client wants it: JSON, or YAML."""
    if "yaml" in request.headers.get("Accept", "") or request.query_params.get("as") == "yaml":
        return HttpResponse(to_yaml(alt), content_type="application/yaml", headers=_named(key, "alt"))
    return Response(alt)


def _name(command: Command, ending: str) -> dict[str, str]:
    return _named(command.pk, ending)


def _named(key: UUID, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'inline; filename="{key}.{ending}"', **SAFE}


def _lines(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each line with the place of its task, as far as the log of a run goes."""
    size = 0
    for path, log in rows:
        for line in log.splitlines():
            size += len(line)
            if size > MAX_LOG:
                return
            yield path, line


class DocumentViewSet(ApiViewSet):
    content_negotiation_class = AnyAccept

    @signed_in("commands:read")
    @extend_schema(
        summary="Read the .alt",
        description="The task graph: JSON, or YAML with `Accept: application/yaml` or `?as=yaml`.",
        responses={200: OpenApiTypes.OBJECT},
        operation_id="commands_alt",
    )
    def alt(self, request: Request, version: str, key: UUID) -> Any:
        return alt_document(request, key, self._command(request, key).alt)

    @signed_in("commands:read")
    @extend_schema(
        summary="Read the .last",
        description="The results: each task with its times, output, log and artifacts, and the figures of the run.",
        responses={200: OpenApiTypes.OBJECT},
        operation_id="commands_last",
    )
    def last(self, request: Request, version: str, key: UUID) -> Response:
        return Response(self._last(self._command(request, key)))

    @signed_in("commands:read")
    @extend_schema(
        summary="Read the .atlas",
        description="What became knowledge: only of a command that succeeded.",
        responses={200: OpenApiTypes.OBJECT},
        operation_id="commands_atlas",
    )
    def atlas(self, request: Request, version: str, key: UUID) -> Response:
        entry = getattr(self._command(request, key), "atlas_entry", None)
        require(entry is not None, NoResult)
        return Response(entry.document)  # type: ignore[union-attr]

    @signed_in("commands:read")
    @extend_schema(
        summary="Read the report",
        description="One self-contained HTML page.",
        responses={(200, "text/html"): OpenApiResponse(OpenApiTypes.STR)},
        operation_id="commands_report",
    )
    def report(self, request: Request, version: str, key: UUID) -> HttpResponse:
        command = self._command(request, key)
        page = html_report(self._last(command), command.alt, get_language() or command.language)
        return HttpResponse(
            page, content_type="text/html; charset=utf-8", headers={**_name(command, "html"), **SANDBOX}
        )

    @signed_in("commands:read")
    @extend_schema(
        summary="See the graph",
        description="The task graph with the state of each task, as SVG.",
        responses={(200, "image/svg+xml"): OpenApiResponse(OpenApiTypes.STR)},
        operation_id="commands_graph",
    )
    def graph(self, request: Request, version: str, key: UUID) -> HttpResponse:
        command = self._command(request, key)
        picture = graph_svg(command.alt, *picture_of(segments_of(command)))
        return HttpResponse(picture, content_type="image/svg+xml", headers={**_name(command, "svg"), **SANDBOX})

    @signed_in("commands:read")
    @extend_schema(
        summary="Read the log",
        description="What the tasks wrote down, one line each.",
        responses={(200, "text/plain"): OpenApiResponse(OpenApiTypes.STR)},
        operation_id="commands_log",
    )
    def log(self, request: Request, version: str, key: UUID) -> HttpResponse:
        command = self._command(request, key)
        run = getattr(command, "run", None)
        rows = TaskRun.objects.filter(run=run).order_by("pk").values_list("path", "log") if run else ()
        text = "".join(f"[{path}] {line}\n" for path, line in _lines(rows))
        return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=_name(command, "log"))

    @signed_in("commands:read")
    @extend_schema(
        summary="Compare two runs",
        description="Definition, inputs, states, durations, outputs and artifacts of this one and of `with`.",
        parameters=[DiffQuery],
        responses=DiffSerializer,
        operation_id="commands_diff",
    )
    def diff(self, request: Request, version: str, key: UUID) -> Response:
        one = self._command(request, key)
        other = self._command(request, valid_query(DiffQuery, request)["with"])
        sides = [{"alt": command.alt, "last": self._last(command)} for command in (one, other)]
        return Response({"before": str(one.pk), "after": str(other.pk), **difference(*sides)})

    @signed_in("commands:read")
    @extend_schema(
        summary="Compare a command with the last that was like it",
        description=(
            "The one most like it in words and kinds of work among the newest that have ended, your own and those of "
            "its conversation, and what differs in the definition. Both null where none is like it."
        ),
        responses=SimilarSerializer,
        operation_id="commands_similar",
    )
    def similar(self, request: Request, version: str, key: UUID) -> Response:
        command = self._command(request, key)
        other = similar_to(request.user, command)
        if other is None:
            return Response({"command": None, "definition": None})
        brief = {"id": str(other.pk), "title": other.title, "state": other.state}
        changed = difference({"alt": other.alt}, {"alt": command.alt})["definition"]
        return Response({"command": {**brief, "finished_at": stamp(other.finished_at)}, "definition": changed})

    @staticmethod
    def _command(request: Request, key: UUID) -> Command:
        rows = Command.objects.visible_to(request.user).with_people().select_related("atlas_entry")
        return get_visible(rows, request.user, key)

    @staticmethod
    def _last(command: Command) -> dict[str, Any]:
        last = getattr(getattr(command, "run", None), "last", None)
        require(last is not None, NoResult)
        return last  # type: ignore[return-value]
