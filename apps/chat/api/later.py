"""Saved messages, reminders, drafts and scheduled messages: the HTTP door."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.chat.api.messages import visible_message
from apps.chat.later.drafts import remove_draft, save_draft
from apps.chat.later.models import ConversationDraft, Reminder, ScheduledMessage
from apps.chat.later.reminding import remove_reminder, set_reminder
from apps.chat.later.scheduling import change_scheduled, remove_scheduled, schedule_message
from apps.chat.later.serializers import (
    DraftInput,
    DraftSerializer,
    ReminderInput,
    ReminderSerializer,
    RescheduleInput,
    ScheduledSerializer,
    ScheduleInput,
)
from apps.chat.messages.models import SavedMessage
from apps.chat.messages.reading import render_for
from apps.chat.messages.saving import save_message, unsave_message
from apps.chat.models import Conversation, Message
from apps.chat.serializers import MessageSerializer
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.problems import NotFound
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, seen_version, single, valid
from apps.core.rules import signed_in


class SavedViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="List the messages you saved",
        description="The one saved last first; what you may no longer see is left out.",
        responses=page_of(MessageSerializer),
        operation_id="messages_saved",
    )
    def list(self, request: Request, version: str) -> Response:
        seen = Message.objects.visible_to(request.user)
        rows = SavedMessage.objects.filter(user=request.user, message__in=seen).select_related("message__sender")
        page: CursorPage[SavedMessage] = CursorPage(request, rows, ("id",))
        return page.response(lambda rows: render_for(request.user, [row.message for row in rows]))

    @signed_in("messages:write")
    @extend_schema(summary="Save a message", request=None, responses=MessageSerializer, operation_id="messages_save")
    def update(self, request: Request, version: str, key: UUID) -> Response:
        message = save_message(actor=request.user, message=visible_message(request, key))
        return Response(render_for(request.user, [message])[0])

    @signed_in("messages:write")
    @extend_schema(summary="Save a message no more", responses={204: None}, operation_id="messages_unsave")
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        unsave_message(actor=request.user, message=visible_message(request, key))
        return Response(status=204)


class ReminderViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="List your reminders",
        description="The latest first; those whose time came stay (`fired_at`) until you remove them.",
        responses=page_of(ReminderSerializer),
        operation_id="messages_reminders",
    )
    def list(self, request: Request, version: str) -> Response:
        seen = Message.objects.visible_to(request.user)
        rows = Reminder.objects.filter(user=request.user, message__in=seen).select_related("message__sender")
        page: CursorPage[Reminder] = CursorPage(request, rows, ("at", "id"))
        return page.response(lambda rows: ReminderSerializer(rows, many=True).data)

    @signed_in("messages:write")
    @extend_schema(
        summary="Be reminded of a message",
        description="At a time; a reminder that you have gets the new one. At most 500.",
        request=ReminderInput,
        responses=ReminderSerializer,
        operation_id="messages_remind",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        message = visible_message(request, key)
        row = set_reminder(actor=request.user, message=message, **valid(ReminderInput, request))
        return Response(ReminderSerializer(row).data)

    @signed_in("messages:write")
    @extend_schema(summary="Remove a reminder", responses={204: None}, operation_id="messages_remind_not")
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        remove_reminder(actor=request.user, message=visible_message(request, key))
        return Response(status=204)


class DraftViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="List your drafts",
        description="The one you wrote at last first.",
        responses=page_of(DraftSerializer),
        operation_id="drafts_list",
    )
    def list(self, request: Request, version: str) -> Response:
        seen = Conversation.objects.visible_to(request.user)
        rows = ConversationDraft.objects.filter(user=request.user, conversation__in=seen)
        page: CursorPage[ConversationDraft] = CursorPage(request, rows, ("updated_at", "id"))
        return page.response(lambda rows: DraftSerializer(rows, many=True).data)

    @signed_in("messages:read")
    @extend_schema(
        summary="Read your draft in a conversation",
        description="404 where there is none. Answers an ETag.",
        responses=DraftSerializer,
        operation_id="drafts_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        draft = self._draft(request, get_visible(Conversation, request.user, key))
        if draft is None:
            raise NotFound()
        return single(request, draft, DraftSerializer(draft))

    @signed_in("messages:write")
    @extend_schema(
        summary="Keep what you began to write",
        description="For all your devices; at most 500. With `If-Match`, 412 `object.stale` with both versions.",
        request=DraftInput,
        responses=DraftSerializer,
        operation_id="drafts_save",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        conversation = get_visible(Conversation, request.user, key)
        data = valid(DraftInput, request)
        known = self._draft(request, conversation)
        seen = seen_version(request, known) if known else None
        draft = save_draft(actor=request.user, conversation=conversation, seen=seen, **data)
        return single(request, draft, DraftSerializer(draft))

    @signed_in("messages:write")
    @extend_schema(summary="Throw your draft away", responses={204: None}, operation_id="drafts_delete")
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        remove_draft(actor=request.user, conversation=get_visible(Conversation, request.user, key))
        return Response(status=204)

    @staticmethod
    def _draft(request: Request, conversation: Any) -> ConversationDraft | None:
        return ConversationDraft.objects.filter(user=request.user, conversation=conversation).first()


class ScheduledViewSet(ApiViewSet):
    @signed_in("messages:read")
    @extend_schema(
        summary="List your scheduled messages",
        description="The latest first, also those that were sent or could not be.",
        responses=page_of(ScheduledSerializer),
        operation_id="scheduled_list",
    )
    def list(self, request: Request, version: str) -> Response:
        page = CursorPage(request, ScheduledMessage.objects.visible_to(request.user), ("at", "id"))
        return page.response(lambda rows: ScheduledSerializer(rows, many=True).data)

    @signed_in("messages:write")
    @extend_schema(
        summary="Schedule a message",
        description="Sent once, at its time, if you may write there then. At most 100 wait.",
        request=ScheduleInput,
        responses={201: ScheduledSerializer},
        operation_id="scheduled_create",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        data = valid(ScheduleInput, request)
        conversation = get_visible(Conversation, request.user, data.pop("conversation"))
        row = schedule_message(actor=request.user, conversation=conversation, **data)
        location = {"Location": f"/api/v1/messages/scheduled/{row.pk}"}
        return Response(ScheduledSerializer(row).data, status=201, headers=location)

    @signed_in("messages:read")
    @extend_schema(summary="Read a scheduled message", responses=ScheduledSerializer, operation_id="scheduled_read")
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        row = get_visible(ScheduledMessage, request.user, key)
        return single(request, row, ScheduledSerializer(row))

    @signed_in("messages:write")
    @extend_schema(
        summary="Change a scheduled message",
        description="Its text or its time; one that could not be sent waits again. `If-Match`: 412 `object.stale`.",
        request=RescheduleInput,
        responses=ScheduledSerializer,
        operation_id="scheduled_change",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        row = get_visible(ScheduledMessage, request.user, key)
        data = valid(RescheduleInput, request)
        row = change_scheduled(actor=request.user, scheduled=row, seen=seen_version(request, row), **data)
        return Response(ScheduledSerializer(row).data)

    @signed_in("messages:write")
    @extend_schema(summary="Take a scheduled message back", responses={204: None}, operation_id="scheduled_delete")
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        remove_scheduled(actor=request.user, scheduled=get_visible(ScheduledMessage, request.user, key))
        return Response(status=204)
