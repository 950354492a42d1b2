"""What people do with accounts and login sessions."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.crypto import derived, digest
from apps.accounts.events import UserUpdated
from apps.accounts.mails import tell_owner_of_address
from apps.accounts.models import LoginSession, User
from apps.accounts.problems import NameTaken, SessionEnded, TokenInvalid
from apps.accounts.tokens import AccessToken
from apps.core.permissions import require
from apps.core.problems import Invalid
from apps.events.bus import close_sockets, publish

RETRY_WINDOW = timedelta(seconds=10)  # a lost answer may be asked for again, security.md section 2
PROFILE_FIELDS = ("display_name", "language", "timezone", "theme")


@dataclass(frozen=True)
class TokenPair:
    """What a sign-in or a refresh gives."""

    access: str
    refresh: str


def register_user(
    *, username: str, email: str, password: str, display_name: str = "", language: str | None = None
) -> User:
    """Make an account. A taken username is told; a known address is not: its owner gets a mail.

    What comes back for a known address looks like a new account but was never stored.
    """
    user = User(username=username, email=email.lower(), display_name=display_name)
    user.language = language or user.language
    check_password_rules(password, user)
    require(not User.objects.filter(username__iexact=username).exists(), NameTaken)
    user.set_password(password)  # also where nothing is made, so that the time tells nothing
    if owner := User.objects.filter(email__iexact=email).first():
        tell_owner_of_address(owner)
        return user
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            make_first_administrator(user)
    except IntegrityError:  # somebody took the name or the address at the same moment
        require(not User.objects.filter(username__iexact=username).exists(), NameTaken)
    return user


def make_first_administrator(user: User) -> None:
    """On an empty embedded installation the first account is its administrator. Inside the caller's transaction."""
    if not settings.EMBEDDED or settings.PRODUCTION:
        return
    # Two who register at the same moment: both rows are locked or visible here, the smallest id wins.
    first = User.objects.select_for_update().filter(is_bot=False).order_by("id").first()
    if first == user and not User.objects.exclude(pk=user.pk).filter(is_bot=False).exists():
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser", "search_name"])


def check_password_rules(password: str, user: User) -> None:
    """Raise Invalid with every rule that a new password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults = [{"pointer": "/password", "detail": text, "code": "password"} for text in error.messages]
        raise Invalid(faults[0]["detail"], errors=faults) from None


@transaction.atomic
def open_login_session(
    *, user: User, kind: str = LoginSession.Kind.API, user_agent: str = "", address: str | None = None
) -> TokenPair:
    """Begin a login session with tokens."""
    session = LoginSession(user=user, kind=kind, user_agent=user_agent[:300], address=address)
    refresh = _first_refresh(session)
    session.refresh_hash = digest(refresh)
    session.save(force_insert=True)
    return TokenPair(str(AccessToken.for_session(session)), refresh)


def _first_refresh(session: LoginSession) -> str:
    return f"{session.pk.hex}.{secrets.token_urlsafe(32)}"


def _successor(session: LoginSession, refresh: str) -> str:
    """Derive the next refresh token: the one whose answer was lost gets the same one again, nothing clear is stored."""
    return f"{session.pk.hex}.{derived('refresh', refresh)}"


def refresh_login_session(*, refresh: str) -> TokenPair:
    """Exchange a refresh token for a new pair. Its second use later than ten seconds ends the whole family."""
    with transaction.atomic():
        session = _session_of(refresh)
        presented = digest(refresh)
        now = timezone.now()
        if hmac.compare_digest(session.refresh_hash, presented):
            successor = _successor(session, refresh)
            session.previous_hash, session.refresh_hash = presented, digest(successor)
            session.rotated_at = session.last_seen_at = now
            session.save(update_fields=["previous_hash", "refresh_hash", "rotated_at", "last_seen_at"])
            return TokenPair(str(AccessToken.for_session(session)), successor)
        recent = session.rotated_at is not None and now - session.rotated_at <= RETRY_WINDOW
        if recent and hmac.compare_digest(session.previous_hash, presented):
            return TokenPair(str(AccessToken.for_session(session)), _successor(session, refresh))
        end_login_session(session=session, reason="reuse")
    raise SessionEnded()


def _session_of(refresh: str) -> LoginSession:
    try:
        key = UUID(refresh.partition(".")[0])
    except ValueError:
        raise TokenInvalid() from None
    session = LoginSession.objects.select_for_update(of=("self",)).select_related("user").filter(pk=key).first()
    if session is None or not session.refresh_hash:
        raise TokenInvalid()
    require(session.is_live, SessionEnded)
    return session


@transaction.atomic
def end_login_session(*, session: LoginSession, reason: str) -> None:
    """End a login session: its tokens are refused and its sockets close."""
    ended = LoginSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=timezone.now(), end_reason=reason)
    if ended:
        user, key = str(session.user_id), str(session.pk)
        transaction.on_commit(lambda: close_sockets(user, session=key), robust=True)


def sign_out(*, refresh: str) -> None:
    """End the login session of a refresh token; one that is not good any more is no error."""
    with transaction.atomic():
        try:
            session = _session_of(refresh)
        except (TokenInvalid, SessionEnded):
            return
        if hmac.compare_digest(digest(refresh), session.refresh_hash):
            end_login_session(session=session, reason="signed_out")


@transaction.atomic
def end_other_login_sessions(*, actor: User, keep: LoginSession | None) -> int:
    """End every other login session of a person; return how many there were."""
    others = LoginSession.objects.filter(user=actor, ended_at=None).exclude(pk=getattr(keep, "pk", None))
    found = list(others)
    for session in found:
        end_login_session(session=session, reason="ended_by_user")
    return len(found)


@transaction.atomic
def update_profile(*, actor: User, **fields: Any) -> User:
    """Change one's own profile and tell one's other devices."""
    user = User.objects.select_for_update().get(pk=actor.pk)
    for name in PROFILE_FIELDS:
        if name in fields:
            setattr(user, name, fields[name])
    user.version += 1
    user.save()
    publish(UserUpdated(user))
    return user
