from django.urls import path

from apps.groups.api.views import GroupViewSet, MemberViewSet

urlpatterns = [
    path("groups", GroupViewSet.as_view({"post": "create"})),
    path("groups/<uuid:key>", GroupViewSet.as_view({"get": "retrieve"})),
    path("groups/<uuid:key>/members", MemberViewSet.as_view({"get": "list", "post": "create"})),
    path("groups/<uuid:key>/members/<uuid:user_id>", MemberViewSet.as_view({"delete": "destroy"})),
]
