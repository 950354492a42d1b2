"""The JSON of what happens to a message after it was sent."""

from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.chat.messages.models import Reaction, Revision
from apps.chat.serializers import CountedSerializer, MentionSerializer, MessageSerializer, ReactionCountSerializer
from apps.core.times import stamp


class ThreadLeftSerializer(serializers.Serializer):
    message = serializers.UUIDField(help_text="the one that the thread answers to")
    count = serializers.IntegerField()
    last_at = serializers.DateTimeField(allow_null=True)


class DeletedSerializer(serializers.Serializer):
    """A message that is gone, and what is now the last one of its conversation."""

    id = serializers.UUIDField()
    conversation = serializers.UUIDField()
    seq = serializers.IntegerField()
    sender = serializers.UUIDField(allow_null=True)
    deleted_at = serializers.DateTimeField()
    last_message = MessageSerializer(allow_null=True)
    thread = ThreadLeftSerializer(allow_null=True, help_text="how the thread stands now that it was in")


class HiddenSerializer(CountedSerializer):
    """A message that one person deleted for themselves, and how their conversation stands without it."""

    id = serializers.UUIDField()
    last_message = MessageSerializer(allow_null=True)


class ReactedSerializer(serializers.Serializer):
    message = serializers.UUIDField()
    conversation = serializers.UUIDField()
    user = serializers.UUIDField()
    emoji = serializers.CharField()
    reactions = ReactionCountSerializer(many=True)


class ReactionSerializer(serializers.Serializer):
    """Who reacted how."""

    emoji = serializers.CharField()
    user = UserSerializer()
    created_at = serializers.DateTimeField()

    def to_representation(self, reaction: Reaction) -> dict[str, Any]:
        return {
            "emoji": reaction.emoji,
            "user": UserSerializer(reaction.user).data,
            "created_at": stamp(reaction.created_at),
        }


class RevisionSerializer(serializers.Serializer):
    """A text that a message had before."""

    version = serializers.IntegerField()
    text = serializers.CharField()
    mentions = MentionSerializer(many=True)
    created_at = serializers.DateTimeField(help_text="when it was written")

    def to_representation(self, revision: Revision) -> dict[str, Any]:
        return {
            "version": revision.version,
            "text": revision.text,
            "mentions": revision.mentions,
            "created_at": stamp(revision.created_at),
        }
