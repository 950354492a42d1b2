"""Retention: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.models import Conversation
from apps.chat.retention.actions import (
    HOLD,
    MANAGE,
    follow_retention,
    hold_conversation,
    keep_installation,
    keep_messages,
)
from apps.chat.retention.models import RetentionRule
from apps.chat.retention.rules import Kept, kept_in
from apps.chat.retention.serializers import KeptSerializer, RetentionInput
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import permitted, signed_in


def _kept(conversation: Conversation | None, kept: Kept) -> Response:
    return Response(KeptSerializer((conversation, kept)).data)


class RetentionViewSet(ApiViewSet):
    @signed_in("conversations:read")
    @extend_schema(
        summary="See how long a conversation keeps messages",
        description="By its own rule, else its server's, else the installation's.",
        responses=KeptSerializer,
        operation_id="conversations_retention",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        conversation = get_visible(Conversation, request.user, key)
        return _kept(conversation, kept_in([conversation.pk])[conversation.pk])

    @signed_in("conversations:write")
    @extend_schema(
        summary="Say how long a conversation keeps messages",
        description="7 to 3,650 days; what is older is removed within an hour, for everybody. Its owners may.",
        request=RetentionInput,
        responses=KeptSerializer,
        operation_id="conversations_retention_set",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        data = valid(RetentionInput, request)
        conversation = get_visible(Conversation, request.user, key)
        return _kept(conversation, keep_messages(actor=request.user, conversation=conversation, **data))

    @signed_in("conversations:write")
    @extend_schema(
        summary="Let other rules say how long a conversation keeps messages",
        responses=KeptSerializer,
        operation_id="conversations_retention_unset",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        conversation = get_visible(Conversation, request.user, key)
        return _kept(conversation, follow_retention(actor=request.user, conversation=conversation))

    @permitted(HOLD, "retention:manage")
    @extend_schema(
        summary="Hold a conversation",
        description="Nothing is removed there by any rule until the hold is lifted. Any conversation, by its id.",
        request=None,
        responses=KeptSerializer,
        operation_id="conversations_hold",
    )
    def hold(self, request: Request, version: str, key: UUID) -> Response:
        return self._hold(request, key, True)

    @permitted(HOLD, "retention:manage")
    @extend_schema(
        summary="Lift the hold of a conversation", responses=KeptSerializer, operation_id="conversations_release"
    )
    def release(self, request: Request, version: str, key: UUID) -> Response:
        return self._hold(request, key, False)

    @staticmethod
    def _hold(request: Request, key: UUID, held: bool) -> Response:
        conversation: Any = get_visible(Conversation.objects.all(), request.user, key)
        return _kept(conversation, hold_conversation(actor=request.user, conversation=conversation, held=held))

    @permitted(MANAGE, "retention:manage")
    @extend_schema(
        summary="See how long this installation keeps messages",
        responses=KeptSerializer,
        operation_id="retention_read",
    )
    def installation(self, request: Request, version: str) -> Response:
        rule = RetentionRule.objects.filter(conversation=None).first()
        days = rule.days if rule else None
        return _kept(None, Kept(days, "installation" if days else None))

    @permitted(MANAGE, "retention:manage")
    @extend_schema(
        summary="Say how long this installation keeps messages",
        description="Where neither a conversation nor its server says so. 7 to 3,650 days, or null: for good.",
        request=RetentionInput,
        responses=KeptSerializer,
        operation_id="retention_set",
    )
    def set_installation(self, request: Request, version: str) -> Response:
        return _kept(None, keep_installation(actor=request.user, **valid(RetentionInput, request)))
