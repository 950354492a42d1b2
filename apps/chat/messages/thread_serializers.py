"""The JSON of threads."""

from rest_framework import serializers


class ThreadPlaceSerializer(serializers.Serializer):
    """Where somebody stands in a thread."""

    following = serializers.BooleanField()
    read_seq = serializers.IntegerField()
    unread_count = serializers.IntegerField()
    seq = serializers.IntegerField(help_text="the newest event of the conversation that the count knows of")


class ThreadChangedSerializer(ThreadPlaceSerializer):
    message = serializers.UUIDField(help_text="the one that the thread answers to")
    conversation = serializers.UUIDField()
