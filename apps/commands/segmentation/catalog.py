"""Matches clauses with the task types that a request brings along."""

import json
import math
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from .arguments import calls_of, inherit
from .assembly import Wish, assemble
from .clauses import Clause
from .english import lemma, noun, skip_fillers
from .language import bag, fold
from .lexicon import DATA, word_set
from .links import Linker
from .tokens import Token
from .turkish import noun_stems, verb_of

_STOP = bag(
    "called named titled the a an of to in on for and or with by at from its it this that is are be as up into if given based "
    "using use some someone somebody one one's them back optional default e g etc their your which who what "
    "when where how will can has have had do does not no all any more than also please function api type name "
    "value number string ve ile bir için olan da de you me my i we us could would should like want need know "
    "tell help specific particular certain first second third"
)
_ELABORATE = bag("assign call name title label tell say set mark give need invite include")
_PRONOUNS = bag("it them him her they this that their its")
_STRUCTURE = ("condition.if", "loop.each")
_SPLIT = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(slots=True)
class Tool:
    """One task type of the request, as the words that stand for it."""

    name: str
    words: dict[str, float] = field(default_factory=dict)
    parameters: dict = field(default_factory=dict)


@cache
def _concepts() -> dict[str, str]:
    raw = json.loads((DATA / "concepts.json").read_text(encoding="utf-8"))
    return {fold(word): concept for concept, listed in raw.items() for word in listed.split()}


@lru_cache(maxsize=16384)
def canonical(word: str, language: str) -> str:
    """A word as the idea it stands for, or its stem."""
    table = _concepts()
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
        _count(tool, fold(_CAMEL.sub(" ", tool.name)), 2.0)
        _count(tool, fold(str(entry.get("description") or "")[:600]), 1.0)
        for key, rule in (properties or {}).items() if isinstance(properties, dict) else ():
            _count(tool, fold(_CAMEL.sub(" ", str(key))), 0.7)
            if isinstance(rule, dict):
                _count(tool, fold(str(rule.get("description") or "")[:200]), 0.25)
        tools.append(tool)
    _weigh(tools)
    return tools


def _count(tool: Tool, text: str, weight: float) -> None:
    for word in _SPLIT.split(text):
        if len(word) > 1 and word not in _STOP:
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
        if token.kind != "word" or token.norm in _STOP:
            continue
        pieces = [token.norm] if "-" not in token.norm else [token.norm, *token.norm.split("-")]
        for piece in pieces:
            word = canonical(piece, language)
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


def catalog_segments(wish: Wish, clauses: list[Clause], task_types: list[dict]) -> tuple[list[dict], float]:
    """Segments that use only the task types of the request, conditions and loops apart."""
    text, tokens, language, times = wish.text, wish.tokens, wish.language, wish.times
    tools = tools_of(task_types)
    if not tools or not clauses:
        return [], 0.0
    rows = _choose(tokens, clauses, language, tools)
    nodes = Linker(tokens, language).link([(clause, name, sure) for clause, name, sure, _ in rows])
    by_name = {tool.name: tool for tool in tools}
    scopes = {id(clause): scope for clause, _, _, scope in rows}
    out_nodes, parameters = [], []
    place: dict[int, list[int]] = {}
    for i, node in enumerate(nodes):
        tool = by_name.get(node.task_type)
        if tool is None:
            calls: list[dict] = [{}]
        elif not tool.parameters:
            calls = [{}]
        else:
            calls = calls_of(text, tokens, scopes.get(id(node.clause), []), tool.parameters, times, language) or [{}]
            if calls == [{}] and tool.parameters.get("required") and _said_elsewhere(nodes, i):
                place[i] = place.get(i - 1, [])
                continue
        for call in calls:
            place.setdefault(i, []).append(len(out_nodes))
            copy = type(node)(node.clause, node.task_type, node.confidence, list(node.dependencies), node.when)
            out_nodes.append(copy)
            parameters.append(call)
    inherit([(call, by_name[n.task_type].parameters if n.task_type in by_name else {}) for n, call in
             zip(out_nodes, parameters, strict=True)])  # fmt: skip
    for node in out_nodes:
        node.dependencies = [new for old in node.dependencies for new in place.get(old, [])]
        if node.when:
            node.when = (place[node.when[0]][-1], node.when[1]) if place.get(node.when[0]) else None
    return assemble(wish, out_nodes, parameters)


def _said_elsewhere(nodes: list, at: int) -> bool:
    """Does another clause ask for the same thing, so that one without any value is only its announcement?"""
    return any(other.task_type == nodes[at].task_type for n, other in enumerate(nodes) if n != at)


def _announces(tokens: list[Token], clause: Clause) -> bool:
    """ "Could you help me with a few calculations?": what follows is what is wanted."""
    norms = [tokens[i].norm for i in range(clause.first, clause.last)]
    return bool({"help", "assist", "need", "have"} & set(norms[:6])) and bool(_SEVERAL & set(norms)) and not any(
        tokens[i].kind in ("number", "quote") for i in range(clause.first, clause.last)
    )  # fmt: skip


_SEVERAL = bag(
    "few some several couple things tasks calculations questions following information searches problems requests"
)


def _choose(
    tokens: list[Token], clauses: list[Clause], language: str, tools: list[Tool]
) -> list[tuple[Clause, str, float, list[tuple[int, int]]]]:
    """A tool for every clause that asks for something; remarks join what they belong to."""
    ranked = []
    for clause in clauses:
        marks = sorted(((score(tool, tokens, clause, language), -n) for n, tool in enumerate(tools)), reverse=True)
        ranked.append((clause, tools[-marks[0][1]].name, marks[0][0], marks[1][0] if len(marks) > 1 else 0.0))
    best = max((row[2] for row in ranked), default=0.0)
    least = min(1.6, 0.45 * best)
    by_schema = any(tool.parameters for tool in tools)
    out: list[tuple[Clause, str, float, list[tuple[int, int]]]] = []
    loose: list[tuple[int, int]] = []
    for clause, name, mark, second in ranked:
        span = (clause.first, clause.last)
        if clause.role == "loop" and by_schema:
            loose.append(span)
            continue
        if clause.role in ("condition", "loop"):
            out.append((clause, "condition.if" if clause.role == "condition" else "loop.each", 0.9, [span]))
            continue
        if by_schema and len(ranked) > 1 and clause is ranked[0][0] and _announces(tokens, clause):
            continue
        actions = [row for row in out if row[1] not in _STRUCTURE]
        if clause.link == "else" and _says(tokens, clause) and actions:
            sender = next(
                (row for row in reversed(actions) if "send" in row[1].lower() or "mail" in row[1].lower()), actions[-1]
            )
            out.append((clause, sender[1], 0.7, [span]))
            continue
        if actions and clause.link not in ("else", "so") and _elaborates(tokens, clause, language):
            actions[-1][3].append(span)
            continue
        if mark < least or (
            _remark(tokens, clause, language) and len(tools) > 1 and mark < (0.4 if by_schema else 0.75) * best
        ):
            (actions[-1][3] if actions else loose).append(span)
            continue
        if by_schema and len(tools) > 1 and actions and actions[-1][1] == name and clause.link != "also":
            actions[-1][3].append(span)
            continue
        if (actions and len(tools) == 1) or (actions and actions[-1][1] == name and _remark(tokens, clause, language)):
            actions[-1][3].append(span)
            if clause.link in ("else",):
                out.append((clause, name, 0.6, [span]))
            continue
        sure = round(min(0.97, 0.45 + 0.08 * mark + 0.08 * (mark - second)), 2)
        out.append((clause, name, sure, [*loose, span]))
        loose = []
    if by_schema:
        for row in out:
            row[3].extend(span for span in loose if row is out[-1])
        out = _waiting_conditions(out)
        out += _left_out(tokens, ranked, tools, language, out)
    if not any(row[1] not in _STRUCTURE for row in out):
        clause, name, mark, _ = max(ranked, key=lambda row: row[2] if row[0].role == "action" else -1)
        clause.role = "action"
        out = [row for row in out if row[0] is not clause]
        out.append((clause, name, 0.4, [(row[0].first, row[0].last) for row in ranked]))
    return out


def _waiting_conditions(rows: list) -> list:
    """A condition that nothing follows is only a remark on the call before it."""
    kept: list = []
    for n, row in enumerate(rows):
        if row[1] in _STRUCTURE:
            behind = (
                n + 1 < len(rows) and rows[n + 1][1] not in _STRUCTURE and rows[n + 1][0].link in ("main", "so", "else")
            )
            if not behind:
                if kept:
                    kept[-1][3].extend(row[3])
                continue
        kept.append(row)
    return kept


def _left_out(tokens: list[Token], ranked: list, tools: list[Tool], language: str, rows: list) -> list:
    """Tools of a short catalogue that the wish names although another one won their clause."""
    used = {row[1] for row in rows}
    if not 1 < len(tools) <= 6:
        return []
    said = {canonical(t.norm, language) for t in tokens if t.kind == "word" and t.norm not in _STOP}
    shared: dict[str, int] = {}
    for tool in tools:
        for word in {canonical(w, "en") for w in _SPLIT.split(fold(_CAMEL.sub(" ", tool.name)))}:
            shared[word] = shared.get(word, 0) + 1
    out = []
    for tool in tools:
        own = {
            canonical(w, "en") for w in _SPLIT.split(fold(_CAMEL.sub(" ", tool.name))) if len(w) > 2 and w not in _STOP
        }
        own = {w for w in own if shared.get(w, 0) == 1 and w not in _concepts().values()}
        if tool.name in used or not own or len(own & said) < len(own) * 0.6:
            continue
        clause = max((row[0] for row in ranked), key=lambda c: score(tool, tokens, c, language))
        if clause.role == "action" and score(tool, tokens, clause, language) > 2:
            twin = Clause(clause.first, clause.last, "also", "action", "", clause.sentence)
            out.append((twin, tool.name, 0.5, [(clause.first, clause.last)]))
    return out


def _says(tokens: list[Token], clause: Clause) -> bool:
    return tokens[skip_fillers(tokens, clause.first, clause.last)].norm in ("say", "tell", "write")


def _elaborates(tokens: list[Token], clause: Clause, language: str) -> bool:
    """ "and assign them to Raj", "Title it …", "They're a new lead": more about the call before."""
    if language != "en":
        return False
    at = skip_fillers(tokens, clause.first, clause.last)
    word, after = tokens[at].norm, tokens[at + 1].norm if at + 1 < clause.last else ""
    if (word == "it" and tokens[at].suffix == "s") or (word == "they" and tokens[at].suffix == "re"):
        return True
    if word in ("they", "he", "she", "it", "these", "those") and clause.link == "sentence" and not tokens[at].suffix:
        return True
    if word == "need" and after == "to" and at + 2 < clause.last and tokens[at + 2].norm == "be":
        return True
    return word in _ELABORATE and after in _PRONOUNS


def _remark(tokens: list[Token], clause: Clause, language: str) -> bool:
    """A sentence that states something instead of asking for it."""
    if language != "en" or clause.cut == "?":
        return False
    at = skip_fillers(tokens, clause.first, clause.last)
    word = tokens[at].norm
    if word in word_set("en", "wh") or word in word_set("en", "aux") or at > clause.first:
        return False
    return word not in word_set("en", "verbs")
