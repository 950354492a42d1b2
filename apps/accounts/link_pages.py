"""Where mailed links lead: the token leaves the address at once, what it stands for is noted in the session.

So it is in no history, no log of a later page and no `Referer`. Opening a link changes nothing of the account: mail
scanners open links too.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from apps.accounts.crypto import digest
from apps.accounts.models import OneTimeToken
from apps.accounts.one_time_tokens import Purpose, find_token
from apps.core.rules import everyone

HELD = "mailed_link"  # the purpose and the digest of the link opened last
PAGES = {
    Purpose.RESET: "new_password",
    Purpose.VERIFY: "confirm_address",
    Purpose.CHANGE: "confirm_address",
    Purpose.UNDO: "undo_address",
    Purpose.INVITE: "accept_invitation",
}


@everyone()
@never_cache
@require_safe
@sensitive_variables("token")
def mailed_link(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Change a link for a note in the session, and go on to its page."""
    token_hash = digest(token)
    if purpose in PAGES and find_token(purpose, token_hash):
        request.session[HELD] = [purpose, token_hash]
        response = redirect(PAGES[Purpose(purpose)])
    else:
        response = redirect("dead_link")
    response["Referrer-Policy"] = "no-referrer"
    return response


@everyone()
@never_cache
@require_safe
def dead_link(request: HttpRequest) -> HttpResponse:
    """Say that a link is not good, whatever the reason."""
    return render(request, "account/dead_link.html", status=410)


def held_link(request: HttpRequest, *purposes: Purpose) -> OneTimeToken | None:
    """Return what the link stands for that this browser opened last, while it is good."""
    purpose, token_hash = request.session.get(HELD) or ("", "")
    return find_token(purpose, token_hash) if purpose in purposes else None


def let_go(request: HttpRequest) -> None:
    """Forget the link: it is used up."""
    request.session.pop(HELD, None)
