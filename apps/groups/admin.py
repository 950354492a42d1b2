from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.groups.models import Invite


@admin.register(Invite)
class InviteAdmin(ReadOnlyAdmin):
    list_display = ["id", "hint", "group", "created_by", "uses", "max_uses", "expires_at", "revoked_at"]
    list_select_related = ["group", "created_by"]
    search_fields = ["=id", "=group__id", "created_by__username"]
    exclude = ["digest"]
    show_full_result_count = False
