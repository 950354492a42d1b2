"""Threads: the HTTP door."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.api.messages import visible_message
from apps.chat.messages.reading import render_for
from apps.chat.messages.thread_serializers import ThreadPlaceSerializer
from apps.chat.messages.threads import follow_thread, followed_by, mark_thread_read
from apps.chat.models import Message
from apps.chat.serializers import MessageSerializer, ReadInput
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import signed_in


class ThreadViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="List the threads you follow",
        description="The messages they answer to, the newest answer first; `mine.thread` has what is unread.",
        responses=page_of(MessageSerializer),
        operation_id="threads_list",
    )
    def list(self, request: Request, version: str) -> Response:
        rows = Message.objects.visible_to(request.user).filter(followed_by(request.user), thread_last_at__isnull=False)
        page = CursorPage(request, rows.select_related("sender"), ("thread_last_at", "id"))
        return page.response(lambda rows: render_for(request.user, rows))

    @signed_in("messages:read")
    @extend_schema(
        summary="Read a thread",
        description="The answers to a message, the newest first. Answer with `thread` of `POST /messages`.",
        responses=page_of(MessageSerializer),
        operation_id="messages_thread",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        root = visible_message(request, key)
        rows = Message.objects.visible_to(request.user).filter(thread=root)
        page = CursorPage(request, rows.select_related("sender"), ("seq",))
        return page.response(lambda rows: render_for(request.user, rows))

    @signed_in("messages:write")
    @extend_schema(
        summary="Mark a thread as read",
        description="Up to `seq`, or all of it. The place never moves back.",
        request=ReadInput,
        responses=ThreadPlaceSerializer,
        operation_id="messages_thread_read",
    )
    def read(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(ReadInput, request)
        return Response(mark_thread_read(actor=request.user, message=visible_message(request, key), **data))

    @signed_in("messages:write")
    @extend_schema(
        summary="Follow a thread", request=None, responses=ThreadPlaceSerializer, operation_id="messages_thread_follow"
    )
    def follow(self, request: Request, version: str, key: UUID) -> Response:
        return Response(follow_thread(actor=request.user, message=visible_message(request, key), following=True))

    @signed_in("messages:write")
    @extend_schema(summary="Follow a thread no more", responses={204: None}, operation_id="messages_thread_unfollow")
    def unfollow(self, request: Request, version: str, key: UUID) -> Response:
        follow_thread(actor=request.user, message=visible_message(request, key), following=False)
        return Response(status=204)
