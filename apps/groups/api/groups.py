"""`/groups` and their members: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.models import User
from apps.chat.actions import (
    add_participants,
    change_group,
    create_group_conversation,
    give_role,
    hand_over,
    remove_participant,
)
from apps.chat.group_deleting import delete_group
from apps.chat.group_serializers import GroupSerializer
from apps.chat.models import Conversation
from apps.chat.serializers import ParticipantSerializer
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, single, valid, valid_query
from apps.core.rules import signed_in
from apps.groups.selectors import members_of
from apps.groups.serializers import (
    AddMembersInput,
    ChangeGroupInput,
    CreateGroupInput,
    GroupMembersQuery,
    MemberRoleInput,
    OwnerInput,
    ReplaceGroupInput,
)


def visible_group(request: Request, key: UUID) -> Conversation:
    """Load a group the caller takes part in."""
    return get_visible(Conversation, request.user, key, kind=Conversation.Kind.GROUP)


def member(user_id: UUID) -> User:
    """Load whom an address names; whether they are here is for the action to find out."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound()
    return user


class GroupViewSet(ApiViewSet):
    @signed_in("groups:write")
    @extend_schema(
        summary="Start a group",
        description="The caller becomes its owner. The group's messages are in its `conversation`.",
        request=CreateGroupInput,
        responses={201: GroupSerializer},
        operation_id="groups_create",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        data = valid(CreateGroupInput, request)
        group = create_group_conversation(actor=request.user, member_ids=data.pop("members"), **data)
        return Response(GroupSerializer(group).data, status=201, headers={"Location": f"/api/v1/groups/{group.pk}"})

    @signed_in("groups:read")
    @extend_schema(
        summary="Read a group",
        description="Answers an ETag; 304 where the client has this version.",
        responses=GroupSerializer,
        operation_id="groups_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        group = visible_group(request, key)
        return single(request, group, GroupSerializer(group))

    @signed_in("groups:write")
    @extend_schema(
        summary="Change a group",
        description=(
            "Whom the group lets change it; who may do what, its administrators and owners only. With `If-Match`, 412 "
            "where somebody changed it in the meantime."
        ),
        request=ReplaceGroupInput,
        responses=GroupSerializer,
        operation_id="groups_change",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        return self._change(request, key, valid(ReplaceGroupInput, request))

    @signed_in("groups:write")
    @extend_schema(
        summary="Change some settings of a group",
        description="As with PUT; what is left out stays.",
        request=ChangeGroupInput,
        responses=GroupSerializer,
        operation_id="groups_change_partly",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        return self._change(request, key, valid(ChangeGroupInput, request))

    @signed_in("groups:write")
    @extend_schema(
        summary="Delete a group",
        description=(
            "For everybody in it; owners only. It is gone at once and cannot be brought back; what was said there is "
            "erased some days later. To leave it: `DELETE /conversations/{id}`."
        ),
        responses={204: None},
        operation_id="groups_delete",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        group = visible_group(request, key)
        check_if_match(request, group)
        delete_group(actor=request.user, conversation=group)
        return Response(status=204)

    @signed_in("groups:write")
    @extend_schema(
        summary="Hand a group over",
        description="To another member. Owners only; the one who hands it over stays as an administrator.",
        request=OwnerInput,
        responses=GroupSerializer,
        operation_id="groups_hand_over",
    )
    def owner(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(OwnerInput, request)
        group = hand_over(actor=request.user, conversation=visible_group(request, key), user=member(data["user"]))
        return Response(GroupSerializer(group).data)

    @staticmethod
    def _change(request: Request, key: UUID, data: dict[str, Any]) -> Response:
        group = visible_group(request, key)
        check_if_match(request, group)
        seen = group.version if request.headers.get("If-Match", "*") != "*" else None
        group = change_group(actor=request.user, conversation=group, seen=seen, **data)
        return single(request, group, GroupSerializer(group))


class MemberViewSet(ApiViewSet):
    @signed_in("groups:read")
    @extend_schema(
        summary="List the members of a group",
        description="Those who came last first; `q` narrows it down.",
        parameters=[GroupMembersQuery],
        responses=page_of(ParticipantSerializer),
        operation_id="group_members_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        text = valid_query(GroupMembersQuery, request).get("q", "")
        page = CursorPage(request, members_of(visible_group(request, key), text), ("joined_at", "id"))
        return page.response(lambda rows: ParticipantSerializer(rows, many=True).data)

    @signed_in("groups:write")
    @extend_schema(
        summary="Add members to a group",
        description="Whom the group lets invite people. Those who are there already stay as they are.",
        request=AddMembersInput,
        responses={200: GroupSerializer},
        operation_id="group_members_add",
    )
    @idempotent
    def create(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(AddMembersInput, request)
        add_participants(actor=request.user, conversation=visible_group(request, key), user_ids=data["members"])
        return Response(GroupSerializer(visible_group(request, key)).data)

    @signed_in("groups:write")
    @extend_schema(
        summary="Remove a member, or leave",
        description=(
            "Owners remove anybody, administrators who stands below them; all may remove themselves. The last owner "
            "stays while others are there: hand the group over first."
        ),
        responses={204: None},
        operation_id="group_members_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        remove_participant(actor=request.user, conversation=visible_group(request, key), user=member(user_id))
        return Response(status=204)

    @signed_in("groups:write")
    @extend_schema(
        summary="Give a member a role",
        description="Owners only: `owner`, `administrator` or `member`. A group keeps at least one owner.",
        request=MemberRoleInput,
        responses=ParticipantSerializer,
        operation_id="group_members_role",
    )
    def role(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        data = valid(MemberRoleInput, request)
        place = give_role(
            actor=request.user, conversation=visible_group(request, key), user=member(user_id), role=data["role"]
        )
        return Response(ParticipantSerializer(place).data)
