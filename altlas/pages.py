"""The page of the web app."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie

from apps.accounts.serializers import MeSerializer


@login_required
@ensure_csrf_cookie
@never_cache
def app(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The web app; every address of its own leads here."""
    boot = {
        "user": MeSerializer(request.user).data,
        "socket": "/ws/v1",
        "api": "/api/v1",
        "version": settings.VERSION,
    }
    return render(request, "app.html", {"boot": boot})
