"""How a socket learns who it speaks for, and what every person listens to."""

from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.utils.crypto import constant_time_compare

from apps.accounts.api.authentication import session_of_token
from apps.accounts.browser import SESSION_KEY
from apps.accounts.models import LoginSession, User
from apps.accounts.selectors import live_session
from apps.accounts.serializers import UserSerializer
from apps.realtime.registry import Principal, authentication, topics


@topics("user")
def own_topic(user: User) -> list[str]:
    return [f"user:{user.pk}"]


def by_cookie(scope: dict[str, Any]) -> Principal | None:
    """Return who the site's session cookie stands for, if anybody."""
    header = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    try:
        cookie = SimpleCookie(header).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if cookie is None:
        return None
    store = import_module(settings.SESSION_ENGINE).SessionStore(cookie.value)
    session = live_session(store[SESSION_KEY]) if SESSION_KEY in store else None
    if session is None:
        return None
    if not constant_time_compare(store.get(HASH_SESSION_KEY, ""), session.user.get_session_auth_hash()):
        return None  # the password has changed since
    return Principal(session.user, str(session.pk))


def by_token(text: str) -> Principal:
    """Return who an access token stands for, until it expires."""
    session, token = session_of_token(text)
    expires_at = datetime.fromtimestamp(token["exp"], UTC)
    return Principal(session.user, str(session.pk), expires_at)


def is_live(principal: Principal) -> bool:
    """Is the login session still good, in one query?"""
    session = LoginSession.objects.select_related("user").filter(pk=principal.session).first()
    return session is not None and session.is_live


authentication.by_cookie = by_cookie
authentication.by_token = by_token
authentication.is_live = is_live
authentication.describe = lambda user: UserSerializer(user).data
