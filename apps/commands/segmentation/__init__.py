"""Turns a wish typed in Turkish or English into a task graph (.alt 2.0): pure, offline, deterministic."""

from datetime import datetime

from .document import build

__all__ = ["segment"]


def segment(
    text: str,
    *,
    now: datetime,
    timezone: str = "Europe/Istanbul",
    language: str | None = None,
    task_types: list[dict] | None = None,
    mode: str = "normal",
    persona: str | None = None,
    chaos_level: int | None = None,
    served: list[dict] | None = None,
) -> dict:
    """Make the .alt document of a wish; a naive now is local to timezone.

    task_types replaces the catalogue, served adds to it what external services run.
    """
    return build(text, now, timezone, language, mode, persona, chaos_level, task_types, served)
