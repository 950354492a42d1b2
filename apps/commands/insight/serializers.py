"""The JSON of figures, suggestions and the one search."""

from rest_framework import serializers

from apps.chat.serializers import MessageSerializer
from apps.commands.serializers import AtlasSerializer, CommandSerializer
from apps.core.rest import Input


class UnreliableSerializer(serializers.Serializer):
    command = serializers.UUIDField(help_text="the newest run")
    schedule = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    runs = serializers.IntegerField(help_text="that were looked at")
    success_rate = serializers.FloatField()


class AnalyticsQuery(Input):
    days = serializers.IntegerField(required=False, min_value=1, max_value=366, help_text="default 30")


class DaySerializer(serializers.Serializer):
    day = serializers.DateField(help_text="in your time zone")
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()


class TaskTypeFiguresSerializer(serializers.Serializer):
    task_type = serializers.CharField()
    tasks = serializers.IntegerField()
    failed = serializers.IntegerField()
    mean_ms = serializers.IntegerField(allow_null=True)


class AnalyticsSerializer(serializers.Serializer):
    days = serializers.IntegerField()
    commands = serializers.IntegerField()
    states = serializers.DictField(child=serializers.IntegerField())
    success_rate = serializers.FloatField(allow_null=True)
    mean_seconds = serializers.FloatField(allow_null=True)
    by_day = DaySerializer(many=True)
    task_types = TaskTypeFiguresSerializer(many=True)


class SuggestionSerializer(serializers.Serializer):
    command = serializers.UUIDField(help_text="to run again")
    title = serializers.CharField()
    text = serializers.CharField()
    conversation = serializers.UUIDField(allow_null=True)
    last_run_at = serializers.DateTimeField()
    times = serializers.IntegerField(help_text="in the last 30 days")
    why = serializers.ChoiceField(choices=["last_week", "often"])


class SuggestionsSerializer(serializers.Serializer):
    results = SuggestionSerializer(many=True)


class SearchQuery(Input):
    q = serializers.CharField(max_length=200)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=20, help_text="of each kind; default 5")


class EverythingSerializer(serializers.Serializer):
    messages = MessageSerializer(many=True)
    atlas = AtlasSerializer(many=True)
    commands = CommandSerializer(many=True)
