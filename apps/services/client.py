"""Calling a service: choose an instance, sign, bound, check the answer, try again where that does no harm.

What counts against an instance is that it could not be reached, was too slow, broke off, failed (5xx) or answered what
the contract does not allow. A 4xx is an answer: the instance is well. 429 and 503 say "not begun".
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.http import OutgoingCancelled, OutgoingError, OutgoingFailed, OutgoingRefused, Response, fetch
from apps.core.ids import uuid7
from apps.core.metrics import SERVICE_CALLS, SERVICE_SECONDS
from apps.core.strictjson import JSONInvalid, dumps, loads
from apps.services import circuit_stores, contract
from apps.services.circuit import FULL_SECONDS
from apps.services.errors import ServiceBusy, ServiceCancelled, ServiceError, ServiceFailed, ServiceRefused
from apps.services.errors import ServiceUnavailable as Unavailable
from apps.services.models import Instance, Service
from apps.services.secret import secrets_of
from apps.services.selectors import in_order
from apps.services.signing import signed

log = structlog.get_logger(__name__)
ATTEMPTS = 3
BACKOFF_SECONDS, LONGEST_BACKOFF = 0.2, 2.0
MAX_BYTES = 10_000_000  # of an answer and of a request: an output of security.md section 8
NOBODY_SECONDS = 10.0  # when to look again where no instance lives
LONGEST_PAUSE = 300.0  # what a service may ask for at most
NOT_BEGUN = frozenset({429, 503})
OVERLOADED = frozenset({502, 503, 504})


@dataclass(frozen=True)
class Call:
    """One thing that is asked of a service, whichever instance answers.

    `key` is the same however often it is asked; `repeatable`: whoever is asked twice under one key does it once.
    """

    kind: str  # segment, task, archive or cancel: of the contract
    document: dict[str, Any]
    key: str
    repeatable: bool = True
    seconds: float | None = None  # for one attempt; else the service's own timeout
    attempts: int = ATTEMPTS
    instance: str | None = None  # only this one: it has begun already
    cancelled: Callable[[], bool] | None = None


class _Again(Exception):
    """An attempt that did not succeed: `error` is what to say where it was the last."""

    def __init__(self, error: ServiceError, *, harmless: bool, sent: bool = True):
        self.error, self.harmless, self.sent = error, harmless, sent


def call(service: Service, asked: Call) -> dict[str, Any]:
    """Return the checked answer; raise one of the errors of `errors.py`. Not inside a transaction: it waits."""
    body = dumps({"type": asked.kind, **asked.document})
    if len(body) > MAX_BYTES:
        raise ServiceRefused("service.request_too_large", _("What the service would be sent is larger than 10 MB."))
    sent = False
    for number in range(1, asked.attempts + 1):
        try:
            return _attempt(service, asked, body)
        except Unavailable as error:
            error.sent = sent
            raise
        except _Again as again:
            sent = sent or again.sent
            if isinstance(again.error, Unavailable):
                again.error.sent = sent
            if number == asked.attempts or not again.harmless:
                raise again.error from None
            _sleep(random.uniform(0, min(LONGEST_BACKOFF, BACKOFF_SECONDS * 2**number)), asked)  # noqa: S311 - jitter
    raise AssertionError("every attempt answers or raises")


def _attempt(service: Service, asked: Call, body: bytes) -> dict[str, Any]:
    """Ask one instance once, and let its circuit and the figures know what came of it."""
    token = uuid7().hex
    seconds = asked.seconds or service.timeout_seconds
    instance = _choose(service, asked, token, seconds)
    ok: bool | None = False
    start = time.perf_counter()
    try:
        answer = _ask(service, instance, asked, body, seconds)
        found = _read(service, instance, asked, answer)
        ok = True
        return found
    except (ServiceRefused, ServiceBusy):
        ok = True
        raise
    except ServiceCancelled:
        ok = None
        raise
    finally:
        _end(service, instance, token, ok)
        outcome = {True: "answered", False: "failed", None: "cancelled"}[ok]
        SERVICE_CALLS.labels(service.name, outcome).inc()
        SERVICE_SECONDS.labels(service.name).observe(time.perf_counter() - start)


def _choose(service: Service, asked: Call, token: str, seconds: float) -> Instance:
    """Take a place at the best instance that lets one through, or say when to look again."""
    fresh = Service.objects.filter(pk=service.pk, enabled=True).with_instances()
    waits: list[float] = []
    for found in in_order(fresh):
        for _service, instance, _circuit in found:
            if asked.instance is not None and str(instance.pk) != asked.instance:
                continue
            capacity = instance.capacity
            wait = circuit_stores.change(
                str(instance.pk),
                lambda circuit, capacity=capacity: circuit.begin(  # type: ignore[misc]
                    token, now=time.time(), seconds=seconds, capacity=capacity
                ),
            )
            if not wait:
                return instance
            waits.append(wait)
    raise Unavailable(timezone.now() + timedelta(seconds=min(waits, default=NOBODY_SECONDS)))


def _ask(service: Service, instance: Instance, asked: Call, body: bytes, seconds: float) -> Response:
    headers = {
        **signed(body, id=asked.key, keys=secrets_of(service)),
        "content-type": "application/json",
        "accept": "application/json, application/problem+json",
        "idempotency-key": asked.key,
    }
    try:
        return fetch(
            "POST",
            instance.url + contract.PATHS[asked.kind],
            headers=headers,
            body=body,
            timeout=seconds,
            max_bytes=MAX_BYTES,
            max_redirects=0,
            cancelled=asked.cancelled,
            trusted=settings.SERVICE_HOSTS,
        )
    except OutgoingCancelled:
        raise ServiceCancelled() from None
    except OutgoingError as error:
        sent = error.sent if isinstance(error, OutgoingFailed) else False
        reason = error.reason if isinstance(error, OutgoingFailed) else "refused"
        log.warning("service.failed", service=service.name, instance=str(instance.pk), reason=reason)
        harmless = asked.repeatable or not sent
        if isinstance(error, OutgoingRefused) or reason in ("too_large", "encoding", "redirects"):
            failed = ServiceFailed(f"service.{reason}", error.detail, may_repeat=False)
            raise _Again(failed, harmless=False) from None
        if harmless:
            raise _Again(_soon(), harmless=True, sent=sent) from None
        failed = ServiceFailed("service.no_answer", error.detail, may_repeat=False)
        raise _Again(failed, harmless=False) from None


def _read(service: Service, instance: Instance, asked: Call, answer: Response) -> dict[str, Any]:
    if answer.status == 202 and asked.kind == "task":
        found = _checked("task.accepted", answer, asked)
        seconds = min(LONGEST_PAUSE, float(found.get("retry_after_seconds", 5)))
        raise ServiceBusy(str(instance.pk), seconds, found.get("progress"), str(found.get("detail", ""))[:200])
    if asked.kind == "cancel" and answer.status < 300:
        return {}  # it has heard it; there is nothing to read
    if answer.status == 200:
        return _checked(f"{asked.kind}.response", answer, asked)
    if answer.status in NOT_BEGUN or (answer.status in OVERLOADED and asked.repeatable):
        begun = answer.status not in NOT_BEGUN
        raise _Again(_soon(answer.headers.get("retry-after", "")), harmless=True, sent=begun)
    if 400 <= answer.status < 500:
        raise _refusal(answer)
    log.warning("service.failed", service=service.name, instance=str(instance.pk), status=answer.status)
    detail = _("The external service answered with status %(status)d.") % {"status": answer.status}
    raise _Again(
        ServiceFailed("service.status", detail, may_repeat=asked.repeatable), harmless=asked.repeatable
    )  # fmt: skip


def _checked(name: str, answer: Response, asked: Call) -> dict[str, Any]:
    try:
        value = loads(answer.content)
        why = contract.fault(name, value)
    except JSONInvalid as error:
        value, why = None, str(error)
    if why:
        log.warning("service.answer_invalid", kind=asked.kind, why=why)
        detail = _("The external service answered something that its contract does not allow.")
        failed = ServiceFailed("service.answer_invalid", detail, may_repeat=asked.repeatable)
        raise _Again(failed, harmless=asked.repeatable)
    return value  # type: ignore[no-any-return]


def _refusal(answer: Response) -> ServiceRefused:
    """Read a problem as far as it is one: its texts go to people, so they are short and plain."""
    try:
        body = loads(answer.content)
    except JSONInvalid:
        body = None
    if contract.fault("problem", body):
        body = {}
    detail = body.get("detail") or _("The external service answered with status %(status)d.") % {
        "status": answer.status
    }
    return ServiceRefused(body.get("code", "service.refused"), detail[:1_000], may_repeat=body.get("retryable", False))


def _soon(retry_after: str = "") -> Unavailable:
    seconds = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else FULL_SECONDS
    return Unavailable(timezone.now() + timedelta(seconds=min(LONGEST_PAUSE, max(FULL_SECONDS, seconds))))


def _end(service: Service, instance: Instance, token: str, ok: bool | None) -> None:
    key = str(instance.pk)
    if circuit_stores.change(key, lambda circuit: circuit.end(token, ok, now=time.time())):
        log.error("service.circuit_opened", service=service.name, instance=key)


def _sleep(seconds: float, asked: Call) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if asked.cancelled is not None and asked.cancelled():
            raise ServiceCancelled()
        time.sleep(min(left, 0.1))
