"""Throws one thing at a reader and says what is wrong with what came of it."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from apps.commands.formats.accepting import parse_document
from apps.commands.formats.alt import AltInvalid, parse_alt, to_yaml
from apps.commands.runner.types import registry
from apps.commands.segmentation import segment
from tests.fuzz.commands_fuzz import command
from tests.fuzz.mutations import mutated
from tests.fuzz.shapes import DOCUMENTS, WISHES
from tests.fuzz.wishes import wish

MOST_SECONDS = 1.0  # of processor time


MODES = ("normal", "normal", "dream", "explore", "chaos")
PERSONAS = (None, "technical_expert", "creative_writer", "researcher", "project_manager", "?")
Tried = tuple[str | None, float, bool]  # what went wrong, the processor seconds it took, whether it was accepted


def try_document(seed: int) -> Tried:
    """Read a mutated document."""
    return _read(mutated(seed))[:3]


def try_shape(name: str) -> Tried:
    """Read a document of a shape that breaks readers; it is refused for the right reason."""
    make, code = DOCUMENTS[name]
    fault, spent, accepted, codes = _read(make())
    if fault is None and (accepted if code else not accepted):
        fault = f"{'accepted' if accepted else 'refused'}: {codes}"
    if fault is None and code and code not in codes:
        fault = f"refused for another reason: {codes}"
    return fault, spent, accepted


def try_wish(seed: int) -> Tried:
    """Segment a random command: odd words in turn with commands that were mixed and broken."""
    text = wish(seed) if seed % 2 else command(seed)
    return _segmented(text, MODES[seed % len(MODES)], PERSONAS[seed % len(PERSONAS)])


def try_long_wish(name: str) -> Tried:
    """Segment a command that goes on and on."""
    return _segmented(WISHES[name](), "normal", None)


def _read(document: Any) -> tuple[str | None, float, bool, list[str]]:
    began = time.process_time()
    try:
        found = parse_document(document, task_types=registry)
    except AltInvalid as error:
        return _told(error), time.process_time() - began, False, [one["code"] for one in error.errors]
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300], time.process_time() - began, False, []
    spent = time.process_time() - began
    fault = None if parse_alt(to_yaml(found)) == found else "written and read again it is another"
    return fault, spent, True, []


def _segmented(text: str, mode: str, persona: str | None) -> Tried:
    """A wish is understood, and what it means is a document that can be read; or it is answered as a fault of the text."""
    began = time.process_time()
    try:
        found = segment(
            text, now=datetime(2026, 11, 23, 10), timezone="Europe/Istanbul", mode=mode, persona=persona, chaos_level=3
        )
    except (ArithmeticError, ValueError):
        return None, time.process_time() - began, False
    except Exception as error:
        return f"{type(error).__name__}: {error}: {text[:100]!r}"[:300], time.process_time() - began, False
    spent = time.process_time() - began
    if not found["segments"]:
        return None, spent, False
    try:
        parse_alt({**found, "persona": None})  # whatever it was asked to be
    except AltInvalid as error:
        return f"no valid document: {error.errors[0]}: {text[:100]!r}", spent, True
    return None, spent, True


def _told(error: AltInvalid) -> str | None:
    """Say whether every fault is told with what people and programs need."""
    for one in error.errors:
        if not one["code"] or not str(one["detail"]).strip() or not isinstance(one["pointer"], str):
            return f"a fault without its words: {one}"[:300]
    return None if error.errors else "refused without a fault"


def report(kind: str, cases: Iterable[Any], attempt: Callable[[Any], Tried]) -> int:
    """Try each, print what came of it, return how many went wrong."""
    tried, wrong, slow, accepted = 0, 0, 0, 0
    slowest: tuple[float, Any] = (0.0, "")
    for case in cases:
        fault, spent, taken = attempt(case)
        tried += 1
        accepted += taken
        slowest = max(slowest, (spent, case), key=lambda one: one[0])
        if fault is None and spent > MOST_SECONDS:
            slow += 1
            fault = f"took {spent:.2f} s of processor time"
        if fault is not None:
            wrong += 1
            print(f"{kind}: {case}: {fault}", flush=True)
    print(
        f"{kind}: {tried} tried, {accepted} accepted, {wrong} wrong ({slow} slow), slowest {slowest[0]:.3f} s ({slowest[1]})",
        flush=True,
    )
    return wrong
