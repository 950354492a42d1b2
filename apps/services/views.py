"""`/health/services`: the built-in parts and each external service."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from apps.core import health
from apps.core.rules import everyone
from apps.services.health import conditions
from apps.services.permissions import can_view_services


@everyone()
@never_cache
def health_services(request: HttpRequest) -> HttpResponse:
    """Say how each part is; names, addresses and advice are for those who may see services."""
    details = request.user.is_authenticated and can_view_services(request.user)
    found = health.run_checks()
    parts: dict[str, Any] = {
        result.name: result.as_dict() if details else {"state": result.state}
        for _check, result in found
        if result.name != "services"
    }
    services = [one if details else {"type": one["type"], "state": one["state"]} for one in conditions()]
    state = health.overall(found)
    body = {"status": state, "builtin": parts, "services": services}
    return JsonResponse(body, status=503 if state == "down" else 200)
