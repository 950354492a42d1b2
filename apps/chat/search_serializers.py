"""What a search takes, and a message as it finds it."""

from typing import Any

from rest_framework import serializers

from apps.chat.models import Message
from apps.chat.serializers import MessageSerializer
from apps.core.rest import Input

MAX_QUESTION, MAX_VALUE = 500, 200


class MessageSearchQuery(Input):
    """Names that Python keeps for itself (`from`, `in`) are fields all the same."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=MAX_QUESTION, help_text="words and filters")
    has = serializers.CharField(required=False, allow_blank=True, max_length=MAX_VALUE, help_text="link, reply …")
    before = serializers.CharField(required=False, allow_blank=True, max_length=MAX_VALUE, help_text="a day or a time")
    after = serializers.CharField(required=False, allow_blank=True, max_length=MAX_VALUE, help_text="a day or a time")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name, what in (
            ("from", "whose: a username, an id or `me`"),
            ("in", "where: a conversation's name or id, or `@username`"),
        ):
            fields[name] = serializers.CharField(required=False, allow_blank=True, max_length=MAX_VALUE, help_text=what)
        return fields


class StretchSerializer(serializers.Serializer):
    start = serializers.IntegerField()
    end = serializers.IntegerField(help_text="exclusive")


class FoundMessageSerializer(MessageSerializer):
    """The message's one JSON, and what in its text answers the question."""

    highlights = StretchSerializer(many=True)

    def to_representation(self, message: Message) -> dict[str, Any]:
        return {**super().to_representation(message), "highlights": self.context.get("highlights", [])}


class SearchNotReadySerializer(serializers.Serializer):
    code = serializers.CharField()
    retry_after = serializers.IntegerField(help_text="seconds")
