"""Invitations in the administration site: doors to the same actions as everywhere."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.invitations import INVITE, can_invite, invite, send_invitation_again, withdraw_invitation
from apps.accounts.models import Invitation, Role
from apps.core.problems import Problem


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    list_display = ["email", "role", "invited_by", "shown_state", "created_at", "expires_at", "accepted_by"]
    list_select_related = ["role", "invited_by", "accepted_by"]
    search_fields = ["email"]
    fields = ["email", "role", "language", "expires_at"]
    actions = ["send_again", "withdraw"]
    show_full_result_count = False

    @admin.display(description=_("State"))
    def shown_state(self, invitation: Invitation) -> str:
        return str(Invitation.State(invitation.state).label)

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> list[str]:
        return ["email", "role", "language"] if obj is None else ["email", "role", "language", "expires_at"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role":
            mine = [role.pk for role in Role.objects.all() if can_invite(request.user, role)]  # type: ignore[arg-type]
            kwargs["queryset"] = Role.objects.filter(pk__in=mine)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        stored = invite(actor=request.user, email=obj.email, role=obj.role_id, language=obj.language)  # type: ignore[arg-type]
        obj.__dict__.update(stored.__dict__)

    def has_view_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return request.user.has_perm(INVITE)

    has_add_permission = has_invite_permission = has_view_permission  # type: ignore[assignment]

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(INVITE)

    @admin.action(description=_("Send these invitations again"), permissions=["invite"])
    def send_again(self, request: HttpRequest, rows: QuerySet[Invitation]) -> None:
        self._each(request, rows, send_invitation_again)

    @admin.action(description=_("Withdraw these invitations"), permissions=["invite"])
    def withdraw(self, request: HttpRequest, rows: QuerySet[Invitation]) -> None:
        self._each(request, rows, withdraw_invitation)

    def _each(self, request: HttpRequest, rows: QuerySet[Invitation], act: Any) -> None:
        for invitation in rows:
            try:
                act(actor=request.user, invitation=invitation)
            except Problem as problem:
                self.message_user(request, f"{invitation.email}: {problem}", messages.ERROR)
