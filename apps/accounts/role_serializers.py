"""What goes in about roles and permissions, and the JSON of both."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.models import OWNER_LEVEL, Role
from apps.accounts.rights import catalogue, kinds, names_of
from apps.core.rest import Input, StrictCharField

MAX_IN_BULK = 100  # security.md section 8


class StrictIntegerField(serializers.IntegerField):
    """A whole number; texts and booleans are not silently turned into one."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictBooleanField(serializers.BooleanField):
    """True or false; nothing else means either."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class RoleInput(Input):
    name = StrictCharField(max_length=64)
    description = StrictCharField(max_length=500, required=False, allow_blank=True)
    level = StrictIntegerField(min_value=0, max_value=OWNER_LEVEL)
    permissions = serializers.ListField(child=StrictCharField(max_length=100), required=False, max_length=500)
    second_factor_required = StrictBooleanField(required=False)

    def validate_permissions(self, names: list[str]) -> list[str]:
        unknown = [name for name in names if name not in catalogue or not catalogue[name].assignable]
        if unknown:
            raise serializers.ValidationError(
                _("There is no such permission: %(name)s") % {"name": unknown[0]}, code="unknown"
            )
        return names


class PeopleInput(Input):
    users = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_IN_BULK)


class ObjectInput(Input):
    type = serializers.ChoiceField(choices=["commands", "conversations", "groups", "messages", "users"])
    id = serializers.UUIDField()


class CheckInput(Input):
    permission = StrictCharField(max_length=100)
    object = ObjectInput(required=False)
    objects = serializers.ListField(child=ObjectInput(), required=False, min_length=1, max_length=MAX_IN_BULK)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        found = catalogue.get(data["permission"])
        if found is None:
            raise serializers.ValidationError(
                {"permission": serializers.ErrorDetail(str(_("There is no such permission.")), code="unknown")}
            )
        if "object" in data and "objects" in data:
            raise serializers.ValidationError({"objects": _("Ask about one object or about several.")})
        for name in ("object", "objects"):
            asked = data.get(name, [])
            for one in [asked] if isinstance(asked, dict) else asked:
                if found.kind != one["type"] or one["type"] not in kinds:
                    raise serializers.ValidationError({name: _("This permission is not about such objects.")})
        return data


def role_stub(role: Role) -> dict[str, Any]:
    """Return what a list of somebody's roles shows of each."""
    return {"id": str(role.pk), "name": role.name}


class RoleStubSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class RoleChangeSerializer(serializers.Serializer):
    role = RoleStubSerializer()


class RoleSerializer(serializers.Serializer):
    """A role, as `roles_with_counts` loads it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    level = serializers.IntegerField()
    permissions = serializers.ListField(child=serializers.CharField())
    members = serializers.IntegerField()
    second_factor_required = serializers.BooleanField()
    is_builtin = serializers.BooleanField()

    def to_representation(self, role: Any) -> dict[str, Any]:
        return {
            "id": str(role.pk),
            "name": role.name,
            "description": role.description,
            "level": role.level,
            "permissions": names_of(role),
            "members": role.member_count,
            "second_factor_required": role.second_factor_required,
            "is_builtin": role.is_builtin,
        }


class MyRolesSerializer(serializers.Serializer):
    results = RoleStubSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class PermissionSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    app = serializers.CharField()


class PermissionsSerializer(serializers.Serializer):
    permissions = serializers.ListField(child=serializers.CharField())


class GrantInput(Input):
    permission = StrictCharField(max_length=100)
    object = ObjectInput()
    user = serializers.UUIDField(required=False)
    role = serializers.UUIDField(required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        found = catalogue.get(data["permission"])
        if found is None or not found.grantable or found.kind != data["object"]["type"]:
            text = _("This permission is not given on such objects.")
            raise serializers.ValidationError({"permission": serializers.ErrorDetail(str(text), code="unknown")})
        if ("user" in data) == ("role" in data):
            raise serializers.ValidationError({"user": _("Name a person or a role.")})
        return data


class CheckedObjectSerializer(serializers.Serializer):
    type = serializers.CharField()
    id = serializers.UUIDField()
    allowed = serializers.BooleanField()


class CheckSerializer(serializers.Serializer):
    permission = serializers.CharField(required=False)
    allowed = serializers.BooleanField(required=False)
    results = CheckedObjectSerializer(many=True, required=False)
