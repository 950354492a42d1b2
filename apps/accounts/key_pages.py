"""`/accounts/keys/`: one's API keys, without JavaScript."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache

from apps.accounts.api_keys import GRACE, create_api_key, revoke_api_key, rotate_api_key
from apps.accounts.key_serializers import MAX_LIMIT, ApiKeyInput
from apps.accounts.models import ApiKey
from apps.accounts.permissions import is_fresh
from apps.accounts.problems import FreshFactorRequired
from apps.core.permissions import get_visible
from apps.core.problems import Problem
from apps.core.rules import signed_in
from apps.core.scopes import catalogue

LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("", _("Without end"))]


class ApiKeyForm(forms.Form):
    """A new key, by the same rules as `POST /auth/api-keys`."""

    name = forms.CharField(label=_("Name"), max_length=64, help_text=_("What it is for, such as “Backup script”."))
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.ChoiceField(label=_("Good for"), choices=LIFETIMES, required=False, initial="90")
    addresses = forms.CharField(
        label=_("Only from these addresses"),
        required=False,
        max_length=2_000,
        help_text=_("Addresses or networks, such as 203.0.113.7 or 10.0.0.0/8. Empty: from anywhere."),
    )
    limit_per_minute = forms.IntegerField(
        label=_("Requests a minute at most"), required=False, min_value=1, max_value=MAX_LIMIT
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(one["name"], one["label"]) for one in catalogue()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        days = cleaned.pop("days")
        cleaned["expires_at"] = timezone.now() + timedelta(days=int(days)) if days else None
        cleaned["addresses"] = cleaned["addresses"].replace(",", " ").split()
        checked = ApiKeyInput(data=cleaned)
        checked.is_valid()
        for name, errors in checked.errors.items():
            for error in errors.values() if isinstance(errors, dict) else [errors]:
                self.add_error(name if name in self.fields else None, [str(text) for text in error])
        return dict(checked.validated_data) if not self.errors else cleaned


@signed_in()
@method_decorator(never_cache, name="dispatch")
class ApiKeysView(LoginRequiredMixin, View):
    """List, make, rotate, revoke. A key is shown in the answer that made it, and never again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, ApiKeyForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        doing = request.POST.get("do", "")
        try:
            if doing == "create":
                return self._create(request)
            if doing in ("rotate", "end", "revoke"):
                return self._change(request, doing)
        except FreshFactorRequired:
            return self._show_password(request)
        except Problem as problem:
            messages.error(request, str(problem))
        return redirect("api_keys")

    def _create(self, request: HttpRequest) -> HttpResponse:
        if not is_fresh(self._session(request)):
            raise FreshFactorRequired()
        form = ApiKeyForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        key, text = create_api_key(actor=request.user, session=self._session(request), **form.cleaned_data)  # type: ignore[arg-type]
        return self._page(request, ApiKeyForm(), made=key, text=text)

    def _change(self, request: HttpRequest, doing: str) -> HttpResponse:
        key = get_visible(self._keys(request), request.user, request.POST.get("key", ""))
        if doing == "revoke":
            revoke_api_key(actor=request.user, key=key)  # type: ignore[arg-type]
            messages.success(request, _t("“%(name)s” is revoked.") % {"name": key.name})
            return redirect("api_keys")
        grace = GRACE if doing == "rotate" else timedelta(0)
        key, text = rotate_api_key(actor=request.user, session=self._session(request), key=key, grace=grace)  # type: ignore[arg-type]
        return self._page(request, ApiKeyForm(), made=key, text=text)

    def _page(self, request: HttpRequest, form: ApiKeyForm, status: int = 200, **context: Any) -> HttpResponse:
        now = timezone.now()
        keys = list(self._keys(request).order_by("-created_at", "-id"))
        for key in keys:
            key.expired = key.expires_at is not None and key.expires_at <= now  # type: ignore[attr-defined]
            key.rotating = key.previous_until is not None and key.previous_until > now  # type: ignore[attr-defined]
        context |= {"form": form, "keys": keys, "fresh": is_fresh(self._session(request)), "ask": self._ask_url()}
        return render(request, "account/api_keys.html", context, status=status)

    def _show_password(self, request: HttpRequest) -> HttpResponse:
        messages.info(request, _t("Show first that it is you, then go on."))
        return redirect(self._ask_url())

    @staticmethod
    def _ask_url() -> str:
        return f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('api_keys')})}"

    @staticmethod
    def _session(request: HttpRequest) -> object:
        return getattr(request, "login_session", None)

    @staticmethod
    def _keys(request: HttpRequest) -> Any:
        return ApiKey.objects.kept().filter(owner=request.user)
