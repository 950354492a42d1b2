"""A browser's session stands on a LoginSession row; a signed-in person's language wins over the browser's."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from apps.accounts.browser import session_of_store
from apps.accounts.required_factor import lacks_second_factor
from apps.accounts.seen import note_seen
from apps.core.whence import acts

GetResponse = Callable[[HttpRequest], HttpResponse]


class LoginSessionMiddleware:
    """Signs out a browser whose login session has ended, and notes when it was last seen."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.login_session = None  # type: ignore[attr-defined]
        if USER_KEY in request.session:
            session = session_of_store(request.session)
            if session is None:  # ended, or signed in by none of our doors
                logout(request)
            else:
                request.login_session = session  # type: ignore[attr-defined]
                request._cached_user = session.user  # type: ignore[attr-defined] # one query instead of two
                acts(session.user, session)
                note_seen(session)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Leads whoever must have a second factor and has shown none to where one is set up; the API refuses by itself."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        session = getattr(request, "login_session", None)
        if session is None or request.path.startswith("/api/") or self._is_open(request, view):
            return None
        return redirect("two_factor") if lacks_second_factor(session.user, session) else None

    @staticmethod
    def _is_open(request: HttpRequest, view: Any) -> bool:
        """What one needs to set a factor up, and what everybody may see; no library page but signing out."""
        rule = getattr(getattr(view, "view_class", view), "rule", None)
        if rule is not None:
            return rule.always or rule.everyone
        return request.resolver_match is not None and request.resolver_match.url_name == "account_logout"


class LanguageMiddleware:
    """Shows pages in the language a signed-in person chose."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = getattr(request, "login_session", None)
        if session is not None:
            translation.activate(session.user.language)
            request.LANGUAGE_CODE = session.user.language  # type: ignore[attr-defined]
        return self.get_response(request)
