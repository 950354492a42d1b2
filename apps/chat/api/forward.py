"""Forwarding a message: the HTTP door."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.chat.api.messages import visible_message
from apps.chat.messages.forwarding import MAX_TARGETS, forward_message
from apps.chat.models import Conversation
from apps.chat.serializers import MessageSerializer
from apps.core.idempotency import idempotent
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, Input, valid
from apps.core.rules import signed_in


class ForwardInput(Input):
    conversations = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_TARGETS)


class ForwardedMessagesSerializer(serializers.Serializer):
    results = MessageSerializer(many=True)


class ForwardViewSet(ApiViewSet):
    @signed_in("messages:write")
    @extend_schema(
        summary="Forward a message",
        description=(
            "Sends what it says now into up to 20 conversations, or into none: you must see the message and may write "
            "in each. The copy stays as it is when the first one is edited or deleted."
        ),
        request=ForwardInput,
        responses={201: ForwardedMessagesSerializer},
        operation_id="messages_forward",
    )
    @idempotent
    def create(self, request: Request, version: str, key: UUID) -> Response:
        message = visible_message(request, key)
        keys = dict.fromkeys(valid(ForwardInput, request)["conversations"])
        targets = [get_visible(Conversation, request.user, one) for one in keys]
        sent = forward_message(actor=request.user, message=message, conversations=targets)
        return Response({"results": MessageSerializer(sent, many=True).data}, status=201)
