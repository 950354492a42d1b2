"""The guarded client: check, connect to what was checked, read within bounds, redirect by the same door."""

import re
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

import httpcore2
import httpx2

from apps.core.http.backend import GuardedBackend
from apps.core.http.deadline import Deadline
from apps.core.http.decoding import BoundedBody
from apps.core.http.errors import OutgoingFailed, OutgoingRefused
from apps.core.http.guard import Target, check
from apps.core.http.response import Response

TIMEOUT_SECONDS = 15.0
MAX_BYTES = 10_000_000
MAX_REDIRECTS = 3
MAX_HEADERS, MAX_HEADER_BYTES = 100, 16_000
USER_AGENT = "ALT_LAS/1"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# What the connection itself sets; a caller's own would smuggle a second request.
OWN_HEADERS = frozenset(
    {
        *("accept-encoding", "connection", "content-length", "expect", "host", "keep-alive"),
        *("te", "trailer", "transfer-encoding", "upgrade"),
    }
)
# What goes along to another host; everything else may be a credential.
HARMLESS_HEADERS = frozenset({"accept", "accept-language", "user-agent", "content-type", "idempotency-key"})

Progress = Callable[[int, int | None], None]


def fetch(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | str | None = None,
    timeout: float = TIMEOUT_SECONDS,
    max_bytes: int = MAX_BYTES,
    max_redirects: int = MAX_REDIRECTS,
    cancelled: Callable[[], bool] | None = None,
    on_progress: Progress | None = None,
    trusted: Sequence[str] = (),
) -> Response:
    """Request `url` and return the whole answer, whatever its status.

    Raises OutgoingRefused, OutgoingFailed or OutgoingCancelled. `on_progress` gets bytes read and expected; `trusted`
    is what the operator opened beyond what is public (see `guard.check`).
    """
    method = method.upper()
    deadline = Deadline(timeout, cancelled)
    sent = _checked_headers(method, headers or {})
    content = body.encode() if isinstance(body, str) else body
    target = check(url, method, deadline, trusted)
    for _hop in range(max_redirects + 1):
        answer = _exchange(method, target, sent, content, deadline, max_bytes, on_progress)
        location = answer.headers.get("location")
        if answer.status not in (301, 302, 303, 307, 308) or not location or max_redirects == 0:
            return answer
        before, wanted = target, _join(target.url, location)
        same = _same_site(_origin(before.url), _origin(wanted))
        if (answer.status == 303 and method != "HEAD") or (answer.status in (301, 302) and method == "POST"):
            method, content = "GET", None
            sent = {name: value for name, value in sent.items() if name != "content-type"}
        if not same:
            if content:
                raise OutgoingRefused  # what was meant for one host is not handed to another
            sent = {name: value for name, value in sent.items() if name in HARMLESS_HEADERS}
        target = check(str(wanted), method, deadline, trusted)
    raise OutgoingFailed("redirects")


def _exchange(
    method: str,
    target: Target,
    headers: dict[str, str],
    content: bytes | None,
    deadline: Deadline,
    max_bytes: int,
    on_progress: Progress | None,
) -> Response:
    with (
        _as_failures(),
        httpcore2.ConnectionPool(
            ssl_context=_ssl_context(),
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=GuardedBackend(target.addresses, deadline),
        ) as pool,
    ):
        request = httpx2.Request(
            method,
            target.url,
            headers={**headers, "accept-encoding": "gzip", "connection": "close"},
            content=content,
        )
        url = request.url
        core = httpcore2.Request(
            method,
            httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=content,
        )
        answer = pool.handle_request(core)
        try:
            found = httpx2.Headers(answer.headers)
            came = _read(answer, found, method, deadline, max_bytes, on_progress)
            return Response(answer.status, dict(found), came, str(url))
        finally:
            answer.close()


def _read(
    answer: httpcore2.Response,
    headers: httpx2.Headers,
    method: str,
    deadline: Deadline,
    max_bytes: int,
    on_progress: Progress | None,
) -> bytes:
    encoding = "" if method == "HEAD" else headers.get("content-encoding", "")
    body = BoundedBody(encoding, max_bytes)
    length = headers.get("content-length", "")
    expected = int(length) if re.fullmatch(r"[0-9]{1,15}", length) else None
    if expected is not None and expected > max_bytes and method != "HEAD":
        raise OutgoingFailed("too_large")
    came = 0
    for chunk in answer.iter_stream():
        came += len(chunk)
        body.feed(chunk, deadline.slice)
        deadline.slice()
        if on_progress is not None:
            on_progress(came, expected)
    return body.finish()


def _checked_headers(method: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Return the caller's headers in lower case; refuse what would change the request's frame."""
    if method not in METHODS or len(headers) > MAX_HEADERS:
        raise OutgoingRefused
    sent = {"user-agent": USER_AGENT, "accept": "*/*"}
    for given, value in headers.items():
        name = str(given).lower()
        if name in OWN_HEADERS or name.startswith("proxy-"):
            raise OutgoingRefused
        if not re.fullmatch(r"[a-z0-9!#$%&'*+.^_`|~-]+", name) or not re.fullmatch(r"[\t\x20-\x7e]*", str(value)):
            raise OutgoingRefused
        sent[name] = str(value).strip()
    if sum(len(name) + len(value) for name, value in sent.items()) > MAX_HEADER_BYTES:
        raise OutgoingRefused
    return sent


def _join(base: httpx2.URL, location: str) -> httpx2.URL:
    try:
        return base.join(location)
    except (httpx2.InvalidURL, ValueError):
        raise OutgoingRefused from None


def _same_site(before: tuple[str, str, int], after: tuple[str, str, int]) -> bool:
    """Say whether a redirect stays where it was; going over to TLS on the same host counts as staying."""
    return before == after or (before[1] == after[1] and before[::2] == ("http", 80) and after[::2] == ("https", 443))


def _origin(url: httpx2.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80)


@contextmanager
def _as_failures() -> Iterator[None]:
    try:
        yield
    except (httpcore2.NetworkError, httpcore2.ProtocolError):
        raise OutgoingFailed("connection") from None


@lru_cache(maxsize=1)
def _ssl_context() -> ssl.SSLContext:
    """Load the authorities once; with `trust_env` off no environment variable changes whom we believe."""
    return httpx2.create_ssl_context(trust_env=False)
