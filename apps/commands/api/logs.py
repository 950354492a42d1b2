"""`/commands/{id}/log/lines`: the log as pages, while it is written."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.commands.logs import log_page
from apps.commands.models import Command
from apps.commands.serializers import LogPageSerializer, LogQuery
from apps.core.pagination import page_limit
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid_query
from apps.core.rules import signed_in


class LogViewSet(ApiViewSet):
    @signed_in("commands:read")
    @extend_schema(
        summary="Read the log in pages",
        description=(
            "What the tasks wrote down, in the order in which they were made; of a task at work what it wrote until a "
            "moment ago. The event `command.log` tells of new lines. With `task` only that of one task; `after` is the "
            "`next` of the page before."
        ),
        parameters=[LogQuery],
        responses=LogPageSerializer,
        operation_id="commands_log_lines",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        query = valid_query(LogQuery, request)
        command = get_visible(Command.objects.visible_to(request.user).select_related("run"), request.user, key)
        return Response(log_page(command, query.get("task", ""), query.get("after"), page_limit(request)))
