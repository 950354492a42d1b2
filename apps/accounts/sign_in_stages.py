"""What stands between the right password and being signed in on the pages: allauth's stages, ours among them."""

from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect

from apps.accounts.factor_selectors import has_second_factor
from apps.accounts.views_keep import SESSION_KEY

Handled = tuple[HttpResponse | None, bool]  # where to send the browser, and whether that leads on


class SecondFactorStage(LoginStage):
    """Somebody with a second factor shows it. Until then they are nobody."""

    key = "second_factor"
    urlname = "account_second_factor"

    def handle(self) -> Handled:
        user = self.login.user
        if user is None or not has_second_factor(user):  # type: ignore[arg-type]
            return None, True
        return redirect(self.urlname), True


class KeepAccountStage(LoginStage):
    """Whoever left and comes back is asked whether they want to stay; they are not signed in."""

    key = "keep_account"
    urlname = "keep_account"

    def handle(self) -> Handled:
        user = self.login.user
        if user is None or not user.may_come_back:  # type: ignore[attr-defined]
            return None, True
        self.request.session[SESSION_KEY] = str(user.pk)
        return redirect(self.urlname), False
