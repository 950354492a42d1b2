from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.core.admin import ReadOnlyAdmin
from apps.groups.bits import names_of
from apps.groups.models import Ban, Channel, Invite, Server, ServerDay, ServerMember, ServerRole


@admin.register(Invite)
class InviteAdmin(ReadOnlyAdmin):
    list_display = ["id", "hint", "group", "server", "created_by", "uses", "max_uses", "expires_at", "revoked_at"]
    list_select_related = ["group", "server", "created_by"]
    search_fields = ["=id", "=group__id", "=server__id", "created_by__username"]
    exclude = ["digest"]
    show_full_result_count = False


@admin.register(Server)
class ServerAdmin(ReadOnlyAdmin):
    list_display = ["name", "owner", "member_count", "created_at", "deletes_at"]
    list_select_related = ["owner"]
    search_fields = ["=id", "name", "owner__username"]
    exclude = ["picture"]
    show_full_result_count = False


@admin.register(ServerMember)
class ServerMemberAdmin(ReadOnlyAdmin):
    list_display = ["user", "server", "nickname", "silenced_until", "joined_at"]
    list_select_related = ["user", "server"]
    search_fields = ["=server__id", "user__username"]
    show_full_result_count = False


@admin.register(ServerRole)
class ServerRoleAdmin(ReadOnlyAdmin):
    list_display = ["name", "server", "position", "permissions"]
    list_select_related = ["server"]
    search_fields = ["=server__id", "name"]
    exclude = ["rights"]

    @admin.display(description=_("permissions"))
    def permissions(self, role: ServerRole) -> str:
        return ", ".join(names_of(role.rights))


@admin.register(Channel)
class ChannelAdmin(ReadOnlyAdmin):
    list_display = ["conversation", "server", "type", "category", "deleted_at"]
    list_select_related = ["conversation", "server", "category"]
    list_filter = ["type"]
    search_fields = ["=server__id", "=conversation__id"]


@admin.register(Ban)
class BanAdmin(ReadOnlyAdmin):
    list_display = ["user", "server", "banned_by", "created_at"]
    list_select_related = ["user", "server", "banned_by"]
    search_fields = ["=server__id", "user__username"]


@admin.register(ServerDay)
class ServerDayAdmin(ReadOnlyAdmin):
    """How servers went, day by day."""

    list_display = ["day", "server", "members", "joined", "left", "messages", "active"]
    list_select_related = ["server"]
    search_fields = ["=server__id", "server__name"]
    date_hierarchy = "day"
