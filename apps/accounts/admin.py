from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions import end_login_session
from apps.accounts.models import FirstAdminLink, LoginSession, SigningKey, User
from apps.core.admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ["username", "display_name", "email", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_active", "is_bot", "language"]
    search_fields = ["search_name", "email"]
    ordering = ["username"]
    readonly_fields = ["date_joined", "last_login", "version"]
    fieldsets = [
        (None, {"fields": ["username", "email", "password"]}),
        (_("Profile"), {"fields": ["display_name", "language", "timezone", "theme", "is_bot"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["date_joined", "last_login", "version"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "email", "password1", "password2"]})]


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
