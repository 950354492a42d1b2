"""Actions on login sessions: opening, refreshing, ending. `actions.py` hands them out with the others."""

import hmac
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.api_keys import revoke_api_keys_of
from apps.accounts.crypto import digest
from apps.accounts.factor_selectors import has_second_factor
from apps.accounts.models import LoginSession, User
from apps.accounts.problems import OtpRequired, SessionEnded, TokenInvalid, WrongCredentials
from apps.accounts.refresh import first_token, session_id, successor, was_ours
from apps.accounts.tokens import AccessToken
from apps.accounts.trail_events import SessionEnded as SessionEndedEvent
from apps.accounts.trail_events import SessionsEnded, SessionStarted
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.core.throttling import scaled
from apps.events.bus import close_sockets, publish

RETRY_WINDOW = timedelta(seconds=10)  # a lost answer may be asked for again, security.md section 2
MAX_SESSIONS = 20  # a person, security.md section 8


@dataclass(frozen=True)
class TokenPair:
    """What a sign-in or a refresh gives."""

    access: str
    refresh: str


@transaction.atomic
def open_login_session(
    *,
    user: User,
    kind: str = LoginSession.Kind.API,
    user_agent: str = "",
    address: str | None = None,
    factor: str = "",
) -> TokenPair:
    """Begin a login session with tokens. `factor`: how the person showed their second one."""
    session = LoginSession(user=user, kind=kind, user_agent=user_agent[:300], address=address, factor=factor)
    refresh = first_token(session)
    session.refresh_hash = digest(refresh)
    _store(session)
    return TokenPair(str(AccessToken.for_session(session)), refresh)


@transaction.atomic
def open_browser_session(
    *, user: User, user_agent: str = "", address: str | None = None, factor: str = ""
) -> LoginSession:
    """Begin the login session that a browser's cookie stands on."""
    kind = LoginSession.Kind.WEB
    session = LoginSession(user=user, kind=kind, user_agent=user_agent[:300], address=address, factor=factor)
    _store(session)
    return session


def _store(session: LoginSession) -> None:
    """Save a new login session; beyond twenty the one seen longest ago ends."""
    user = User.objects.select_for_update().get(pk=session.user_id)
    require(user.is_active or user.may_come_back, WrongCredentials)  # disabled since the password was checked
    # The row lock orders this and the adding of a factor: no session opens past one that came in between.
    require(bool(session.factor) or not has_second_factor(user), OtpRequired)
    session.factor_shown_at = timezone.now() if session.factor else None
    live = LoginSession.objects.filter(user=user, ended_at=None).order_by("-last_seen_at", "-id")
    for surplus in live[scaled(MAX_SESSIONS) - 1 :]:
        end_login_session(session=surplus, reason="too_many")
    session.save(force_insert=True)
    session.user = user
    publish(SessionStarted(session))


def refresh_login_session(*, refresh: str) -> TokenPair:
    """Exchange a refresh token for a new pair. Its second use later than ten seconds ends the whole family."""
    with transaction.atomic():
        session = _session_of(refresh)
        presented = digest(refresh)
        now = timezone.now()
        if hmac.compare_digest(session.refresh_hash, presented):
            following = successor(session, refresh)
            session.previous_hash, session.refresh_hash = presented, digest(following)
            session.rotated_at = session.last_seen_at = now
            session.save(update_fields=["previous_hash", "refresh_hash", "rotated_at", "last_seen_at"])
            return TokenPair(str(AccessToken.for_session(session)), following)
        recent = session.rotated_at is not None and now - session.rotated_at <= RETRY_WINDOW
        if recent and hmac.compare_digest(session.previous_hash, presented):
            return TokenPair(str(AccessToken.for_session(session)), successor(session, refresh))
        require(was_ours(refresh), TokenInvalid)
        end_login_session(session=session, reason="reuse")
    raise SessionEnded()


def _session_of(refresh: str) -> LoginSession:
    key = session_id(refresh)
    session = LoginSession.objects.select_for_update(of=("self",)).select_related("user").filter(pk=key).first()
    if session is None or not session.refresh_hash:
        raise TokenInvalid()
    require(session.is_live, SessionEnded if was_ours(refresh) else TokenInvalid)
    return session


@transaction.atomic
def rename_login_session(*, actor: User, session: LoginSession, name: str) -> LoginSession:
    """Give one of one's devices a name; an empty one takes it away."""
    require(session.user_id == actor.pk, NotFound)
    session.name = name.strip()
    require(bool(LoginSession.objects.filter(pk=session.pk, ended_at=None).update(name=session.name)), NotFound)
    return session


@transaction.atomic
def end_login_session(*, session: LoginSession, reason: str) -> None:
    """End a login session: its tokens are refused and its sockets close."""
    ended = LoginSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=timezone.now(), end_reason=reason)
    if ended:
        publish(SessionEndedEvent(session, reason))
        user, key = str(session.user_id), str(session.pk)
        transaction.on_commit(lambda: close_sockets(user, session=key), robust=True)


def sign_out(*, refresh: str) -> None:
    """End the login session of a refresh token; one that is not good any more is no error."""
    with transaction.atomic():
        try:
            session = _session_of(refresh)
        except (TokenInvalid, SessionEnded):
            return
        if hmac.compare_digest(digest(refresh), session.refresh_hash) or was_ours(refresh):
            end_login_session(session=session, reason="signed_out")


@transaction.atomic
def end_other_login_sessions(*, actor: User, keep: LoginSession | None, reason: str = "ended_by_user") -> int:
    """End every login session of a person but the one to keep; return how many there were."""
    others = LoginSession.objects.filter(user=actor, ended_at=None).exclude(pk=getattr(keep, "pk", None))
    found = list(others)
    for session in found:
        end_login_session(session=session, reason=reason)
    publish(SessionsEnded(actor, reason, len(found)))
    if not actor.is_active:  # enabling the account again revives neither sessions nor keys
        revoke_api_keys_of(owner=actor, reason="disabled")
    return len(found)
