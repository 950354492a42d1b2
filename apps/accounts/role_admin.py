"""Roles in the administration site: doors to the same actions as everywhere."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.hierarchy import can_change_role, can_delete_role, can_revoke_role
from apps.accounts.models import EVERYTHING, DataExport, Role, RoleMember
from apps.accounts.rights import assignable, names_of
from apps.accounts.roles import change_role, create_role, delete_role, grant_role, revoke_role
from apps.core.admin import ReadOnlyAdmin

# Django's groups give nothing here, and an address changed behind the actions would hand an account over.
for model in (Group, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class RoleForm(forms.ModelForm):
    """A role, its permissions as boxes to tick."""

    permissions = forms.MultipleChoiceField(
        label=_("permissions"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    class Meta:
        model = Role
        fields = ["name", "description", "level", "permissions", "second_factor_required"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "permissions" in self.fields:
            self.fields["permissions"].choices = [(one.name, f"{one.label} ({one.name})") for one in assignable()]  # type: ignore[attr-defined]
            self.initial["permissions"] = names_of(self.instance)


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):
    form = RoleForm
    list_display = ["name", "level", "description", "second_factor_required", "is_builtin"]
    search_fields = ["name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Role | None = None) -> list[str]:
        if obj is None or not obj.is_builtin:
            return []
        return ["name", "level", *(["permissions"] if EVERYTHING in obj.permissions else [])]

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        fields = {name: form.cleaned_data[name] for name in RoleForm.Meta.fields if name in form.cleaned_data}
        if change:
            stored = change_role(actor=request.user, role=obj, **fields)
        else:
            stored = create_role(actor=request.user, **fields)
        obj.__dict__.update(stored.__dict__)

    def delete_model(self, request: HttpRequest, obj: Role) -> None:
        delete_role(actor=request.user, role=obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}  # one by one: each deletion is asked of the action

    def has_change_permission(self, request: HttpRequest, obj: Role | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or can_change_role(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Role | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or can_delete_role(request.user, obj))


@admin.register(RoleMember)
class RoleMemberAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "granted_by", "granted_at"]
    list_filter = ["role"]
    list_select_related = ["user", "role", "granted_by"]
    search_fields = ["user__search_name"]
    raw_id_fields = ["user"]
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: RoleMember, form: Any, change: bool) -> None:
        grant_role(actor=request.user, role=obj.role, user=obj.user)
        obj.__dict__.update(RoleMember.objects.get(role=obj.role, user=obj.user).__dict__)

    def delete_model(self, request: HttpRequest, obj: RoleMember) -> None:
        revoke_role(actor=request.user, role=obj.role, user=obj.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleMember]:
        return super().get_queryset(request).order_by("-granted_at")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def has_view_permission(self, request: HttpRequest, obj: RoleMember | None = None) -> bool:
        return request.user.has_perm("accounts.view_role")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.grant_role")

    def has_change_permission(self, request: HttpRequest, obj: RoleMember | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RoleMember | None = None) -> bool:
        return obj is None or can_revoke_role(request.user, obj.role, obj.user)


@admin.register(DataExport)
class DataExportAdmin(ReadOnlyAdmin):
    list_display = ["user", "state", "size", "created_at", "ready_at", "expires_at"]
    list_filter = ["state"]
    list_select_related = ["user"]
    exclude = ["storage_key"]
