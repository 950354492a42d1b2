"""`/auth/password`: changing it, and choosing a new one where it is forgotten."""

from django.contrib.auth import update_session_auth_hash
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.crypto import digest
from apps.accounts.models import LoginSession
from apps.accounts.passwords import ask_for_reset, change_password, reset_password
from apps.accounts.serializers import ChangePasswordInput, EmailInput, NewPasswordInput
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import everyone, signed_in


class PasswordViewSet(ApiViewSet):
    @signed_in()
    @extend_schema(
        summary="Change my password",
        description=(
            "10 to 128 characters, not one of the common ones, not like your name. Every other login session ends, "
            "with its tokens and sockets; you get a mail. 403 `auth.wrong_password`, 400 with what the new one breaks, "
            "429 `auth.too_many_attempts`: guesses are counted with those at sign-in."
        ),
        request=ChangePasswordInput,
        responses={204: None},
        operation_id="auth_password_change",
    )
    def change(self, request: Request, version: str) -> Response:
        session = request.auth if isinstance(request.auth, LoginSession) else None
        address = request._request.client_address
        user = change_password(
            actor=request.user, session=session, address=address, **valid(ChangePasswordInput, request)
        )
        if session is not None and session.kind == LoginSession.Kind.WEB:
            update_session_auth_hash(request._request, user)  # the cookie stands on the password
        return Response(status=204)


class ResetViewSet(ApiViewSet):
    authentication_classes: list = []

    @everyone()
    @extend_schema(
        summary="Ask for a new password",
        description=(
            "Mails a link where somebody has this address; the answer is the same where nobody has. The link is good "
            "for an hour and once. 429 `auth.too_many_attempts` after 3 an hour for an address."
        ),
        request=EmailInput,
        responses={204: None},
        operation_id="auth_password_reset",
    )
    def ask(self, request: Request, version: str) -> Response:
        ask_for_reset(address=request._request.client_address, **valid(EmailInput, request))
        return Response(status=204)

    @everyone()
    @extend_schema(
        summary="Choose a new password",
        description=(
            "With the token of the mailed link. Everything that was signed in ends, and nobody is signed in: sign in "
            "with the new password, and the second factor where one is due. 400 `link.invalid` where the link was "
            "used, is older than an hour or not the newest; 400 with what the password breaks (the link stays good)."
        ),
        request=NewPasswordInput,
        responses={204: None},
        operation_id="auth_password_reset_confirm",
    )
    def confirm(self, request: Request, version: str) -> Response:
        data = valid(NewPasswordInput, request)
        reset_password(token_hash=digest(data["token"]), new_password=data["new_password"])
        return Response(status=204)
