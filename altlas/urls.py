"""The URL map."""

from typing import Any

from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularSwaggerView

from altlas import pages
from apps.accounts.views import choose_language
from apps.core import views
from apps.core.api import VersionsViewSet
from apps.services.views import health_services

api: list[Any] = [
    path("", include("apps.accounts.api.urls")),
    path("", include("apps.chat.api.urls")),
    path("", include("apps.groups.api.urls")),
    path("", include("apps.commands.api.urls")),
    path("", include("apps.services.api.urls")),
    path("versions", VersionsViewSet.as_view({"get": "list"})),
    path("", include("apps.audit.api.urls")),
    path("openapi", views.openapi, name="openapi"),
]

urlpatterns = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("health", views.health_view),
    path("health/services", health_services),
    path("metrics", views.metrics),
    path("api/v<version>/", include(api)),
    path("api/docs", SpectacularSwaggerView.as_view(url="/api/v1/openapi"), name="docs"),
    path("problems/<str:code>", views.problem_page, name="problem"),
    path("language", choose_language, name="set_language"),
    path("accounts/", include("apps.accounts.urls")),
    path("admin/", admin.site.urls),
    path("favicon.ico", pages.favicon),
    re_path(
        r"^(?P<path>|c/.*|(?:commands|atlas|settings|people|later|tasks|servers).*|invite/.*)$", pages.app, name="app"
    ),
]
handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error
