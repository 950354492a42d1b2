"""What differs between two runs."""

from rest_framework import serializers

from apps.core.rest import Input


class DiffQuery(Input):
    # `with` is a word of Python
    def get_fields(self) -> dict[str, serializers.Field]:
        return {**super().get_fields(), "with": serializers.UUIDField(help_text="the other command")}


class DiffChangeSerializer(serializers.Serializer):
    pointer = serializers.CharField()
    change = serializers.ChoiceField(choices=["added", "removed", "changed"])
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class DiffPartSerializer(serializers.Serializer):
    same = serializers.BooleanField()
    changes = DiffChangeSerializer(many=True)
    more = serializers.BooleanField(help_text="are there more than the 500 that are listed?")


class SpentSerializer(serializers.Serializer):
    before_ms = serializers.IntegerField(allow_null=True)
    after_ms = serializers.IntegerField(allow_null=True)
    change_ms = serializers.IntegerField(allow_null=True)


class TaskSpentSerializer(SpentSerializer):
    task = serializers.CharField()


class DurationsSerializer(serializers.Serializer):
    wall_ms = SpentSerializer()
    tasks = TaskSpentSerializer(many=True)


class OutputDiffSerializer(serializers.Serializer):
    task = serializers.CharField()
    same = serializers.BooleanField()
    before = serializers.JSONField(allow_null=True, help_text="summary, bytes and sha256")
    after = serializers.JSONField(allow_null=True)


class OutputsSerializer(serializers.Serializer):
    same = serializers.BooleanField()
    tasks = OutputDiffSerializer(many=True)


class BriefCommandSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    state = serializers.CharField()
    finished_at = serializers.DateTimeField(allow_null=True)


class SimilarSerializer(serializers.Serializer):
    """The last command that was like this one, and what is different now; both null where there is none."""

    command = BriefCommandSerializer(allow_null=True)
    definition = DiffPartSerializer(allow_null=True)


class DiffSerializer(serializers.Serializer):
    """What differs between two runs; `before` is the one in the address."""

    diff = serializers.CharField(help_text="version of this form")
    before = serializers.UUIDField()
    after = serializers.UUIDField()
    definition = DiffPartSerializer()
    inputs = DiffPartSerializer()
    states = DiffPartSerializer()
    durations = DurationsSerializer()
    outputs = OutputsSerializer()
    artifacts = DiffPartSerializer()
