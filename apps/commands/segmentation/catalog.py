"""Matches clauses with the task types that a request brings along."""

from itertools import pairwise

from .arguments import calls_of, inherit
from .assembly import Wish, assemble
from .clauses import Clause
from .english import skip_fillers
from .gates import linked, mark_gates
from .language import bag, fold
from .lexicon import word_set
from .links import Linker
from .tokens import Token
from .tools import CAMEL, SPLIT, STOP, Tool, canonical, concepts, score, tools_of

_ELABORATE = bag("assign call name title label tell say set mark give need invite include")
_MEANT = bag("it them him her they this that those these one ones onu onlari bunu bunlari ona onlara")
_PRONOUNS = bag("it them him her they this that their its")
_STRUCTURE = ("condition.if", "loop.each")


def catalog_segments(wish: Wish, clauses: list[Clause], task_types: list[dict]) -> tuple[list[dict], float]:
    """Segments that use only the task types of the request, conditions and loops apart."""
    text, tokens, language, times = wish.text, wish.tokens, wish.language, wish.times
    tools = tools_of(task_types)
    if not tools or not clauses:
        return [], 0.0
    mark_gates(tokens, clauses, [""] * len(clauses), language)
    clauses = [clause for clause, _, _ in linked([(clause, "", 0.0) for clause in clauses])]
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


def _meant(tokens: list[Token], clauses: list[Clause], at: int, language: str) -> set[str]:
    """What "it", "him", "them" stand for behind a condition: the things that it is about."""
    clause = clauses[at]
    if not any(tokens[i].norm in _MEANT for i in range(clause.first, clause.last)):
        return set()
    asked = next((c for c in reversed(clauses[:at]) if c.role == "condition"), None)
    if asked is None:
        return set()
    return {
        canonical(tokens[i].norm, language)
        for i in range(asked.first, asked.last)
        if tokens[i].kind == "word" and tokens[i].norm not in STOP
    }


def _told(tool: Tool, meant: set[str]) -> float:
    """What the things that are meant add to a tool."""
    return 0.5 * max((tool.words[word] for word in meant if word in tool.words), default=0.0)


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
    by_schema = any(tool.parameters for tool in tools)
    ranked = []
    for place, clause in enumerate(clauses):
        meant = set() if by_schema else _meant(tokens, clauses, place, language)
        marks = sorted(
            ((score(tool, tokens, clause, language) + _told(tool, meant), -n) for n, tool in enumerate(tools)),
            reverse=True,
        )
        ranked.append((clause, tools[-marks[0][1]].name, marks[0][0], marks[1][0] if len(marks) > 1 else 0.0))
    best = max((row[2] for row in ranked), default=0.0)
    least = min(1.6, 0.45 * best)
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
            sender = next((row for row in reversed(actions) if "send" in row[1].lower()), None)
            if sender or mark < least:
                out.append((clause, (sender or actions[-1])[1], 0.7, [span]))
                continue
        if actions and clause.link not in ("else", "so") and _elaborates(tokens, clause, language):
            actions[-1][3].append(span)
            continue
        if (mark < least and not (clause.link in ("else", "so") and mark > 0 and not by_schema)) or (
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
        _share_out(tokens, out, tools, language)
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
    said = {canonical(t.norm, language) for t in tokens if t.kind == "word" and t.norm not in STOP}
    shared: dict[str, int] = {}
    for tool in tools:
        for word in {canonical(w, "en") for w in SPLIT.split(fold(CAMEL.sub(" ", tool.name)))}:
            shared[word] = shared.get(word, 0) + 1
    out = []
    for tool in tools:
        own = {canonical(w, "en") for w in SPLIT.split(fold(CAMEL.sub(" ", tool.name))) if len(w) > 2 and w not in STOP}
        own = {w for w in own if shared.get(w, 0) == 1 and w not in concepts().values()}
        if tool.name in used or not own or len(own & said) < len(own) * 0.6:
            continue
        clause = max((row[0] for row in ranked), key=lambda c: score(tool, tokens, c, language))
        if clause.role == "action" and score(tool, tokens, clause, language) > 2:
            twin = Clause(clause.first, clause.last, "also", "action", "", clause.sentence)
            out.append((twin, tool.name, 0.5, [(clause.first, clause.last)]))
    return out


def _share_out(tokens: list[Token], rows: list, tools: list[Tool], language: str) -> None:
    """ "the capital of Peru and the currency of Norway": tools of one clause get the part of it that names them."""
    by_name = {tool.name: tool for tool in tools}
    for row in rows:
        mates = [other for other in rows if other[1] in by_name and other[3] and row[3] and other[3][0] == row[3][0]]
        if len(mates) < 2 or len({mate[1] for mate in mates}) < len(mates) or mates[0] is not row:
            continue
        first, last = row[3][0]
        stops = [first - 1, *(i for i in range(first, last) if tokens[i].norm in ("and", ",", "ve")), last]
        parts = [(a + 1, b) for a, b in pairwise(stops) if b > a + 1]
        owned: dict[str, list[tuple[int, int]]] = {}
        owner = ""
        for part in parts:
            marks = [(score(by_name[mate[1]], tokens, Clause(*part), language), mate[1]) for mate in mates]
            marks.sort(reverse=True)
            if marks[0][0] > marks[1][0] + 0.5 or not owner:
                owner = marks[0][1]
            owned.setdefault(owner, []).append(part)
        if len(owned) == len(mates):
            for mate in mates:
                mate[3][:1] = owned[mate[1]]


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
