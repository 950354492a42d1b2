"""Signing a browser in and out: its cookie session carries the id of a LoginSession row."""

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from apps.accounts.actions import end_login_session, open_browser_session
from apps.accounts.models import LoginSession, User
from apps.accounts.selectors import live_session

SESSION_KEY = "login_session"


def session_of_store(store: SessionBase) -> LoginSession | None:
    """Return the live login session behind a browser's cookie session, with its user."""
    key = store.get(SESSION_KEY)
    session = live_session(key) if key else None
    if session is None or store.get(USER_KEY) != str(session.user_id) or not session.user.is_active:
        return None
    user = session.user
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    given = store.get(HASH_SESSION_KEY, "")
    if not any(constant_time_compare(given, one) for one in hashes):
        return None  # the password has changed since
    return session


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Make the row when Django has signed a browser in, by whichever page."""
    if earlier := getattr(request, "login_session", None):
        end_login_session(session=earlier, reason="replaced")
    session = open_browser_session(
        user=user,
        user_agent=request.headers.get("User-Agent", ""),
        address=getattr(request, "client_address", None),
        factor=getattr(request, "factor_shown", ""),
    )
    request.session[SESSION_KEY] = str(session.pk)
    request.login_session = session  # type: ignore[attr-defined]


@receiver(user_logged_out)
def finish(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """End the row when a browser signs out."""
    session = getattr(request, "login_session", None)
    if session is not None:
        end_login_session(session=session, reason="signed_out")
