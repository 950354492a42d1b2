from django.urls import path

from apps.services.api.services import HeartbeatViewSet, ServiceViewSet

urlpatterns = [
    path("services", ServiceViewSet.as_view({"get": "list", "post": "create"})),
    path("services/discover", ServiceViewSet.as_view({"get": "discover"})),
    path("services/<uuid:key>", ServiceViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"})),
    path("services/<uuid:key>/secret", ServiceViewSet.as_view({"post": "renew"})),
    path("services/<uuid:key>/heartbeat", HeartbeatViewSet.as_view({"post": "create"})),
]
