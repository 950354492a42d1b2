"""A browser's session stands on a LoginSession row; a signed-in person's language wins over the browser's."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from apps.accounts.browser import session_of_store
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
