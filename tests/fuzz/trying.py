"""Throws one thing at a reader and says what is wrong with what came of it."""

import time
from datetime import datetime
from typing import Any

from apps.commands.formats.accepting import parse_document
from apps.commands.formats.alt import AltInvalid, parse_alt, to_yaml
from apps.commands.runner.types import registry
from apps.commands.segmentation import segment
from tests.fuzz.mutations import mutated
from tests.fuzz.wishes import wish

MOST_SECONDS = 1.0  # of processor time


def try_document(seed: int) -> tuple[str | None, float, bool]:
    """Return what went wrong, the processor seconds it took, and whether the document was accepted."""
    document = mutated(seed)
    began = time.process_time()
    try:
        found = parse_document(document, task_types=registry)
    except AltInvalid as error:
        return _told(error), time.process_time() - began, False
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300], time.process_time() - began, False
    spent = time.process_time() - began
    return (None if parse_alt(to_yaml(found)) == found else "written and read again it is another"), spent, True


def try_wish(seed: int) -> tuple[str | None, float, bool]:
    """Return the same of a wish."""
    began = time.process_time()
    try:
        found = segment(
            wish(seed), now=datetime(2026, 11, 23, 10), timezone="Europe/Istanbul", language=None, mode="normal",
            persona=None, chaos_level=None,
        )  # fmt: skip
    except (ArithmeticError, ValueError):  # answered as a fault of the text
        return None, time.process_time() - began, False
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300], time.process_time() - began, False
    spent = time.process_time() - began
    return (None if isinstance(found.get("segments"), list) else "no segments"), spent, True


def _told(error: AltInvalid) -> str | None:
    """Say whether every fault is told with what people and programs need."""
    for one in error.errors:
        if not one["code"] or not str(one["detail"]).strip() or not isinstance(one["pointer"], str):
            return f"a fault without its words: {one}"[:300]
    return None if error.errors else "refused without a fault"


def report(kind: str, count: int, first: int, attempt: Any) -> int:
    """Try so many, print what came of it, return how many went wrong."""
    wrong, slowest, slow, accepted = 0, (0.0, first), 0, 0
    for seed in range(first, first + count):
        fault, spent, taken = attempt(seed)
        accepted += taken
        slowest = max(slowest, (spent, seed))
        if fault is None and spent > MOST_SECONDS:
            slow += 1
            fault = f"took {spent:.2f} s of processor time"
        if fault is not None:
            wrong += 1
            print(f"{kind} {seed}: {fault}")
    print(
        f"{kind}: {count} tried, {accepted} accepted, {wrong} wrong ({slow} slow), slowest {slowest[0]:.3f} s ({slowest[1]})"
    )
    return wrong
