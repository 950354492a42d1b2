"""Who a request speaks for: `Authorization: Bearer …`, or the site's session cookie with CSRF."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied

from apps.accounts.access import session_of_token
from apps.accounts.models import LoginSession, User
from apps.accounts.problems import CsrfFailed, SessionEnded, TokenExpired, TokenInvalid
from apps.accounts.seen import note_seen
from apps.core.requests import Request


class BearerAuthentication(BaseAuthentication):
    """An access token. The login session it names is looked up on every request."""

    def authenticate(self, request: Request) -> tuple[User, LoginSession] | None:
        kind, _space, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        try:
            session, _token = session_of_token(text.strip())
        except (TokenExpired, TokenInvalid, SessionEnded) as problem:
            problem.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            raise
        note_seen(session)
        return session.user, session

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class CookieAuthentication(SessionAuthentication):
    """The site's session cookie; what changes something also carries the CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, LoginSession] | None:
        found = super().authenticate(request)
        return None if found is None else (found[0], request._request.login_session)

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise CsrfFailed() from None


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = BearerAuthentication
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class CookieScheme(OpenApiAuthenticationExtension):
    target_class = CookieAuthentication
    name = "cookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        name = settings.SESSION_COOKIE_NAME
        return {"type": "apiKey", "in": "cookie", "name": name, "description": "Writes need the header X-CSRFToken."}
