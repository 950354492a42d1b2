"""The registry of health checks: `/readyz`, `/health`, `manage.py doctor`, alarms and dashboards read this one list."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as CheckTimeout
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "degraded", "down"]
CHECK_SECONDS = 5.0


@dataclass(frozen=True)
class Result:
    """What one check found; `advice` says what an operator should do."""

    name: str
    state: State
    detail: str = ""
    advice: str = ""
    milliseconds: float = 0.0

    def as_dict(self) -> dict[str, object]:
        return {"state": self.state, "detail": self.detail, "advice": self.advice, "milliseconds": self.milliseconds}


@dataclass(frozen=True)
class Check:
    """One dependency. Without a `required` one the server is not ready; without another it is degraded."""

    name: str
    run: Callable[[], Result]
    required: bool


_checks: dict[str, Check] = {}
_pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="health")


def health_check(name: str, *, required: bool = False) -> Callable[[Callable[[], Result]], Callable[[], Result]]:
    """Register a check: a function that returns a Result or raises."""

    def register(function: Callable[[], Result]) -> Callable[[], Result]:
        _checks[name] = Check(name, function, required)
        return function

    return register


def run_checks(*, required_only: bool = False) -> list[tuple[Check, Result]]:
    """Run the checks side by side, each bounded in time."""
    chosen = [check for check in _checks.values() if check.required or not required_only]
    waiting = [(check, _pool.submit(_run, check)) for check in chosen]
    found = []
    for check, future in waiting:
        try:
            result = future.result(timeout=CHECK_SECONDS)
        except CheckTimeout:
            result = Result(check.name, "down", f"no answer within {CHECK_SECONDS:.0f} s")
        found.append((check, result))
    return found


def overall(found: list[tuple[Check, Result]]) -> State:
    """Return the state of the whole."""
    if any(result.state == "down" and check.required for check, result in found):
        return "down"
    return "degraded" if any(result.state != "ok" for _check, result in found) else "ok"


def _run(check: Check) -> Result:
    from django.db import connections

    start = time.perf_counter()
    try:
        result = check.run()
    except Exception as error:  # whatever a driver raises: the check says so, it does not fail itself
        result = Result(check.name, "down", type(error).__name__)
    finally:
        connections.close_all()  # this thread's: the next check has to connect again, that is what it checks
    return Result(
        result.name, result.state, result.detail, result.advice, round((time.perf_counter() - start) * 1e3, 1)
    )
