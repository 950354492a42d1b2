"""`/accounts/invitation/`: making the account to which a mailed link invites."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts.adapter import BACKEND
from apps.accounts.forms import AccountForm, ActionForm
from apps.accounts.invitations import accept_invitation, is_good
from apps.accounts.link_pages import held_link, let_go
from apps.accounts.models import Invitation
from apps.accounts.one_time_tokens import Purpose
from apps.accounts.password_pages import FormView
from apps.accounts.problems import AddressTaken, LinkInvalid
from apps.accounts.signin import count_registration
from apps.core.requests import SiteRequest
from apps.core.rules import everyone


@everyone()
@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class AcceptInvitationView(FormView):
    """Choose a name and a password, and begin."""

    template, form = "account/invitation.html", AccountForm
    invitation: Invitation
    token_hash: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        link = held_link(request, Purpose.INVITE)
        if link is None or link.invitation is None or not is_good(link.invitation):
            return redirect("dead_link")
        self.invitation, self.token_hash = link.invitation, link.token_hash
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def page(self, request: HttpRequest, form: ActionForm, status: int = 200, **context: Any) -> HttpResponse:
        return super().page(request, form, status, invitation=self.invitation)

    def act(self, request: SiteRequest, form: ActionForm) -> HttpResponse:
        count_registration(request.client_address)
        language = getattr(request, "LANGUAGE_CODE", None)
        try:
            user = accept_invitation(token_hash=self.token_hash, language=language, **form.cleaned_data)
        except AddressTaken as problem:
            messages.info(request, str(problem))
            return redirect("account_login")
        except LinkInvalid:
            return redirect("dead_link")
        let_go(request)
        login(request, user, backend=BACKEND)
        return redirect("/")
