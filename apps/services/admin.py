"""Services in the administration site: doors to the same actions as everywhere."""

import time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError

from apps.core.admin import ReadOnlyAdmin
from apps.core.problems import Problem
from apps.core.rest import valid
from apps.services import circuit_stores
from apps.services.actions import change_service, check_url, register_service, remove_service, renew_secret
from apps.services.models import Alarm, Delivery, Instance, Service
from apps.services.permissions import CHANGE, VIEW
from apps.services.serializers import RegisterServiceInput, ServiceInput

FIELDS = ["description", "task_types", "strategy", "timeout_seconds", "ttl_seconds", "fallback", "enabled"]


class ServiceForm(forms.ModelForm):
    """A service with its fixed addresses, one a line."""

    urls = forms.CharField(label=_("Fixed addresses"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    class Meta:
        model = Service
        fields = ["name", "type", *FIELDS]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "urls" in self.fields and not self.instance._state.adding:
            fixed = self.instance.instances.filter(is_fixed=True).values_list("url", flat=True)
            self.initial["urls"] = "\n".join(fixed)

    def clean(self) -> dict[str, Any]:
        """Check as the API does."""
        data = super().clean() or self.cleaned_data
        adding = self.instance._state.adding
        names = [*FIELDS, *(["name", "type"] if adding else [])]
        if self.errors:
            return data
        body = {name: data[name] for name in names if name in data}
        urls = data.get("urls", "").split()
        try:
            for url in urls:
                check_url(url.rstrip("/"))
            self.checked = valid(RegisterServiceInput if adding else ServiceInput, {**body, "urls": urls})
        except ValidationError as error:
            raise forms.ValidationError(str(error.detail)) from None
        except Problem as problem:
            raise forms.ValidationError(str(problem)) from None
        return data


class InstanceInline(admin.TabularInline):
    model = Instance
    fields = ("url", "shown_state", "circuit", "capacity", "busy", "software", "last_heartbeat_at")
    readonly_fields = ("url", "shown_state", "circuit", "capacity", "busy", "software", "last_heartbeat_at")
    extra = 0
    can_delete = False

    @admin.display(description=_("state"))
    def shown_state(self, instance: Instance) -> str:
        return instance.condition(instance.service.ttl_seconds)

    @admin.display(description=_("circuit"))
    def circuit(self, instance: Instance) -> str:
        return circuit_stores.read([str(instance.pk)])[0].state(time.time())

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VIEW)


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    form = ServiceForm
    inlines = [InstanceInline]
    list_display = ["name", "type", "strategy", "enabled", "fallback", "created_at"]
    list_filter = ["type", "enabled"]
    search_fields = ["name"]
    fields = ["name", "type", *FIELDS, "urls"]
    actions = ["renew"]
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Service | None = None) -> list[str]:
        return ["name", "type"] if obj is not None else []

    def save_model(self, request: HttpRequest, obj: Service, form: Any, change: bool) -> None:
        try:
            if change:
                stored = change_service(actor=request.user, service=obj, **form.checked)
            else:
                stored, secret = register_service(actor=request.user, **form.checked)
                self._tell(request, stored, secret)
        except Problem as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return
        obj.__dict__.update(stored.__dict__)

    def delete_model(self, request: HttpRequest, obj: Service) -> None:
        remove_service(actor=request.user, service=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Service]) -> None:
        for service in queryset:
            remove_service(actor=request.user, service=service)

    @admin.action(description=_("Renew the secrets of these services"), permissions=["change"])
    def renew(self, request: HttpRequest, rows: QuerySet[Service]) -> None:
        for service in rows:
            self._tell(request, *renew_secret(actor=request.user, service=service))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VIEW)

    has_module_permission = has_view_permission  # type: ignore[assignment]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(CHANGE)

    has_add_permission = has_change_permission  # type: ignore[assignment]
    has_delete_permission = has_change_permission

    def _tell(self, request: HttpRequest, service: Service, secret: str) -> None:
        text = _("The secret of %(name)s, shown this once: %(secret)s") % {"name": service.name, "secret": secret}
        self.message_user(request, text, messages.WARNING)


class SeenAdmin(ReadOnlyAdmin):
    """Rows that whoever may see services may see."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VIEW)

    has_module_permission = has_view_permission  # type: ignore[assignment]


@admin.register(Delivery)
class DeliveryAdmin(SeenAdmin):
    list_display = ["service", "subject", "state", "attempts", "error", "due_at"]
    list_filter = ["state"]
    list_select_related = ["service"]


@admin.register(Alarm)
class AlarmAdmin(SeenAdmin):
    list_display = ["source", "state", "detail", "began_at", "ended_at"]
    list_filter = ["state", "source"]
    date_hierarchy = "began_at"
