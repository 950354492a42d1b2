"""`/messages` and a conversation's history: the HTTP door."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response

from apps.chat.actions import send_message
from apps.chat.messages.deleting import delete_for_everyone, delete_for_me
from apps.chat.messages.editing import edit_message
from apps.chat.messages.pages import messages_between
from apps.chat.messages.reading import render_for
from apps.chat.models import Conversation, Message
from apps.chat.serializers import (
    DeleteMessageQuery,
    EditMessageInput,
    MessageQuery,
    MessageSerializer,
    SendMessageInput,
)
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import page_limit
from apps.core.permissions import get_visible
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, etag_of, seen_version, tagged, valid, valid_query, validated
from apps.core.rules import signed_in

BOUNDS = {"before": "below", "after": "above"}  # of a page: how the query names them


def visible_message(request: Request, key: UUID) -> Message:
    """Load a message the caller sees."""
    return get_visible(Message.objects.visible_to(request.user).select_related("sender"), request.user, key)


class MessageViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="Page through a conversation",
        description=(
            "Newest first. `before` and `after` take the id of a message and leave it out of the page; `around` puts "
            "it in the middle. Answers an ETag; 304 where nothing has changed."
        ),
        parameters=[MessageQuery],
        responses=page_of(MessageSerializer),
        operation_id="messages_list",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        query = valid_query(MessageQuery, request)
        limit = page_limit(request)
        if around := query.get("around"):
            get_visible(Conversation, request.user, key)
            return self._around(request, key, self._seq(key, around), limit)
        bounds = {bound: self._seq(key, query[name]) for name, bound in BOUNDS.items() if name in query}
        forwards = "above" in bounds and "below" not in bounds
        found = messages_between(request.user, key, limit + 1, oldest_first=forwards, **bounds)
        return self._page(request, key, found, limit, forwards=forwards, bounded=bool(bounds))

    def _page(
        self,
        request: Request,
        key: UUID,
        found: Sequence[Message],
        limit: int,
        *,
        forwards: bool = False,
        bounded: bool = False,
    ) -> Response:
        """Answer what was found at the end, or beyond a message (`bounded`); a row too many says there is more."""
        if not found:
            get_visible(Conversation, request.user, key)
        more, found = len(found) > limit, found[:limit]
        if forwards:
            found = found[::-1]
        older, newer = (bounded, more) if forwards else (more, bounded)
        body = {
            "results": render_for(request.user, found),
            "next": self._link(request, before=found[-1].pk) if found and older else None,
            "previous": self._link(request, after=found[0].pk) if found and newer else None,
        }
        return tagged(request, Response(body))

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
        message = send_message(actor=request.user, conversation=conversation, **data)
        location = {"Location": f"/api/v1/messages/{message.pk}"}
        return Response(MessageSerializer(message).data, status=200 if message.sent_before else 201, headers=location)

    @signed_in("messages:read")
    @extend_schema(
        summary="Read one message",
        description="Answers an ETag; 304 where the client has this version.",
        responses=MessageSerializer,
        operation_id="messages_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        message = visible_message(request, key)
        return validated(request, message, render_for(request.user, [message])[0])

    @signed_in("messages:write")
    @extend_schema(
        summary="Edit a message",
        description=(
            "Your own words only; the text it had is kept in its history. With `If-Match`, 412 `object.stale` where "
            "the message was changed since: `current` is how it stands, `yours` what you sent."
        ),
        request=EditMessageInput,
        responses=MessageSerializer,
        operation_id="messages_edit",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        message = visible_message(request, key)
        data = valid(EditMessageInput, request)
        edited = edit_message(actor=request.user, message=message, seen=seen_version(request, message), **data)
        return Response(MessageSerializer(edited).data, headers={"ETag": etag_of(edited)})

    @signed_in("messages:write")
    @extend_schema(
        summary="Delete a message",
        description=(
            "`for=everyone` (default): gone at once for all; your own, or anybody's with the right to. `for=me`: you "
            "alone no longer see it."
        ),
        parameters=[DeleteMessageQuery],
        responses={204: None},
        operation_id="messages_delete",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        query = valid_query(DeleteMessageQuery, request)
        message = visible_message(request, key)
        delete = delete_for_me if query.get("for") == "me" else delete_for_everyone
        delete(actor=request.user, message=message)
        return Response(status=204)

    def _around(self, request: Request, key: UUID, seq: int, limit: int) -> Response:
        older = messages_between(request.user, key, limit - limit // 2 + 1, below=seq + 1)
        newer = messages_between(request.user, key, limit // 2 + 1, above=seq, oldest_first=True)
        more_older, more_newer = len(older) > limit - limit // 2, len(newer) > limit // 2
        found = [*reversed(newer[: limit // 2]), *older[: limit - limit // 2]]
        body = {
            "results": render_for(request.user, found),
            "next": self._link(request, before=found[-1].pk) if more_older else None,
            "previous": self._link(request, after=found[0].pk) if more_newer else None,
        }
        return tagged(request, Response(body))

    @staticmethod
    def _seq(place: UUID, message_id: UUID) -> int:
        seq = Message.objects.filter(conversation=place, pk=message_id).values_list("seq", flat=True).first()
        if seq is None:
            raise NotFound()
        return seq

    @staticmethod
    def _link(request: Request, **position: Any) -> str:
        query = {name: value for name, value in request.query_params.items() if name == "limit"}
        return request.build_absolute_uri(f"{request.path}?{urlencode({**query, **position})}")
