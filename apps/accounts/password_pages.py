"""The pages for passwords: changing it, asking for a link where it is forgotten, choosing a new one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from apps.accounts.forms import ActionForm, AddressForm, ChangePasswordForm, NewPasswordForm
from apps.accounts.link_pages import held_link, let_go
from apps.accounts.one_time_tokens import Purpose
from apps.accounts.passwords import ask_for_reset, change_password, reset_password
from apps.accounts.problems import LinkInvalid, WrongPassword
from apps.core.problems import Problem
from apps.core.requests import SiteRequest
from apps.core.rules import everyone, signed_in


class FormView(View):
    """A page with one form; what the action refuses stands at its fields."""

    template: str
    form: type[ActionForm]

    def page(self, request: HttpRequest, form: ActionForm, status: int = 200, **context: Any) -> HttpResponse:
        return render(request, self.template, {"form": form, **context}, status=status)

    def get(self, request: SiteRequest) -> HttpResponse:
        return self.page(request, self.form())

    def post(self, request: SiteRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form, 422)
        try:
            return self.act(request, form)
        except Problem as problem:
            return self.page(request, form, form.refuse(problem))

    def act(self, request: SiteRequest, form: ActionForm) -> HttpResponse:
        raise NotImplementedError


@signed_in()
@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class ChangePasswordView(LoginRequiredMixin, FormView):
    """Change one's password; this browser stays signed in, nothing else."""

    template, form = "account/password_change.html", ChangePasswordForm

    def act(self, request: SiteRequest, form: ActionForm) -> HttpResponse:
        try:
            user = change_password(
                actor=request.user,  # type: ignore[arg-type]
                session=request.login_session,
                address=request.client_address,
                **form.cleaned_data,
            )
        except WrongPassword as problem:
            form.add_error("old_password", str(problem))
            return self.page(request, form, 422)
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed. Every other device is signed out."))
        return redirect("account_change_password")


@everyone()
@method_decorator(never_cache, name="dispatch")
class ForgottenPasswordView(FormView):
    """Ask for a link; the answer is the same whether or not somebody has the address."""

    template, form = "account/password_reset.html", AddressForm

    def act(self, request: SiteRequest, form: ActionForm) -> HttpResponse:
        ask_for_reset(email=form.cleaned_data["email"], address=request.client_address)
        return redirect("account_reset_password_done")


@everyone()
@never_cache
@require_safe
def reset_asked(request: HttpRequest) -> HttpResponse:
    """Say where to look now."""
    return render(request, "account/password_reset_done.html")


@everyone()
@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class NewPasswordView(FormView):
    """Choose a new password with the link that this browser opened. It signs nobody in."""

    template, form = "account/new_password.html", NewPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        self.link = held_link(request, Purpose.RESET)
        if self.link is None:
            return redirect("dead_link")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def page(self, request: HttpRequest, form: ActionForm, status: int = 200, **context: Any) -> HttpResponse:
        assert self.link is not None
        return super().page(request, form, status, person=self.link.user)

    def act(self, request: SiteRequest, form: ActionForm) -> HttpResponse:
        assert self.link is not None
        try:
            reset_password(token_hash=self.link.token_hash, new_password=form.cleaned_data["new_password"])
        except LinkInvalid:  # used in another window meanwhile
            return redirect("dead_link")
        let_go(request)
        messages.success(request, _("Your password is changed. Sign in with the new one."))
        return redirect("account_login")
