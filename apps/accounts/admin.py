from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions import administer_user, end_login_session, end_other_login_sessions
from apps.accounts.models import FirstAdminLink, LoginSession, SigningKey, User
from apps.accounts.permissions import can_administer, can_end_login_session
from apps.core.admin import ReadOnlyAdmin

# The admin's own sign-in page knows neither our limits nor a second factor: everybody goes through ours.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class PasswordForm(AdminPasswordChangeForm):
    """An administrator's new password for somebody: everything the old one opened is signed out."""

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            user: User = super().save(commit)
            end_other_login_sessions(actor=user, keep=None, reason="password_changed")
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ["username", "display_name", "email", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_active", "is_bot", "language"]
    search_fields = ["search_name", "email"]
    ordering = ["username"]
    change_password_form = PasswordForm
    readonly_fields = ["date_joined", "last_login", "version"]
    levels = ["is_staff", "is_superuser", "groups", "user_permissions"]
    fieldsets = [
        (None, {"fields": ["username", "email", "password"]}),
        (_("Profile"), {"fields": ["display_name", "language", "timezone", "theme", "is_bot"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["date_joined", "last_login", "version"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "email", "password1", "password2"]})]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.email = obj.email.lower()
        if change:
            administer_user(actor=request.user, user=obj, changed=form.changed_data)
        else:
            super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and can_administer(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # an account is disabled here; deleting one reaches far beyond its row

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fixed = list(super().get_readonly_fields(request, obj))
        return fixed if request.user.is_superuser else fixed + self.levels  # nobody lifts anybody above themselves


@admin.register(LoginSession)
class LoginSessionAdmin(ReadOnlyAdmin):
    list_display = ["user", "kind", "address", "created_at", "last_seen_at", "ended_at", "end_reason"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    exclude = ["refresh_hash", "previous_hash"]
    actions = ["end_sessions"]

    @admin.action(description=_("End these login sessions"), permissions=["end"])
    def end_sessions(self, request: HttpRequest, rows: QuerySet[LoginSession]) -> None:
        for session in rows:
            if can_end_login_session(request.user, session):
                end_login_session(session=session, reason="ended_by_administrator")

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_loginsession")


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnlyAdmin):
    list_display = ["id", "created_at", "retired_at"]
    exclude = ["private_key"]


@admin.register(FirstAdminLink)
class FirstAdminLinkAdmin(ReadOnlyAdmin):
    list_display = ["created_at"]
    exclude = ["token_hash"]
