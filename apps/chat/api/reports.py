"""`/reports` and `/messages/{id}/report`: the HTTP door."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response

from apps.chat.models import Message
from apps.chat.moderation.actions import SETTLE, VIEW, read_report, report_message, resolve_report
from apps.chat.moderation.models import Report
from apps.chat.moderation.serializers import (
    OwnReportSerializer,
    ReportInput,
    ReportQuery,
    ReportRowSerializer,
    ReportSerializer,
    ResolveInput,
)
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, etag_of, valid, valid_query
from apps.core.rules import permitted, signed_in


def _reports() -> QuerySet[Report]:
    return Report.objects.select_related("sender", "reporter", "resolved_by")


class ReportViewSet(ApiViewSet):
    @signed_in("messages:write")
    @extend_schema(
        summary="Report a message",
        description="The moderators of this installation are told, with what it says now. Twice is once (200).",
        request=ReportInput,
        responses={201: OwnReportSerializer, 200: OpenApiResponse(OwnReportSerializer, "you had reported it before")},
        operation_id="messages_report",
    )
    def create(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(ReportInput, request)
        rows = Message.objects.visible_to(request.user).filter(deleted_at=None).select_related("conversation")
        message = get_visible(rows, request.user, key)
        report, made = report_message(actor=request.user, message=message, **data)
        return Response(OwnReportSerializer(report).data, status=201 if made else 200)

    @permitted(VIEW, "reports:read")
    @extend_schema(
        summary="List reports",
        description="The newest first, without what was said.",
        parameters=[ReportQuery],
        responses=page_of(ReportRowSerializer),
        operation_id="reports_list",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(ReportQuery, request)
        rows = _reports()
        if state := query.get("state"):
            rows = rows.filter(resolved_at__isnull=state == "open")
        if reason := query.get("reason"):
            rows = rows.filter(reason=reason)
        page: CursorPage[Report] = CursorPage(request, rows, ("created_at", "id"))
        return page.response(lambda rows: ReportRowSerializer(rows, many=True).data)

    @permitted(VIEW, "reports:read")
    @extend_schema(
        summary="Read a report",
        description="With what was said. The audit log keeps who read it.",
        responses=ReportSerializer,
        operation_id="reports_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        report = read_report(actor=request.user, report=get_visible(_reports(), request.user, key))
        return Response(ReportSerializer(report).data, headers={"ETag": etag_of(report)})

    @permitted(SETTLE, "reports:write")
    @extend_schema(
        summary="Settle a report",
        description="`If-Match` refuses a stale edit (412 `object.stale`).",
        request=ResolveInput,
        responses=ReportRowSerializer,
        operation_id="reports_resolve",
    )
    def resolve(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(ResolveInput, request)
        report = get_visible(_reports(), request.user, key)
        check_if_match(request, report)
        report = resolve_report(actor=request.user, report=report, **data)
        return Response(ReportRowSerializer(report).data, headers={"ETag": etag_of(report)})
