"""The JSON of polls."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.chat.later.models import FURTHEST
from apps.chat.messages.models import PollVote
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp

MIN_OPTIONS, MAX_OPTIONS, MAX_OPTION = 2, 10, 100


class PollInput(Input):
    options = serializers.ListField(
        child=StrictCharField(max_length=MAX_OPTION), min_length=MIN_OPTIONS, max_length=MAX_OPTIONS
    )
    multiple = serializers.BooleanField(required=False)
    anonymous = serializers.BooleanField(required=False)
    change_vote = serializers.BooleanField(required=False, help_text="may a vote be changed? Default: yes")
    closes_at = serializers.DateTimeField(required=False, allow_null=True)

    def validate_closes_at(self, value: Any) -> Any:
        if value is not None and not timezone.now() < value < timezone.now() + FURTHEST:
            raise serializers.ValidationError(_("This time has passed, or lies too far ahead."), code="past")
        return value

    def validate_options(self, value: list[str]) -> list[str]:
        if len(set(value)) != len(value):
            raise serializers.ValidationError(_("An option stands twice."), code="twice")
        return value


def new_poll(options: Sequence[str], *, closes_at: Any = None, **settings: bool) -> dict[str, Any]:
    """Return a new poll as a message holds it."""
    return {
        "options": [{"id": number, "text": text, "count": 0} for number, text in enumerate(options, 1)],
        "multiple": settings.get("multiple", False),
        "anonymous": settings.get("anonymous", False),
        "change_vote": settings.get("change_vote", True),
        "voter_count": 0,
        "closes_at": stamp(closes_at),
        "closed_at": None,
    }


class PollOptionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    count = serializers.IntegerField()


class PollSerializer(serializers.Serializer):
    """The options of a poll; its question is the message's text."""

    options = PollOptionSerializer(many=True)
    multiple = serializers.BooleanField()
    anonymous = serializers.BooleanField()
    change_vote = serializers.BooleanField()
    voter_count = serializers.IntegerField()
    closes_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class PollChangedSerializer(serializers.Serializer):
    message = serializers.UUIDField()
    conversation = serializers.UUIDField()
    poll = PollSerializer()


class VoteInput(Input):
    options = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=MAX_OPTIONS), max_length=10)


class VoteSerializer(serializers.Serializer):
    """Who chose what."""

    option = serializers.IntegerField()
    user = UserSerializer()

    def to_representation(self, vote: PollVote) -> dict[str, Any]:
        return {"option": vote.option, "user": UserSerializer(vote.user).data}
