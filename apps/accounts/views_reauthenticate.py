"""The page that asks again who one is, before something important changes."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts.factor_selectors import factors_of
from apps.accounts.factor_serializers import MAX_CODE
from apps.accounts.forms import CodeForm, PasswordForm
from apps.accounts.problems import FactorWanted, FactorWrong, TooManyAttempts, WrongPassword
from apps.accounts.reauthentication import reauthenticate
from apps.accounts.views_factor import posted_credential, safe_next
from apps.core.rules import signed_in


@signed_in(always=True)
@method_decorator([never_cache, sensitive_post_parameters("password", "code")], name="dispatch")
class ReauthenticateView(LoginRequiredMixin, View):
    """Asks for the second factor, or for the password where there is none."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        credential = posted_credential(request)
        proof: dict[str, Any] = {"passkey": credential}
        if credential is None and "code" in request.POST:
            proof = {"otp": request.POST["code"][: MAX_CODE + 1]}
        elif credential is None:
            proof = {"password": request.POST.get("password", "")}
        try:
            reauthenticate(
                actor=request.user,  # type: ignore[arg-type]
                session=getattr(request, "login_session", None),
                address=request.client_address,  # type: ignore[attr-defined]
                **proof,
            )
        except (WrongPassword, FactorWrong, FactorWanted, TooManyAttempts) as problem:
            return self._page(request, str(problem), 429 if isinstance(problem, TooManyAttempts) else 422)
        return redirect(safe_next(request))

    def _page(self, request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
        factors = factors_of(request.user)  # type: ignore[arg-type]
        form = CodeForm() if factors.any else PasswordForm()
        context = {"form": form, "error": error, "factors": factors, "next": safe_next(request)}
        return render(request, "account/reauthenticate.html", context, status=status)
