"""Address rules in the admin site. They go through the actions: nobody locks themselves out."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from apps.accounts.address_rules import remove_address_rules, set_address_rule
from apps.core.address_rules import AddressRule
from apps.core.networks import parse_network
from apps.core.problems import Problem


class AddressRuleForm(forms.ModelForm):
    """Tries the change before it is made, so that a refusal stands at the form."""

    class Meta:
        model = AddressRule
        fields = ["network", "effect", "where", "note", "expires_at"]

    request: HttpRequest

    def clean_network(self) -> str:
        try:
            return str(parse_network(self.cleaned_data["network"]))
        except ValueError:
            raise forms.ValidationError(_("This is no address or network.")) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            with transaction.atomic():  # tried and taken back: `save_model` does it
                try:
                    set_rule(self.request, AddressRule.objects.filter(pk=self.instance.pk).first(), cleaned)
                except Problem as problem:
                    raise forms.ValidationError(str(problem)) from None
                finally:
                    transaction.set_rollback(True)
        return cleaned


class AddressRuleAdmin(admin.ModelAdmin):
    form = AddressRuleForm
    list_display = ["network", "effect", "where", "note", "expires_at", "created_by", "created_at"]
    list_filter = ["effect", "where"]
    list_select_related = ["created_by"]
    search_fields = ["network", "note"]
    actions = ["remove_rules"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def save_model(self, request: HttpRequest, obj: AddressRule, form: Any, change: bool) -> None:
        saved = set_rule(request, AddressRule.objects.filter(pk=obj.pk).first(), form.cleaned_data)
        obj.pk = saved.pk

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the action below looks first whether somebody would lock themselves out

    def has_remove_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.delete_addressrule")

    @admin.action(description=_("Remove these rules"), permissions=["remove"])
    def remove_rules(self, request: HttpRequest, rows: QuerySet[AddressRule]) -> HttpResponse | None:
        try:
            many = remove_address_rules(actor=request.user, address=request.client_address, rules=list(rows))  # type: ignore[arg-type, attr-defined]
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _t("%(many)s rules removed.") % {"many": many})
        return None


def set_rule(request: HttpRequest, rule: AddressRule | None, fields: dict[str, Any]) -> AddressRule:
    """Call the action with what a form holds."""
    wanted = {name: fields[name] for name in AddressRuleForm.Meta.fields}
    return set_address_rule(actor=request.user, address=request.client_address, rule=rule, **wanted)  # type: ignore[arg-type, attr-defined]
