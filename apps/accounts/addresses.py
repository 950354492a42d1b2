"""Actions on the address of an account: showing that it is one's own, changing it, taking a former one back.

Nobody learns here whether an address is known: whoever asks gets the same answer, the address's owner gets a mail.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.actions import announce
from apps.accounts.address_events import AddressChangeAsked, AddressChanged, ResetAsked, VerificationAsked
from apps.accounts.attempts import AttemptLimit, count_attempts
from apps.accounts.login_sessions import end_other_login_sessions
from apps.accounts.models import OneTimeToken, User
from apps.accounts.one_time_tokens import Purpose, forget_tokens, use_token
from apps.accounts.permissions import is_fresh
from apps.accounts.problems import AddressTaken, FreshFactorRequired, LinkInvalid
from apps.accounts.selectors import owner_of_address
from apps.core.permissions import require
from apps.events.bus import publish

VERIFICATIONS = AttemptLimit("verify", 3, 3600)  # mails to one address
CHANGES = AttemptLimit("change-email", 5, 3600)  # asked for by one person


def ask_for_verification(*, actor: User) -> None:
    """Have the link that verifies one's address mailed once more; nothing where it is verified."""
    if actor.email_verified_at is None:
        count_attempts((VERIFICATIONS, actor.email.lower()))
        _publish(VerificationAsked(actor))


@transaction.atomic
def verify_address(*, token_hash: str) -> User:
    """Note, by a mailed link, that the address of an account is its person's."""
    token, user = use_token(Purpose.VERIFY, token_hash=token_hash)
    require(token.address.lower() == user.email.lower(), LinkInvalid)  # it has been changed since
    user.email_verified_at = timezone.now()
    return announce(user)


def ask_for_change(*, actor: User, session: object, email: str) -> None:
    """Have a link mailed to a new address; the account has it once the link is opened there."""
    require(is_fresh(session), FreshFactorRequired)
    email = email.lower()
    if email == actor.email.lower():
        return
    count_attempts((CHANGES, str(actor.pk)), (VERIFICATIONS, email))
    _publish(AddressChangeAsked(actor, email))


@transaction.atomic
def confirm_change(*, token_hash: str) -> User:
    """Give an account the address at which the link was read. The former one is told."""
    token, user = use_token(Purpose.CHANGE, token_hash=token_hash)
    return set_address(user, token.address, how="changed", verified=True)


@transaction.atomic
def undo_change(*, token_hash: str) -> User:
    """Take a former address back: somebody else may have changed it.

    So everything that is signed in ends, the password is good no more, and a link to a new one goes to the address.
    """
    token, user = use_token(Purpose.UNDO, token_hash=token_hash)
    later = OneTimeToken.objects.filter(user=user, purpose=Purpose.UNDO, created_at__gte=token.created_at)
    later.delete()  # they were sent to addresses of whoever changed it
    user.set_unusable_password()
    set_address(user, token.address, how="undone", verified=True)
    end_other_login_sessions(actor=user, keep=None, reason="email_undone")
    publish(ResetAsked(user))
    return user


def set_address(user: User, address: str, *, how: str, verified: bool) -> User:
    """Store another address of a locked person, and have the former one told."""
    former, was_verified = user.email, user.email_verified_at is not None
    require(owner_of_address(address, but=user) is None, AddressTaken)
    user.email = address
    user.email_verified_at = timezone.now() if verified else None
    forget_tokens(user, Purpose.RESET, Purpose.VERIFY, Purpose.CHANGE)
    if how == "administrator":
        forget_tokens(user, Purpose.UNDO)  # they know whose account it is
    try:
        with transaction.atomic():
            announce(user)
    except IntegrityError:  # somebody took it at the same moment
        raise AddressTaken() from None
    publish(AddressChanged(user, former, how, was_verified=was_verified))
    return user


@transaction.atomic
def _publish(event: VerificationAsked | AddressChangeAsked) -> None:
    publish(event)
