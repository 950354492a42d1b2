"""What a login session's device is, as far as its User-Agent tells: browser, system, kind."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from ua_parser import parse

from apps.accounts.models import LoginSession
from apps.core.address import limit_key

JUST_REGISTERED = timedelta(hours=1)  # so long after registering a first sign-in is expected
DESKTOPS = ("Windows", "Mac OS X", "Linux", "Ubuntu", "Fedora", "Debian", "Chrome OS", "FreeBSD")


@dataclass(frozen=True)
class Device:
    """`kind` is desktop, phone, tablet or api (a program, or nothing that can be told)."""

    browser: str | None
    os: str | None
    kind: str

    @property
    def label(self) -> str:
        return ", ".join(part for part in (self.browser, self.os) if part)


@lru_cache(maxsize=4_096)
def device_of(user_agent: str) -> Device:
    """Return the device behind a User-Agent."""
    found = parse(user_agent)
    browser = found.user_agent.family if found.user_agent else None
    system = found.os.family if found.os else None
    return Device(browser, system, _kind(user_agent, system, found.device.family if found.device else ""))


def _kind(user_agent: str, system: str | None, model: str) -> str:
    if system in ("iOS", "Android"):
        # Android says "Mobile" on phones only; an iPad says it too.
        tablet = "iPad" in model or (system == "Android" and "Mobile" not in user_agent)
        return "tablet" if tablet else "phone"
    return "desktop" if system in DESKTOPS else "api"


def is_new_device(session: LoginSession) -> bool:
    """Is this a sign-in that its owner should be told of?

    A User-Agent can be copied, so a device is known only where it has signed in from the same network before. The
    first sign-in after registering is nobody's news.
    """
    earlier = LoginSession.objects.filter(user=session.user_id, created_at__lt=session.created_at).exclude(
        pk=session.pk
    )
    seen = list(earlier.values_list("user_agent", "address").distinct())
    if not seen:
        return session.created_at - session.user.date_joined > JUST_REGISTERED
    return _trace(session.user_agent, session.address) not in {_trace(*one) for one in seen}


def _trace(user_agent: str, address: str | None) -> tuple[Device, str]:
    return device_of(user_agent), _network(address or "")


def _network(address: str) -> str:
    return limit_key(address) if ":" in address else address.rpartition(".")[0]
