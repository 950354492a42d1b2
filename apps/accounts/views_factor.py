"""The second half of signing in on the pages, and signing in with a passkey alone."""

import json
from typing import Any

from allauth.account.stages import LoginStageController
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from apps.accounts.adapter import BACKEND
from apps.accounts.challenges import SECOND_FACTOR
from apps.accounts.factor_serializers import MAX_CODE
from apps.accounts.failed_sign_in import noting_failure
from apps.accounts.forms import CodeForm
from apps.accounts.models import Method
from apps.accounts.problems import OtpWrong, PasskeyRefused, TooManyAttempts
from apps.accounts.second_factor import show_second_factor, sign_in_with_passkey, what_can_be_shown
from apps.accounts.sign_in_stages import SecondFactorStage
from apps.accounts.views_keep import SESSION_KEY
from apps.core.rules import everyone


def posted_credential(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the page's script has put into the form; None where that is nothing a browser would answer."""
    try:
        found = json.loads(request.POST.get("credential", ""))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    """Return where a form wants to lead, if that is here."""
    wanted = request.POST.get("next") or request.GET.get("next") or fallback
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else fallback


@everyone()
@method_decorator(never_cache, name="dispatch")
class SecondFactorView(View):
    """Asks for a code or a passkey, after the password. Whoever has not come that far is sent to the beginning."""

    stage: SecondFactorStage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        stage = LoginStageController.enter(request, SecondFactorStage.key)
        if stage is None or stage.login.user is None or request.user.is_authenticated:
            return redirect("account_login")
        self.stage = stage  # type: ignore[assignment]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = self.stage.login.user
        form = CodeForm(request.POST)
        otp = request.POST.get("code", "")[: MAX_CODE + 1]
        try:
            with noting_failure(user.username):
                request.factor_shown = show_second_factor(  # type: ignore[attr-defined]
                    user=user, purpose=SECOND_FACTOR, otp=otp, passkey=posted_credential(request), wrong=OtpWrong
                )
        except (OtpWrong, TooManyAttempts) as problem:
            form.is_valid()
            form.add_error(None, str(problem))
            return self._page(request, form, 429 if isinstance(problem, TooManyAttempts) else 422)
        return self.stage.exit()

    def _page(self, request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
        context = {"form": form, **what_can_be_shown(self.stage.login.user, SECOND_FACTOR)}  # type: ignore[arg-type]
        return render(request, "account/second_factor.html", context, status=status)


@everyone()
@never_cache
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a browser in with what its passkey answered."""
    if request.user.is_authenticated:
        return redirect("/")
    try:
        with noting_failure(""):
            address: str = request.client_address  # type: ignore[attr-defined]
            user = sign_in_with_passkey(credential=posted_credential(request) or {}, address=address)
    except (PasskeyRefused, TooManyAttempts) as problem:
        status = 429 if isinstance(problem, TooManyAttempts) else 422
        return render(request, "account/passkey_refused.html", {"problem": problem}, status=status)
    if user.may_come_back:
        request.session[SESSION_KEY] = str(user.pk)
        return redirect("keep_account")
    request.factor_shown = Method.PASSKEY  # type: ignore[attr-defined]
    login(request, user, backend=BACKEND)
    return redirect(safe_next(request))
