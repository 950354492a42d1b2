"""`/servers/{id}/audit`: what was done in a server."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.audit.of_servers import Names, entries_of
from apps.audit.server_serializers import ServerEntryQuery, ServerEntrySerializer
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible, require
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid_query
from apps.core.rules import signed_in
from apps.groups.models import Server
from apps.groups.permissions import can_read_audit
from apps.groups.problems import CannotManageServer


class ServerAuditViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="Read what was done in a server",
        description=(
            "Who changed the server, its channels, roles and members, and why; the newest first. Needs "
            "`view_audit_log` (403 `server.not_allowed`). It names channels that "
            "the reader does not see. Addresses and devices are for administrators: `GET /audit`."
        ),
        parameters=[ServerEntryQuery],
        responses=page_of(ServerEntrySerializer),
        operation_id="server_audit_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        server = get_visible(Server, request.user, key)
        require(can_read_audit(request.user, server), CannotManageServer)
        page = CursorPage(request, entries_of(server, valid_query(ServerEntryQuery, request)), ("seq",))
        context = {"names": Names(page.rows)}
        return page.response(lambda rows: ServerEntrySerializer(rows, many=True, context=context).data)
