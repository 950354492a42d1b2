"""What goes in, and the one JSON of a secret: everything but its value."""

from typing import Any

from rest_framework import serializers

from apps.commands.models import Secret
from apps.commands.secrets.hosts import is_pattern
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp

NAME = r"^[a-z][a-z0-9_-]{0,63}$"
MIN_VALUE, MAX_VALUE, MAX_HOSTS = 6, 4_096, 20


class HostField(serializers.CharField):
    """A host that a secret may be sent to."""

    def to_internal_value(self, data: Any) -> str:
        host = super().to_internal_value(data).strip().lower()
        if not is_pattern(host):
            raise serializers.ValidationError("A host looks like api.example.org, *.example.org or host:8443.")
        return host


def _value(**options: Any) -> StrictCharField:
    return StrictCharField(
        min_length=MIN_VALUE, max_length=MAX_VALUE, trim_whitespace=False, write_only=True, **options
    )


def _hosts(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=HostField(max_length=253), min_length=1, max_length=MAX_HOSTS, **options)


class CreateSecretInput(Input):
    name = serializers.RegexField(NAME, max_length=64)
    value = _value(help_text="shown to nobody again")
    hosts = _hosts(help_text="where it may be sent: api.example.org, *.example.org, with :port; http:// allows that")
    description = StrictCharField(max_length=200, required=False, allow_blank=True)


class ChangeSecretInput(Input):
    value = _value(required=False)
    hosts = _hosts(required=False)
    description = StrictCharField(max_length=200, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "hosts" in attrs and "value" not in attrs:
            # Whoever may only change where it goes could send it to themselves, and so read it.
            raise serializers.ValidationError({"value": "New hosts need the value again."}, code="required")
        return attrs


class SecretSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    hosts = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField(help_text="when its value was set")
    used_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def to_representation(self, secret: Secret) -> dict[str, Any]:
        return {
            "id": str(secret.pk),
            "name": secret.name,
            "description": secret.description,
            "hosts": secret.hosts,
            "created_at": stamp(secret.created_at),
            "changed_at": stamp(secret.changed_at),
            "used_at": stamp(secret.used_at),
            "version": secret.version,
        }
