"""The word lists of segmentation, read once from the data files beside this module."""

import json
from functools import cache
from pathlib import Path

from .language import fold

DATA = Path(__file__).parent / "data"


@cache
def words(language: str) -> dict:
    """The raw word file of one language."""
    return json.loads((DATA / f"words_{language}.json").read_text(encoding="utf-8"))


@cache
def word_set(language: str, name: str) -> frozenset[str]:
    """One list of a word file as folded words."""
    raw = words(language)[name]
    return frozenset(fold(word) for word in (raw.split() if isinstance(raw, str) else raw))


@cache
def phrases(language: str, name: str) -> dict[str, list[tuple[str, ...]]]:
    """Link phrases by their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in words(language)[name]:
        parts = tuple(fold(phrase).split())
        table.setdefault(parts[0], []).append(parts)
    for rows in table.values():
        rows.sort(key=len, reverse=True)
    return table


@cache
def type_weights(language: str) -> dict[str, dict[str, dict[str, float]]]:
    """verbs|nouns -> folded word -> task type -> weight."""
    raw = json.loads((DATA / "types.json").read_text(encoding="utf-8"))
    table: dict[str, dict[str, dict[str, float]]] = {"verbs": {}, "nouns": {}}
    for task_type, entry in raw.items():
        for part in ("verbs", "nouns"):
            for weight, listed in entry.get(language, {}).get(part, {}).items():
                for word in listed.split():
                    slot = table[part].setdefault(fold(word), {})
                    slot[task_type] = max(slot.get(task_type, 0.0), float(weight))
    return table


@cache
def entity_weights() -> dict[str, dict[str, float]]:
    """kind of token -> task type -> weight."""
    raw = json.loads((DATA / "types.json").read_text(encoding="utf-8"))
    table: dict[str, dict[str, float]] = {}
    for task_type, entry in raw.items():
        for kind, weight in entry.get("entities", {}).items():
            table.setdefault(kind, {})[task_type] = float(weight)
    return table


@cache
def given_names(language: str) -> frozenset[str]:
    """Common given names, folded: who is meant where a capital letter alone says nothing."""
    raw = json.loads((DATA / "names.json").read_text(encoding="utf-8"))
    return frozenset(raw[language].split())
