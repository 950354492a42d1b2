"""What this server goes to: the address of a request is checked here, before anything is sent."""

import re
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import httpx2
from django.conf import settings

from apps.core.http.addresses import Address, is_allowed, parse
from apps.core.http.deadline import Deadline
from apps.core.http.errors import OutgoingFailed, OutgoingRefused
from apps.core.networks import covers

MAX_URL = 8_000
DEMO_HOSTS = ("127.0.0.1", "localhost")
# A plain path below /static/demo/: no empty, dot or encoded parts that could lead elsewhere.
DEMO_PATH = re.compile(r"/static/demo(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)+", re.ASCII)


@dataclass(frozen=True)
class Target:
    """A checked address: where to connect is settled, nobody asks the name server again."""

    url: httpx2.URL
    host: str
    port: int
    addresses: tuple[Address, ...]


def check(url: str, method: str, deadline: Deadline, trusted: Sequence[str] = ()) -> Target:
    """Resolve `url` and return where to connect; raise OutgoingRefused where this server does not go.

    `trusted` names what the operator opened for this purpose: `host:port`, or networks, of which any port is open.
    """
    parsed = _parse(url)
    host = parsed.raw_host.decode("ascii")
    port = parsed.port or (443 if parsed.scheme == "https" else 80)
    if _is_own_demo(url, parsed, host, port, method):
        return Target(parsed, host, port, (parse("127.0.0.1"),))  # type: ignore[arg-type]
    if f"{host}:{port}".lower() in trusted:
        return Target(parsed, host, port, resolve(host, port, deadline))
    inside = _resolved_inside(host, port, deadline, trusted)
    if inside:
        return Target(parsed, host, port, inside)
    if parsed.scheme == "http" and not getattr(settings, "ALTLAS_OUTGOING_HTTP", True):
        raise OutgoingRefused
    if port not in getattr(settings, "ALTLAS_OUTGOING_PORTS", (80, 443)):
        raise OutgoingRefused
    addresses = resolve(host, port, deadline)
    # One bad address spoils the name: a mixed answer is how rebinding starts.
    if not addresses or not all(is_allowed(address) for address in addresses):
        raise OutgoingRefused
    return Target(parsed, host, port, addresses)


def check_address(url: str, *, trusted: Sequence[str] = (), seconds: float = 3.0) -> None:
    """Raise OutgoingRefused or OutgoingFailed where this server would not go to `url`; nothing is sent there."""
    check(url, "POST", Deadline(seconds, None), trusted)


def _resolved_inside(host: str, port: int, deadline: Deadline, trusted: Sequence[str]) -> tuple[Address, ...]:
    """Return the addresses of a name where all of them are in a trusted network, else none."""
    networks = [entry for entry in trusted if "/" in entry]
    if not networks:
        return ()
    addresses = resolve(host, port, deadline)
    return addresses if addresses and all(covers(networks, str(address)) for address in addresses) else ()


def resolve(host: str, port: int, deadline: Deadline) -> tuple[Address, ...]:
    """Look a name up without outliving the deadline."""
    if (address := parse(host.strip("[]"))) is not None:
        return (address,)
    found: list[str] = []
    failed: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            found.extend(lookup(host, port))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    # The system's resolver cannot be interrupted; a thread of its own can be left behind.
    thread = threading.Thread(target=ask, name="lookup", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(deadline.slice())
    if failed:
        raise OutgoingFailed("connection", sent=False)
    return tuple(dict.fromkeys(address for text in found if (address := parse(text)) is not None))


def lookup(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _parse(url: str) -> httpx2.URL:
    if len(url) > MAX_URL or re.search(r"[\x00-\x20\x7f\\]", url):
        raise OutgoingRefused
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        raise OutgoingRefused from None
    if parsed.scheme not in ("http", "https") or not parsed.host or parsed.userinfo or "@" in parsed.netloc.decode():
        raise OutgoingRefused
    return parsed.copy_with(fragment=None)


def _is_own_demo(url: str, parsed: httpx2.URL, host: str, port: int, method: str) -> bool:
    """Say whether `url` names one of this server's own sample files, all on it that commands may read."""
    if not getattr(settings, "ALTLAS_ALLOW_OWN_DEMO", False) or method not in ("GET", "HEAD"):
        return False
    if parsed.scheme != "http" or host not in DEMO_HOSTS or port != getattr(settings, "ALTLAS_OWN_PORT", None):
        return False
    # The raw text is matched too: a parser that tidies "/static/demo/../" must not decide.
    written = re.match(r"(?i)http://[^/?#]+([^?#]*)", url)
    sent = parsed.raw_path.decode("ascii").partition("?")[0]
    return written is not None and written[1] == sent and DEMO_PATH.fullmatch(sent) is not None
