"""`/messages` and a conversation's history: the HTTP door."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response

from apps.accounts.reach import hidden_from
from apps.chat.actions import send_message
from apps.chat.models import Conversation, Message
from apps.chat.selectors import messages_of
from apps.chat.serializers import MessageQuery, MessageSerializer, SendMessageInput
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import page_limit
from apps.core.permissions import get_visible
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, single, valid, valid_query
from apps.core.rules import signed_in


class MessageViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="Page through a conversation",
        description="Newest first. `before` and `after` take the id of a message and leave it out of the page.",
        parameters=[MessageQuery],
        responses=page_of(MessageSerializer),
        operation_id="messages_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        query = valid_query(MessageQuery, request)
        conversation = get_visible(Conversation, request.user, key)
        rows = messages_of(conversation)
        limit = page_limit(request)
        before, after = (self._seq(conversation, query.get(name)) for name in ("before", "after"))
        if before is not None:
            rows = rows.filter(seq__lt=before)
        if after is not None:
            rows = rows.filter(seq__gt=after)
        forwards = after is not None and before is None
        found = list(rows.order_by("seq" if forwards else "-seq")[: limit + 1])
        more, found = len(found) > limit, found[:limit]
        if forwards:
            found.reverse()
        hidden = {"hidden": hidden_from(request.user.pk)}
        older, newer = (after is not None, more) if forwards else (more, before is not None)
        return Response(
            {
                "results": MessageSerializer(found, many=True, context=hidden).data,
                "next": self._link(request, before=found[-1].pk) if found and older else None,
                "previous": self._link(request, after=found[0].pk) if found and newer else None,
            }
        )

    @signed_in("messages:write")
    @extend_schema(
        summary="Send a message",
        description=(
            "`client_id` makes the send idempotent: the same one with the same content answers 200 with the first "
            "message, with other content 409 `message.client_id_reused`."
        ),
        request=SendMessageInput,
        responses={201: MessageSerializer, 200: OpenApiResponse(MessageSerializer, "it was sent before")},
        operation_id="messages_send",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        data = valid(SendMessageInput, request)
        conversation = get_visible(Conversation, request.user, data.pop("conversation"))
        before = conversation.messages.sent_as(request.user, data.get("client_id"))
        message = send_message(actor=request.user, conversation=conversation, **data)
        location = {"Location": f"/api/v1/messages/{message.pk}"}
        return Response(MessageSerializer(message).data, status=200 if before else 201, headers=location)

    @signed_in("messages:read")
    @extend_schema(
        summary="Read one message",
        description="Answers an ETag; 304 where the client has this version.",
        responses=MessageSerializer,
        operation_id="messages_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        message = get_visible(Message.objects.visible_to(request.user).select_related("sender"), request.user, key)
        return single(request, message, MessageSerializer(message))

    @staticmethod
    def _seq(conversation: Conversation, message_id: UUID | None) -> int | None:
        if message_id is None:
            return None
        seq = conversation.messages.filter(pk=message_id).values_list("seq", flat=True).first()
        if seq is None:
            raise NotFound()
        return seq

    @staticmethod
    def _link(request: Request, **position: Any) -> str:
        query = {name: value for name, value in request.query_params.items() if name == "limit"}
        return request.build_absolute_uri(f"{request.path}?{urlencode({**query, **position})}")
