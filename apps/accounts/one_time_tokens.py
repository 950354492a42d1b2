"""One-time tokens of mailed links: 256 random bits, kept as a digest, for one purpose, good once, the newest only.

A page never keeps the token in its address: the mailed link changes it for a note in the browser's session, which
holds the digest (`link_pages.py`). So everything here asks for the digest; the API makes it of the token it is sent.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.crypto import digest
from apps.accounts.models import Invitation, OneTimeToken, User
from apps.accounts.problems import LinkInvalid
from apps.core.permissions import require

Purpose = OneTimeToken.Purpose
LIFETIMES = {
    Purpose.RESET: timedelta(hours=1),
    Purpose.CHANGE: timedelta(hours=1),
    Purpose.VERIFY: timedelta(hours=24),  # opens nothing: it only says that an address is right
    Purpose.UNDO: timedelta(days=7),  # the way back for somebody whose account was taken over
}
ONLY_THE_NEWEST = {Purpose.RESET, Purpose.CHANGE, Purpose.VERIFY}
# An undo stays beside others: whoever took an account over could else void it by changing the address once more.


@transaction.atomic
def issue_link(*, purpose: Purpose, user: User, address: str) -> str:
    """Return a fresh link to mail to `address`; of its purpose those before are void."""
    User.objects.select_for_update().get(pk=user.pk)
    if purpose in ONLY_THE_NEWEST:
        forget_tokens(user, purpose)
    return _issue(purpose, address, timezone.now() + LIFETIMES[purpose], user=user)


@transaction.atomic
def issue_invitation_link(invitation: Invitation) -> str:
    """Return a fresh link to mail to whom is invited, good as long as the invitation; those before are void."""
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    forget_links_of(invitation)
    return _issue(Purpose.INVITE, invitation.email, invitation.expires_at, invitation=invitation)


def _issue(purpose: Purpose, address: str, expires_at: datetime, **whose: User | Invitation) -> str:
    token = secrets.token_urlsafe(32)
    OneTimeToken.objects.create(
        purpose=purpose, address=address, token_hash=digest(token), expires_at=expires_at, **whose
    )
    return settings.ORIGIN + reverse("mailed_link", args=[purpose, token])


def find_token(purpose: str, token_hash: str) -> OneTimeToken | None:
    """Return what a token stands for while it is good; changes nothing."""
    if purpose == Purpose.INVITE:
        return OneTimeToken.objects.good().to_invitation(token_hash)
    row = OneTimeToken.objects.good().select_related("user").filter(purpose=purpose, token_hash=token_hash).first()
    return row if row is not None and row.user is not None and _may_be_helped(row.user) else None


def use_token(*purposes: Purpose, token_hash: str) -> tuple[OneTimeToken, User]:
    """Use a token up, inside the caller's transaction; return it with its person, both locked. Raise LinkInvalid.

    The person is locked first, as everywhere: of two who use it at once one waits here and then finds it gone.
    """
    rows = OneTimeToken.objects.good().filter(purpose__in=purposes, token_hash=token_hash)
    found = rows.values_list("user", flat=True).first()
    require(found is not None, LinkInvalid)
    user = User.objects.select_for_update().get(pk=found)
    token = rows.select_for_update().first()
    require(token is not None and _may_be_helped(user), LinkInvalid)
    OneTimeToken.objects.filter(pk=token.pk).delete()  # type: ignore[union-attr]
    return token, user  # type: ignore[return-value]


def use_invitation(*, token_hash: str) -> Invitation:
    """Use the link of an invitation up, inside the caller's transaction; return the invitation, locked."""
    rows = OneTimeToken.objects.good().filter(purpose=Purpose.INVITE, token_hash=token_hash)
    found = rows.values_list("invitation", flat=True).first()
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("invited_by", "role")
    invitation = locked.filter(pk=found).first()
    token = rows.select_for_update().first()
    require(invitation is not None and token is not None, LinkInvalid)
    OneTimeToken.objects.filter(pk=token.pk).delete()  # type: ignore[union-attr]
    return invitation  # type: ignore[return-value]


def forget_links_of(invitation: Invitation) -> None:
    """Void what was mailed to whom is invited."""
    OneTimeToken.objects.filter(invitation=invitation).delete()


def forget_tokens(user: User, *purposes: Purpose) -> None:
    """Void what was mailed to somebody."""
    OneTimeToken.objects.filter(user=user, purpose__in=purposes).delete()


def drop_old_tokens() -> int:
    """Drop tokens whose time is over; return how many."""
    deleted, _per_model = OneTimeToken.objects.filter(expires_at__lte=timezone.now()).delete()
    return deleted


def _may_be_helped(user: User) -> bool:
    return user.is_active or user.may_come_back
