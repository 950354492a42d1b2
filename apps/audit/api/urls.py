from django.urls import path

from apps.audit.api.servers import ServerAuditViewSet
from apps.audit.api.views import AuditViewSet

urlpatterns = [
    path("audit", AuditViewSet.as_view({"get": "list"})),
    path("audit/head", AuditViewSet.as_view({"get": "head_of_chain"})),
    path("servers/<uuid:key>/audit", ServerAuditViewSet.as_view({"get": "list"})),
]
