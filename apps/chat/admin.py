from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from apps.chat.models import Conversation, Message, Participant, Report, RetentionRule
from apps.chat.moderation.actions import read_report, resolve_report
from apps.core.admin import ReadOnlyAdmin


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "name", "participant_count", "last_activity_at"]
    list_filter = ["kind"]
    search_fields = ["=id", "name"]
    exclude = ["last_message", "direct_key"]
    show_full_result_count = False


@admin.register(Participant)
class ParticipantAdmin(ReadOnlyAdmin):
    list_display = ["user", "conversation", "role", "joined_at"]
    list_select_related = ["user", "conversation"]
    search_fields = ["=conversation__id", "user__username"]
    show_full_result_count = False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Who wrote where and when; what was written is not for browsing."""

    list_display = ["id", "type", "sender", "conversation_id", "seq", "created_at", "deleted_at"]
    list_select_related = ["sender"]
    exclude = ["text", "card", "reply_to"]
    search_fields = ["=id", "=conversation__id"]
    show_full_result_count = False


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """The moderators' queue: to look at, and to settle."""

    list_display = ["created_at", "reason", "reporter", "sender", "outcome", "resolved_by", "resolved_at"]
    list_filter = [("resolved_at", admin.EmptyFieldListFilter), "reason", "outcome"]
    list_select_related = ["reporter", "sender", "resolved_by"]
    search_fields = ["=id", "=message__id", "=conversation__id", "reporter__username", "sender__username"]
    date_hierarchy = "created_at"
    actions = ["dismiss", "handled", "delete_reported"]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show one report; the audit log keeps who read what was said."""
        report = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if report is not None and request.method == "GET":
            read_report(actor=request.user, report=report)  # type: ignore[arg-type]
        return super().change_view(request, object_id, *args, **kwargs)

    @admin.action(description=_("Dismiss these reports"), permissions=["settle"])
    def dismiss(self, request: HttpRequest, rows: QuerySet[Report]) -> None:
        self._settle(request, rows, Report.Outcome.DISMISSED)

    @admin.action(description=_("Mark these reports as handled"), permissions=["settle"])
    def handled(self, request: HttpRequest, rows: QuerySet[Report]) -> None:
        self._settle(request, rows, Report.Outcome.HANDLED)

    @admin.action(description=_("Delete these messages and mark the reports as handled"), permissions=["settle"])
    def delete_reported(self, request: HttpRequest, rows: QuerySet[Report]) -> None:
        self._settle(request, rows, Report.Outcome.HANDLED, delete=True)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chat.change_report")

    @staticmethod
    def _settle(request: HttpRequest, rows: QuerySet[Report], outcome: str, *, delete: bool = False) -> None:
        for report in rows:
            resolve_report(actor=request.user, report=report, outcome=outcome, delete=delete)  # type: ignore[arg-type]


@admin.register(RetentionRule)
class RetentionRuleAdmin(ReadOnlyAdmin):
    list_display = ["conversation_id", "days", "held"]
    list_filter = ["held"]
    search_fields = ["=conversation__id"]
