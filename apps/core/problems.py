"""Errors as RFC 9457 problem details, the same object over HTTP and in the socket's `error`."""

from collections.abc import Mapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from apps.core.strictjson import dumps

log = structlog.get_logger(__name__)
CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """A refusal that the caller can understand. Subclasses fix `status`, `code` (`noun.reason`) and `title`."""

    status: int = 400
    code: str = "request.invalid"
    title: Any = _("The request is not valid.")

    def __init__(
        self,
        detail: Any = "",
        *,
        errors: list[dict[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ):
        super().__init__(force_str(detail) or force_str(self.title))
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})
        self.extra = extra

    def as_dict(self, request_id: str | None = None) -> dict[str, Any]:
        """Return the problem details object."""
        body: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": force_str(self.title),
            "status": self.status,
            "detail": force_str(self.detail) or force_str(self.title),
            "code": self.code,
        }
        if self.errors:
            body["errors"] = self.errors
        body.update(self.extra)
        if request_id:
            body["request_id"] = request_id
        return body


class Invalid(Problem):
    """400: a field is missing, unknown or of the wrong kind; `errors` names each with a JSON pointer."""


class NotSignedIn(Problem):
    status, code, title = 401, "auth.required", _("Sign in first.")


class Forbidden(Problem):
    status, code, title = 403, "permission.denied", _("You may not do this.")


class NotFound(Problem):
    """404: what the caller may not see and what does not exist answer alike."""

    status, code, title = 404, "object.not_found", _("There is no such thing, or you may not see it.")


class MethodNotAllowed(Problem):
    status, code, title = 405, "request.method_not_allowed", _("This address does not do that.")


class NotAcceptable(Problem):
    status, code, title = 406, "request.not_acceptable", _("This server cannot answer in the asked-for form.")


class Conflict(Problem):
    status, code, title = 409, "object.conflict", _("This collides with something that is already there.")


class Stale(Problem):
    status, code, title = 412, "object.stale", _("Somebody changed this in the meantime.")


class TooLarge(Problem):
    status, code, title = 413, "request.too_large", _("The request is too large.")


class UnsupportedMedia(Problem):
    status, code, title = 415, "request.unsupported_media_type", _("This server does not read that kind of body.")


class Unprocessable(Problem):
    status, code, title = 422, "request.unprocessable", _("The request is well formed but cannot be carried out.")


class TooMany(Problem):
    status, code, title = 429, "request.rate_limited", _("Too many requests. Wait a little.")


class ServerFault(Problem):
    status, code, title = 500, "server.error", _("Something went wrong on our side.")


class Unavailable(Problem):
    status, code, title = 503, "server.unavailable", _("A part of the server is not reachable right now. Try again.")

    def __init__(self, detail: Any = "", **kwargs: Any):
        super().__init__(detail, headers={"Retry-After": "5"}, **kwargs)


def field_errors(detail: Any, pointer: str = "") -> list[dict[str, Any]]:
    """Flatten the validation errors of a serializer into a list with JSON pointers (RFC 6901)."""
    if isinstance(detail, Mapping):
        found = []
        for name, inner in detail.items():
            here = (
                pointer
                if name == "non_field_errors"
                else f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
            )
            found += field_errors(inner, here)
        return found
    if isinstance(detail, list | tuple):
        if any(isinstance(item, Mapping | list) for item in detail):
            return [error for index, item in enumerate(detail) for error in field_errors(item, f"{pointer}/{index}")]
        return [error for item in detail for error in field_errors(item, pointer)]
    return [{"pointer": pointer, "detail": force_str(detail), "code": getattr(detail, "code", "invalid")}]


BY_STATUS: dict[int, type[Problem]] = {
    kind.status: kind
    for kind in (
        Invalid, NotSignedIn, Forbidden, NotFound, MethodNotAllowed, NotAcceptable, Conflict, TooLarge,
        UnsupportedMedia, TooMany,
    )
}  # fmt: skip


def as_problem(error: Exception) -> Problem | None:
    """Translate an exception of Django, DRF or the database; `None` for what nobody foresaw."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return NotFound()
    if isinstance(error, PermissionDenied):
        return Forbidden()
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    if isinstance(error, OperationalError | InterfaceError):
        return Unavailable()
    if isinstance(error, exceptions.ValidationError):
        return Invalid(_("Some fields are not right."), errors=field_errors(error.detail))
    if isinstance(error, exceptions.Throttled):
        return TooMany(headers={"Retry-After": str(int(getattr(error, "wait", None) or 1))})
    if isinstance(error, exceptions.APIException):
        kind = BY_STATUS.get(error.status_code, Invalid)
        problem = kind(error.detail if isinstance(error.detail, str) else "")
        if header := getattr(error, "auth_header", None):
            problem.headers["WWW-Authenticate"] = header
        return problem
    return None


def log_problem(error: Exception, problem: Problem) -> None:
    """Write down what an operator must know: faults with their trace, dead dependencies with their name."""
    if problem.status >= 500:
        log.error("request.failed", code=problem.code, error=type(error).__name__, exc_info=problem.status == 500)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: every error leaves as a problem."""
    request = context["request"]
    problem = as_problem(error) or ServerFault()
    log_problem(error, problem)
    body = problem.as_dict(getattr(request, "request_id", None))
    response = Response(body, status=problem.status, content_type=CONTENT_TYPE, headers=problem.headers)
    response["Cache-Control"] = "private, no-store"
    return response


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer a problem outside DRF (middleware, 404 of the URL map)."""
    body = dumps(problem.as_dict(getattr(request, "request_id", None)))
    return HttpResponse(body, status=problem.status, content_type=CONTENT_TYPE, headers=problem.headers)
