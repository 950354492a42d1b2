"""`/accounts/dev-mails/`: the mails that a developer's server has written to files.

They hold links that open accounts. So the page is there only where DEBUG is set by hand, mails go to files, and the
browser runs on this very machine: not behind a proxy, under no name but the machine's own.
"""

from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as policy
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.core.rules import everyone

SHOWN = 50
BETWEEN = b"\n" + b"-" * 79 + b"\n"  # how Django's backend parts the mails of one file
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Letter:
    """One mail as it is shown."""

    subject: str
    to: str
    date: str
    text: str


@everyone()
@never_cache
@require_safe
def dev_mails(request: HttpRequest) -> HttpResponse:
    """Show the newest mails."""
    if not is_developer(request):
        raise Http404
    response = render(request, "account/dev_mails.html", {"letters": letters(Path(settings.EMAIL_FILE_PATH))})
    response["Referrer-Policy"] = "no-referrer"
    return response


def is_developer(request: HttpRequest) -> bool:
    """Does somebody ask who sits at this machine, on a server that says it is for development?"""
    if settings.PRODUCTION or not settings.DEBUG or not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return False
    if any(name in request.headers for name in FORWARDED):
        return False
    host, _port = split_domain_port(request.get_host())
    try:
        return host in LOCAL_NAMES and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def letters(folder: Path) -> list[Letter]:
    """Return the newest mails of a folder, the newest first."""
    found: list[Letter] = []
    for path in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True):
        mails = [part for part in path.read_bytes().split(BETWEEN) if part.strip()]
        found += [_letter(part) for part in reversed(mails)]
        if len(found) >= SHOWN:
            break
    return found[:SHOWN]


def _letter(raw: bytes) -> Letter:
    message = message_from_bytes(raw, policy=policy)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return Letter(str(message["Subject"]), str(message["To"]), str(message["Date"]), text)
