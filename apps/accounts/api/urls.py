from django.urls import path

from apps.accounts.api.addresses import AddressViewSet, MailedAddressViewSet
from apps.accounts.api.api_keys import ApiKeyViewSet
from apps.accounts.api.auth import AuthViewSet
from apps.accounts.api.avatars import AvatarViewSet, PictureViewSet
from apps.accounts.api.factors import FactorResetViewSet, TwoFactorViewSet
from apps.accounts.api.invitations import AcceptingViewSet, InvitationViewSet
from apps.accounts.api.leaving import ExportViewSet, LeavingViewSet
from apps.accounts.api.passkeys import PasskeySignInViewSet, PasskeyViewSet
from apps.accounts.api.passwords import PasswordViewSet, ResetViewSet
from apps.accounts.api.people import PeopleViewSet
from apps.accounts.api.permissions import GrantViewSet, PermissionViewSet
from apps.accounts.api.preferences import BlockViewSet, PreferencesViewSet, PresenceViewSet
from apps.accounts.api.roles import RoleMemberViewSet, RoleViewSet
from apps.accounts.api.sessions import LoginSessionViewSet
from apps.accounts.api.users import SearchViewSet, UserViewSet

ACCOUNT = {"put": "update", "patch": "partial_update", "delete": "destroy"}


class OwnAccount(UserViewSet, LeavingViewSet):
    """One address, and the end of what stands there."""


class Account(UserViewSet, PeopleViewSet):
    """One address: everybody reads the profile, administrators more, and they write."""


urlpatterns = [
    path("auth/register", AuthViewSet.as_view({"post": "register"})),
    path("auth/token", AuthViewSet.as_view({"post": "token"})),
    path("auth/token/refresh", AuthViewSet.as_view({"post": "refresh"})),
    path("auth/logout", AuthViewSet.as_view({"post": "logout"})),
    path("auth/sessions", LoginSessionViewSet.as_view({"get": "list", "delete": "destroy_others"})),
    path("auth/password/change", PasswordViewSet.as_view({"post": "change"})),
    path("auth/password/reset", ResetViewSet.as_view({"post": "ask"})),
    path("auth/password/reset/confirm", ResetViewSet.as_view({"post": "confirm"})),
    path("auth/email/verify", MailedAddressViewSet.as_view({"post": "verify"})),
    path("auth/email/resend", AddressViewSet.as_view({"post": "resend"})),
    path("auth/email/change", AddressViewSet.as_view({"post": "change"})),
    path("auth/email/change/confirm", MailedAddressViewSet.as_view({"post": "confirm"})),
    path("auth/email/change/undo", MailedAddressViewSet.as_view({"post": "undo"})),
    path("auth/sessions/analytics", LoginSessionViewSet.as_view({"get": "analytics"})),
    path("auth/sessions/<uuid:key>", LoginSessionViewSet.as_view({"patch": "partial_update", "delete": "destroy"})),
    path("auth/reauthenticate", TwoFactorViewSet.as_view({"post": "reauthenticate"})),
    path("auth/2fa", TwoFactorViewSet.as_view({"get": "retrieve"})),
    path("auth/2fa/totp", TwoFactorViewSet.as_view({"post": "begin_totp", "delete": "remove_totp"})),
    path("auth/2fa/totp/confirm", TwoFactorViewSet.as_view({"post": "confirm_totp"})),
    path("auth/2fa/recovery-codes", TwoFactorViewSet.as_view({"get": "codes", "post": "renew_codes"})),
    path("auth/passkeys", PasskeyViewSet.as_view({"get": "list", "post": "create"})),
    path("auth/passkeys/options", PasskeyViewSet.as_view({"post": "options_to_make"})),
    path("auth/passkeys/challenge", PasskeyViewSet.as_view({"post": "challenge"})),
    path("auth/passkeys/login/begin", PasskeySignInViewSet.as_view({"post": "begin"})),
    path("auth/passkeys/login/finish", PasskeySignInViewSet.as_view({"post": "finish"})),
    path("auth/passkeys/<uuid:key>", PasskeyViewSet.as_view({"patch": "partial_update", "delete": "destroy"})),
    path("auth/api-keys", ApiKeyViewSet.as_view({"get": "list", "post": "create"})),
    path("auth/api-keys/scopes", ApiKeyViewSet.as_view({"get": "scopes"})),
    path(
        "auth/api-keys/<uuid:key>",
        ApiKeyViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
    path("auth/api-keys/<uuid:key>/rotate", ApiKeyViewSet.as_view({"post": "rotate"})),
    path("users", PeopleViewSet.as_view({"get": "list", "post": "create"})),
    path("users/bulk", PeopleViewSet.as_view({"post": "bulk"})),
    path("users/me", OwnAccount.as_view({"get": "me", "patch": "change_me", "delete": "destroy"})),
    path("users/me/roles", PermissionViewSet.as_view({"get": "roles"})),
    path("users/me/permissions", PermissionViewSet.as_view({"get": "mine"})),
    path("users/me/avatar", AvatarViewSet.as_view({"put": "update", "delete": "destroy"})),
    path("users/me/deactivate", LeavingViewSet.as_view({"post": "deactivate"})),
    path("users/me/keep", LeavingViewSet.as_view({"post": "keep"})),
    path("users/me/export", ExportViewSet.as_view({"post": "create"})),
    path("users/me/exports", ExportViewSet.as_view({"get": "list"})),
    path("users/me/exports/<uuid:key>/content", ExportViewSet.as_view({"get": "content"})),
    path("users/me/preferences", PreferencesViewSet.as_view({"get": "retrieve", "put": "update"})),
    path("users/me/blocks", BlockViewSet.as_view({"get": "list"})),
    path(
        "users/me/blocks/<uuid:user_id>",
        BlockViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
    ),
    path("users/search", SearchViewSet.as_view({"get": "list"})),
    path("users/<uuid:key>", Account.as_view({"get": "retrieve", **ACCOUNT})),
    path("users/<uuid:key>/presence", PresenceViewSet.as_view({"get": "retrieve"})),
    path("users/<uuid:key>/second-factors", FactorResetViewSet.as_view({"delete": "destroy"})),
    path("users/<uuid:key>/avatar/<int:size>", PictureViewSet.as_view({"get": "retrieve"})),
    path("invitations", InvitationViewSet.as_view({"get": "list", "post": "create"})),
    path("invitations/accept", AcceptingViewSet.as_view({"post": "create"})),
    path("invitations/<uuid:key>", InvitationViewSet.as_view({"get": "retrieve", "delete": "destroy"})),
    path("invitations/<uuid:key>/resend", InvitationViewSet.as_view({"post": "resend"})),
    path("roles", RoleViewSet.as_view({"get": "list", "post": "create"})),
    path("roles/permissions", RoleViewSet.as_view({"get": "permissions"})),
    path("roles/<uuid:key>", RoleViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"})),
    path("roles/<uuid:key>/members", RoleMemberViewSet.as_view({"get": "list", "post": "create"})),
    path("roles/<uuid:key>/members/<uuid:user_id>", RoleMemberViewSet.as_view({"delete": "destroy"})),
    path("permissions/grants", GrantViewSet.as_view({"post": "create"})),
    path("permissions/grants/take-back", GrantViewSet.as_view({"post": "take_back"})),
    path("permissions/check", PermissionViewSet.as_view({"post": "ask"})),
]
