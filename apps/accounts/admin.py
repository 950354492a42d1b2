from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.admin_addresses import AddressRuleAdmin
from apps.accounts.admin_keys import ApiKeyAdmin
from apps.accounts.admin_sessions import LoginSessionAdmin
from apps.accounts.factors import reset_factors
from apps.accounts.hierarchy import can_change_user
from apps.accounts.models import ApiKey, FirstAdminLink, LoginSession, SigningKey, User
from apps.accounts.passwords import follow_new_password
from apps.accounts.people import FIELDS, change_user, create_user, in_bulk
from apps.accounts.problems import FreshFactorRequired
from apps.core.address_rules import AddressRule
from apps.core.admin import ReadOnlyAdmin
from apps.core.problems import Problem

# The admin's own sign-in page knows neither our limits nor a second factor: everybody goes through ours.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class PasswordForm(AdminPasswordChangeForm):
    """An administrator's new password for somebody: everything the old one opened is signed out."""

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            user: User = super().save(commit)
            follow_new_password(user, "administrator")
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ["username", "display_name", "email", "is_staff", "is_active", "date_joined", "deletes_at"]
    list_filter = ["is_staff", "is_active", "is_bot", "language"]
    search_fields = ["search_name", "email"]
    ordering = ["username"]
    change_password_form = PasswordForm
    readonly_fields = ["language", "timezone", "theme", "is_bot", "is_staff", "is_superuser", "roles",
                       "date_joined", "last_login", "left_at", "deletes_at", "version"]  # fmt: skip
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "email", "password"]}),
        (_("Profile"), {"fields": ["display_name", "language", "timezone", "theme", "is_bot"]}),
        (_("Access"), {"fields": ["is_active", "roles", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["date_joined", "last_login", "left_at", "deletes_at", "version"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "email", "usable_password", "password1", "password2"]})
    ]
    actions = ["deactivate", "activate", "delete_later", "reset_second_factors"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).filter(erased_at=None)

    @admin.display(description=_("Roles"))
    def roles(self, user: User) -> str:
        return ", ".join(one.role.name for one in user.role_members.select_related("role")) or "-"

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            fields = {name: form.cleaned_data[name] for name in form.changed_data if name in (*FIELDS, "is_active")}
            if "email" in fields:
                fields["email"] = fields["email"].lower()
            stored = change_user(actor=request.user, user=obj, **fields)
        else:
            stored = create_user(
                actor=request.user,
                username=obj.username,
                email=obj.email,
                password=form.cleaned_data.get("password1") if obj.has_usable_password() else None,
            )
        obj.__dict__.update(User.objects.get(pk=stored.pk).__dict__)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or can_change_user(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # no row is deleted: the action below begins the grace after which a person is erased

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.delete_user")

    @admin.action(description=_("Disable these accounts"), permissions=["change"])
    def deactivate(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        self._in_bulk(request, "deactivate", rows)

    @admin.action(description=_("Enable these accounts"), permissions=["change"])
    def activate(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        self._in_bulk(request, "activate", rows)

    @admin.action(description=_("Delete these accounts after the grace"), permissions=["erase"])
    def delete_later(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        self._in_bulk(request, "delete", rows)

    @admin.action(description=_("Remove the second factors of these people"), permissions=["reset"])
    def reset_second_factors(self, request: HttpRequest, rows: QuerySet[User]) -> HttpResponse | None:
        done, refused = 0, 0
        for user in rows:
            try:
                reset_factors(actor=request.user, session=getattr(request, "login_session", None), user=user)
                done += 1
            except FreshFactorRequired:
                self.message_user(request, _("Show first that it is you, then do it again."), messages.INFO)
                return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
            except Problem:
                refused += 1
        level = messages.WARNING if refused else messages.SUCCESS
        told = {"done": done, "refused": refused}
        self.message_user(request, _("Done: %(done)d. Refused: %(refused)d.") % told, level)
        return None

    def has_reset_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.reset_factors")

    def _in_bulk(self, request: HttpRequest, action: str, rows: QuerySet[User]) -> None:
        results = in_bulk(actor=request.user, action=action, ids=list(rows.values_list("pk", flat=True)))
        done = sum(one["status"] == 200 for one in results)
        self.message_user(request, _("Done: %(done)d. Refused: %(refused)d.") % {
            "done": done, "refused": len(results) - done,
        }, messages.SUCCESS if done == len(results) else messages.WARNING)  # fmt: skip


admin.site.register(ApiKey, ApiKeyAdmin)
admin.site.register(LoginSession, LoginSessionAdmin)
admin.site.register(AddressRule, AddressRuleAdmin)


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnlyAdmin):
    list_display = ["id", "created_at", "retired_at"]
    exclude = ["private_key"]


@admin.register(FirstAdminLink)
class FirstAdminLinkAdmin(ReadOnlyAdmin):
    list_display = ["created_at"]
    exclude = ["token_hash"]


from apps.accounts import invitation_admin, role_admin  # noqa: E402, F401 - register what is theirs
