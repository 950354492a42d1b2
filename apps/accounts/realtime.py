"""How a socket learns who it speaks for, and what every person listens to."""

from collections.abc import Collection
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from apps.accounts.access import session_of_token
from apps.accounts.browser import session_of_store
from apps.accounts.models import LoginSession, User
from apps.accounts.selectors import sessions_in_force
from apps.accounts.serializers import UserSerializer
from apps.realtime.registry import Principal, authentication, topics

BATCH = 500  # sessions asked about in one query


@topics("user")
def own_topic(user: User) -> list[str]:
    return [f"user:{user.pk}"]


def by_cookie(scope: dict[str, Any]) -> Principal | None:
    """Return who the site's session cookie stands for, if anybody."""
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    key = parse_cookie(header).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    session = session_of_store(import_module(settings.SESSION_ENGINE).SessionStore(key))
    return None if session is None else Principal(session.user, str(session.pk))


def by_token(text: str) -> Principal:
    """Return who an access token stands for, until it expires."""
    session, token = session_of_token(text)
    expires_at = datetime.fromtimestamp(token["exp"], UTC)
    return Principal(session.user, str(session.pk), expires_at)


def is_live(principal: Principal) -> bool:
    """Is the login session still good, in one query?"""
    session = LoginSession.objects.select_related("user").filter(pk=principal.session).first()
    return session is not None and session.is_live


def ended(sessions: Collection[str]) -> set[str]:
    """Return which of these login sessions are no longer good."""
    live: set[str] = set()
    wanted = sorted(sessions)
    for start in range(0, len(wanted), BATCH):
        rows = sessions_in_force().filter(pk__in=wanted[start : start + BATCH])
        live.update(map(str, rows.values_list("pk", flat=True)))
    return set(sessions) - live


authentication.by_cookie = by_cookie
authentication.by_token = by_token
authentication.is_live = is_live
authentication.ended = ended
authentication.describe = lambda user: UserSerializer(user).data
