"""What higher apps know of a conversation of theirs: of a channel, its server and its place there."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers


class CategoryPlaceSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    position = serializers.IntegerField()


class ChannelPlaceSerializer(serializers.Serializer):
    """Where a channel stands in its server, and what the reader may do there."""

    server = serializers.UUIDField()
    type = serializers.ChoiceField(choices=["text", "voice", "announcement"])
    category = CategoryPlaceSerializer(allow_null=True)
    position = serializers.IntegerField(help_text="within its category")
    my_permissions = serializers.ListField(child=serializers.CharField(), help_text="what your roles let you do here")


class Details:
    """Filled in by the app that owns channels: what to load with a conversation, and how to tell it."""

    joined: tuple[str, ...] = ()
    channel: Callable[[Any], dict[str, Any] | None] = staticmethod(lambda conversation: None)


DETAILS = Details()
