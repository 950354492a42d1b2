"""The one JSON of channels, their categories and overrides."""

from typing import Any

from rest_framework import serializers

from apps.chat.details import DETAILS, CategoryPlaceSerializer
from apps.chat.models import Conversation
from apps.core.times import stamp
from apps.groups.bits import names_of
from apps.groups.models import Category, Channel, Override
from apps.groups.serializers.servers import PermissionsField


class ChannelSerializer(serializers.Serializer):
    """A channel as everybody who sees it is told."""

    id = serializers.UUIDField(help_text="also that of its conversation")
    server = serializers.UUIDField()
    conversation = serializers.UUIDField()
    type = serializers.ChoiceField(choices=Channel.Type.choices)
    name = serializers.CharField()
    description = serializers.CharField()
    category = CategoryPlaceSerializer(allow_null=True)
    position = serializers.IntegerField()
    synced = serializers.BooleanField(help_text="are its overrides those of its category?")
    slow_mode_seconds = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, channel: Channel) -> dict[str, Any]:
        conversation = channel.conversation
        return {
            "id": str(channel.pk),
            "server": str(channel.server_id),
            "conversation": str(channel.pk),
            "type": channel.type,
            "name": conversation.name,
            "description": conversation.description,
            "category": category_place(channel.category),
            "position": channel.position,
            "synced": channel.synced,
            "slow_mode_seconds": conversation.slow_mode_seconds,
            "created_at": stamp(conversation.created_at),
            "version": conversation.version,
        }


def category_place(category: Category | None) -> dict[str, Any] | None:
    """Return what of a category its channels tell."""
    if category is None:
        return None
    return {"id": str(category.pk), "name": category.name, "position": category.position}


def channel_place(conversation: Any) -> dict[str, Any] | None:
    """Return what a conversation says of its place in a server, None where it is no channel."""
    if conversation.kind != Conversation.Kind.CHANNEL:
        return None
    channel = conversation.channel
    return {
        "server": str(channel.server_id),
        "type": channel.type,
        "category": category_place(channel.category),
        "position": channel.position,
        "my_permissions": names_of(conversation.my_rights or 0),
    }


DETAILS.joined, DETAILS.channel = ("channel__category",), channel_place


class CategorySerializer(serializers.Serializer):
    id = serializers.UUIDField()
    server = serializers.UUIDField()
    name = serializers.CharField()
    position = serializers.IntegerField()
    version = serializers.IntegerField()

    def to_representation(self, category: Category) -> dict[str, Any]:
        return {
            "id": str(category.pk),
            "server": str(category.server_id),
            "name": category.name,
            "position": category.position,
            "version": category.version,
        }


class OverrideSerializer(serializers.Serializer):
    """What a role, or one member, may more or less here."""

    type = serializers.ChoiceField(choices=["role", "member"])
    id = serializers.UUIDField(help_text="of the role, or of the person")
    allow = PermissionsField()
    deny = PermissionsField()

    def to_representation(self, override: Override) -> dict[str, Any]:
        return {
            "type": "role" if override.role_id else "member",
            "id": str(override.role_id or override.user_id),
            "allow": names_of(override.allow),
            "deny": names_of(override.deny),
        }


class ChannelIdSerializer(serializers.Serializer):
    conversation = serializers.UUIDField()


class ChannelPermissionsSerializer(serializers.Serializer):
    conversation = serializers.UUIDField()
    my_permissions = PermissionsField()


class MyPermissionsSerializer(serializers.Serializer):
    channels = ChannelPermissionsSerializer(many=True)
