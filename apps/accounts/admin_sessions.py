"""Login sessions in the admin site: who is signed in where, and how often people sign in."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions import end_login_session
from apps.accounts.models import LoginSession
from apps.accounts.permissions import can_end_login_session
from apps.accounts.session_analytics import chart, sign_in_analytics
from apps.core.admin import ReadOnlyAdmin

SPANS = (7, 30, 90)  # days


class LoginSessionAdmin(ReadOnlyAdmin):
    list_display = ["user", "kind", "address", "created_at", "last_seen_at", "ended_at", "end_reason"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    exclude = ["refresh_hash", "previous_hash"]
    actions = ["end_sessions"]
    change_list_template = "admin/accounts/loginsession/change_list.html"

    @admin.action(description=_("End these login sessions"), permissions=["end"])
    def end_sessions(self, request: HttpRequest, rows: QuerySet[LoginSession]) -> None:
        for session in rows:
            if can_end_login_session(request.user, session):
                end_login_session(session=session, reason="ended_by_administrator")

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_loginsession")

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.analytics)
        return [path("analytics/", page, name="accounts_loginsession_analytics"), *super().get_urls()]

    def analytics(self, request: HttpRequest) -> HttpResponse:
        """Show how often everybody signed in, from where and with what."""
        if not self.has_view_permission(request):
            return HttpResponseForbidden()
        asked = request.GET.get("days", "")
        days = int(asked) if asked in map(str, SPANS) else 30
        found = sign_in_analytics(user=None, zone=request.user.timezone, days=days)  # type: ignore[union-attr]
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            **found,
            "title": _t("Sign-ins"),
            "opts": self.opts,
            "chart": chart(found["days"]),
            "span": days,
            "spans": SPANS,
        }
        return render(request, "admin/accounts/loginsession/analytics.html", context)
