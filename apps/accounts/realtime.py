"""How a socket learns who it speaks for, and what every person listens to."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import parse_cookie
from django.utils import timezone

from apps.accounts.access import session_of_token
from apps.accounts.browser import session_of_store
from apps.accounts.key_access import key_of_text
from apps.accounts.models import ApiKey, LoginSession, User
from apps.accounts.preferences_serializers import PresenceInput
from apps.accounts.problems import SessionEnded
from apps.accounts.required_factor import anybody_must, lacks_second_factor, second_factor_is_shown
from apps.accounts.selectors import live_session, sessions_in_force
from apps.accounts.serializers import UserSerializer
from apps.core.permissions import require
from apps.realtime.presence import connection, presence
from apps.realtime.registry import Principal, authentication, command, topics

BATCH = 500  # sessions asked about in one query


@topics("user", "account:events")
def own_topic(user: User) -> list[str]:
    return [f"user:{user.pk}"]


@command("presence.set", PresenceInput, route="socket")
def presence_set(user: User, state: str) -> dict[str, Any]:
    """Say whether somebody sits at this device. It stays so until the connection ends."""
    presence.choose(connection.get(), state)
    return {"state": state}


def by_cookie(scope: dict[str, Any]) -> Principal | None:
    """Return who the site's session cookie stands for, if anybody."""
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    key = parse_cookie(header).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    session = session_of_store(import_module(settings.SESSION_ENGINE).SessionStore(key))
    if session is None:
        return None
    second_factor_is_shown(session.user, session)
    return Principal(session.user, str(session.pk), credential=session)


def by_token(text: str) -> Principal:
    """Return who an access token stands for, until it expires."""
    session, token = session_of_token(text)
    require(session.user.is_active, SessionEnded)  # whoever left comes back over HTTP first
    second_factor_is_shown(session.user, session)
    expires_at = datetime.fromtimestamp(token["exp"], UTC)
    return Principal(session.user, str(session.pk), expires_at, session)


def by_key(text: str, address: str) -> Principal:
    """Return who an API key stands for, until it expires or its time of grace after a rotation ends."""
    key, until = key_of_text(text, address)
    second_factor_is_shown(key.owner, key)
    return Principal(key.owner, str(key.pk), until, key, frozenset(key.scopes))


def is_live(principal: Principal) -> bool:
    """Is the login session or the key still good, in one query? Also: was a second factor shown, where one is due?"""
    if principal.scopes is not None:
        in_force = ApiKey.objects.in_force().filter(pk=principal.session).exists()
        return in_force and not lacks_second_factor(principal.user, principal.credential)
    session = live_session(principal.session)
    return session is not None and session.user.is_active and not lacks_second_factor(session.user, session)


def ended(sessions: Collection[str]) -> set[str]:
    """Return which of these login sessions and API keys are no longer good."""
    live: set[str] = set()
    asks = anybody_must()
    wanted = sorted(sessions)
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        for rows in (sessions_in_force().filter(user__is_active=True), ApiKey.objects.in_force()):
            live.update(map(str, rows.filter(pk__in=some).values_list("pk", flat=True)))
        if asks:
            live -= _lacking(some)
    return set(sessions) - live


def ended_lately(seconds: float) -> set[str]:
    """Return which login sessions and keys were ended in the last seconds: cheap enough to be asked all the time."""
    since = timezone.now() - timedelta(seconds=seconds)
    found = LoginSession.objects.filter(ended_at__gte=since).values_list("pk", flat=True)
    revoked = ApiKey.objects.filter(revoked_at__gte=since).values_list("pk", flat=True)
    return {str(key) for key in (*found, *revoked)}


def _lacking(sessions: Collection[str]) -> set[str]:
    """Return the sessions and keys whose people must have a second factor and have shown none."""
    opened = LoginSession.objects.filter(pk__in=sessions, factor_shown_at=None).select_related("user")
    found: set[str] = {str(one.pk) for one in opened if lacks_second_factor(one.user, one)}
    keys = ApiKey.objects.filter(pk__in=sessions).select_related("owner")
    return found | {str(one.pk) for one in keys if lacks_second_factor(one.owner, one)}


authentication.by_cookie = by_cookie
authentication.by_token = by_token
authentication.by_key = by_key
authentication.is_live = is_live
authentication.ended = ended
authentication.ended_lately = ended_lately
authentication.describe = lambda user: UserSerializer(user).data
