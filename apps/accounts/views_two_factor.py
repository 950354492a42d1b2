"""`/accounts/two-factor/`: one's second factors. Only passkeys need JavaScript."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.views import View
from django.views.decorators.cache import never_cache

from apps.accounts.factor_selectors import factors_of, passkeys_of, waiting_secret
from apps.accounts.factor_serializers import MAX_NAME
from apps.accounts.factors import begin_totp, confirm_totp, remove_totp, renew_recovery_codes
from apps.accounts.forms import FirstCodeForm
from apps.accounts.models import Passkey
from apps.accounts.passkeys import add_passkey, remove_passkey, rename_passkey
from apps.accounts.permissions import is_fresh
from apps.accounts.problems import FactorWrong, FreshFactorRequired, TooManyAttempts
from apps.accounts.required_factor import lacks_second_factor, must_have_second_factor
from apps.accounts.totp import address_of, picture_of
from apps.accounts.views_factor import posted_credential
from apps.core.permissions import get_visible
from apps.core.problems import Problem
from apps.core.rules import signed_in


@signed_in(always=True)
@method_decorator(never_cache, name="dispatch")
class TwoFactorView(LoginRequiredMixin, View):
    """Set up the app, add, rename and remove passkeys, make recovery codes: these are shown in one answer only."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        doing = {
            "begin": self._begin,
            "confirm": self._confirm,
            "remove": self._remove,
            "renew": self._renew,
            "add": self._add,
            "rename": self._rename,
            "remove_passkey": self._remove_passkey,
        }.get(request.POST.get("do", ""))
        try:
            if doing is not None:
                return doing(request)
        except FreshFactorRequired:
            messages.info(request, _t("Show first that it is you, then go on."))
            return redirect(self._ask_url())
        except Problem as problem:
            messages.error(request, str(problem))
        return redirect("two_factor")

    def _begin(self, request: HttpRequest) -> HttpResponse:
        return self._setup(request, begin_totp(**self._who(request)), FirstCodeForm())

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        form = FirstCodeForm(request.POST)
        try:
            codes = confirm_totp(**self._who(request), code=request.POST.get("code", "")[:32])
        except (FactorWrong, TooManyAttempts) as problem:
            secret = waiting_secret(request.user)  # type: ignore[arg-type]
            if secret is None:
                raise
            form.is_valid()
            form.add_error("code", str(problem))
            return self._setup(request, secret, form, 429 if isinstance(problem, TooManyAttempts) else 422)
        messages.success(request, _t("The app is set up. Your other devices are signed out."))
        return self._done(request, codes)

    def _remove(self, request: HttpRequest) -> HttpResponse:
        remove_totp(**self._who(request))
        messages.success(request, _t("The app is removed. Your other devices are signed out."))
        return redirect("two_factor")

    def _renew(self, request: HttpRequest) -> HttpResponse:
        return self._done(request, renew_recovery_codes(**self._who(request)))

    def _add(self, request: HttpRequest) -> HttpResponse:
        name = self._name(request) or _t("Passkey")
        _passkey, codes = add_passkey(**self._who(request), name=name, credential=posted_credential(request) or {})
        messages.success(request, _t("The passkey is added. Your other devices are signed out."))
        return self._done(request, codes)

    def _rename(self, request: HttpRequest) -> HttpResponse:
        name = self._name(request)
        if name:
            rename_passkey(actor=request.user, passkey=self._passkey(request), name=name)  # type: ignore[arg-type]
        return redirect("two_factor")

    def _remove_passkey(self, request: HttpRequest) -> HttpResponse:
        remove_passkey(**self._who(request), passkey=self._passkey(request))
        messages.success(request, _t("The passkey is removed. Your other devices are signed out."))
        return redirect("two_factor")

    def _done(self, request: HttpRequest, codes: list[str] | None) -> HttpResponse:
        return self._page(request, codes=codes) if codes else redirect("two_factor")

    def _setup(self, request: HttpRequest, secret: str, form: FirstCodeForm, status: int = 200) -> HttpResponse:
        picture = b64encode(picture_of(address_of(secret, request.user.get_username())).encode()).decode()
        groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        context = {"form": form, "secret": groups, "picture": f"data:image/svg+xml;base64,{picture}"}
        return render(request, "account/two_factor_app.html", context, status=status)

    def _page(self, request: HttpRequest, codes: list[str] | None = None) -> HttpResponse:
        user: Any = request.user
        session = getattr(request, "login_session", None)
        context = {
            "factors": factors_of(user),
            "passkeys": passkeys_of(user),
            "required": must_have_second_factor(user),
            "lacking": lacks_second_factor(user, session),
            "fresh": is_fresh(session),
            "ask": self._ask_url(),
            "codes": codes,
            "sheet": "data:text/plain;charset=utf-8," + quote("\n".join(codes or []) + "\n"),
            "max_name": MAX_NAME,
        }
        return render(request, "account/two_factor.html", context)

    @staticmethod
    def _who(request: HttpRequest) -> dict[str, Any]:
        return {"actor": request.user, "session": getattr(request, "login_session", None)}

    @staticmethod
    def _name(request: HttpRequest) -> str:
        return request.POST.get("name", "").replace("\x00", "").strip()[:MAX_NAME]

    @staticmethod
    def _passkey(request: HttpRequest) -> Passkey:
        return get_visible(passkeys_of(request.user), request.user, request.POST.get("passkey", ""))  # type: ignore[arg-type]

    @staticmethod
    def _ask_url() -> str:
        return f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('two_factor')})}"
