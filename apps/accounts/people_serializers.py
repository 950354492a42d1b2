"""What goes in about other people's accounts and one's own end, and the JSON that administrators see."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from apps.accounts.models import USERNAME_PATTERN, DataExport, User
from apps.accounts.role_serializers import MAX_IN_BULK, RoleStubSerializer, StrictBooleanField, role_stub
from apps.accounts.serializers import WRONG_NAME, RegisterInput, UserSerializer
from apps.accounts.validators import MAX_PASSWORD
from apps.core.rest import Input, NameField, StrictCharField
from apps.core.times import stamp

ORDERS = ("-date_joined", "date_joined", "username", "-username")


class PeopleQuery(Input):
    q = serializers.CharField(max_length=100, required=False, allow_blank=True)
    role = serializers.UUIDField(required=False)
    is_active = serializers.BooleanField(required=False, allow_null=True, default=None)
    order = serializers.ChoiceField(choices=ORDERS, required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class CreateUserInput(RegisterInput):
    password = StrictCharField(
        max_length=MAX_PASSWORD, trim_whitespace=False, required=False, help_text="else a mail lets them set one"
    )
    roles = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=20)


class ChangeUserInput(Input):
    """What an administrator may change; PUT wants username and email, PATCH nothing in particular."""

    username = StrictCharField(max_length=32, validators=[RegexValidator(rf"^{USERNAME_PATTERN}\Z", WRONG_NAME)])
    email = serializers.EmailField(max_length=254)
    display_name = NameField(max_length=64, required=False, allow_blank=True)
    is_active = StrictBooleanField(required=False)

    def validate_email(self, value: str) -> str:
        return RegisterInput.validate_email(self, value)  # type: ignore[arg-type]


class BulkInput(Input):
    action = serializers.ChoiceField(choices=["deactivate", "activate", "delete", "add_role", "remove_role"])
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_IN_BULK)
    role = serializers.UUIDField(required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["action"].endswith("_role") != ("role" in data):
            raise serializers.ValidationError(
                {"role": serializers.ErrorDetail("A role is for add_role and remove_role.", code="invalid")}
            )
        return data


class PasswordInput(Input):
    password = StrictCharField(max_length=MAX_PASSWORD, trim_whitespace=False)


class AdminUserSerializer(UserSerializer):
    """An account as administrators see it (rows come from `people_list`)."""

    email = serializers.EmailField()
    email_verified = serializers.BooleanField()
    is_active = serializers.BooleanField()
    is_staff = serializers.BooleanField()
    roles = RoleStubSerializer(many=True)
    date_joined = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField(allow_null=True)
    deletes_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, user: Any) -> dict[str, Any]:
        face = super().to_representation(user)
        if user.erased_at is None:  # within the grace administrators still see whose account it is
            face |= {"username": user.username, "display_name": user.name}
        return {
            **face,
            "email": user.email if user.erased_at is None else "",
            "email_verified": user.email_verified_at is not None,
            "is_active": user.is_active,
            "is_staff": user.is_staff,
            "roles": [role_stub(row.role) for row in user.role_members.all()],
            "date_joined": stamp(user.date_joined),
            "last_seen_at": stamp(user.seen_at),
            "deletes_at": stamp(user.deletes_at),
        }


class BulkResultSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.IntegerField(help_text="as HTTP: 200, or why not")
    code = serializers.CharField(required=False)


class BulkSerializer(serializers.Serializer):
    results = BulkResultSerializer(many=True)


class DeletionSerializer(serializers.Serializer):
    deletes_at = serializers.DateTimeField()

    def to_representation(self, user: User) -> dict[str, Any]:
        return {"deletes_at": stamp(user.deletes_at)}


class DataExportSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=DataExport.State.choices)
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(allow_null=True)

    def to_representation(self, export: DataExport) -> dict[str, Any]:
        ready = export.state == DataExport.State.READY
        return {
            "id": str(export.pk),
            "state": export.state,
            "created_at": stamp(export.created_at),
            "ready_at": stamp(export.ready_at),
            "expires_at": stamp(export.expires_at),
            "size": export.size,
            "url": f"/api/v1/users/me/exports/{export.pk}/content" if ready else None,
        }
