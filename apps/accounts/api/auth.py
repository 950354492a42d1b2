"""`/auth`: register, tokens."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.actions import (
    TokenPair,
    open_login_session,
    refresh_login_session,
    register_user,
    sign_out,
)
from apps.accounts.failed_sign_in import noting_failure
from apps.accounts.second_factor import second_factor_of_sign_in
from apps.accounts.serializers import (
    RefreshInput,
    RegisteredSerializer,
    RegisterInput,
    TokenInput,
    TokenPairSerializer,
)
from apps.accounts.signin import check_credentials, count_registration
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import everyone


def pair_response(pair: TokenPair) -> Response:
    """Answer a pair of tokens."""
    return Response({"access": pair.access, "refresh": pair.refresh})


class AuthViewSet(ApiViewSet):
    """Signing up and in. Nobody has to be signed in, and a cookie that is sent along does not matter."""

    authentication_classes: list = []

    @everyone()
    @extend_schema(
        summary="Register",
        description=(
            "A taken username answers 409 `user.name_taken`. A known e-mail address is never told: the answer looks "
            "the same, nothing is made, and its owner gets a mail. A new account gets a mail to verify its address, "
            "which signing in does not wait for. 403 `user.registration_closed`, 429 `auth.too_many_attempts` (10 an "
            "hour from an address)."
        ),
        request=RegisterInput,
        responses={201: RegisteredSerializer},
        operation_id="auth_register",
    )
    def register(self, request: Request, version: str) -> Response:
        data = valid(RegisterInput, request)
        count_registration(request._request.client_address)
        user = register_user(language=getattr(request, "LANGUAGE_CODE", None), **data)
        return Response(RegisteredSerializer(user).data, status=201)

    @everyone()
    @extend_schema(
        summary="Sign in",
        description=(
            "`username` may be an e-mail address. Who does not get in is told the same, whatever the reason: 401 "
            "`auth.wrong_credentials`. 429 `auth.too_many_attempts` after 10 attempts for an account or 30 from an "
            "address in 15 minutes. Beyond 20 login sessions the one seen longest ago ends. Where a second factor is "
            "due: 401 `auth.otp_required`, with `methods` and, where one is a passkey, its options in `passkey`; send "
            "the same again with `otp` or `passkey`. 401 `auth.otp_wrong`, 429 after 5 wrong ones in 15 minutes."
        ),
        request=TokenInput,
        responses=TokenPairSerializer,
        operation_id="auth_token",
    )
    def token(self, request: Request, version: str) -> Response:
        data = valid(TokenInput, request)
        address = request._request.client_address
        with noting_failure(data["username"]):
            user = check_credentials(username=data["username"], password=data["password"], address=address)
            factor = second_factor_of_sign_in(user=user, otp=data.get("otp"), passkey=data.get("passkey"))
            agent = request.headers.get("User-Agent", "")
            pair = open_login_session(user=user, user_agent=agent, address=address, factor=factor)
        return pair_response(pair)

    @everyone()
    @extend_schema(
        summary="Refresh",
        description=(
            "A new pair; the old refresh token is dead. The same one again within ten seconds gets the same successor; "
            "later its use ends the whole login session (401 `auth.session_ended`). 401 `auth.token_invalid`."
        ),
        request=RefreshInput,
        responses=TokenPairSerializer,
        operation_id="auth_token_refresh",
    )
    def refresh(self, request: Request, version: str) -> Response:
        return pair_response(refresh_login_session(**valid(RefreshInput, request)))

    @everyone()
    @extend_schema(
        summary="Sign out",
        description="Ends the login session of the refresh token and closes its sockets. Twice is no error.",
        request=RefreshInput,
        responses={204: None},
        operation_id="auth_logout",
    )
    def logout(self, request: Request, version: str) -> Response:
        sign_out(**valid(RefreshInput, request))
        return Response(status=204)
