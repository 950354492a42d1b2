"""The one JSON of an atlas entry."""

from typing import Any

from rest_framework import serializers

from apps.commands.models import AtlasEntry
from apps.core.rest import Input
from apps.core.times import stamp


class AtlasQuery(Input):
    q = serializers.CharField(required=False, max_length=200, allow_blank=True)
    tag = serializers.CharField(required=False, max_length=60, help_text="one of its `tags`")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class AtlasSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    text = serializers.CharField(help_text="the wish")
    summary = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    command = serializers.UUIDField()
    conversation = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    success_rate = serializers.FloatField(help_text="of its tasks; of its runs once it was repeated")
    runs = serializers.IntegerField(help_text="the run it came from, and its repetitions")
    stale = serializers.BooleanField(help_text="its last repetition failed")

    def to_representation(self, entry: AtlasEntry) -> dict[str, Any]:
        return {
            "id": str(entry.pk),
            "title": entry.title,
            "text": entry.document.get("text", ""),
            "summary": entry.summary,
            "tags": entry.tags,
            "command": str(entry.command_id),
            "conversation": str(entry.conversation_id) if entry.conversation_id else None,
            "created_at": stamp(entry.created_at),
            "success_rate": (
                round(entry.successes / entry.runs, 4) if entry.runs > 1 else entry.document.get("success_rate", 1.0)
            ),
            "runs": entry.runs,
            "stale": entry.stale_at is not None,
        }
