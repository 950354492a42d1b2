"""The one JSON of a group: a conversation of kind `group` with its settings."""

from typing import Any

from rest_framework import serializers

from apps.chat.group_permissions import DEFAULTS, LEAST, who_may
from apps.chat.models import Conversation
from apps.core.times import stamp


class WhoMaySerializer(serializers.Serializer):
    """What a group leaves to whom: to everybody, to its administrators and owners, or to its owners."""

    write, invite, pin, mention_all, change = (
        serializers.ChoiceField(choices=list(LEAST), default=DEFAULTS[name]) for name in DEFAULTS
    )


class GroupSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)
    conversation = serializers.UUIDField()
    member_count = serializers.IntegerField()
    who_may = WhoMaySerializer()
    history = serializers.ChoiceField(
        choices=Conversation.History.choices, help_text="what those see who come later: all, or from then on"
    )
    slow_mode_seconds = serializers.IntegerField()
    metadata = serializers.DictField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, group: Conversation) -> dict[str, Any]:
        return {
            "id": str(group.pk),
            "name": group.name,
            "description": group.description,
            "avatar_url": avatar_url(group),
            "conversation": str(group.pk),
            "member_count": group.participant_count,
            "who_may": who_may(group),
            "history": group.history,
            "slow_mode_seconds": group.slow_mode_seconds,
            "metadata": group.metadata,
            "created_at": stamp(group.created_at),
            "version": group.version,
        }


def avatar_url(conversation: Conversation, size: int = 128) -> str | None:
    """Return where a conversation's picture is: an address that holds what nobody can guess."""
    if not conversation.avatar:
        return None
    return f"/api/v1/groups/{conversation.pk}/avatar/{size}?v={conversation.avatar}"
