from django.urls import path

from apps.accounts.key_pages import ApiKeysView
from apps.accounts.session_pages import LoginSessionsView
from apps.accounts.views import FirstAdminView, SignupView
from apps.accounts.views_factor import SecondFactorView, passkey_sign_in
from apps.accounts.views_keep import keep
from apps.accounts.views_reauthenticate import ReauthenticateView
from apps.accounts.views_two_factor import TwoFactorView

urlpatterns = [
    path("login/second/", SecondFactorView.as_view(), name="account_second_factor"),
    path("login/passkey/", passkey_sign_in, name="passkey_sign_in"),
    path("reauthenticate/", ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("two-factor/", TwoFactorView.as_view(), name="two_factor"),
    path("signup/", SignupView.as_view(), name="account_signup"),
    path("keys/", ApiKeysView.as_view(), name="api_keys"),
    path("sessions/", LoginSessionsView.as_view(), name="login_sessions"),
    path("keep/", keep, name="keep_account"),
    path("first/<str:token>/", FirstAdminView.as_view(), name="first_admin"),
]
