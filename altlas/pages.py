"""The page of the web app."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie

from apps.accounts.models import User
from apps.accounts.permissions import can_register
from apps.accounts.required_factor import lacks_second_factor
from apps.accounts.serializers import MeSerializer
from apps.core.rules import everyone


@everyone()  # whoever is not signed in is sent to where one signs in
@ensure_csrf_cookie
@never_cache
def app(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The web app; every address of its own leads here. An empty installation begins with its first account."""
    if not request.user.is_authenticated:
        if not User.objects.exists() and can_register():
            return redirect("account_signup")
        return redirect_to_login(request.get_full_path())
    if lacks_second_factor(request.user, getattr(request, "login_session", None)):
        return redirect("two_factor")
    boot = {
        "user": MeSerializer(request.user).data,
        "socket": "/ws/v1",
        "api": "/api/v1",
        "version": settings.VERSION,
    }
    return render(request, "app.html", {"boot": boot})


@everyone()
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers ask for the icon without being told."""
    return HttpResponsePermanentRedirect(settings.STATIC_URL + "brand/favicon.svg")
