"""The JSON of drafts, scheduled messages and reminders."""

from typing import Any

from rest_framework import serializers

from apps.chat.later.models import ConversationDraft, Reminder, ScheduledMessage
from apps.chat.models import MAX_TEXT
from apps.chat.serializers import MessageSerializer, SendMessageInput
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp


class DraftInput(Input):
    text = StrictCharField(max_length=MAX_TEXT, trim_whitespace=False)
    reply_to = serializers.UUIDField(required=False, allow_null=True)


class DraftSerializer(serializers.Serializer):
    conversation = serializers.UUIDField()
    text = serializers.CharField()
    reply_to = serializers.UUIDField(allow_null=True)
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, draft: ConversationDraft) -> dict[str, Any]:
        return {
            "conversation": str(draft.conversation_id),
            "text": draft.text,
            "reply_to": str(draft.reply_to_id) if draft.reply_to_id else None,
            "updated_at": stamp(draft.updated_at),
            "version": draft.version,
        }


class ScheduleInput(Input):
    conversation = serializers.UUIDField()
    text = StrictCharField(max_length=MAX_TEXT, trim_whitespace=False)
    reply_to = serializers.UUIDField(required=False, allow_null=True)
    at = serializers.DateTimeField(help_text="when it is sent")

    validate_text = SendMessageInput.validate_text


class RescheduleInput(Input):
    text = StrictCharField(max_length=MAX_TEXT, trim_whitespace=False, required=False)
    at = serializers.DateTimeField(required=False)

    validate_text = SendMessageInput.validate_text


class ScheduledSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    conversation = serializers.UUIDField()
    text = serializers.CharField()
    reply_to = serializers.UUIDField(allow_null=True)
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=ScheduledMessage.State.choices)
    message = serializers.UUIDField(allow_null=True, help_text="what was sent")
    problem = serializers.CharField(allow_null=True, help_text="the code of why it could not be sent")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, one: ScheduledMessage) -> dict[str, Any]:
        return {
            "id": str(one.pk),
            "conversation": str(one.conversation_id),
            "text": one.text,
            "reply_to": str(one.reply_to_id) if one.reply_to_id else None,
            "at": stamp(one.at),
            "state": one.state,
            "message": str(one.message_id) if one.message_id else None,
            "problem": one.problem or None,
            "created_at": stamp(one.created_at),
            "version": one.version,
        }


class ReminderInput(Input):
    at = serializers.DateTimeField(help_text="when you want to be reminded")


class ReminderSerializer(serializers.Serializer):
    message = MessageSerializer()
    at = serializers.DateTimeField()
    fired_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, one: Reminder) -> dict[str, Any]:
        return {
            "message": MessageSerializer(one.message).data,
            "at": stamp(one.at),
            "fired_at": stamp(one.fired_at),
        }


class IdSerializer(serializers.Serializer):
    id = serializers.UUIDField()
