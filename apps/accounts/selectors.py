"""Reads about people. Higher apps add what else a search finds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet, UUIDField
from django.utils import timezone

from apps.accounts.models import Invitation, LoginSession, OneTimeToken, User
from apps.core.prepared import Given, Prepared

Source = Callable[[User, str, int], list[dict[str, Any]]]
_sources: list[Source] = []


def search_source(function: Source) -> Source:
    """Register what a search for people also finds: `function(user, text, limit) -> hits`."""
    _sources.append(function)
    return function


def found_elsewhere(user: User, text: str, limit: int) -> list[dict[str, Any]]:
    """Return the hits of the registered sources."""
    return [hit for source in _sources for hit in source(user, text, limit)][:limit]


def people_matching(user: User, text: str, limit: int) -> list[User]:
    """Return people by the beginning of a word of their name, without the one who asks."""
    return list(User.objects.matching(text).exclude(pk=user.pk).order_by("search_name")[:limit])


def user_by_login(text: str) -> User | None:
    """Return whom somebody means who signs in with `text`: a username or an e-mail address."""
    text = text.strip()
    people = User.objects.by_email(text) if "@" in text else User.objects.by_username(text)
    return people.first()


def owner_of_address(address: str, *, but: User | None = None) -> User | None:
    """Return whose an e-mail address is, in any case: also whose it was, while they may take it back.

    Somebody who took an account over could else register with the former address, which nobody can then take back.
    """
    people = User.objects.by_email(address)
    taken_back = OneTimeToken.objects.good().to(address).filter(purpose=OneTimeToken.Purpose.UNDO)
    if but is not None:
        people, taken_back = people.exclude(pk=but.pk), taken_back.exclude(user=but)
    if owner := people.first():
        return owner
    token = taken_back.select_related("user").first()
    return token.user if token else None


def invitations() -> QuerySet[Invitation]:
    """Return all invitations, with whom they name; for those who may invite."""
    return Invitation.objects.select_related("role", "invited_by", "accepted_by")


_SESSION = Prepared(lambda: LoginSession.objects.select_related("user").filter(pk=Given("key", UUIDField())))


def live_session(session_id: Any) -> LoginSession | None:
    """Return a login session that is live, with its user, in one query."""
    session = _SESSION.get(key=session_id)
    return session if session is not None and session.is_live else None


def sessions_in_force() -> QuerySet[LoginSession]:
    """Return every login session that is live: `LoginSession.is_live` for many."""
    now = timezone.now()
    idle: timedelta = settings.LOGIN_SESSION_IDLE
    absolute: timedelta = settings.LOGIN_SESSION_ABSOLUTE
    rows = LoginSession.objects.filter(ended_at=None, last_seen_at__gt=now - idle, created_at__gt=now - absolute)
    return rows.filter(Q(user__is_active=True) | Q(user__left_at__isnull=False, user__erased_at=None))


def live_sessions(user: User) -> QuerySet[LoginSession]:
    """Return the login sessions of a person that are live, the one seen last first."""
    return sessions_in_force().filter(user=user).order_by("-last_seen_at")
