"""The JSON of login sessions and of how often somebody signed in."""

from typing import Any

from rest_framework import serializers

from apps.accounts.devices import device_of
from apps.accounts.models import LoginSession
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp


class RenameInput(Input):
    name = StrictCharField(max_length=64, allow_blank=True, help_text="empty: the device is named after its browser")


class AnalyticsQuery(Input):
    days = serializers.IntegerField(min_value=1, max_value=90, default=30, required=False)


class DeviceSerializer(serializers.Serializer):
    """What the User-Agent tells; null is what it does not."""

    browser = serializers.CharField(allow_null=True)
    os = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(choices=["desktop", "phone", "tablet", "api"])


class LoginSessionSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=LoginSession.Kind.choices)
    name = serializers.CharField(allow_blank=True, help_text="as the person called it")
    device = DeviceSerializer()
    user_agent = serializers.CharField()
    address = serializers.CharField(allow_null=True, help_text="where it was signed in from")
    created_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="when it ends unless it is used before")
    current = serializers.BooleanField()

    def to_representation(self, session: LoginSession) -> dict[str, Any]:
        device = device_of(session.user_agent)
        return {
            "id": str(session.pk),
            "kind": session.kind,
            "name": session.name,
            "device": {"browser": device.browser, "os": device.os, "kind": device.kind},
            "user_agent": session.user_agent,
            "address": session.address,
            "created_at": stamp(session.created_at),
            "last_seen_at": stamp(session.last_seen_at),
            "expires_at": stamp(session.expires_at),
            "current": session.pk == getattr(self.context.get("current"), "pk", None),
        }


class SignInDaySerializer(serializers.Serializer):
    date = serializers.DateField(help_text="in your time zone")
    sign_ins = serializers.IntegerField()
    failed = serializers.IntegerField(help_text="refused attempts")
    devices = serializers.IntegerField(help_text="different ones that signed in")
    addresses = serializers.IntegerField(help_text="different ones that signed in")


class NamedCountSerializer(serializers.Serializer):
    name = serializers.CharField(allow_blank=True, help_text="empty: not known")
    count = serializers.IntegerField()


class SessionAnalyticsSerializer(serializers.Serializer):
    """Where, when and with what somebody signed in."""

    days = SignInDaySerializer(many=True)
    by_browser = NamedCountSerializer(many=True)
    by_os = NamedCountSerializer(many=True)
    by_address = NamedCountSerializer(many=True)
