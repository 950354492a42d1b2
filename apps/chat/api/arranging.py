"""How one arranges one's own conversations: the HTTP door."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat import arranging
from apps.chat.actions import remove_participant
from apps.chat.api.conversations import ConversationViewSet
from apps.chat.arranging_serializers import ArrangedSerializer, ArrangeInput, MuteInput
from apps.chat.models import Conversation
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import valid
from apps.core.rules import signed_in


def _arranged(action: Callable[..., Any], request: Request, key: UUID, **data: Any) -> Response:
    conversation = get_visible(Conversation, request.user, key)
    return Response(ArrangedSerializer(action(actor=request.user, conversation=conversation, **data)).data)


class ArrangingViewSet(ConversationViewSet):
    @signed_in("conversations:write")
    @extend_schema(
        summary="Choose what you are told of a conversation",
        request=ArrangeInput,
        responses=ArrangedSerializer,
        operation_id="conversations_change",
    )
    def change(self, request: Request, version: str, key: UUID) -> Response:
        return _arranged(arranging.choose_notifications, request, key, **valid(ArrangeInput, request))

    @signed_in("conversations:write")
    @extend_schema(
        summary="Archive a direct conversation, leave another",
        description="Nothing is deleted for the others. Its last owner cannot leave while others are there (422).",
        responses={204: None},
        operation_id="conversations_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        conversation = get_visible(Conversation, request.user, key)
        if conversation.kind == Conversation.Kind.DIRECT:
            arranging.archive_conversation(actor=request.user, conversation=conversation)
        else:
            remove_participant(actor=request.user, conversation=conversation, user=request.user)
        return Response(status=204)

    @signed_in("conversations:write")
    @extend_schema(
        summary="Archive a conversation",
        description="For you alone: it leaves your list until you write there or take it back.",
        request=None,
        responses=ArrangedSerializer,
        operation_id="conversations_archive",
    )
    def archive(self, request: Request, version: str, key: UUID) -> Response:
        return _arranged(arranging.archive_conversation, request, key)

    @signed_in("conversations:write")
    @extend_schema(
        summary="Take a conversation out of the archive",
        responses=ArrangedSerializer,
        operation_id="conversations_unarchive",
    )
    def unarchive(self, request: Request, version: str, key: UUID) -> Response:
        return _arranged(arranging.unarchive_conversation, request, key)

    @signed_in("conversations:write")
    @extend_schema(
        summary="Put a conversation on top of your list",
        description="At most 50. The list tells `pinned_at`; its own order stays that of activity.",
        request=None,
        responses=ArrangedSerializer,
        operation_id="conversations_pin",
    )
    def pin(self, request: Request, version: str, key: UUID) -> Response:
        return _arranged(arranging.pin_conversation, request, key)

    @signed_in("conversations:write")
    @extend_schema(
        summary="Take a conversation from the top", responses=ArrangedSerializer, operation_id="conversations_unpin"
    )
    def unpin(self, request: Request, version: str, key: UUID) -> Response:
        return _arranged(arranging.unpin_conversation, request, key)

    @signed_in("conversations:write")
    @extend_schema(
        summary="Mute a conversation",
        description="Until a time, or until you change it.",
        request=MuteInput,
        responses=ArrangedSerializer,
        operation_id="conversations_mute",
    )
    def mute(self, request: Request, version: str, key: UUID) -> Response:
        return _arranged(arranging.mute_conversation, request, key, **valid(MuteInput, request))

    @signed_in("conversations:write")
    @extend_schema(summary="Unmute a conversation", responses=ArrangedSerializer, operation_id="conversations_unmute")
    def unmute(self, request: Request, version: str, key: UUID) -> Response:
        return _arranged(arranging.unmute_conversation, request, key)
