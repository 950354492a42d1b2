"""Task types that a request brings along, as the words that stand for them, and how well a clause fits them."""

import json
import math
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from .clauses import Clause
from .english import lemma, noun, skip_fillers
from .language import bag, fold
from .lexicon import DATA
from .tokens import Token
from .turkish import noun_stems, verb_of

STOP = bag(
    "called named titled the a an of to in on for and or with by at from its it this that is are be as up into if given based "
    "using use some someone somebody one one's them back optional default e g etc their your which who what "
    "when where how will can has have had do does not no all any more than also please function api type name "
    "value number string ve ile bir için olan da de you me my i we us could would should like want need know "
    "tell help specific particular certain first second third"
)
_TELLING = bag("tell let inform notify")
SPLIT = re.compile(r"[^a-z0-9]+")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(slots=True)
class Tool:
    """One task type of the request, as the words that stand for it."""

    name: str
    words: dict[str, float] = field(default_factory=dict)
    parameters: dict = field(default_factory=dict)


@cache
def concepts() -> dict[str, str]:
    """Every word of the concept file with the idea it stands for."""
    raw = json.loads((DATA / "concepts.json").read_text(encoding="utf-8"))
    return {fold(word): concept for concept, listed in raw.items() for word in listed.split()}


@lru_cache(maxsize=16384)
def canonical(word: str, language: str) -> str:
    """A word as the idea it stands for, or its stem."""
    table = concepts()
    if word in table:
        return table[word]
    forms = [lemma(word), noun(word)] if language == "en" else sorted(noun_stems(word), key=len, reverse=True)
    if language == "tr" and (verb := verb_of(word)):
        forms.insert(0, verb)
    for form in forms:
        if form in table:
            return table[form]
    return forms[0] if forms and forms[0] != word else noun(word)


def tools_of(task_types: list[dict]) -> list[Tool]:
    """Tools with their words, the telling ones weighing more."""
    tools = []
    for entry in task_types:
        if not isinstance(entry, dict) or not entry.get("name"):
            continue
        tool = Tool(str(entry["name"])[:200])
        schema = entry.get("parameters")
        properties = schema.get("properties") if isinstance(schema, dict) else None
        tool.parameters = schema if isinstance(schema, dict) and isinstance(properties, dict) else {}
        _count(tool, fold(CAMEL.sub(" ", tool.name)), 2.0)
        _count(tool, fold(str(entry.get("description") or "")[:600]), 1.0)
        for key, rule in (properties or {}).items() if isinstance(properties, dict) else ():
            _count(tool, fold(CAMEL.sub(" ", str(key))), 0.7)
            if isinstance(rule, dict):
                _count(tool, fold(str(rule.get("description") or "")[:200]), 0.25)
        tools.append(tool)
    _weigh(tools)
    return tools


def _count(tool: Tool, text: str, weight: float) -> None:
    for word in SPLIT.split(text):
        if len(word) > 1 and word not in STOP:
            key = canonical(word, "en")
            tool.words[key] = max(tool.words.get(key, 0.0), weight)


def _weigh(tools: list[Tool]) -> None:
    counts: dict[str, int] = {}
    for tool in tools:
        for word in tool.words:
            counts[word] = counts.get(word, 0) + 1
    for tool in tools:
        for word in tool.words:
            tool.words[word] *= math.log(1 + (len(tools) + 1) / counts[word])


def score(tool: Tool, tokens: list[Token], clause: Clause, language: str) -> float:
    """How well a clause fits a tool."""
    total, seen = 0.0, set()
    main = skip_fillers(tokens, clause.first, clause.last) if language == "en" else clause.last - 1
    for i in range(clause.first, clause.last):
        token = tokens[i]
        if token.kind != "word" or token.norm in STOP:
            continue
        pieces = [token.norm] if "-" not in token.norm else [token.norm, *token.norm.split("-")]
        if token.norm == "get" and i + 1 < clause.last and tokens[i + 1].norm == "rid":
            continue
        for piece in pieces:
            word = canonical(piece, language)
            if i == main and piece in _TELLING and i + 1 < clause.last and tokens[i + 1].norm not in ("me", "us"):
                word = "send"
            if word in seen or word not in tool.words:
                continue
            seen.add(word)
            weight = tool.words[word]
            if i == main:
                weight *= 1.6
            elif i - clause.first > 25:
                weight *= 0.6
            if token.norm == "new" and clause.first < i and tokens[i - 1].norm == "a":
                weight *= 1.8
            total += weight
    flat = fold(tool.name)
    if any(
        t.kind in ("word", "quote") and flat in t.norm.replace(" ", "_") for t in tokens[clause.first : clause.last]
    ):
        total += 8
    return total
