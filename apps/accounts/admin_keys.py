"""API keys in the admin site: everybody's, to look at and to revoke."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.api_keys import revoke_api_key
from apps.accounts.models import ApiKey
from apps.accounts.permissions import can_revoke_api_key
from apps.core.admin import ReadOnlyAdmin


class ApiKeyAdmin(ReadOnlyAdmin):
    list_display = ["owner", "name", "prefix", "created_at", "last_used_at", "expires_at", "revoked_at"]
    list_filter = ["revoked_at", "expires_at"]
    list_select_related = ["owner"]
    search_fields = ["owner__username", "name", "=prefix"]
    exclude = ["secret_hash", "previous_hash"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke these API keys"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, rows: QuerySet[ApiKey]) -> None:
        for key in rows.kept().select_related("owner"):  # type: ignore[attr-defined]
            if can_revoke_api_key(request.user, key):
                revoke_api_key(actor=request.user, key=key)  # type: ignore[arg-type]

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_apikey")
