"""Refuses addresses that the rules keep out. Only the style of the page that says so is served before."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from apps.core.gate import AddressDenied, gate
from apps.core.problems import problem_response

OPEN = ("/healthz", "/readyz")  # probes of supervisors and load balancers; they say no more than "yes" or "no"
ADMINISTRATION = "/admin"


class GateMiddleware:
    """403 `address.denied`: a problem for programs, a plain page for browsers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address: str = request.client_address  # type: ignore[attr-defined]
        path = request.path
        rules = gate.current()
        inside = path == ADMINISTRATION or path.startswith(f"{ADMINISTRATION}/")
        allowed = rules.allows_administration(address) if inside else rules.allows(address)
        if allowed or path in OPEN:
            return self.get_response(request)
        if path.startswith("/api/"):
            return problem_response(request, AddressDenied())
        with translation.override(translation.get_language_from_request(request)):
            return render(request, "address_denied.html", status=403)
