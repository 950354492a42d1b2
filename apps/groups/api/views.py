"""`/groups`: the HTTP door."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.models import User
from apps.chat.actions import add_participants, create_group_conversation, remove_participant
from apps.chat.models import Conversation, Participant
from apps.chat.serializers import ParticipantSerializer
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, single, valid
from apps.core.rules import signed_in
from apps.groups.serializers import AddMembersInput, CreateGroupInput, GroupSerializer


def visible_group(request: Request, key: UUID) -> Conversation:
    """Load a group the caller takes part in."""
    return get_visible(Conversation, request.user, key, kind=Conversation.Kind.GROUP)


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
        group = create_group_conversation(actor=request.user, name=data["name"], member_ids=data["members"])
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


class MemberViewSet(ApiViewSet):
    @signed_in("groups:read")
    @extend_schema(
        summary="List the members of a group",
        description="Those who came last first.",
        responses=page_of(ParticipantSerializer),
        operation_id="group_members_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        group = visible_group(request, key)
        rows = Participant.objects.filter(conversation=group).select_related("user")
        page = CursorPage(request, rows, ("joined_at", "id"))
        return page.response(lambda rows: ParticipantSerializer(rows, many=True).data)

    @signed_in("groups:write")
    @extend_schema(
        summary="Add members to a group",
        description="Owners only. People who are there already stay as they are.",
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
        description="Owners remove anybody; all may remove themselves. The last owner stays while others are there.",
        responses={204: None},
        operation_id="group_members_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID, user_id: UUID) -> Response:
        group = visible_group(request, key)
        user = User.objects.filter(pk=user_id).first()
        if user is None:
            raise NotFound()
        remove_participant(actor=request.user, conversation=group, user=user)
        return Response(status=204)
