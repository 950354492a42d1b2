"""What goes in, and the one JSON of a person."""

from collections.abc import Collection
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.models import USERNAME_PATTERN, User
from apps.accounts.validators import MAX_PASSWORD
from apps.core.rest import Input, NameField, StrictCharField
from apps.core.times import stamp

MAX_EMAIL = 254
WRONG_NAME = _("2 to 32 letters, digits, dots, dashes or underscores.")


class RegisterInput(Input):
    username = StrictCharField(max_length=32, validators=[RegexValidator(rf"^{USERNAME_PATTERN}\Z", WRONG_NAME)])
    email = serializers.EmailField(max_length=MAX_EMAIL)
    password = StrictCharField(max_length=MAX_PASSWORD, trim_whitespace=False)
    display_name = NameField(max_length=64, required=False, allow_blank=True)

    def validate_email(self, value: str) -> str:
        if len(value.lower()) > MAX_EMAIL:  # İ becomes two characters
            raise serializers.ValidationError(_("This address is too long."), code="max_length")
        return value.lower()


class EmailInput(Input):
    email = serializers.EmailField(max_length=MAX_EMAIL)

    validate_email = RegisterInput.validate_email


class LinkInput(Input):
    token = StrictCharField(max_length=200, help_text="the last part of the mailed link")


class NewPasswordInput(LinkInput):
    new_password = StrictCharField(max_length=MAX_PASSWORD, trim_whitespace=False)


class ChangePasswordInput(Input):
    old_password = StrictCharField(max_length=MAX_PASSWORD, trim_whitespace=False)
    new_password = StrictCharField(max_length=MAX_PASSWORD, trim_whitespace=False)


class TokenInput(Input):
    username = StrictCharField(max_length=254, help_text="or the e-mail address")
    password = StrictCharField(max_length=MAX_PASSWORD, trim_whitespace=False)
    otp = StrictCharField(max_length=32, required=False, help_text="a code of the app, or a recovery code")
    passkey = serializers.DictField(required=False, help_text="instead of `otp`: the answer to the options of the 401")


class RefreshInput(Input):
    refresh = StrictCharField(max_length=200)


class TokenPairSerializer(serializers.Serializer):
    access = serializers.CharField(help_text="good for ten minutes: `Authorization: Bearer …`")
    refresh = serializers.CharField(help_text="for the next pair; good once")


class ProfileInput(Input):
    display_name = NameField(max_length=64, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=[code for code, _name in settings.LANGUAGES], required=False)
    timezone = StrictCharField(max_length=64, required=False)
    theme = serializers.ChoiceField(choices=User.Theme.choices, required=False)

    def validate_timezone(self, value: str) -> str:
        if value not in available_timezones():
            raise serializers.ValidationError(_("There is no such time zone."), code="unknown")
        return value


class SearchQuery(Input):
    q = serializers.CharField(max_length=100)
    limit = serializers.CharField(required=False)


def avatar_url(user: User, size: int = 128) -> str:
    """Return the address of a person's picture; its last part cannot be guessed and changes with the picture."""
    return f"/api/v1/users/{user.pk}/avatar/{size}?v={user.avatar}"


def person(user: User, hidden: Collection[UUID] = ()) -> dict[str, Any]:
    """Return what `UserSerializer` does, without making one: a page of messages asks fifty times."""
    gone = user.is_gone
    return {
        "id": str(user.pk),
        "username": f"deleted-{user.pk.hex[-12:]}" if gone else user.username,
        "display_name": "Deleted account" if gone else user.name,
        "avatar_url": avatar_url(user) if user.avatar and not gone and user.pk not in hidden else None,
        "is_bot": user.is_bot,
    }


class UserSerializer(serializers.Serializer):
    """A person as everybody sees them. `context["hidden"]`: whose picture this reader is not shown."""

    id = serializers.UUIDField()
    username = serializers.CharField()
    display_name = serializers.CharField()
    avatar_url = serializers.CharField(allow_null=True)
    is_bot = serializers.BooleanField()

    def to_representation(self, user: User) -> dict[str, Any]:
        return person(user, self.context.get("hidden", ()))


class MeSerializer(UserSerializer):
    """A person as they see themselves."""

    email = serializers.EmailField()
    email_verified = serializers.BooleanField()
    language = serializers.CharField()
    timezone = serializers.CharField()
    theme = serializers.CharField()
    is_staff = serializers.BooleanField()
    is_active = serializers.BooleanField(help_text="false after leaving, until `POST /users/me/keep`")
    date_joined = serializers.DateTimeField()
    deletes_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, user: User) -> dict[str, Any]:
        return {
            **super().to_representation(user),
            "username": user.username,
            "display_name": user.name,
            "email": user.email,
            "email_verified": user.email_verified_at is not None,
            "language": user.language,
            "timezone": user.timezone,
            "theme": user.theme,
            "is_staff": user.is_staff,
            "is_active": user.is_active,
            "date_joined": stamp(user.date_joined),
            "deletes_at": stamp(user.deletes_at),
        }


class ClaimSerializer(serializers.Serializer):
    """Whose address somebody else tried to register with."""

    user = UserSerializer()
    address = serializers.EmailField(help_text="theirs, or one that they may still take back")

    def to_representation(self, user: User) -> dict[str, Any]:
        return {"user": UserSerializer(user).data}


class RegisteredSerializer(UserSerializer):
    """The answer to a registration: the same for an address that is known already."""

    email = serializers.EmailField()

    def to_representation(self, user: User) -> dict[str, Any]:
        return {**super().to_representation(user), "email": user.email}


class FoundSerializer(serializers.Serializer):
    """One hit of a search for people and groups."""

    type = serializers.ChoiceField(choices=["user", "conversation"])
    user = UserSerializer(required=False)
    conversation = serializers.DictField(required=False)
