"""`/servers`: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, tagged, unvalidated, valid
from apps.core.rules import signed_in
from apps.groups.actions.servers import change_server, create_server, delete_server, hand_server_over, restore_server
from apps.groups.api.groups import member as person
from apps.groups.models import Server
from apps.groups.selectors.servers import deleted_servers_of, server_for, servers_of
from apps.groups.serializers import OwnerInput
from apps.groups.serializers.inputs import ChangeServerInput, CreateServerInput, ServersQuery
from apps.groups.serializers.servers import ServerSerializer


def visible_server(request: Request, key: UUID) -> Server:
    """Load a server the caller is a member of."""
    return get_visible(Server, request.user, key)


class ServerViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="List my servers",
        description="Each with its roles, its emoji and what you are there. Answers an ETag.",
        parameters=[ServersQuery],
        responses=page_of(ServerSerializer),
        operation_id="servers_list",
    )
    def list(self, request: Request, version: str) -> Response:
        query = {name: value for name, value in request.query_params.items() if name not in ("limit", "cursor")}
        deleted = valid(ServersQuery, query).get("filter") == "deleted"
        rows = deleted_servers_of(request.user) if deleted else servers_of(request.user)
        page = CursorPage(request, rows, ("created_at", "id"))
        return tagged(request, page.response(lambda rows: ServerSerializer(rows, many=True).data))

    @signed_in("servers:write")
    @extend_schema(
        summary="Make a server",
        description="The caller owns it. It has one category with one text channel, and the role that all have.",
        request=CreateServerInput,
        responses={201: ServerSerializer},
        operation_id="servers_create",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        server = create_server(actor=request.user, **valid(CreateServerInput, request))
        body = ServerSerializer(server_for(request.user, server.pk)).data
        return Response(body, status=201, headers={"Location": f"/api/v1/servers/{server.pk}"})

    @signed_in("servers:read")
    @extend_schema(
        summary="Read a server",
        description="Its channels: `GET /servers/{id}/channels`; its members: `GET /servers/{id}/members`.",
        responses=ServerSerializer,
        operation_id="servers_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        return self._answer(request, visible_server(request, key))

    @signed_in("servers:write")
    @extend_schema(
        summary="Change a server",
        description="Needs `manage_server`. With `If-Match`, 412 where somebody changed it in the meantime.",
        request=CreateServerInput,
        responses=ServerSerializer,
        operation_id="servers_change",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        return self._change(request, key, valid(CreateServerInput, request))

    @signed_in("servers:write")
    @extend_schema(
        summary="Change some settings of a server",
        description="As with PUT; what is left out stays.",
        request=ChangeServerInput,
        responses=ServerSerializer,
        operation_id="servers_change_partly",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        return self._change(request, key, valid(ChangeServerInput, request))

    @signed_in("servers:write")
    @extend_schema(
        summary="Delete a server",
        description=(
            "Its owner only. It is gone at once for all; until `deletes_at` (`GET /servers?filter=deleted`) it can be "
            "brought back, then it is erased with all that was said in it."
        ),
        responses={204: None},
        operation_id="servers_delete",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        delete_server(actor=request.user, server=visible_server(request, key))
        return Response(status=204)

    @signed_in("servers:write")
    @extend_schema(
        summary="Bring a deleted server back",
        description="Its owner only, until `deletes_at`.",
        request=None,
        responses=ServerSerializer,
        operation_id="servers_restore",
    )
    def restore(self, request: Request, version: str, key: UUID) -> Response:
        server = get_visible(deleted_servers_of(request.user), request.user, key)
        restore_server(actor=request.user, server=server)
        return self._answer(request, server)

    @signed_in("servers:write")
    @extend_schema(
        summary="Hand a server over",
        description="To another member. Its owner only, who stays with the roles they have.",
        request=OwnerInput,
        responses=ServerSerializer,
        operation_id="servers_hand_over",
    )
    def owner(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(OwnerInput, request)
        server = visible_server(request, key)
        hand_server_over(actor=request.user, server=server, user=person(data["user"]))
        return self._answer(request, server)

    def _change(self, request: Request, key: UUID, data: dict[str, Any]) -> Response:
        server = visible_server(request, key)
        check_if_match(request, server)
        seen = server.version if request.headers.get("If-Match", "*") != "*" else None
        change_server(actor=request.user, server=server, seen=seen, **data)
        return self._answer(request, server)

    @staticmethod
    def _answer(request: Request, server: Server) -> Response:
        server = server_for(request.user, server.pk)
        return unvalidated(server, ServerSerializer(server))
