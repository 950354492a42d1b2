"""Polls and urgent messages: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.serializers import UserSerializer
from apps.chat.api.messages import visible_message
from apps.chat.messages.acknowledging import acknowledge_message
from apps.chat.messages.models import Acknowledgement, PollVote
from apps.chat.messages.poll_serializers import VoteInput, VoteSerializer
from apps.chat.messages.polls import close_poll, vote
from apps.chat.messages.reading import render_for
from apps.chat.problems import Anonymous, NotAPoll
from apps.chat.serializers import MessageSerializer
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import require
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import signed_in
from apps.core.times import stamp


class AcknowledgementSerializer(serializers.Serializer):
    """Who took note, and when."""

    user = UserSerializer()
    created_at = serializers.DateTimeField()

    def to_representation(self, row: Acknowledgement) -> dict[str, Any]:
        return {"user": UserSerializer(row.user).data, "created_at": stamp(row.created_at)}


class PollViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="List who chose what in a poll",
        description="403 `poll.anonymous` where the poll does not tell.",
        responses=page_of(VoteSerializer),
        operation_id="messages_votes",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        message = visible_message(request, key)
        require(message.poll is not None, NotAPoll)
        require(not (message.poll or {})["anonymous"], Anonymous)
        rows = PollVote.objects.filter(message=message).select_related("user")
        page: CursorPage[PollVote] = CursorPage(request, rows, ("id",))
        return page.response(lambda rows: VoteSerializer(rows, many=True).data)

    @signed_in("messages:write")
    @extend_schema(
        summary="Vote in a poll",
        description="In place of what you chose before. 409 `poll.closed`, `poll.vote_stands`.",
        request=VoteInput,
        responses=MessageSerializer,
        operation_id="messages_vote",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        message = visible_message(request, key)
        message = vote(actor=request.user, message=message, **valid(VoteInput, request))
        return Response(render_for(request.user, [message])[0])

    @signed_in("messages:write")
    @extend_schema(summary="Take a vote back", responses={204: None}, operation_id="messages_vote_back")
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        vote(actor=request.user, message=visible_message(request, key), options=[])
        return Response(status=204)

    @signed_in("messages:write")
    @extend_schema(
        summary="Close a poll",
        description="Whoever started it, and who may delete what others write here.",
        request=None,
        responses=MessageSerializer,
        operation_id="messages_poll_close",
    )
    def close(self, request: Request, version: str, key: UUID) -> Response:
        message = close_poll(actor=request.user, message=visible_message(request, key))
        return Response(render_for(request.user, [message])[0])


class AcknowledgementViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="List who took note of an urgent message",
        description="The last one first.",
        responses=page_of(AcknowledgementSerializer),
        operation_id="messages_acknowledgements",
    )
    def list(self, request: Request, version: str, key: UUID) -> Response:
        rows = Acknowledgement.objects.filter(message=visible_message(request, key)).select_related("user")
        page: CursorPage[Acknowledgement] = CursorPage(request, rows, ("id",))
        return page.response(lambda rows: AcknowledgementSerializer(rows, many=True).data)

    @signed_in("messages:write")
    @extend_schema(
        summary="Say that you took note of an urgent message",
        request=None,
        responses=MessageSerializer,
        operation_id="messages_acknowledge",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        message = acknowledge_message(actor=request.user, message=visible_message(request, key))
        return Response(render_for(request.user, [message])[0])
