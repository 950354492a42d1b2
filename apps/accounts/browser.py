"""Signing a browser in and out: its cookie session carries the id of a LoginSession row."""

from typing import Any

from allauth.account import signals
from allauth.account.models import EmailAddress
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from apps.accounts.actions import end_login_session, end_other_login_sessions, open_browser_session, verify_address
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


@receiver([signals.password_changed, signals.password_set, signals.password_reset])
def password_is_new(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Sign out everything that the old password opened; the browser that changed it stays."""
    keep = getattr(request, "login_session", None)
    end_other_login_sessions(actor=user, keep=keep, reason="password_changed")


@receiver(signals.email_confirmed)
def address_is_verified(sender: Any, request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Note on the account what the link in the mail has shown."""
    verify_address(user=email_address.user, address=email_address.email)
