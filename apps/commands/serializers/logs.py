"""The lines that the tasks of a command wrote."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core.rest import Input


class LogPlaceField(serializers.CharField):
    """The `id` of a line of a log."""

    def to_internal_value(self, data: Any) -> tuple[UUID, int]:
        key, _dot, number = super().to_internal_value(data).partition(".")
        try:
            return UUID(key), int(number[:9])
        except ValueError:
            raise serializers.ValidationError("This is no line of a log.", code="invalid") from None


class LogQuery(Input):
    task = serializers.CharField(required=False, max_length=64, help_text="its segment in the .alt")
    after = LogPlaceField(required=False, max_length=60, help_text="`id` of the line before the first")
    limit = serializers.CharField(required=False)


class LogLineSerializer(serializers.Serializer):
    id = serializers.CharField()
    task = serializers.CharField(help_text="its segment in the .alt")
    path = serializers.CharField(help_text="with the rounds it is in: each[3]/post")
    line = serializers.IntegerField(help_text="in the log of this task, from 1")
    text = serializers.CharField()


class LogPageSerializer(serializers.Serializer):
    results = LogLineSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="`after` of the next page; null: nothing follows so far")
