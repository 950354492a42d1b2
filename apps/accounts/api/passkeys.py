"""`/auth/passkeys`: WebAuthn. Making and showing one takes two steps: the options, and the browser's answer."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.actions import open_login_session
from apps.accounts.api.auth import pair_response
from apps.accounts.challenges import REAUTHENTICATE
from apps.accounts.factor_selectors import passkeys_of
from apps.accounts.factor_serializers import (
    NewPasskeySerializer,
    OptionsSerializer,
    PasskeyInput,
    PasskeyName,
    PasskeyOptionsInput,
    PasskeySerializer,
    PasskeySignInInput,
)
from apps.accounts.models import Method, Passkey
from apps.accounts.passkeys import add_passkey, begin_passkey, remove_passkey, rename_passkey
from apps.accounts.problems import FactorMissing
from apps.accounts.second_factor import passkey_sign_in_options, sign_in_with_passkey, what_can_be_shown
from apps.accounts.serializers import TokenPairSerializer
from apps.core.openapi import page_of
from apps.core.permissions import get_visible, require
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import everyone, signed_in


class PasskeyViewSet(ApiViewSet):
    @signed_in(always=True)
    @extend_schema(
        summary="List my passkeys",
        description="At most 20, the oldest first.",
        responses=page_of(PasskeySerializer),
        operation_id="auth_passkeys_list",
    )
    def list(self, request: Request, version: str) -> Response:
        body = PasskeySerializer(passkeys_of(request.user), many=True).data
        return Response({"results": body, "next": None, "previous": None})

    @signed_in(always=True)
    @extend_schema(
        summary="Begin making a passkey",
        description=(
            "Answers the options for `navigator.credentials.create`, good for five minutes and one answer. One that is "
            "`passwordless` signs in without name and password. 403 `auth.fresh_factor_required`; 409 "
            "`passkey.unavailable` where the server has no host name."
        ),
        request=PasskeyOptionsInput,
        responses=OptionsSerializer,
        operation_id="auth_passkeys_options",
    )
    def options_to_make(self, request: Request, version: str) -> Response:
        data = valid(PasskeyOptionsInput, request)
        return Response({"options": begin_passkey(actor=request.user, session=request.auth, **data)})

    @signed_in(always=True)
    @extend_schema(
        summary="Add a passkey",
        description=(
            "The browser's answer. All my other login sessions end. The first second factor brings recovery codes. 403 "
            "`auth.factor_wrong`, `auth.fresh_factor_required`; 409 `passkey.known`, `passkey.too_many` beyond 20."
        ),
        request=PasskeyInput,
        responses={201: NewPasskeySerializer},
        operation_id="auth_passkeys_add",
    )
    def create(self, request: Request, version: str) -> Response:
        passkey, codes = add_passkey(actor=request.user, session=request.auth, **valid(PasskeyInput, request))
        return Response({**PasskeySerializer(passkey).data, "recovery_codes": codes}, status=201)

    @signed_in(always=True)
    @extend_schema(
        summary="Rename a passkey",
        description="404 `object.not_found`.",
        request=PasskeyName,
        responses=PasskeySerializer,
        operation_id="auth_passkeys_rename",
    )
    def partial_update(self, request: Request, version: str, key: UUID) -> Response:
        passkey = self._mine(request, key)
        passkey = rename_passkey(actor=request.user, passkey=passkey, **valid(PasskeyName, request))
        return Response(PasskeySerializer(passkey).data)

    @signed_in(always=True)
    @extend_schema(
        summary="Remove a passkey",
        description=(
            "All my other login sessions end. 403 `auth.fresh_factor_required`; 404 `object.not_found`; 409 "
            "`second_factor.needed` where a second factor is required of me and this is the last."
        ),
        responses={204: None},
        operation_id="auth_passkeys_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        remove_passkey(actor=request.user, session=request.auth, passkey=self._mine(request, key))
        return Response(status=204)

    @signed_in(always=True)
    @extend_schema(
        summary="Begin showing a passkey again",
        description="The options for `POST /auth/reauthenticate`. 409 `second_factor.none` without a passkey.",
        request=None,
        responses=OptionsSerializer,
        operation_id="auth_passkeys_challenge",
    )
    def challenge(self, request: Request, version: str) -> Response:
        found = what_can_be_shown(request.user, REAUTHENTICATE)
        require(Method.PASSKEY in found["methods"], FactorMissing)
        return Response({"options": found["passkey"]})

    @staticmethod
    def _mine(request: Request, key: UUID) -> Passkey:
        return get_visible(passkeys_of(request.user), request.user, key)


class PasskeySignInViewSet(ApiViewSet):
    """Nobody has to be signed in, and a cookie that is sent along does not matter."""

    authentication_classes: list = []

    @everyone()
    @extend_schema(
        summary="Begin signing in with a passkey",
        description="The options for `navigator.credentials.get`; nobody says yet who they are.",
        request=None,
        responses=OptionsSerializer,
        operation_id="auth_passkeys_login_begin",
    )
    def begin(self, request: Request, version: str) -> Response:
        return Response({"options": passkey_sign_in_options()})

    @everyone()
    @extend_schema(
        summary="Sign in with a passkey",
        description=(
            "Needs no password: the passkey is two factors in one. Only those made `passwordless` do. Whatever the "
            "reason, who does not get in is told 401 `auth.passkey_refused`; 429 `auth.too_many_attempts` after 30 "
            "from an address in 15 minutes."
        ),
        request=PasskeySignInInput,
        responses=TokenPairSerializer,
        operation_id="auth_passkeys_login",
    )
    def finish(self, request: Request, version: str) -> Response:
        address = request._request.client_address
        user = sign_in_with_passkey(address=address, **valid(PasskeySignInInput, request))
        agent = request.headers.get("User-Agent", "")
        return pair_response(open_login_session(user=user, user_agent=agent, address=address, factor=Method.PASSKEY))
