from django.urls import path

from apps.accounts.api.auth import AuthViewSet, LoginSessionViewSet
from apps.accounts.api.users import SearchViewSet, UserViewSet

urlpatterns = [
    path("auth/register", AuthViewSet.as_view({"post": "register"})),
    path("auth/token", AuthViewSet.as_view({"post": "token"})),
    path("auth/token/refresh", AuthViewSet.as_view({"post": "refresh"})),
    path("auth/logout", AuthViewSet.as_view({"post": "logout"})),
    path("auth/sessions", LoginSessionViewSet.as_view({"get": "list", "delete": "destroy_others"})),
    path("auth/sessions/<uuid:key>", LoginSessionViewSet.as_view({"delete": "destroy"})),
    path("users/me", UserViewSet.as_view({"get": "me", "patch": "change_me"})),
    path("users/search", SearchViewSet.as_view({"get": "list"})),
    path("users/<uuid:key>", UserViewSet.as_view({"get": "retrieve"})),
]
