"""`/conversations`: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response

from apps.accounts.reach import hidden_from
from apps.chat.actions import mark_read, open_direct_conversation
from apps.chat.models import Conversation
from apps.chat.selectors import conversation_for, conversation_list, load_named, thread_mention_counts
from apps.chat.serializers import (
    ConversationQuery,
    ConversationSerializer,
    OpenConversationInput,
    ReadInput,
    ReadSerializer,
)
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, tagged, valid, valid_query
from apps.core.rules import signed_in


class ConversationViewSet(ApiViewSet):
    @signed_in("conversations:read")
    @extend_schema(
        summary="List my conversations",
        description=(
            "Newest activity first, each with its last message and my unread count. Archived ones only with "
            "`filter=archived` or `q`. Answers an ETag; 304 where nothing has changed."
        ),
        parameters=[ConversationQuery],
        responses=page_of(ConversationSerializer),
        operation_id="conversations_list",
    )
    def list(self, request: Request, version: str) -> Response:
        query = valid_query(ConversationQuery, request)
        rows = conversation_list(request.user, query.get("filter"), query.get("q", ""))
        page = CursorPage(request, rows, ("last_activity_at", "id"))
        load_named(row.last_message for row in page.rows)
        context = {
            "hidden": hidden_from(request.user.pk),
            "thread_mentions": thread_mention_counts(request.user, [row.pk for row in page.rows]),
        }
        answer = page.response(lambda rows: ConversationSerializer(rows, many=True, context=context).data)
        return tagged(request, answer)

    @signed_in("conversations:write")
    @extend_schema(
        summary="Open a direct conversation",
        description="Opens the direct conversation with somebody, or returns the one there is.",
        request=OpenConversationInput,
        responses={201: ConversationSerializer, 200: OpenApiResponse(ConversationSerializer, "it was there already")},
        operation_id="conversations_open",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        data = valid(OpenConversationInput, request)
        conversation, opened = open_direct_conversation(actor=request.user, user_id=data["user"])
        body = self._body(request, conversation.pk)
        location = f"/api/v1/conversations/{conversation.pk}"
        return Response(body, status=201 if opened else 200, headers={"Location": location})

    @signed_in("conversations:read")
    @extend_schema(
        summary="Read one conversation",
        description="With up to 100 of its participants. Answers an ETag; 304 where nothing has changed.",
        responses=ConversationSerializer,
        operation_id="conversations_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        get_visible(Conversation, request.user, key)
        return tagged(request, Response(self._body(request, key)))

    @signed_in("messages:write")
    @extend_schema(
        summary="Mark a conversation as read",
        description="Up to `seq`, or all of it. The place never moves back.",
        request=ReadInput,
        responses=ReadSerializer,
        operation_id="conversations_mark_read",
    )
    def read(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(ReadInput, request)
        conversation = get_visible(Conversation, request.user, key)
        place = mark_read(actor=request.user, conversation=conversation, **data)
        return Response(ReadSerializer(place).data)

    @staticmethod
    def _body(request: Request, key: UUID) -> Any:
        context = {"hidden": hidden_from(request.user.pk)}
        return ConversationSerializer(conversation_for(request.user, key), context=context).data
