"""The server-rendered pages that are ours; sign-in, sign-out and the password pages are allauth's in our look."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from apps.accounts.actions import update_profile
from apps.accounts.adapter import BACKEND
from apps.accounts.first_admin import is_open, take_first_admin_link
from apps.accounts.forms import SignupForm
from apps.accounts.models import User
from apps.accounts.permissions import can_register
from apps.accounts.problems import TooManyAttempts
from apps.accounts.signin import count_registration
from apps.core.rules import everyone


@everyone()
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Django's own view, which sets the cookie; a signed-in person's profile follows, since it wins over the cookie."""
    code = request.POST.get("language", "")
    if request.user.is_authenticated and code in dict(settings.LANGUAGES):
        update_profile(actor=request.user, language=code)
    return set_language(request)


@everyone()
@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignupView(View):
    """Register, and begin. The first account of an empty installation becomes its administrator."""

    token: str | None = None
    invited = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        if not self.invited and not can_register():
            return render(request, "account/signup_closed.html", status=403)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("/")
        return self._page(request, SignupForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SignupForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, 422)
        try:
            count_registration(request.client_address)  # type: ignore[attr-defined]
        except TooManyAttempts as problem:
            form.add_error(None, str(problem))
            return self._page(request, form, 429)
        if not form.save(getattr(request, "LANGUAGE_CODE", None), invited=self.invited):
            return self._page(request, form, 422)
        if not User.objects.filter(pk=form.user.pk).exists():  # the address is known: its owner got a mail
            messages.info(request, _("Almost done: look into your mail, then sign in."))
            return redirect(reverse("account_login"))
        self.after(form.user)
        login(request, form.user, backend=BACKEND)
        return redirect(self._next(request))

    def after(self, user: User) -> None:
        """Do what this page does beyond registering."""

    def context(self) -> dict[str, Any]:
        return {"first_account": not User.objects.filter(is_bot=False).exists()}

    def _page(self, request: HttpRequest, form: SignupForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "next": self._next(request), **self.context()}
        return render(request, "account/signup.html", context, status=status)

    @staticmethod
    def _next(request: HttpRequest) -> str:
        wanted = request.POST.get("next") or request.GET.get("next") or "/"
        safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return wanted if safe else "/"


class FirstAdminView(SignupView):
    """The one-time link that a production installation prints at its first start."""

    invited = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        self.token = kwargs["token"]
        if not is_open(self.token or ""):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def after(self, user: User) -> None:
        take_first_admin_link(token=self.token or "", user=user)

    def context(self) -> dict[str, Any]:
        return {"first_account": True}
