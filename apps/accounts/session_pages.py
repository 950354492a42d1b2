"""`/accounts/sessions/`: where one is signed in, without JavaScript."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.views import View
from django.views.decorators.cache import never_cache

from apps.accounts.actions import end_login_session, end_other_login_sessions
from apps.accounts.devices import device_of
from apps.accounts.login_sessions import rename_login_session
from apps.accounts.selectors import live_sessions
from apps.accounts.session_analytics import chart, sign_in_analytics
from apps.accounts.session_serializers import RenameInput
from apps.core.permissions import get_visible
from apps.core.problems import Problem
from apps.core.rules import signed_in


@signed_in()
@method_decorator(never_cache, name="dispatch")
class LoginSessionsView(LoginRequiredMixin, View):
    """List, name, end one, end all others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        current = getattr(request, "login_session", None)
        sessions = list(live_sessions(user))
        for session in sessions:
            session.device = device_of(session.user_agent)  # type: ignore[attr-defined]
            session.is_current = session == current  # type: ignore[attr-defined]
        found = sign_in_analytics(user=user, zone=user.timezone)
        context = {"sessions": sessions, "chart": chart(found["days"]), **found}
        return render(request, "account/sessions.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        doing = request.POST.get("do", "")
        current = getattr(request, "login_session", None)
        try:
            if doing == "end_others":
                end_other_login_sessions(actor=request.user, keep=current)  # type: ignore[arg-type]
                messages.success(request, _t("All your other devices are signed out."))
            elif doing in ("end", "rename"):
                self._change(request, doing)
        except Problem as problem:
            messages.error(request, str(problem))
        return redirect("login_sessions")

    @staticmethod
    def _change(request: HttpRequest, doing: str) -> None:
        user: Any = request.user
        session = get_visible(live_sessions(user), user, request.POST.get("session", ""))
        if doing == "end":
            end_login_session(session=session, reason="ended_by_user")
            messages.success(request, _t("This device is signed out."))
            return
        given = RenameInput(data={"name": request.POST.get("name", "")})
        if not given.is_valid():
            messages.error(request, _t("A name has at most 64 characters."))
            return
        rename_login_session(actor=user, session=session, **given.validated_data)
        messages.success(request, _t("The name is saved."))
