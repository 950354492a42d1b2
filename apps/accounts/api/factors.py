"""`/auth/2fa`, `/auth/reauthenticate`: the second factor. No key manages factors: none of this names a scope."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.factor_selectors import factors_of
from apps.accounts.factor_serializers import (
    CodeInput,
    CodesLeftSerializer,
    NewCodesSerializer,
    ReauthenticateInput,
    TotpSetupSerializer,
    TwoFactorSerializer,
)
from apps.accounts.factors import begin_totp, confirm_totp, remove_totp, renew_recovery_codes, reset_factors
from apps.accounts.people_selectors import people
from apps.accounts.reauthentication import reauthenticate
from apps.accounts.required_factor import lacks_second_factor, must_have_second_factor
from apps.accounts.totp import address_of, picture_of
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import permitted, signed_in


class TwoFactorViewSet(ApiViewSet):
    @signed_in(always=True)
    @extend_schema(
        summary="Read my second factors",
        description=(
            "Whether an authenticator app is set up, how many passkeys and unused recovery codes there are, whether a "
            "second factor is required of me (by a role or by the installation) and this session has shown one."
        ),
        responses=TwoFactorSerializer,
        operation_id="auth_2fa_read",
    )
    def retrieve(self, request: Request, version: str) -> Response:
        context = {
            "required": must_have_second_factor(request.user),
            "satisfied": not lacks_second_factor(request.user, request.auth),
        }
        return Response(TwoFactorSerializer(factors_of(request.user), context=context).data)

    @signed_in(always=True)
    @extend_schema(
        summary="Begin setting up an authenticator app",
        description=(
            "Answers a new seed, once; it counts when its first code was confirmed, within 15 minutes. An app that is "
            "set up already stays good until then. 403 `auth.fresh_factor_required`."
        ),
        request=None,
        responses={201: TotpSetupSerializer},
        operation_id="auth_2fa_totp_begin",
    )
    def begin_totp(self, request: Request, version: str) -> Response:
        secret = begin_totp(actor=request.user, session=request.auth)
        address = address_of(secret, request.user.username)
        return Response({"secret": secret, "uri": address, "qr_svg": picture_of(address)}, status=201)

    @signed_in(always=True)
    @extend_schema(
        summary="Confirm an authenticator app",
        description=(
            "With its first code. All my other login sessions end. The first second factor brings recovery codes. 403 "
            "`auth.factor_wrong`, `auth.fresh_factor_required`; 409 `totp.not_begun`; 429 after 5 wrong codes in 15 "
            "minutes."
        ),
        request=CodeInput,
        responses=NewCodesSerializer,
        operation_id="auth_2fa_totp_confirm",
    )
    def confirm_totp(self, request: Request, version: str) -> Response:
        codes = confirm_totp(actor=request.user, session=request.auth, **valid(CodeInput, request))
        return Response({"recovery_codes": codes})

    @signed_in(always=True)
    @extend_schema(
        summary="Remove my authenticator app",
        description=(
            "All my other login sessions end; with the last factor the recovery codes go too. 403 "
            "`auth.fresh_factor_required`; 409 `second_factor.none`, `second_factor.needed` where it is required."
        ),
        responses={204: None},
        operation_id="auth_2fa_totp_remove",
    )
    def remove_totp(self, request: Request, version: str) -> Response:
        remove_totp(actor=request.user, session=request.auth)
        return Response(status=204)

    @signed_in(always=True)
    @extend_schema(
        summary="Count my recovery codes",
        description="How many are unused. The codes themselves cannot be read again.",
        responses=CodesLeftSerializer,
        operation_id="auth_2fa_codes_read",
    )
    def codes(self, request: Request, version: str) -> Response:
        return Response(CodesLeftSerializer(factors_of(request.user)).data)

    @signed_in(always=True)
    @extend_schema(
        summary="Make new recovery codes",
        description=(
            "Ten, each good once, shown this once; the ones before are dead. 403 `auth.fresh_factor_required`, 409 "
            "`second_factor.none`."
        ),
        request=None,
        responses={201: NewCodesSerializer},
        operation_id="auth_2fa_codes_renew",
    )
    def renew_codes(self, request: Request, version: str) -> Response:
        codes = renew_recovery_codes(actor=request.user, session=request.auth)
        return Response({"recovery_codes": codes}, status=201)

    @signed_in(always=True)
    @extend_schema(
        summary="Show again who I am",
        description=(
            "Makes this login session fresh for ten minutes, as changing passwords, addresses, factors and keys asks "
            "for. Exactly one of `password`, `otp`, `passkey` (the answer to `POST /auth/passkeys/challenge`); whoever "
            "has a second factor shows that (403 `auth.factor_wanted`). 403 `auth.wrong_password`, "
            "`auth.factor_wrong`; 429 `auth.too_many_attempts`."
        ),
        request=ReauthenticateInput,
        responses={204: None},
        operation_id="auth_reauthenticate",
    )
    def reauthenticate(self, request: Request, version: str) -> Response:
        address = request._request.client_address
        reauthenticate(actor=request.user, session=request.auth, address=address, **valid(ReauthenticateInput, request))
        return Response(status=204)


class FactorResetViewSet(ApiViewSet):
    @permitted("accounts.reset_factors")
    @extend_schema(
        summary="Remove somebody's second factors",
        description=(
            "For people below oneself who lost theirs. They are signed out everywhere and get a mail. 403 "
            "`auth.fresh_factor_required`, `permission.denied`; 404 `object.not_found`; 409 `second_factor.none`."
        ),
        responses={204: None},
        operation_id="users_factors_reset",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        user = get_visible(people(), request.user, key)
        reset_factors(actor=request.user, session=request.auth, user=user)
        return Response(status=204)
