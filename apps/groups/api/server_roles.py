"""`/servers/{id}/roles`: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import signed_in
from apps.groups.actions.roles import change_role, create_role, delete_role, order_roles
from apps.groups.api.servers import visible_server
from apps.groups.models import ServerRole
from apps.groups.selectors.servers import roles_of
from apps.groups.serializers.inputs import ChangeServerRoleInput, CreateServerRoleInput, RoleOrderInput
from apps.groups.serializers.servers import ServerRoleCountSerializer, ServerRoleSerializer


class ServerRoleViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="List the roles of a server",
        description="The highest first, at most 100, so all on one page; with how many members have each.",
        responses=page_of(ServerRoleCountSerializer),
        operation_id="server_roles_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        server = visible_server(request, key)
        found = ServerRoleCountSerializer(roles_of(server), many=True).data
        for role in found:
            role["member_count"] = server.member_count if role["is_everyone"] else role["member_count"]
        return Response({"results": found, "next": None, "previous": None})

    @signed_in("servers:write")
    @extend_schema(
        summary="Make a role",
        description="`manage_roles`; with permissions that you have yourself. It stands lowest.",
        request=CreateServerRoleInput,
        responses={201: ServerRoleSerializer},
        operation_id="server_roles_create",
    )
    @idempotent
    def create(self, request: Request, version: str, key: UUID) -> Response:
        data = _renamed(valid(CreateServerRoleInput, request))
        role = create_role(actor=request.user, server=visible_server(request, key), **data)
        return Response(ServerRoleSerializer(role).data, status=201)

    @signed_in("servers:write")
    @extend_schema(
        summary="Change a role",
        description="Below your own highest; you add only permissions that you have yourself. At once for all.",
        request=ChangeServerRoleInput,
        responses=ServerRoleSerializer,
        operation_id="server_roles_change",
    )
    def partial_update(self, request: Request, version: str, key: UUID, role_id: UUID) -> Response:
        data = _renamed(valid(ChangeServerRoleInput, request))
        role = change_role(actor=request.user, role=self._role(request, key, role_id), **data)
        return Response(ServerRoleSerializer(role).data)

    @signed_in("servers:write")
    @extend_schema(
        summary="Remove a role",
        description="From all who have it. Below your own highest; that of everybody stays.",
        responses={204: None},
        operation_id="server_roles_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID, role_id: UUID) -> Response:
        delete_role(actor=request.user, role=self._role(request, key, role_id))
        return Response(status=204)

    @signed_in("servers:write")
    @extend_schema(
        summary="Order the roles",
        description="All but everybody's, the highest first. Only what stands, and comes to stand, below you moves.",
        request=RoleOrderInput,
        responses=page_of(ServerRoleSerializer),
        operation_id="server_roles_order",
    )
    def order(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(RoleOrderInput, request)
        roles = order_roles(actor=request.user, server=visible_server(request, key), roles=data["roles"])
        found = ServerRoleSerializer(roles, many=True).data
        return Response({"results": found, "next": None, "previous": None})

    @staticmethod
    def _role(request: Request, key: UUID, role_id: UUID) -> ServerRole:
        rows = ServerRole.objects.filter(server=visible_server(request, key)).select_related("server")
        role = rows.filter(pk=role_id).first()
        if role is None:
            raise NotFound()
        return role


def _renamed(data: dict[str, Any]) -> dict[str, Any]:
    if "permissions" in data:
        data["rights"] = data.pop("permissions")
    return data
