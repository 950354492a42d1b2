"""The contract test for writers of services: asks one as ALT_LAS would, well and badly, and says what it found."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from apps.core.http import OutgoingError, Response, fetch
from apps.core.strictjson import JSONInvalid, dumps, loads
from apps.services import contract
from apps.services.signing import WINDOW_SECONDS, new_secret, signed

SECONDS = 10.0


@dataclass(frozen=True)
class Finding:
    """One thing that the contract asks for, and what is wrong where it does not hold."""

    what: str
    wrong: str = ""


@dataclass
class Probe:
    """One service to look at. `sample` is the body of a request that it can do."""

    url: str
    kind: str
    sample: dict[str, Any]
    secret: str
    idempotent: bool = False
    trusted: tuple[str, ...] = ()

    def run(self) -> Iterator[Finding]:
        """Yield what was found, one question after the other."""
        yield self._finding("answers a signed request as its schema says", self._answers)
        yield self._finding("refuses a request without signature", lambda: self._refuses(secret=None))
        yield self._finding("refuses another secret's signature", lambda: self._refuses(secret=new_secret()))
        yield self._finding("refuses a signature that is too old", lambda: self._refuses(age=WINDOW_SECONDS + 60))
        yield self._finding("refuses a body that was changed", lambda: self._refuses(tampered=True))
        yield self._finding("refuses what is not JSON with 4xx", lambda: self._refused(body=b"{"))
        yield self._finding("refuses what lacks everything with 4xx", lambda: self._refused(body=b"{}"))
        yield self._finding("still answers after all that", self._answers)
        if self.kind == "task":
            yield self._finding("refuses an unknown task type with 4xx", self._unknown_type)
        if self.idempotent or self.kind != "task":
            yield self._finding("answers the same key alike", self._same_key)

    def _finding(self, what: str, check: Callable[[], str]) -> Finding:
        try:
            return Finding(what, check())
        except OutgoingError as error:
            return Finding(what, str(error))

    def _answers(self) -> str:
        return self._fault(self._send())

    def _same_key(self) -> str:
        key = uuid4().hex
        first, second = self._send(key=key), self._send(key=key)
        if wrong := self._fault(first) or self._fault(second):
            return wrong
        return "" if first.status != 200 or first.content == second.content else "two different answers"

    def _unknown_type(self) -> str:
        return self._refused(body=dumps({**self.sample, "type": "task", "task_type": "no.such_type"}))

    def _refuses(self, **how: Any) -> str:
        answer = self._send(**how)
        return "" if answer.status in (401, 403) else f"answered {answer.status} instead of 401 or 403"

    def _refused(self, *, body: bytes) -> str:
        answer = self._send(body=body)
        if not 400 <= answer.status < 500:
            return f"answered {answer.status}"
        try:
            return contract.fault("problem", loads(answer.content))
        except JSONInvalid as error:
            return f"the problem is no JSON: {error}"

    def _fault(self, answer: Response) -> str:
        if answer.status == 202 and self.kind == "task":
            name = "task.accepted"
        elif answer.status == 200:
            name = f"{self.kind}.response"
        else:
            return f"answered {answer.status}: {answer.text[:200]}"
        try:
            return contract.fault(name, loads(answer.content))
        except JSONInvalid as error:
            return str(error)

    def _send(
        self,
        *,
        key: str = "",
        body: bytes | None = None,
        secret: str | None = "",
        age: float = 0.0,
        tampered: bool = False,
    ) -> Response:
        key = key or uuid4().hex
        content = dumps({"type": self.kind, **self.sample}) if body is None else body
        headers = {"content-type": "application/json", "idempotency-key": key}
        if secret is not None:
            headers |= signed(content, id=key, keys=[secret or self.secret], now=time.time() - age)
        if tampered:
            content += b" "
        url = self.url.rstrip("/") + contract.PATHS[self.kind]
        return fetch("POST", url, headers=headers, body=content, timeout=SECONDS, max_redirects=0, trusted=self.trusted)


def sample_of(kind: str, task_type: str, parameters: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a request that conforms to the contract."""
    if kind == "task":
        return {"task_type": task_type, "parameters": parameters, "inputs": {}, "task": uuid4().hex, "run": uuid4().hex,
                "attempt": 1, "language": "en", "timeout_seconds": SECONDS}  # fmt: skip
    if kind == "segment":
        return {"text": text, "now": "2026-11-23T10:00:00+03:00", "timezone": "Europe/Istanbul", "language": None,
                "mode": "normal", "persona": None, "chaos_level": None,
                "task_types": [{"name": "text.count", "description": "Count the words of a text",
                                "parameters": {"type": "object"}}]}  # fmt: skip
    return {"command": uuid4().hex, "atlas": {"title": text, "tags": []}, "last": {"state": "succeeded"}}
