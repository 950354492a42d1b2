"""Which column a person means: by letters, endings and a small table of words in both languages."""

import difflib
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from apps.commands.runner.types.base import TaskError
from apps.commands.runner.types.tables.suffixes import stems
from apps.core.text import fold

SHOWN = 30


def find_column(wanted: str, columns: Sequence[str]) -> str:
    """Return the column that `wanted` names; for an unknown one, an error names those there are."""
    found = meant(wanted, columns)
    if len(found) == 1:
        return found[0]
    if found:
        told = {"wanted": wanted[:100], "columns": _listed(found)}
        raise TaskError("data.column_ambiguous", _("“%(wanted)s” could be any of these columns: %(columns)s.") % told)
    raise _unknown(wanted, columns)


def meant(wanted: str, columns: Sequence[str]) -> list[str]:
    """Return the columns that `wanted` may mean, by the strictest reading that finds any."""
    if wanted in columns:
        return [wanted]
    readings = (matches(wanted, columns) for matches in (_by_letters, _by_endings, _by_meaning))
    return next((found for found in readings if found), [])


def words_of(name: str) -> tuple[str, ...]:
    """Split a name into folded words: `customer_name`, `customerName` and `Customer name` are alike."""
    spaced = re.sub(r"(?<=[a-zğüşöçı])(?=[A-ZĞÜŞÖÇİ])", " ", name)
    return tuple(re.findall(r"[^\W_]+", fold(spaced)))


def _by_letters(wanted: str, columns: Sequence[str]) -> list[str]:
    joined = "".join(words_of(wanted))
    return [name for name in columns if joined and "".join(words_of(name)) == joined]


def _by_endings(wanted: str, columns: Sequence[str]) -> list[str]:
    words = words_of(wanted)
    if not words:
        return []
    last = stems(words[-1])
    ranked = [(last[own[-1]], name) for name in columns
              if (own := words_of(name)) and own[:-1] == words[:-1] and own[-1] in last]  # fmt: skip
    return _best(ranked)


def _by_meaning(wanted: str, columns: Sequence[str]) -> list[str]:
    words = words_of(wanted)
    ranked = []
    for name in columns:
        own = words_of(name)
        if not words or len(own) != len(words):
            continue
        distances = [_distance(mine, theirs) for mine, theirs in zip(words, own, strict=True)]
        if None not in distances:
            ranked.append((sum(d for d in distances if d is not None), name))
    return _best(ranked)


def _distance(wanted: str, word: str) -> int | None:
    """Return how far apart two words are, counted in letters taken off, when they mean the same."""
    meanings = _meanings()
    of_word: dict[str, int] = {}
    for stem, cut in stems(word).items():
        for meaning in (stem, *meanings.get(stem, ())):
            of_word[meaning] = min(cut, of_word.get(meaning, cut))
    together = [
        cut + of_word[meaning]
        for stem, cut in stems(wanted).items()
        for meaning in (stem, *meanings.get(stem, ()))
        if meaning in of_word
    ]
    return min(together, default=None)


def _best(ranked: list[tuple[int, str]]) -> list[str]:
    least = min((rank for rank, _name in ranked), default=0)
    return [name for rank, name in ranked if rank == least]


def _unknown(wanted: str, columns: Sequence[str]) -> TaskError:
    near = difflib.get_close_matches(fold(wanted)[:100], [fold(name)[:100] for name in columns], n=1, cutoff=0.6)
    told = {"wanted": wanted[:100], "columns": _listed(columns)}
    if near:
        told["near"] = next(name for name in columns if fold(name)[:100] == near[0])
        return TaskError(
            "data.column_unknown",
            _("There is no column “%(wanted)s”; did you mean “%(near)s”? The columns are: %(columns)s.") % told,
        )
    return TaskError("data.column_unknown", _("There is no column “%(wanted)s”. The columns are: %(columns)s.") % told)


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(name[:60] for name in columns[:SHOWN])
    return shown + (" …" if len(columns) > SHOWN else "")


@lru_cache(maxsize=1)
def _meanings() -> dict[str, tuple[str, ...]]:
    """Return the group names (`=city`) of each word in the table."""
    path = Path(__file__).with_name("column_names.json")
    found: dict[str, tuple[str, ...]] = {}
    for group in json.loads(path.read_text(encoding="utf-8"))["groups"]:
        for word in group:
            found[word] = (*found.get(word, ()), "=" + group[0])
    return found
