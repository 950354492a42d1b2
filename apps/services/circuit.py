"""The circuit breaker of one instance: how it has been answering, and what is on its way there now.

Closed: calls go through. After `FAILURES` in a row it opens: nobody calls for `OPEN_SECONDS`, then twice, four times …
as long, at most `LONGEST`. When that time is over it is half-open: one call is let through as a probe, and its outcome
closes the circuit or opens it again. What comes back from calls begun before it opened changes nothing.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

FAILURES = 5  # security.md section 5: breaker after 5 failures, one probe
OPEN_SECONDS, LONGEST = 10.0, 300.0
FULL_SECONDS = 1.0  # when to ask again whoever has as many calls as it takes
LATE_SECONDS = 5.0  # so long after its timeout a call counts as given up by a process that died


@dataclass
class Circuit:
    """Times are seconds since the epoch, by the clock of whoever looks."""

    failures: int = 0
    opens: int = 0  # how often in a row it has opened
    until: float = 0.0  # open until; 0: closed
    probe: str = ""
    used_at: float = 0.0
    calls: dict[str, float] = field(default_factory=dict)  # what is on its way: until when at the latest

    @classmethod
    def read(cls, data: dict[str, Any] | None) -> "Circuit":
        return cls(**data) if data else cls()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def state(self, now: float) -> str:
        """Return `closed`, `open` or `half_open`."""
        if not self.until:
            return "closed"
        return "open" if self._wait(now) > 0 else "half_open"

    def busy(self, now: float) -> int:
        """Return how many calls are on their way."""
        return sum(until > now for until in self.calls.values())

    def begin(self, call: str, *, now: float, seconds: float, capacity: int) -> float:
        """Let a call through and return 0, or return the seconds until it is worth asking again."""
        self.calls = {name: until for name, until in self.calls.items() if now < until <= now + 86_400}
        if self.until:
            if (wait := self._wait(now)) > 0:
                return wait
            if self.probe in self.calls:
                return FULL_SECONDS
        if len(self.calls) >= capacity:
            return FULL_SECONDS
        if self.until:
            self.probe = call
        self.calls[call] = now + seconds + LATE_SECONDS
        self.used_at = now
        return 0.0

    def end(self, call: str, ok: bool | None, *, now: float) -> bool:
        """Note what came of a call, None where nothing was learned; return whether the circuit opened by it."""
        self.calls.pop(call, None)
        if self.until and call != self.probe:
            return False
        if ok is None:
            self.probe = ""
            return False
        if ok:
            self.failures = self.opens = 0
            self.until, self.probe = 0.0, ""
            return False
        self.failures += 1
        if not self.until and self.failures < FAILURES:
            return False
        self.opens += 1
        self.until, self.probe = now + min(LONGEST, OPEN_SECONDS * 2.0 ** (self.opens - 1)), ""
        return True

    def _wait(self, now: float) -> float:
        return min(self.until - now, LONGEST)  # a clock that was put back opens nothing for ever
