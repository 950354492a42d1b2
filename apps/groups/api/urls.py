from django.urls import path

from apps.groups.api.groups import GroupViewSet, MemberViewSet
from apps.groups.api.invites import GroupInviteViewSet, InviteViewSet

urlpatterns = [
    path("groups", GroupViewSet.as_view({"post": "create"})),
    path("groups/<uuid:key>", GroupViewSet.as_view({"get": "retrieve", "put": "update", "patch": "partial_update"})),
    path("groups/<uuid:key>/owner", GroupViewSet.as_view({"put": "owner"})),
    path("groups/<uuid:key>/members", MemberViewSet.as_view({"get": "list", "post": "create"})),
    path("groups/<uuid:key>/members/<uuid:user_id>", MemberViewSet.as_view({"delete": "destroy"})),
    path("groups/<uuid:key>/members/<uuid:user_id>/role", MemberViewSet.as_view({"put": "role"})),
    path("groups/<uuid:key>/invites", GroupInviteViewSet.as_view({"get": "list", "post": "create"})),
    path("groups/<uuid:key>/invites/<uuid:invite_id>", GroupInviteViewSet.as_view({"delete": "destroy"})),
    path("invites/<str:code>", InviteViewSet.as_view({"get": "retrieve"})),
    path("invites/<str:code>/accept", InviteViewSet.as_view({"post": "accept"})),
]
