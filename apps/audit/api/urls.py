from django.urls import path

from apps.audit.api.views import AuditViewSet

urlpatterns = [
    path("audit", AuditViewSet.as_view({"get": "list"})),
    path("audit/head", AuditViewSet.as_view({"get": "head_of_chain"})),
]
