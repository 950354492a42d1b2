"""The pages for the e-mail address: where it stands, confirming it, taking a former one back."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from apps.accounts.addresses import ask_for_change, ask_for_verification, confirm_change, undo_change, verify_address
from apps.accounts.forms import ActionForm, AddressForm
from apps.accounts.link_pages import held_link, let_go
from apps.accounts.one_time_tokens import Purpose
from apps.accounts.password_pages import FormView
from apps.accounts.permissions import is_fresh
from apps.accounts.problems import AddressTaken, FreshFactorRequired, LinkInvalid
from apps.core.problems import Problem
from apps.core.requests import SiteRequest
from apps.core.rules import everyone, signed_in


@signed_in()
@method_decorator(never_cache, name="dispatch")
class AddressView(LoginRequiredMixin, FormView):
    """One's address: have the link sent again, or change it."""

    template, form = "account/email.html", AddressForm

    def page(self, request: HttpRequest, form: ActionForm, status: int = 200, **context: Any) -> HttpResponse:
        fresh = is_fresh(getattr(request, "login_session", None))
        return super().page(request, form, status, fresh=fresh, ask=_ask_again())

    def post(self, request: SiteRequest) -> HttpResponse:
        if request.POST.get("do") != "resend":
            return super().post(request)
        try:
            ask_for_verification(actor=request.user)  # type: ignore[arg-type]
        except Problem as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("We sent you a link to confirm your address."))
        return redirect("account_email")

    def act(self, request: SiteRequest, form: ActionForm) -> HttpResponse:
        try:
            ask_for_change(
                actor=request.user,  # type: ignore[arg-type]
                session=request.login_session,
                email=form.cleaned_data["email"],
            )
        except FreshFactorRequired:
            return redirect(_ask_again())
        messages.success(request, _("We sent a link to the new address. Once you open it, the address is yours."))
        return redirect("account_email")


def _ask_again() -> str:
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('account_email')})}"


class HeldLinkView(View):
    """A page with one button that does what a mailed link is for."""

    template: str
    purposes: tuple[Purpose, ...]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        self.link = held_link(request, *self.purposes)
        if self.link is None:
            return redirect("dead_link")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, self.template, {"link": self.link})


@everyone()
@method_decorator(never_cache, name="dispatch")
class ConfirmAddressView(HeldLinkView):
    """Confirm the address of an account, or a new one."""

    template = "account/email_confirm.html"
    purposes = (Purpose.VERIFY, Purpose.CHANGE)

    def post(self, request: HttpRequest) -> HttpResponse:
        assert self.link is not None
        confirm = verify_address if self.link.purpose == Purpose.VERIFY else confirm_change
        try:
            confirm(token_hash=self.link.token_hash)
        except AddressTaken as problem:
            messages.error(request, str(problem))
        except LinkInvalid:
            return redirect("dead_link")
        else:
            messages.success(request, _("The address is confirmed."))
        let_go(request)
        return redirect("account_email" if request.user.is_authenticated else "account_login")


@everyone()
@method_decorator(never_cache, name="dispatch")
class UndoAddressView(HeldLinkView):
    """Take a former address back."""

    template = "account/email_undo.html"
    purposes = (Purpose.UNDO,)

    def post(self, request: HttpRequest) -> HttpResponse:
        assert self.link is not None
        try:
            undo_change(token_hash=self.link.token_hash)
        except (AddressTaken, LinkInvalid):
            return redirect("dead_link")
        let_go(request)
        return redirect("account_reset_password_done")
