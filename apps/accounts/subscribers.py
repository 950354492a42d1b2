"""What follows, on a worker, from what happened to accounts."""

from typing import Any

import orjson

from apps.accounts.address_events import (
    AddressChangeAsked,
    AddressChanged,
    PasswordChanged,
    ResetAsked,
    VerificationAsked,
)
from apps.accounts.devices import is_new_device
from apps.accounts.events import AddressClaimed, ExportReady, UserCreated, UserRegistered
from apps.accounts.factor_events import FactorAdded, FactorRemoved, FactorsReset, RecoveryCodesRenewed, RecoveryCodeUsed
from apps.accounts.factor_mails import tell_factor_changed
from apps.accounts.invitation_events import InvitationSent
from apps.accounts.mails import (
    ask_to_confirm_change,
    ask_to_set_password,
    ask_to_verify,
    send_invitation,
    send_reset_link,
    tell_export_is_ready,
    tell_former_address,
    tell_invited_owner,
    tell_new_sign_in,
    tell_owner_of_address,
    tell_password_changed,
)
from apps.accounts.models import DataExport, Invitation, LoginSession, User
from apps.accounts.permissions import can_sign_in
from apps.accounts.selectors import owner_of_address
from apps.accounts.trail_events import SessionStarted
from apps.core.strictjson import loads
from apps.core.throttling import per_hour, take
from apps.events.bus import subscribe
from apps.events.models import Event

SIGN_IN_MAILS_PER_HOUR = 10  # whoever holds the password must not fill the mailbox
MAILS_PER_HOUR = 3  # to one address, however many strangers type it


@subscribe(UserRegistered, VerificationAsked)
def send_verification(event: Event) -> None:
    """Mail the link that verifies the address."""
    user = _active(event)
    if user is not None and user.email_verified_at is None:
        ask_to_verify(user)


@subscribe(AddressClaimed)
def warn_owner(event: Event) -> None:
    """Mail whoever has the account."""
    if owner := _active(event):
        _warn(owner, _payload(event)["address"])


@subscribe(UserCreated)
def welcome(event: Event) -> None:
    """Mail whoever an administrator made an account for: a link to set a password, or to verify the address."""
    user = _active(event)
    if user is None:
        return
    if not user.has_usable_password():
        ask_to_set_password(user)
    elif user.email_verified_at is None:
        ask_to_verify(user)


@subscribe(ResetAsked)
def send_reset(event: Event) -> None:
    """Mail the link to a new password, where somebody has the address and could sign in."""
    user = User.objects.filter(pk=event.subject_id or None).first()
    if user is not None and can_sign_in(user):
        send_reset_link(user)


@subscribe(PasswordChanged)
def tell_of_password(event: Event) -> None:
    """Mail whoever has a new password."""
    if user := _active(event):
        tell_password_changed(user)


@subscribe(AddressChangeAsked)
def send_change(event: Event) -> None:
    """Mail the link to the new address; where that is somebody's, only tell them."""
    user, address = _active(event), _payload(event)["address"]
    if user is None:
        return
    if owner := owner_of_address(address, but=user):
        if owner.is_active:
            _warn(owner, address)
    else:
        ask_to_confirm_change(user, address)


@subscribe(AddressChanged)
def tell_former(event: Event) -> None:
    """Mail the address that an account had."""
    if user := _active(event):
        tell_former_address(user, _payload(event)["former"], undo=_payload(event)["undo"])


@subscribe(SessionStarted)
def tell_of_new_device(event: Event) -> None:
    """Mail whoever is signed in on a device that was not seen before."""
    session = LoginSession.objects.select_related("user").filter(pk=event.subject_id).first()
    if session is None or session.user.is_bot or session.user.is_gone or not is_new_device(session):
        return
    if take(per_hour(SIGN_IN_MAILS_PER_HOUR), "mail-sign-in", str(session.user_id))[0]:
        tell_new_sign_in(session)


@subscribe(ExportReady)
def tell_export(event: Event) -> None:
    """Mail whoever asked for their data that it can be downloaded."""
    export = DataExport.objects.select_related("user").filter(pk=event.subject_id).first()
    if export is not None and export.user.is_active:
        tell_export_is_ready(export.user)


@subscribe(FactorAdded, FactorRemoved, FactorsReset, RecoveryCodesRenewed, RecoveryCodeUsed)
def tell_factors(event: Event) -> None:
    """Mail whoever's second factors changed: it may have been somebody else."""
    user = User.objects.filter(pk=event.subject_id, is_active=True).first()
    if user is not None:
        data = loads(event.data)
        tell_factor_changed(user, event.type, data["method"], data["name"])


@subscribe(InvitationSent)
def mail_invitation(event: Event) -> None:
    """Mail the link; where the address has an account, only tell its owner."""
    invitation = Invitation.objects.select_related("invited_by").filter(pk=event.subject_id).first()
    if invitation is None or invitation.state != Invitation.State.PENDING or invitation.invited_by is None:
        return
    if owner := owner_of_address(invitation.email):
        if owner.is_active:
            tell_invited_owner(owner, invitation.email, invitation.invited_by)
    else:
        send_invitation(invitation, invitation.invited_by)


def _payload(event: Event) -> dict[str, Any]:
    return orjson.loads(event.data)  # type: ignore[no-any-return]


def _active(event: Event) -> User | None:
    return User.objects.filter(pk=event.subject_id, is_active=True).first()


def _warn(owner: User, address: str) -> None:
    if take(per_hour(MAILS_PER_HOUR), "mail-claimed", str(owner.pk))[0]:
        tell_owner_of_address(owner, address)
