"""Answers at the root: health, the API document, problem pages, and what is not found."""

import hmac
from functools import lru_cache
from typing import Any

import yaml
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from prometheus_client import CONTENT_TYPE_LATEST

from apps.core import health
from apps.core.metrics import exposition
from apps.core.networks import covers
from apps.core.problems import Invalid, MethodNotAllowed, NotFound, Problem, ServerFault, problem_response
from apps.core.rules import everyone
from apps.core.strictjson import dumps


@everyone()
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process lives; touches nothing else."""
    return JsonResponse({"status": "ok"})


@everyone()
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether what the server cannot do without is there: 200, or 503."""
    found = health.run_checks(required_only=True)
    state = health.overall(found)
    body = {"status": state, "checks": {result.name: result.state for _check, result in found}}
    return JsonResponse(body, status=503 if state == "down" else 200)


@everyone()
@never_cache
def health_view(request: HttpRequest) -> HttpResponse:
    """Say how the whole is. Details and advice are for administrators."""
    found = health.run_checks()
    details = request.user.is_authenticated and request.user.is_staff
    checks: dict[str, Any] = {
        result.name: result.as_dict() if details else {"state": result.state} for _check, result in found
    }
    state = health.overall(found)
    body = {"status": state, "version": settings.VERSION, "checks": checks}
    return JsonResponse(body, status=503 if state == "down" else 200)


@everyone()
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the figures for Prometheus to whoever shows the token or asks from one of the networks for it."""
    if not _may_read_metrics(request):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: Any) -> bool:
    shown = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and hmac.compare_digest(shown.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return True
    # Somebody forwards whom we do not know: then the address is theirs, and says nothing about who asks.
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    if forwarded and not covers(settings.TRUSTED_PROXIES, request.META.get("REMOTE_ADDR") or ""):
        return False
    return covers(settings.METRICS_NETWORKS, request.client_address)


@lru_cache(maxsize=2)
def _document(as_yaml: bool) -> bytes:
    text = (settings.BASE_DIR / "docs" / "api" / "openapi.yaml").read_text(encoding="utf-8")
    return text.encode() if as_yaml else dumps(yaml.safe_load(text))


@everyone()
@csrf_exempt
def openapi(request: HttpRequest, version: str = "1") -> HttpResponse:
    """Answer the committed API document: YAML where `Accept` asks for it, else JSON."""
    _only_reading(request, version)
    as_yaml = "yaml" in request.headers.get("Accept", "") or request.GET.get("format") == "yaml"
    kind = "application/yaml" if as_yaml else "application/json"
    return HttpResponse(_document(as_yaml), content_type=kind, headers={"Cache-Control": "public, max-age=300"})


def _only_reading(request: HttpRequest, version: str) -> None:
    """Refuse what the API's views refuse: another version, another method."""
    if version not in settings.REST_FRAMEWORK["ALLOWED_VERSIONS"]:
        raise NotFound()
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        raise MethodNotAllowed(headers={"Allow": "GET, HEAD, OPTIONS"})


def _problem_kinds(kind: type[Problem] = Problem) -> dict[str, type[Problem]]:
    found = {kind.code: kind}
    for inner in kind.__subclasses__():
        for code, problem in _problem_kinds(inner).items():
            found.setdefault(code, problem)
    return found


@everyone()
def problem_page(request: HttpRequest, code: str) -> HttpResponse:
    """A page for people about one kind of error: the `type` of a problem leads here."""
    problem = _problem_kinds().get(code)
    if problem is None:
        raise Http404
    return render(request, "problems/detail.html", {"code": code, "problem": problem})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_response(request, Invalid())
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_response(request, NotFound(_("There is no such address.")))
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_response(request, ServerFault())
    return render(request, "500.html", status=500)
