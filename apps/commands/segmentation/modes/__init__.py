"""Modes: what Dream, Explore and Chaos add to a task graph. Pure; everything they add is told in the document."""

from typing import Any

from .chaos import plan_faults
from .dream import propose_branches, take_in
from .explore import as_variant, widen
from .personas import apply_persona

__all__ = ["MODES", "apply_mode", "apply_persona", "as_variant", "plan_faults", "take_in"]

MODES = ("normal", "dream", "explore", "chaos")


def apply_mode(document: dict[str, Any], chaos_level: int | None = None) -> dict[str, Any]:
    """Add to a document what its mode asks for; Normal adds nothing."""
    mode, metadata = document["mode"], document["metadata"]
    if mode == "dream":
        metadata["proposals"] = propose_branches(document)
    elif mode == "explore":
        metadata["variants"] = widen(document)
    elif mode == "chaos":
        document["chaos_level"] = chaos_level or 1
        metadata["chaos"] = plan_faults(document["segments"], document["chaos_level"], metadata["text"])
    return document
