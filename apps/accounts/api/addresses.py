"""`/auth/email`: showing that an address is one's own, and changing it."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.addresses import (
    ask_for_change,
    ask_for_verification,
    confirm_change,
    undo_change,
    verify_address,
)
from apps.accounts.crypto import digest
from apps.accounts.serializers import EmailInput, LinkInput
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, valid
from apps.core.rules import everyone, signed_in


class AddressViewSet(ApiViewSet):
    @signed_in()
    @extend_schema(
        summary="Send the verification mail again",
        description=(
            "Nothing is sent where the address is verified. Only the newest link is good, for a day. 429 "
            "`auth.too_many_attempts` after 3 an hour."
        ),
        request=None,
        responses={204: None},
        operation_id="auth_email_resend",
    )
    def resend(self, request: Request, version: str) -> Response:
        ask_for_verification(actor=request.user)
        return Response(status=204)

    @signed_in()
    @extend_schema(
        summary="Change my e-mail address",
        description=(
            "Mails a link to the new address; once it is opened there (within an hour) the account has it, and the "
            "former address is told, with a link that takes it back within 7 days. An address that somebody has "
            "answers the same. 403 `auth.fresh_factor_required` where you did not show a password or factor within "
            "the last 10 minutes; 429 `auth.too_many_attempts` after 3 an hour for an address or 5 for you."
        ),
        request=EmailInput,
        responses={204: None},
        operation_id="auth_email_change",
    )
    def change(self, request: Request, version: str) -> Response:
        ask_for_change(actor=request.user, session=request.auth, **valid(EmailInput, request))
        return Response(status=204)


class MailedAddressViewSet(ApiViewSet):
    """What a mailed link does. Who opens it may be signed in nowhere."""

    authentication_classes: list = []

    @everyone()
    @extend_schema(
        summary="Verify an address",
        description="With the token of the mailed link. 400 `link.invalid`.",
        request=LinkInput,
        responses={204: None},
        operation_id="auth_email_verify",
    )
    def verify(self, request: Request, version: str) -> Response:
        verify_address(token_hash=self._digest(request))
        return Response(status=204)

    @everyone()
    @extend_schema(
        summary="Confirm a new address",
        description="With the token of the link that was mailed to it. 400 `link.invalid`, 409 `user.address_taken`.",
        request=LinkInput,
        responses={204: None},
        operation_id="auth_email_change_confirm",
    )
    def confirm(self, request: Request, version: str) -> Response:
        confirm_change(token_hash=self._digest(request))
        return Response(status=204)

    @everyone()
    @extend_schema(
        summary="Take a former address back",
        description=(
            "With the token of the link that the former address was sent. Everything that is signed in ends, the "
            "password is good no more, and a link to choose a new one is mailed. 400 `link.invalid`."
        ),
        request=LinkInput,
        responses={204: None},
        operation_id="auth_email_change_undo",
    )
    def undo(self, request: Request, version: str) -> Response:
        undo_change(token_hash=self._digest(request))
        return Response(status=204)

    @staticmethod
    def _digest(request: Request) -> str:
        return digest(valid(LinkInput, request)["token"])
