"""What goes in and comes out about groups and the links to them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.chat.group_permissions import DEFAULTS, LEAST
from apps.chat.group_serializers import avatar_url
from apps.chat.models import MAX_DESCRIPTION, Conversation, Participant
from apps.core.rest import Input, NameField, StrictCharField
from apps.core.strictjson import dumps
from apps.core.times import stamp
from apps.groups.models import Invite, Server
from apps.groups.serializers.servers import picture_url

MAX_MEMBERS_AT_ONCE = 100  # ids in bulk, security.md section 8
MAX_METADATA = 4_000
MAX_SLOW_MODE = 6 * 3600
MAX_USES, MAX_DAYS = 10_000, 365
_ROLES = [(name, name) for name in Participant.Role.values]


class WhoMayInput(Input):
    write, invite, pin, mention_all, change = (
        serializers.ChoiceField(choices=list(LEAST), required=False) for _name in DEFAULTS
    )


class ChangeGroupInput(Input):
    name = NameField(max_length=100, required=False)
    description = StrictCharField(max_length=MAX_DESCRIPTION, required=False, allow_blank=True)
    who_may = WhoMayInput(required=False)
    history = serializers.ChoiceField(choices=Conversation.History.choices, required=False)
    slow_mode_seconds = serializers.IntegerField(min_value=0, max_value=MAX_SLOW_MODE, required=False)
    metadata = serializers.DictField(required=False, help_text="yours to use; at most 4,000 bytes of JSON")

    def validate_metadata(self, value: dict[str, Any]) -> dict[str, Any]:
        if len(dumps(value)) > MAX_METADATA:
            raise serializers.ValidationError("At most 4,000 bytes.", code="max_length")
        return value


class ReplaceGroupInput(ChangeGroupInput):
    name = NameField(max_length=100)


class CreateGroupInput(ChangeGroupInput):
    name = NameField(max_length=100)
    members = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=MAX_MEMBERS_AT_ONCE
    )


class GroupMembersQuery(Input):
    q = serializers.CharField(required=False, max_length=100, help_text="part of a name")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class AddMembersInput(Input):
    members = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_MEMBERS_AT_ONCE)


class MemberRoleInput(Input):
    role = serializers.ChoiceField(choices=_ROLES)


class OwnerInput(Input):
    user = serializers.UUIDField(help_text="the member who shall own it")


class CreateInviteInput(Input):
    max_uses = serializers.IntegerField(min_value=1, max_value=MAX_USES, required=False, allow_null=True)
    expires_at = serializers.DateTimeField(required=False, allow_null=True, help_text="at most a year from now")

    def validate_expires_at(self, value: Any) -> Any:
        now = timezone.now()
        if value is not None and not now < value <= now + timedelta(days=MAX_DAYS):
            raise serializers.ValidationError("Between now and a year from now.", code="invalid")
        return value


class InviteSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField(allow_null=True, help_text="only in the answer that makes it")
    hint = serializers.CharField(help_text="how the code begins")
    created_by = UserSerializer()
    max_uses = serializers.IntegerField(allow_null=True)
    uses = serializers.IntegerField()
    expires_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def to_representation(self, invite: Invite) -> dict[str, Any]:
        return {
            "id": str(invite.pk),
            "code": self.context.get("code"),
            "hint": invite.hint,
            "created_by": UserSerializer(invite.created_by).data,
            "max_uses": invite.max_uses,
            "uses": invite.uses,
            "expires_at": stamp(invite.expires_at),
            "created_at": stamp(invite.created_at),
        }


class InvitedPlaceSerializer(serializers.Serializer):
    """What somebody who holds a link may know of where it leads."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)
    member_count = serializers.IntegerField()


class InvitePreviewSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["group", "server"])
    place = InvitedPlaceSerializer()
    created_by = UserSerializer()
    expires_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, invite: Invite) -> dict[str, Any]:
        place = invite.place
        server = isinstance(place, Server)
        shown = {
            "id": str(place.pk),
            "name": place.name,
            "description": place.description,
            "avatar_url": picture_url(place) if isinstance(place, Server) else avatar_url(place),
            "member_count": place.member_count if isinstance(place, Server) else place.participant_count,
        }
        return {
            "kind": "server" if server else "group",
            "place": shown,
            "created_by": UserSerializer(invite.created_by).data,
            "expires_at": stamp(invite.expires_at),
        }


class AcceptedSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["group", "server"])
    id = serializers.UUIDField(help_text="of the group or server: `GET /groups/{id}`, `GET /servers/{id}`")
