"""What goes in about servers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.fields import empty

from apps.core.rest import Input, NameField, StrictCharField
from apps.groups.bits import IN_CHANNELS, NAMES, bits_of
from apps.groups.models import Channel
from apps.groups.serializers.groups import MAX_MEMBERS_AT_ONCE, MAX_SLOW_MODE

MAX_REASON = 500
MAX_SILENCE_DAYS = 28
MAX_CLEARED_SECONDS = 7 * 86_400
MAX_ORDERED = 200


def ids(many: int = MAX_ORDERED, **options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.UUIDField(), max_length=many, **options)


class ChangeServerInput(Input):
    name = NameField(max_length=100, required=False)
    description = StrictCharField(max_length=500, required=False, allow_blank=True)


class CreateServerInput(ChangeServerInput):
    name = NameField(max_length=100)


class ServersQuery(Input):
    filter = serializers.ChoiceField(choices=["deleted"], required=False, help_text="yours that can be brought back")


def listed_ids(value: str) -> list[UUID]:
    """Read ids that an address lists with commas between them."""
    try:
        found = [UUID(one) for one in value.split(",")]
    except ValueError:
        raise serializers.ValidationError("Ids with commas between them.", code="invalid") from None
    if len(found) > MAX_MEMBERS_AT_ONCE:
        raise serializers.ValidationError("At most 100 ids.", code="max_length")
    return found


class MembersQuery(Input):
    users = serializers.CharField(
        required=False, max_length=3_700, help_text="only these: at most 100 ids, with commas between them"
    )
    q = serializers.CharField(required=False, max_length=100, help_text="part of a name or nickname")
    role = serializers.UUIDField(required=False, help_text="only those who have this role")
    nicknamed = serializers.BooleanField(required=False, help_text="true: only those who have a nickname")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)

    def validate_users(self, value: str) -> list[UUID]:
        return listed_ids(value)


class NicknameInput(Input):
    nickname = NameField(max_length=50, allow_blank=True, help_text="empty: their own name")


class ReasonQuery(Input):
    reason = serializers.CharField(required=False, max_length=MAX_REASON, help_text="for the audit log")


class SilenceInput(Input):
    until = serializers.DateTimeField(help_text="at most 28 days from now")
    reason = StrictCharField(required=False, max_length=MAX_REASON, allow_blank=True)

    def validate_until(self, value: Any) -> Any:
        now = timezone.now()
        if not now < value <= now + timedelta(days=MAX_SILENCE_DAYS):
            raise serializers.ValidationError("Between now and 28 days from now.", code="invalid")
        return value


class BanInput(Input):
    reason = StrictCharField(required=False, max_length=MAX_REASON, allow_blank=True)
    delete_message_seconds = serializers.IntegerField(
        required=False, min_value=0, max_value=MAX_CLEARED_SECONDS, help_text="what they said so lately goes too"
    )


class PermissionNamesField(serializers.ListField):
    """Names of permissions; the value is their bits."""

    def __init__(self, names: tuple[str, ...] = NAMES, **options: Any):
        super().__init__(child=serializers.ChoiceField(choices=names), max_length=len(NAMES), **options)

    def run_validation(self, data: Any = empty) -> Any:
        return bits_of(super().run_validation(data))


class ChangeServerRoleInput(Input):
    name = NameField(max_length=50, required=False)
    color = serializers.RegexField(r"^(#[0-9a-f]{6})?\Z", required=False, allow_blank=True, help_text="#rrggbb")
    permissions = PermissionNamesField(required=False)
    mentionable = serializers.BooleanField(required=False)
    hoisted = serializers.BooleanField(required=False)


class CreateServerRoleInput(ChangeServerRoleInput):
    name = NameField(max_length=50)


class RoleOrderInput(Input):
    roles = ids(help_text="all but everybody's, the highest first")


class ChangeChannelInput(Input):
    name = NameField(max_length=100, required=False)
    description = StrictCharField(max_length=500, required=False, allow_blank=True)
    type = serializers.ChoiceField(choices=Channel.Type.choices, required=False)
    category = serializers.UUIDField(required=False, allow_null=True)
    slow_mode_seconds = serializers.IntegerField(min_value=0, max_value=MAX_SLOW_MODE, required=False)


class CreateChannelInput(ChangeChannelInput):
    name = NameField(max_length=100)


class ChannelOrderInput(Input):
    category = serializers.UUIDField(required=False, allow_null=True, default=None)
    channels = ids(help_text="all of this category in their order; those from elsewhere move here")


class CategoryInput(Input):
    name = NameField(max_length=100)


class CategoryOrderInput(Input):
    categories = ids(50, help_text="all of them in their order")


class OverrideInput(Input):
    allow = PermissionNamesField(IN_CHANNELS, required=False, default=list)
    deny = PermissionNamesField(IN_CHANNELS, required=False, default=list)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["allow"] & data["deny"]:
            raise serializers.ValidationError({"deny": ["What is allowed is not denied."]}, code="invalid")
        return data
