"""Actions on invitations. An invitation gives what its inviter may give when it is accepted, not when it was sent."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.actions import check_password_rules
from apps.accounts.attempts import AttemptLimit, count_attempts
from apps.accounts.events import UserRegistered
from apps.accounts.hierarchy import Actor, can_act_on, can_make_role, may
from apps.accounts.invitation_events import InvitationSent
from apps.accounts.models import Invitation, OneTimeToken, Role, User
from apps.accounts.one_time_tokens import forget_links_of, use_invitation
from apps.accounts.problems import (
    AddressTaken,
    InvitationAnswered,
    InvitationOpen,
    LinkInvalid,
    NameTaken,
    RegistrationClosed,
)
from apps.accounts.roles import grant_role
from apps.accounts.selectors import owner_of_address
from apps.accounts.trail_events import Noted
from apps.core.permissions import require
from apps.core.problems import Forbidden, NotFound
from apps.events.bus import publish

LIFETIME = timedelta(days=7)
INVITE = "accounts.invite_user"
SENT = AttemptLimit("invite", 50, 3600)  # by one person
SENT_TO = AttemptLimit("invite-to", 3, 3600)  # to one address


def can_invite(actor: Actor, role: Role | None) -> bool:
    """May they invite somebody, and give them this role? Only below themselves, and no more than they hold."""
    if not may(actor, INVITE):
        return False
    return role is None or (
        not role.is_everybodys
        and may(actor, "accounts.grant_role")
        and can_make_role(actor, level=role.level, permissions=role.permissions)
    )


def can_change_invitation(actor: Actor, invitation: Invitation) -> bool:
    """May they withdraw it or send it again? One's own, and those of people below."""
    inviter = invitation.invited_by
    return may(actor, INVITE) and (inviter is None or can_act_on(actor, inviter))


def is_good(invitation: Invitation) -> bool:
    """Can it be accepted now? Its inviter must still be allowed to send it."""
    inviter = invitation.invited_by
    return (
        settings.REGISTRATION != "closed"
        and invitation.state == Invitation.State.PENDING
        and inviter is not None
        and can_invite(inviter, invitation.role)
    )


def invite(
    *,
    actor: User,
    email: str,
    role: UUID | None = None,
    expires_at: datetime | None = None,
    language: str | None = None,
) -> Invitation:
    """Invite somebody by mail. Whether the address is known is not told: its owner gets another mail."""
    require(settings.REGISTRATION != "closed", RegistrationClosed)
    require(may(actor, INVITE))
    count_attempts((SENT, str(actor.pk)), (SENT_TO, email.lower()))
    invitation = Invitation(email=email.lower(), invited_by=actor, expires_at=expires_at or timezone.now() + LIFETIME)
    invitation.language = language or actor.language
    return _store(actor, invitation, role)


@transaction.atomic
def _store(actor: User, invitation: Invitation, role: UUID | None) -> Invitation:
    if role is not None:
        invitation.role = Role.objects.select_for_update(of=("self",)).filter(pk=role).first()
        require(invitation.role is not None, NotFound)
    require(can_invite(actor, invitation.role))
    now = timezone.now()
    earlier = Invitation.objects.unanswered().filter(email=invitation.email)
    earlier.filter(expires_at__lte=now).update(withdrawn_at=now)
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:
        raise InvitationOpen() from None
    _announce("sent", invitation)
    publish(InvitationSent(invitation))
    return invitation


def send_invitation_again(*, actor: User, invitation: Invitation) -> Invitation:
    """Send a new link, good for as long as the first was. The one before is void."""
    require(settings.REGISTRATION != "closed", RegistrationClosed)
    require(can_change_invitation(actor, invitation))
    count_attempts((SENT, str(actor.pk)), (SENT_TO, invitation.email.lower()))
    return _send_again(actor, invitation)


@transaction.atomic
def _send_again(actor: User, invitation: Invitation) -> Invitation:
    invitation = _locked(invitation)
    require(can_change_invitation(actor, invitation) and can_invite(actor, invitation.role))
    require(invitation.accepted_at is None and invitation.withdrawn_at is None, InvitationAnswered)
    lifetime = invitation.expires_at - invitation.sent_at
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + lifetime
    invitation.version += 1
    invitation.save()
    _announce("sent_again", invitation)
    publish(InvitationSent(invitation))
    return invitation


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """Take an invitation back: its link is void. Twice is no error."""
    invitation = _locked(invitation)
    require(can_change_invitation(actor, invitation))
    require(invitation.accepted_at is None, InvitationAnswered)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.version += 1
        invitation.save()
        forget_links_of(invitation)
        _announce("withdrawn", invitation)


def accept_invitation(
    *, token_hash: str, username: str, password: str, display_name: str = "", language: str | None = None
) -> User:
    """Make the account to which a mailed link invites. Its address is verified: the link was read there."""
    token = OneTimeToken.objects.good().to_invitation(token_hash)
    invitation = token.invitation if token else None
    require(invitation is not None and is_good(invitation), LinkInvalid)
    user = User(username=username, email=invitation.email, display_name=display_name)  # type: ignore[union-attr]
    user.language = language or invitation.language  # type: ignore[union-attr]
    check_password_rules(password, user)
    require(not User.objects.by_username(username).exists(), NameTaken)
    user.set_password(password)
    try:
        return _accept(token_hash, user)
    except IntegrityError:  # somebody took the name or the address at the same moment
        require(not User.objects.by_username(username).exists(), NameTaken)
        raise AddressTaken() from None


@transaction.atomic
def _accept(token_hash: str, user: User) -> User:
    invitation = use_invitation(token_hash=token_hash)
    require(is_good(invitation), LinkInvalid)
    require(owner_of_address(user.email) is None, AddressTaken)  # told to whoever reads mail sent there
    user.email_verified_at = timezone.now()
    user.save(force_insert=True)
    publish(UserRegistered(user))
    if invitation.role is not None:
        try:
            grant_role(actor=invitation.invited_by, role=invitation.role, user=user)  # type: ignore[arg-type]
        except Forbidden:  # raised, or the inviter lowered, since `is_good` looked
            raise LinkInvalid() from None
        user.refresh_from_db()
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.version += 1
    invitation.save()
    _announce("accepted", invitation)
    return user


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("invited_by", "role")
    row = found.filter(pk=invitation.pk).first()
    require(row is not None, NotFound)
    return row  # type: ignore[return-value]


def _announce(what: str, invitation: Invitation) -> None:
    role = {"role": str(invitation.role_id)} if invitation.role_id else {}
    publish(Noted(f"invitation.{what}", "invitation", invitation.pk, **role))
