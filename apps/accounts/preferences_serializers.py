"""What goes in and out about preferences and blocks."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.models import Block, Preferences, User
from apps.accounts.role_serializers import StrictBooleanField
from apps.accounts.serializers import ProfileInput, UserSerializer
from apps.core.rest import Input, StrictCharField
from apps.core.strictjson import dumps
from apps.core.times import stamp

MAX_CLIENT = 16_000  # bytes of what the apps keep for themselves
NOTIFICATIONS = {"sound": True, "desktop": True, "preview": True}


class NotificationsInput(Input):
    sound = StrictBooleanField(required=False)
    desktop = StrictBooleanField(required=False)
    preview = StrictBooleanField(required=False, help_text="show the text, not only that there is one")


class PreferencesInput(Input):
    """What is not named stays as it is: an older app does not undo what it does not know."""

    language = serializers.ChoiceField(choices=[code for code, _name in settings.LANGUAGES], required=False)
    timezone = StrictCharField(max_length=64, required=False)
    theme = serializers.ChoiceField(choices=User.Theme.choices, required=False)
    who_may_write = serializers.ChoiceField(choices=Preferences.Audience.choices, required=False)
    presence = serializers.ChoiceField(choices=Preferences.Audience.choices, required=False)
    last_seen = serializers.ChoiceField(choices=Preferences.Audience.choices, required=False)
    receipts = StrictBooleanField(required=False)
    typing = StrictBooleanField(required=False)
    notifications = NotificationsInput(required=False)
    client = serializers.DictField(required=False, help_text="your app's own, at most 16,000 bytes of JSON")

    def validate_timezone(self, value: str) -> str:
        return ProfileInput.validate_timezone(self, value)  # type: ignore[arg-type]

    def validate_client(self, value: dict[str, Any]) -> dict[str, Any]:
        if len(dumps(value)) > MAX_CLIENT:
            raise serializers.ValidationError(_("This is too long."), code="max_length")
        return value


class NotificationsSerializer(serializers.Serializer):
    sound = serializers.BooleanField()
    desktop = serializers.BooleanField()
    preview = serializers.BooleanField()


class PreferencesSerializer(serializers.Serializer):
    """How a person wants things to be, on all their devices."""

    version = serializers.IntegerField()
    language = serializers.CharField()
    timezone = serializers.CharField()
    theme = serializers.ChoiceField(choices=User.Theme.choices)
    who_may_write = serializers.ChoiceField(choices=Preferences.Audience.choices)
    presence = serializers.ChoiceField(choices=Preferences.Audience.choices, help_text="who sees you online")
    last_seen = serializers.ChoiceField(choices=Preferences.Audience.choices)
    receipts = serializers.BooleanField()
    typing = serializers.BooleanField()
    notifications = NotificationsSerializer()
    client = serializers.DictField()

    def to_representation(self, mine: Preferences) -> dict[str, Any]:
        return {
            "version": mine.version,
            "language": mine.user.language,
            "timezone": mine.user.timezone,
            "theme": mine.user.theme,
            "who_may_write": mine.who_may_write,
            "presence": mine.presence,
            "last_seen": mine.last_seen,
            "receipts": mine.receipts,
            "typing": mine.typing,
            "notifications": {**NOTIFICATIONS, **mine.notifications},
            "client": mine.client,
        }


class PresenceInput(Input):
    state = serializers.ChoiceField(choices=["online", "away"])


class PresenceSerializer(serializers.Serializer):
    """Is somebody here, as far as they show it?"""

    user = serializers.UUIDField()
    state = serializers.ChoiceField(choices=["online", "away", "offline"])
    last_seen_at = serializers.DateTimeField(allow_null=True)


class BlockSerializer(serializers.Serializer):
    user = UserSerializer()
    created_at = serializers.DateTimeField()

    def to_representation(self, block: Block) -> dict[str, Any]:
        return {"user": UserSerializer(block.blocked).data, "created_at": stamp(block.created_at)}


class UnblockedSerializer(serializers.Serializer):
    """Whom a person no longer keeps away."""

    user = serializers.UUIDField()
