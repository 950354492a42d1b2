"""Receipts: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.actions import mark_read
from apps.chat.models import Conversation, Message, Participant
from apps.chat.receipts.actions import mark_delivered
from apps.chat.receipts.selectors import counts_for, places_for
from apps.chat.receipts.serializers import (
    DeliveredInput,
    PlaceSerializer,
    ReceiptPageSerializer,
    ReceiptQuery,
    ReceiptSerializer,
)
from apps.chat.serializers import ReadSerializer
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid, valid_query
from apps.core.rules import signed_in


def _message(user: Any, key: UUID) -> Message:
    rows = Message.objects.visible_to(user).filter(deleted_at=None).select_related("conversation")
    return get_visible(rows, user, key)


class ReceiptViewSet(ApiViewSet):
    @signed_in("messages:write")
    @extend_schema(
        summary="Mark a message as delivered",
        description="It, and everything before it, has reached a device of yours. The place never moves back.",
        request=None,
        responses=PlaceSerializer,
        operation_id="messages_mark_delivered",
    )
    def delivered(self, request: Request, version: str, key: UUID) -> Response:
        message = _message(request.user, key)
        place = mark_delivered(actor=request.user, conversation=message.conversation, seq=message.seq)
        return Response(PlaceSerializer(place).data)

    @signed_in("messages:write")
    @extend_schema(
        summary="Mark a message as read",
        description="It, and everything before it. The place never moves back.",
        request=None,
        responses=ReadSerializer,
        operation_id="messages_mark_read",
    )
    def read(self, request: Request, version: str, key: UUID) -> Response:
        message = _message(request.user, key)
        place = mark_read(actor=request.user, conversation=message.conversation, seq=message.seq)
        return Response(ReadSerializer(place).data)

    @signed_in("messages:read")
    @extend_schema(
        summary="See whom a message has reached",
        description=(
            "Everybody but its sender: `read`, `delivered` to a device of theirs, or only `sent`. Who does not let "
            "others know what they have read stays `delivered`. `counts` is of all of them, whichever `state` is asked."
        ),
        parameters=[ReceiptQuery],
        responses=ReceiptPageSerializer,
        operation_id="messages_receipts",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        query = valid_query(ReceiptQuery, request)
        message = _message(request.user, key)
        rows = places_for(message, request.user)
        if state := query.get("state"):
            rows = rows.filter(state=state)
        page: CursorPage[Participant] = CursorPage(request, rows, ("joined_at", "id"), ascending=True)
        answer = page.response(lambda rows: ReceiptSerializer(rows, many=True).data)
        answer.data = {"counts": counts_for(message, request.user), **answer.data}
        return answer

    @signed_in("messages:write")
    @extend_schema(
        summary="Mark a conversation as delivered",
        description="Up to `seq`, or all of it, has reached a device of yours. The place never moves back.",
        request=DeliveredInput,
        responses=PlaceSerializer,
        operation_id="conversations_mark_delivered",
    )
    def conversation_delivered(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(DeliveredInput, request)
        conversation = get_visible(Conversation, request.user, key)
        return Response(PlaceSerializer(mark_delivered(actor=request.user, conversation=conversation, **data)).data)
