"""The JSON of a group: a conversation of kind `group` and its people."""

from typing import Any

from rest_framework import serializers

from apps.chat.models import Conversation
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp

MAX_MEMBERS_AT_ONCE = 100  # ids in bulk, security.md section 8


class CreateGroupInput(Input):
    name = StrictCharField(max_length=100)
    members = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=MAX_MEMBERS_AT_ONCE
    )


class AddMembersInput(Input):
    members = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_MEMBERS_AT_ONCE)


class GroupSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    conversation = serializers.UUIDField()
    member_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def to_representation(self, group: Conversation) -> dict[str, Any]:
        return {
            "id": str(group.pk),
            "name": group.name,
            "conversation": str(group.pk),
            "member_count": group.participant_count,
            "created_at": stamp(group.created_at),
            "version": group.version,
        }
