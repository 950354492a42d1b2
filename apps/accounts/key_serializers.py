"""What goes in about API keys, and their one JSON. The key itself is in no serializer: it is answered once."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.models import ApiKey
from apps.core.networks import parse_network
from apps.core.rest import Input, StrictCharField
from apps.core.scopes import opened_by
from apps.core.times import stamp

MAX_ADDRESSES, MAX_LIMIT, MAX_GRACE = 50, 100_000, 7 * 24 * 3600


class ScopesField(serializers.ListField):
    child = StrictCharField(max_length=64)

    def to_internal_value(self, data: Any) -> list[str]:
        found = super().to_internal_value(data)
        if unknown := sorted(set(found) - set(opened_by())):
            text = _("There is no scope %(name)s. GET /auth/api-keys/scopes lists them.") % {"name": unknown[0]}
            raise serializers.ValidationError(text, code="unknown")
        return sorted(set(found))


class NetworksField(serializers.ListField):
    child = StrictCharField(max_length=64)

    def to_internal_value(self, data: Any) -> list[str]:
        found = []
        for text in super().to_internal_value(data):
            try:
                found.append(str(parse_network(text)))
            except ValueError:
                wrong = _("%(text)s is no address or network such as 203.0.113.7 or 2001:db8::/32.") % {"text": text}
                raise serializers.ValidationError(wrong, code="invalid") from None
        return list(dict.fromkeys(found))


class ApiKeyInput(Input):
    name = StrictCharField(max_length=64)
    scopes = ScopesField(min_length=1, max_length=100)
    expires_at = serializers.DateTimeField(required=False, allow_null=True)
    addresses = NetworksField(required=False, max_length=MAX_ADDRESSES)
    limit_per_minute = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=MAX_LIMIT)

    def validate_expires_at(self, value: datetime | None) -> datetime | None:
        if value is not None and value <= timezone.now():
            raise serializers.ValidationError(_("This moment is over."), code="past")
        return value


class ApiKeyChange(ApiKeyInput):
    """Only what is named changes."""

    name = StrictCharField(max_length=64, required=False)
    scopes = ScopesField(min_length=1, max_length=100, required=False)


class RotateInput(Input):
    grace_seconds = serializers.IntegerField(
        required=False, min_value=0, max_value=MAX_GRACE, help_text="how long the key before stays good"
    )


class ApiKeySerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    prefix = serializers.CharField(help_text="the public part: `alt_<prefix>_…`")
    scopes = serializers.ListField(child=serializers.CharField())
    expires_at = serializers.DateTimeField(allow_null=True)
    addresses = serializers.ListField(child=serializers.CharField())
    limit_per_minute = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    rotated_at = serializers.DateTimeField(allow_null=True)
    previous_until = serializers.DateTimeField(allow_null=True, help_text="until when the key before is good")
    last_used_at = serializers.DateTimeField(allow_null=True)
    last_used_address = serializers.CharField(allow_null=True)

    def to_representation(self, key: ApiKey) -> dict[str, Any]:
        return {
            "id": str(key.pk),
            "name": key.name,
            "prefix": key.prefix,
            "scopes": key.scopes,
            "expires_at": stamp(key.expires_at),
            "addresses": key.addresses,
            "limit_per_minute": key.limit_per_minute,
            "created_at": stamp(key.created_at),
            "rotated_at": stamp(key.rotated_at),
            "previous_until": stamp(key.previous_until),
            "last_used_at": stamp(key.last_used_at),
            "last_used_address": key.last_used_address,
        }


class NewApiKeySerializer(ApiKeySerializer):
    """With the key itself, which nobody can read again."""

    key = serializers.CharField(help_text="shown once: `Authorization: Api-Key …`")


class ScopeSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the name of a field, not of this serializer
    opens = serializers.ListField(child=serializers.CharField(), help_text="operations, socket commands and topics")
