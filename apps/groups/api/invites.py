"""Links to groups and servers: made and revoked there, followed at `/invites/{code}`."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.permissions import can_manage_participants
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import signed_in
from apps.groups.actions.invites import Place, accept_invite, create_invite, leads_somewhere, revoke_invite
from apps.groups.api.groups import visible_group
from apps.groups.api.servers import visible_server
from apps.groups.models import Invite, Server
from apps.groups.permissions import can_change_server
from apps.groups.selectors import invite_by_code, invites_of
from apps.groups.serializers import AcceptedSerializer, CreateInviteInput, InvitePreviewSerializer, InviteSerializer


class GroupInviteViewSet(ApiViewSet):
    @signed_in("groups:read")
    @extend_schema(
        summary="List the links to a group",
        description="Those that still work: all for its administrators and owners, else one's own.",
        responses=page_of(InviteSerializer),
        operation_id="group_invites_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        group = visible_group(request, key)
        return _page(request, group, can_manage_participants(request.user, group))

    @signed_in("groups:write")
    @extend_schema(
        summary="Make a link to a group",
        description="Whom the group lets invite people. The `code` is in this answer only; at most 100 links.",
        request=CreateInviteInput,
        responses={201: InviteSerializer},
        operation_id="group_invites_create",
    )
    def create(self, request: Request, version: str, key: UUID) -> Response:
        # Not `@idempotent`: that would keep the code.
        data = valid(CreateInviteInput, request)
        return _made(*create_invite(actor=request.user, place=visible_group(request, key), **data))

    @signed_in("groups:write")
    @extend_schema(
        summary="Revoke a link to a group",
        description="One's own; administrators and owners also those of others.",
        responses={204: None},
        operation_id="group_invites_revoke",
    )
    def destroy(self, request: Request, version: str, key: UUID, invite_id: UUID) -> Response:
        group = visible_group(request, key)
        return _revoke(request, group, can_manage_participants(request.user, group), invite_id)


class ServerInviteViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="List the links to a server",
        description="Those that still work: all with `manage_server`, else one's own.",
        responses=page_of(InviteSerializer),
        operation_id="server_invites_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        server = visible_server(request, key)
        return _page(request, server, can_change_server(request.user, server))

    @signed_in("servers:write")
    @extend_schema(
        summary="Make a link to a server",
        description="Needs `create_invite`. The `code` is in this answer only; at most 100 links.",
        request=CreateInviteInput,
        responses={201: InviteSerializer},
        operation_id="server_invites_create",
    )
    def create(self, request: Request, version: str, key: UUID) -> Response:
        # Not `@idempotent`: that would keep the code.
        data = valid(CreateInviteInput, request)
        return _made(*create_invite(actor=request.user, place=visible_server(request, key), **data))

    @signed_in("servers:write")
    @extend_schema(
        summary="Revoke a link to a server",
        description="One's own; with `manage_server` also those of others.",
        responses={204: None},
        operation_id="server_invites_revoke",
    )
    def destroy(self, request: Request, version: str, key: UUID, invite_id: UUID) -> Response:
        server = visible_server(request, key)
        return _revoke(request, server, can_change_server(request.user, server), invite_id)


def _page(request: Request, place: Place, everybodys: bool) -> Response:
    page = CursorPage(request, invites_of(request.user, place, everybodys=everybodys), ("created_at", "id"))
    return page.response(lambda rows: InviteSerializer(rows, many=True).data)


def _made(invite: Invite, code: str) -> Response:
    return Response(InviteSerializer(invite, context={"code": code}).data, status=201)


def _revoke(request: Request, place: Place, everybodys: bool, invite_id: UUID) -> Response:
    rows = invites_of(request.user, place, everybodys=everybodys).select_related("group", "server")
    revoke_invite(actor=request.user, invite=get_visible(rows, request.user, invite_id))
    return Response(status=204)


class InviteViewSet(ApiViewSet):
    @signed_in("groups:read")
    @extend_schema(
        summary="See where a link leads",
        description="404 for one that does not work any more, whatever the reason.",
        responses=InvitePreviewSerializer,
        operation_id="invites_read",
    )
    def retrieve(self, request: Request, version: str, code: str) -> Response:
        invite = invite_by_code(code)
        if invite is None or not leads_somewhere(request.user, invite):
            raise NotFound()
        return Response(InvitePreviewSerializer(invite).data)

    @signed_in("groups:write")
    @extend_schema(
        summary="Follow a link",
        description="Who is there already uses nothing up. Where one use is left and two come at once, one gets in.",
        request=None,
        responses=AcceptedSerializer,
        operation_id="invites_accept",
    )
    @idempotent
    def accept(self, request: Request, version: str, code: str) -> Response:
        place = accept_invite(actor=request.user, code=code)
        return Response({"kind": "server" if isinstance(place, Server) else "group", "id": str(place.pk)})
