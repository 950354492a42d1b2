"""`/servers/{id}/members` and `/bans`: the HTTP door."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid, valid_query
from apps.core.rules import signed_in
from apps.groups.actions.bans import ban_member, unban_member
from apps.groups.actions.members import name_member, remove_member, silence_member
from apps.groups.actions.roles import give_role
from apps.groups.api.groups import member as person
from apps.groups.api.servers import visible_server
from apps.groups.models import ServerMember, ServerRole
from apps.groups.permissions import can_see_bans
from apps.groups.problems import CannotManageServer
from apps.groups.selectors.servers import bans_of, member_of, members_of_server
from apps.groups.serializers.inputs import BanInput, MembersQuery, NicknameInput, ReasonQuery, SilenceInput
from apps.groups.serializers.servers import BanSerializer, ServerMemberSerializer


class ServerMemberViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="List the members of a server",
        description="Those who came last first; `q`, `role`, `users` and `nicknamed` narrow it down.",
        parameters=[MembersQuery],
        responses=page_of(ServerMemberSerializer),
        operation_id="server_members_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        query = valid_query(MembersQuery, request)
        rows = members_of_server(
            visible_server(request, key),
            query.get("q", ""),
            query.get("role"),
            query.get("users"),
            query.get("nicknamed", False),
        )
        page = CursorPage(request, rows, ("joined_at", "id"))
        return page.response(lambda rows: ServerMemberSerializer(rows, many=True).data)

    @signed_in("servers:read")
    @extend_schema(
        summary="Read a member of a server",
        responses=ServerMemberSerializer,
        operation_id="server_members_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        return self._answer(member_of(visible_server(request, key), user_id))

    @signed_in("servers:write")
    @extend_schema(
        summary="Choose a nickname",
        description="Your own with `change_nickname`, that of somebody below you with `manage_nicknames`.",
        request=NicknameInput,
        responses=ServerMemberSerializer,
        operation_id="server_members_name",
    )
    def partial_update(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        data = valid(NicknameInput, request)
        server = visible_server(request, key)
        return self._answer(name_member(actor=request.user, server=server, user=person(user_id), **data))

    @signed_in("servers:write")
    @extend_schema(
        summary="Kick a member, or leave",
        description="`kick_members`, and who stands above them. The owner stays: hand the server over first.",
        parameters=[ReasonQuery],
        responses={204: None},
        operation_id="server_members_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        query = valid_query(ReasonQuery, request)
        remove_member(actor=request.user, server=visible_server(request, key), user=person(user_id), **query)
        return Response(status=204)

    @signed_in("servers:write")
    @extend_schema(
        summary="Silence a member",
        description="Until then they only read. `mute_members`, who stands above them, and never an administrator.",
        request=SilenceInput,
        responses=ServerMemberSerializer,
        operation_id="server_members_mute",
    )
    def mute(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        data = valid(SilenceInput, request)
        server = visible_server(request, key)
        return self._answer(silence_member(actor=request.user, server=server, user=person(user_id), **data))

    @signed_in("servers:write")
    @extend_schema(
        summary="Let a member speak again",
        responses=ServerMemberSerializer,
        operation_id="server_members_unmute",
    )
    def unmute(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        server = visible_server(request, key)
        return self._answer(silence_member(actor=request.user, server=server, user=person(user_id), until=None))

    @signed_in("servers:write")
    @extend_schema(
        summary="Give a member a role",
        description="`manage_roles`, and only roles below your own highest. Twice is no error.",
        request=None,
        responses=ServerMemberSerializer,
        operation_id="server_members_give_role",
    )
    def give(self, request: Request, version: str, key: UUID, user_id: UUID, role_id: UUID) -> Response:
        return self._role(request, key, user_id, role_id, True)

    @signed_in("servers:write")
    @extend_schema(
        summary="Take a role from a member",
        description="As with giving.",
        responses=ServerMemberSerializer,
        operation_id="server_members_take_role",
    )
    def take(self, request: Request, version: str, key: UUID, user_id: UUID, role_id: UUID) -> Response:
        return self._role(request, key, user_id, role_id, False)

    def _role(self, request: Request, key: UUID, user_id: UUID, role_id: UUID, has: bool) -> Response:
        server = visible_server(request, key)
        role = ServerRole.objects.filter(server=server, pk=role_id).first()
        if role is None:
            raise NotFound()
        member = give_role(actor=request.user, server=server, user=person(user_id), role=role, has=has)
        return self._answer(member)

    @staticmethod
    def _answer(member: ServerMember | None) -> Response:
        if member is None:
            raise NotFound()
        return Response(ServerMemberSerializer(member).data)


class BanViewSet(ApiViewSet):
    @signed_in("servers:read")
    @extend_schema(
        summary="List who is banned",
        description="Needs `ban_members`.",
        responses=page_of(BanSerializer),
        operation_id="server_bans_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        server = visible_server(request, key)
        require(can_see_bans(request.user, server), CannotManageServer)
        page = CursorPage(request, bans_of(server), ("created_at", "id"))
        return page.response(lambda rows: BanSerializer(rows, many=True).data)

    @signed_in("servers:write")
    @extend_schema(
        summary="Ban somebody",
        description=(
            "Takes them out where they are in, and keeps them out. `ban_members`, and who stands above them; they "
            "need not be a member. `delete_message_seconds` (at most 7 days) also deletes what they said so lately."
        ),
        request=BanInput,
        responses=BanSerializer,
        operation_id="server_bans_set",
    )
    def update(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        data = valid(BanInput, request)
        ban = ban_member(actor=request.user, server=visible_server(request, key), user=person(user_id), **data)
        return Response(BanSerializer(ban).data)

    @signed_in("servers:write")
    @extend_schema(
        summary="Lift a ban",
        description="Needs `ban_members`. They come back by a link only.",
        responses={204: None},
        operation_id="server_bans_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        unban_member(actor=request.user, server=visible_server(request, key), user=person(user_id))
        return Response(status=204)
