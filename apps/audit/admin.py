from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from apps.audit.chain import HEAD
from apps.audit.export import as_csv
from apps.audit.models import Entry, Head
from apps.audit.noting import note
from apps.core.admin import ReadOnlyAdmin
from apps.core.problems import TooMany
from apps.core.throttling import one_at_a_time

MOST = 100_000  # lines in one file from the admin site; `manage.py audit export` has no bound


class ActionFilter(admin.SimpleListFilter):
    """By what was done: few enough kinds to list, read from an index."""

    title = _("what")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in Entry.objects.order_by("action").values_list("action", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["seq", "at", "actor_name", "action", "target", "outcome", "address"]
    list_filter = ["outcome", ActionFilter, "at"]
    date_hierarchy = "at"
    search_fields = ["actor_name", "=actor_id", "=target_id", "=address", "=request_id", "=action"]
    search_help_text = _("The name of who it was; or a whole id, address, request or action.")
    ordering = ["-seq"]
    show_full_result_count = False
    list_per_page = 50
    change_list_template = "admin/audit/entry/change_list.html"

    @admin.display(description=_("on what"))
    def target(self, entry: Entry) -> str:
        return f"{entry.target_type} {entry.target_id}".strip()

    def get_urls(self) -> list[URLPattern]:
        return [
            path("export/", self.admin_site.admin_view(self.export), name="audit_entry_export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "head": Head.objects.filter(pk=HEAD).first()})

    def export(self, request: HttpRequest) -> HttpResponse:
        """Answer what the filters find as a file."""
        if not self.has_view_permission(request):
            return HttpResponseForbidden()
        rows = self.get_changelist_instance(request).get_queryset(request)
        if rows.order_by()[: MOST + 1].count() > MOST:
            text = _t("More than %(most)s entries: narrow the filters, or use manage.py audit export.")
            messages.error(request, text % {"most": MOST})
            return redirect(f"{reverse('admin:audit_entry_changelist')}?{request.GET.urlencode()}")
        try:
            with one_at_a_time("export", str(request.user.pk)):
                body = "".join(as_csv(rows))
        except TooMany as problem:
            messages.error(request, str(problem))
            return redirect(f"{reverse('admin:audit_entry_changelist')}?{request.GET.urlencode()}")
        note("audit.exported", lines=body.count("\n") - 1)
        return HttpResponse(
            "\ufeff" + body,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "private, no-store"},
        )
