from allauth.account import views as allauth
from django.urls import path

from apps.accounts.address_pages import AddressView, ConfirmAddressView, UndoAddressView
from apps.accounts.dev_mails import dev_mails
from apps.accounts.invitation_pages import AcceptInvitationView
from apps.accounts.key_pages import ApiKeysView
from apps.accounts.link_pages import dead_link, mailed_link
from apps.accounts.password_pages import ChangePasswordView, ForgottenPasswordView, NewPasswordView, reset_asked
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
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("password/change/", ChangePasswordView.as_view(), name="account_change_password"),
    path("password/reset/", ForgottenPasswordView.as_view(), name="account_reset_password"),
    path("password/reset/sent/", reset_asked, name="account_reset_password_done"),
    path("password/new/", NewPasswordView.as_view(), name="new_password"),
    path("email/", AddressView.as_view(), name="account_email"),
    path("email/confirm/", ConfirmAddressView.as_view(), name="confirm_address"),
    path("email/undo/", UndoAddressView.as_view(), name="undo_address"),
    path("dev-mails/", dev_mails, name="dev_mails"),
    path("invitation/", AcceptInvitationView.as_view(), name="accept_invitation"),
    path("link/", dead_link, name="dead_link"),
    path("link/<slug:purpose>/<str:token>/", mailed_link, name="mailed_link"),
    path("signup/", SignupView.as_view(), name="account_signup"),
    path("keys/", ApiKeysView.as_view(), name="api_keys"),
    path("sessions/", LoginSessionsView.as_view(), name="login_sessions"),
    path("keep/", keep, name="keep_account"),
    path("first/<str:token>/", FirstAdminView.as_view(), name="first_admin"),
]
