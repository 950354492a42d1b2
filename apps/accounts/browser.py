"""Signing a browser in and out: its cookie session carries the id of a LoginSession row."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from apps.accounts.actions import end_login_session
from apps.accounts.models import LoginSession, User

SESSION_KEY = "login_session"


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Make the row when Django has signed a browser in, by whichever page."""
    session = LoginSession.objects.create(
        user=user,
        kind=LoginSession.Kind.WEB,
        user_agent=request.headers.get("User-Agent", "")[:300],
        address=getattr(request, "client_address", None),
    )
    request.session[SESSION_KEY] = str(session.pk)
    request.login_session = session  # type: ignore[attr-defined]


@receiver(user_logged_out)
def finish(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """End the row when a browser signs out."""
    session = getattr(request, "login_session", None)
    if session is not None:
        end_login_session(session=session, reason="signed_out")
