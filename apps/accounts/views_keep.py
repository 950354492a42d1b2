"""The page for somebody who left and signs in again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.leaving import keep_account
from apps.accounts.models import User
from apps.core.rules import everyone

SESSION_KEY = "keep_account"  # set where the person has just shown their password


@everyone()
@never_cache
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Offer to keep the account. It is not signed in here: a second factor may still be due."""
    user = User.objects.filter(pk=request.session.get(SESSION_KEY)).first()
    if user is None or not user.may_come_back:
        raise Http404
    if request.method == "GET":
        return render(request, "account/keep.html", {"person": user})
    keep_account(actor=user)
    del request.session[SESSION_KEY]
    messages.success(request, _("Your account is yours again. Sign in to go on."))
    return redirect("account_login")
