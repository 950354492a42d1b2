"""What goes in about second factors, and their JSON. No secret is in it but where it is answered once."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.factor_selectors import Factors
from apps.accounts.models import Method, Passkey
from apps.accounts.validators import MAX_PASSWORD
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp

MAX_CODE, MAX_NAME = 32, 64
CREDENTIAL = "the answer of `navigator.credentials`, its buffers as base64url: `PublicKeyCredential.toJSON()`"


class CredentialField(serializers.DictField):
    """What a browser answers. It is checked by whoever verifies it, not by its form."""

    def __init__(self, **kwargs: Any):
        super().__init__(help_text=CREDENTIAL, **kwargs)


class CodeInput(Input):
    code = StrictCharField(max_length=MAX_CODE, help_text="six digits")


class PasskeyOptionsInput(Input):
    passwordless = serializers.BooleanField(required=False, help_text="to sign in without a password; true unless said")


class PasskeyInput(Input):
    name = StrictCharField(max_length=MAX_NAME)
    credential = CredentialField()


class PasskeyName(Input):
    name = StrictCharField(max_length=MAX_NAME)


class PasskeySignInInput(Input):
    credential = CredentialField()


class ReauthenticateInput(Input):
    """One of these."""

    password = StrictCharField(max_length=MAX_PASSWORD, trim_whitespace=False, required=False)
    otp = StrictCharField(max_length=MAX_CODE, required=False, help_text="a code of the app, or a recovery code")
    passkey = CredentialField(required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if len(data) != 1:
            raise serializers.ValidationError(_("Show exactly one: password, otp or passkey."), code="one")
        return data


class TotpSerializer(serializers.Serializer):
    enabled = serializers.BooleanField()
    created_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)


class CodesLeftSerializer(serializers.Serializer):
    left = serializers.IntegerField()
    total = serializers.IntegerField()

    def to_representation(self, factors: Factors) -> dict[str, Any]:
        return {"left": factors.codes_left, "total": factors.codes_total}


class TwoFactorSerializer(serializers.Serializer):
    """How somebody is protected beside their password."""

    totp = TotpSerializer()
    passkeys = serializers.IntegerField()
    recovery_codes = CodesLeftSerializer(allow_null=True)
    required = serializers.BooleanField(help_text="must this person have one?")  # type: ignore[assignment] # a field's name
    satisfied = serializers.BooleanField(help_text="has this login session shown one, where it must?")

    def to_representation(self, factors: Factors) -> dict[str, Any]:
        totp = factors.totp
        return {
            "totp": {
                "enabled": totp is not None,
                "created_at": stamp(totp.created_at) if totp else None,
                "last_used_at": stamp(totp.last_used_at) if totp else None,
            },
            "passkeys": factors.passkeys,
            "recovery_codes": CodesLeftSerializer(factors).data if factors.codes_total else None,
            "required": self.context["required"],
            "satisfied": self.context["satisfied"],
        }


class TotpSetupSerializer(serializers.Serializer):
    secret = serializers.CharField(help_text="to be typed where no picture can be taken; shown this once")
    uri = serializers.CharField(help_text="`otpauth://totp/…`")
    qr_svg = serializers.CharField(help_text="the address as a QR code")


class CodesField(serializers.ListField):
    """New recovery codes in plain text."""

    def __init__(self, **kwargs: Any):
        told = "shown this once; null where there are some already"
        super().__init__(child=serializers.CharField(), allow_null=True, help_text=told, **kwargs)


class NewCodesSerializer(serializers.Serializer):
    recovery_codes = CodesField()


class PasskeySerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    passwordless = serializers.BooleanField()

    def to_representation(self, passkey: Passkey) -> dict[str, Any]:
        return {
            "id": str(passkey.pk),
            "name": passkey.name,
            "created_at": stamp(passkey.created_at),
            "last_used_at": stamp(passkey.last_used_at),
            "passwordless": passkey.passwordless,
        }


class NewPasskeySerializer(PasskeySerializer):
    """With the recovery codes that came with a first second factor."""

    recovery_codes = CodesField()


class OptionsSerializer(serializers.Serializer):
    options = serializers.DictField(help_text="`publicKey` of `navigator.credentials`, its buffers as base64url")


class FactorChangeSerializer(serializers.Serializer):
    method = serializers.ChoiceField(choices=[*Method.values, "all"])
    name = serializers.CharField(allow_blank=True, help_text="of a passkey")
