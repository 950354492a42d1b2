"""Notes what administrators look at, and what they are refused."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from apps.audit.noting import note
from apps.core.rules import rule_of

PEOPLE = ("accounts_user_", "accounts_loginsession_", "accounts_apikey_", "audit_entry_")  # pages of the admin site


class AuditMiddleware:
    """After the answer: what it was is known, and who asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or response.status_code not in (200, 403):
            return response
        if match.namespace == "admin":
            self._page(request, match, response.status_code)
        elif hasattr(match.func, "actions"):
            self._operation(request, match, response.status_code)
        return response

    @staticmethod
    def _page(request: HttpRequest, match: ResolverMatch, status: int) -> None:
        if not request.user.is_authenticated or not request.user.is_staff:
            return
        page = match.url_name or ""
        if status == 403:
            note("permission.refused", outcome="refused", page=page)
        elif request.method == "GET" and page.startswith(PEOPLE):
            note("admin.read", ("", str(match.kwargs.get("object_id", ""))), page=page)

    @staticmethod
    def _operation(request: HttpRequest, match: ResolverMatch, status: int) -> None:
        action = match.func.actions.get((request.method or "").lower())  # type: ignore[attr-defined]
        rule = rule_of(match.func.cls, action)  # type: ignore[attr-defined]
        if rule is None or rule.permission is None or not request.user.is_authenticated:
            return
        target = ("", str(match.kwargs.get("key", "")))
        if status == 403 and request.user.is_staff:
            note("permission.refused", target, "refused", permission=rule.permission)
        elif status == 200 and request.method == "GET":
            note("administration.read", target, permission=rule.permission)
