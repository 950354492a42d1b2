"""`/invitations`: who was asked to come, and coming."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.crypto import digest
from apps.accounts.invitation_serializers import AcceptInput, InvitationSerializer, InviteInput
from apps.accounts.invitations import accept_invitation, invite, send_invitation_again, withdraw_invitation
from apps.accounts.models import Invitation
from apps.accounts.selectors import invitations
from apps.accounts.serializers import RegisteredSerializer
from apps.accounts.signin import count_registration
from apps.core.idempotency import idempotent
from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, unvalidated, valid
from apps.core.rules import everyone, permitted

RIGHT, SCOPE = "accounts.invite_user", "users:manage"


class InvitationViewSet(ApiViewSet):
    @permitted(RIGHT, SCOPE)
    @extend_schema(
        summary="List invitations",
        description="The newest first. For whoever holds `accounts.invite_user` (else 403).",
        responses=page_of(InvitationSerializer),
        operation_id="invitations_list",
    )
    def list(self, request: Request, version: str) -> Response:
        page = CursorPage(request, invitations(), ("created_at", "id"))
        return page.response(lambda rows: InvitationSerializer(rows, many=True).data)

    @permitted(RIGHT, SCOPE)
    @extend_schema(
        summary="Invite somebody",
        description=(
            "Mails a link with which they make an account, good until `expires_at` (else for 7 days) and while you may "
            "still invite. A `role` stands below your own level and gives nothing you do not hold (else 403). An "
            "address that has an account is not told: its owner gets another mail. 409 `invitation.open` where one is "
            "pending; 403 `user.registration_closed` where `ALTLAS_REGISTRATION` is `closed`; 404 without such a role; "
            "429 after 50 an hour, or 3 for an address."
        ),
        request=InviteInput,
        responses={201: InvitationSerializer},
        operation_id="invitations_create",
    )
    @idempotent
    def create(self, request: Request, version: str) -> Response:
        invitation = invite(actor=request.user, **valid(InviteInput, request))
        headers = {"Location": f"/api/v1/invitations/{invitation.pk}"}
        return Response(InvitationSerializer(invitation).data, status=201, headers=headers)

    @permitted(RIGHT, SCOPE)
    @extend_schema(
        summary="Read an invitation",
        description="404 `object.not_found`.",
        responses=InvitationSerializer,
        operation_id="invitations_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        invitation = self._invitation(request, key)
        return unvalidated(invitation, InvitationSerializer(invitation))

    @permitted(RIGHT, SCOPE)
    @extend_schema(
        summary="Withdraw an invitation",
        description=(
            "Its link is void. 403 where whoever sent it stands at or above your level, 409 `invitation.answered` "
            "where it was accepted."
        ),
        responses={204: None},
        operation_id="invitations_withdraw",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        withdraw_invitation(actor=request.user, invitation=self._invitation(request, key))
        return Response(status=204)

    @permitted(RIGHT, SCOPE)
    @extend_schema(
        summary="Send an invitation again",
        description=(
            "A new link, good for as long as the first was; the one before is void. Also where it has expired. 403 and "
            "409 as for withdrawing, 429 as for inviting."
        ),
        request=None,
        responses=InvitationSerializer,
        operation_id="invitations_resend",
    )
    def resend(self, request: Request, version: str, key: UUID) -> Response:
        invitation = send_invitation_again(actor=request.user, invitation=self._invitation(request, key))
        return unvalidated(invitation, InvitationSerializer(invitation))

    @staticmethod
    def _invitation(request: Request, key: UUID) -> Invitation:
        found: Any = get_visible(invitations(), request.user, key)
        return found  # type: ignore[no-any-return]


class AcceptingViewSet(ApiViewSet):
    authentication_classes: list = []

    @everyone()
    @extend_schema(
        summary="Accept an invitation",
        description=(
            "With the token of the mailed link; makes the account, its address verified. It signs nobody in. 400 "
            "`link.invalid`, also where the inviter may not invite any more; 409 `user.name_taken`, "
            "`user.address_taken`; 429 `auth.too_many_attempts`, counted with registrations."
        ),
        request=AcceptInput,
        responses={201: RegisteredSerializer},
        operation_id="invitations_accept",
    )
    def create(self, request: Request, version: str) -> Response:
        data = valid(AcceptInput, request)
        count_registration(request._request.client_address)
        user = accept_invitation(token_hash=digest(data.pop("token")), **data)
        return Response(RegisteredSerializer(user).data, status=201)
