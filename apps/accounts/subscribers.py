"""What follows, on a worker, from what happened to accounts."""

from allauth.account.models import EmailAddress

from apps.accounts.devices import is_new_device
from apps.accounts.events import AddressClaimed, ExportReady, UserCreated, UserRegistered
from apps.accounts.factor_events import FactorAdded, FactorRemoved, FactorsReset, RecoveryCodesRenewed, RecoveryCodeUsed
from apps.accounts.factor_mails import tell_factor_changed
from apps.accounts.mails import (
    ask_to_set_password,
    ask_to_verify,
    tell_export_is_ready,
    tell_new_sign_in,
    tell_owner_of_address,
)
from apps.accounts.models import DataExport, LoginSession, User
from apps.accounts.trail_events import SessionStarted
from apps.core.strictjson import loads
from apps.core.throttling import per_hour, take
from apps.events.bus import subscribe
from apps.events.models import Event

SIGN_IN_MAILS_PER_HOUR = 10  # whoever holds the password must not fill the mailbox
MAILS_PER_HOUR = 3  # to one address, however many strangers type it


@subscribe(UserRegistered)
def send_verification(event: Event) -> None:
    """Mail the link that verifies the address."""
    address = EmailAddress.objects.select_related("user").filter(user=event.subject_id, primary=True).first()
    if address is not None and not address.verified:
        ask_to_verify(address)


@subscribe(AddressClaimed)
def warn_owner(event: Event) -> None:
    """Mail whoever has the account."""
    owner = User.objects.filter(pk=event.subject_id, is_active=True).first()
    if owner is not None and take(per_hour(MAILS_PER_HOUR), "mail-claimed", str(owner.pk))[0]:
        tell_owner_of_address(owner)


@subscribe(UserCreated)
def welcome(event: Event) -> None:
    """Mail whoever an administrator made an account for: a link to set a password, or to verify the address."""
    address = EmailAddress.objects.select_related("user").filter(user=event.subject_id, primary=True).first()
    if address is None or not address.user.is_active:
        return
    if not address.user.has_usable_password():
        ask_to_set_password(address.user)
    elif not address.verified:
        ask_to_verify(address)


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
