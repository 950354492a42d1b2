from django.urls import path

from apps.accounts.key_pages import ApiKeysView
from apps.accounts.session_pages import LoginSessionsView
from apps.accounts.views import FirstAdminView, SignupView
from apps.accounts.views_keep import keep

urlpatterns = [
    path("signup/", SignupView.as_view(), name="account_signup"),
    path("keys/", ApiKeysView.as_view(), name="api_keys"),
    path("sessions/", LoginSessionsView.as_view(), name="login_sessions"),
    path("keep/", keep, name="keep_account"),
    path("first/<str:token>/", FirstAdminView.as_view(), name="first_admin"),
]
