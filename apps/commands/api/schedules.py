"""`/schedules`: commands that run later, or again and again. They are made with `POST /commands`."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.commands.models import Schedule
from apps.commands.schedules.keeping import change_schedule, delete_schedule
from apps.commands.schedules.serializers import ChangeScheduleInput, ScheduleSerializer
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, etag_of, unvalidated, valid
from apps.core.rules import signed_in


class ScheduleViewSet(ApiViewSet):
    @signed_in("commands:read")
    @extend_schema(
        summary="List my schedules",
        description="What runs when; each with its next runs. Newest first.",
        responses=page_of(ScheduleSerializer),
        operation_id="schedules_list",
    )
    def list(self, request: Request, version: str) -> Response:
        rows = Schedule.objects.visible_to(request.user)
        return CursorPage(request, rows, ("id",)).response(lambda rows: ScheduleSerializer(rows, many=True).data)

    @signed_in("commands:read")
    @extend_schema(summary="Read one schedule", responses=ScheduleSerializer, operation_id="schedules_read")
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        schedule = get_visible(Schedule, request.user, key)
        return unvalidated(schedule, ScheduleSerializer(schedule))

    @signed_in("commands:write")
    @extend_schema(
        summary="Change, pause or resume a schedule",
        description="`paused` stops and starts it; the others say when it runs. `If-Match` refuses a stale change.",
        request=ChangeScheduleInput,
        responses=ScheduleSerializer,
        operation_id="schedules_change",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        schedule = get_visible(Schedule, request.user, key)
        check_if_match(request, schedule)
        changed = change_schedule(actor=request.user, schedule=schedule, **valid(ChangeScheduleInput, request))
        return Response(ScheduleSerializer(changed).data, headers={"ETag": etag_of(changed)})

    @signed_in("commands:write")
    @extend_schema(
        summary="Delete a schedule",
        description="It runs no more; what runs now goes on.",
        request=None,
        responses={204: None},
        operation_id="schedules_delete",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        delete_schedule(actor=request.user, schedule=get_visible(Schedule, request.user, key))
        return Response(status=204)
