"""What happens around every request: an id, the real address, bounds, limit headers, problems for the API."""

import re
import time
from collections.abc import Callable

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.address import client_address
from apps.core.bodies import limit_of
from apps.core.ids import uuid7
from apps.core.metrics import count_request
from apps.core.problems import Problem, ServerFault, TooLarge, Unavailable, log_problem, problem_response
from apps.core.throttling import limit_headers
from apps.core.whence import begin

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("altlas.request")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = ("/healthz", "/readyz", "/static/", "/metrics")
MAX_HEADER_BYTES, MAX_HEADERS, MAX_URL = 16_000, 100, 8_000  # security.md section 8


class RequestIdMiddleware:
    """Gives each request an id (the caller's own where it sends one) and writes one log line when it is answered."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if _REQUEST_ID.fullmatch(given) else uuid7().hex  # type: ignore[attr-defined]
        request.client_address = client_address(  # type: ignore[attr-defined]
            request.META.get("REMOTE_ADDR"), request.headers.get("X-Forwarded-For", "")
        )
        begin(address=request.client_address, request_id=request.request_id)  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        start = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        seconds = time.perf_counter() - start
        if not request.path.startswith(_QUIET):
            count_request(request.method or "", response.status_code, seconds)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.route if match else "-",
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
            )
        return response


class ApiGuardMiddleware:
    """Keeps the API's promises outside DRF: bounds, no trailing slash, limit headers, problems."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        api = request.path.startswith("/api/v")
        if api:
            if too_large := self._too_large(request):
                return problem_response(request, too_large)
            if request.path.endswith("/"):  # served the same: a redirect would lose the body
                request.path_info = request.path_info.rstrip("/")
        response = self.get_response(request)
        if counted := getattr(request, "rate_limit", None):
            for name, value in limit_headers(counted).items():
                response[name] = value
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        problem: Problem | None = None
        if isinstance(error, OperationalError | InterfaceError):
            problem = Unavailable()
        elif isinstance(error, Problem):
            problem = error
        elif request.path.startswith("/api/"):
            problem = ServerFault()
        if problem is None:
            return None
        log_problem(error, problem)
        if request.path.startswith("/api/") or problem.status != 503:
            return problem_response(request, problem)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "5"
        return response

    def _too_large(self, request: HttpRequest) -> Problem | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = limit_of(request.method or "", request.path)
        if length.isdigit() and int(length) > limit:
            return TooLarge(f"A body holds at most {limit:,} bytes here.")
        headers = request.headers
        if len(headers) > MAX_HEADERS or sum(len(k) + len(v) for k, v in headers.items()) > MAX_HEADER_BYTES:
            return TooLarge("The headers are too large.")
        if len(request.get_full_path()) > MAX_URL:
            return TooLarge("The address is too long.")
        return None
