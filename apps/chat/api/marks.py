"""What stands at a message: its history, reactions and pin: the HTTP door."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.api.messages import visible_message
from apps.chat.messages.models import Reaction, Revision
from apps.chat.messages.pinning import pin_message, unpin_message
from apps.chat.messages.reacting import add_reaction, remove_reaction
from apps.chat.messages.reading import render_for
from apps.chat.messages.serializers import ReactionSerializer, RevisionSerializer
from apps.chat.models import Conversation, Message
from apps.chat.serializers import MessageSerializer
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet
from apps.core.rules import signed_in


class RevisionViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="Read what a message said before",
        description="Its earlier texts, the newest first; the last 100 are kept.",
        responses=page_of(RevisionSerializer),
        operation_id="messages_history",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        page: CursorPage[Revision] = CursorPage(request, visible_message(request, key).revisions.all(), ("version",))
        return page.response(lambda rows: RevisionSerializer(rows, many=True).data)


class ReactionViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="List who reacted to a message",
        description="The newest first.",
        responses=page_of(ReactionSerializer),
        operation_id="messages_reactions",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        rows = visible_message(request, key).reaction_rows.select_related("user")
        page: CursorPage[Reaction] = CursorPage(request, rows, ("id",))
        return page.response(lambda rows: ReactionSerializer(rows, many=True).data)

    @signed_in("messages:write")
    @extend_schema(
        summary="React to a message",
        description="`emoji` is one emoji of Unicode. The same one twice is one; a message has at most 50 kinds.",
        request=None,
        responses=MessageSerializer,
        operation_id="messages_react",
    )
    def update(self, request: Request, version: str, key: UUID, emoji: str) -> Response:
        message = add_reaction(actor=request.user, message=visible_message(request, key), emoji=emoji)
        return Response(render_for(request.user, [message])[0])

    @signed_in("messages:write")
    @extend_schema(
        summary="Take a reaction back",
        responses={204: None},
        operation_id="messages_react_back",
    )
    def destroy(self, request: Request, version: str, key: UUID, emoji: str) -> Response:
        remove_reaction(actor=request.user, message=visible_message(request, key), emoji=emoji)
        return Response(status=204)


class PinViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="List the pinned messages of a conversation",
        description="The one pinned last first.",
        responses=page_of(MessageSerializer),
        operation_id="conversations_pins",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        conversation = get_visible(Conversation, request.user, key)
        rows = Message.objects.visible_to(request.user).filter(conversation=conversation, pinned_at__isnull=False)
        page = CursorPage(request, rows.select_related("sender"), ("pinned_at", "id"))
        return page.response(lambda rows: render_for(request.user, rows))

    @signed_in("messages:write")
    @extend_schema(
        summary="Pin a message",
        description="For everybody in the conversation; at most 100.",
        request=None,
        responses=MessageSerializer,
        operation_id="messages_pin",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        message = pin_message(actor=request.user, message=visible_message(request, key))
        return Response(render_for(request.user, [message])[0])

    @signed_in("messages:write")
    @extend_schema(summary="Unpin a message", responses={204: None}, operation_id="messages_unpin")
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        unpin_message(actor=request.user, message=visible_message(request, key))
        return Response(status=204)
