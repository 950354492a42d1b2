"""Where an English wish falls into clauses."""

from .clauses import Clause, match_phrase, sentences, stronger, trim
from .cuts_en import boundary
from .english import asks_yes_or_no, is_request_tail, is_verb, lemma, skip_fillers
from .language import bag
from .lexicon import word_set
from .links_en import LINKS, link_word_is_free, real_else
from .openings_en import opening
from .polarity import asked, asks_for_approval
from .tokens import Token

_MEDIA = bag("open start launch use search")
_FOLLOW_UP = bag("play add put hear listen get find watch see")
_ANAPHORA = bag("it them that ones they their this those these so one")


def split(tokens: list[Token], text: str) -> list[Clause]:
    """Cut an English wish into clauses in the order of the text."""
    clauses: list[Clause] = []
    for number, (first, last, sign) in enumerate(sentences(tokens, text)):
        first, last = trim(tokens, first, last)
        if first >= last:
            continue
        _split_sentence(tokens, first, last, number, sign, clauses)
    return _join(tokens, clauses)


def _split_sentence(tokens: list[Token], first: int, last: int, number: int, sign: str, clauses: list[Clause]) -> None:
    link = "sentence" if clauses else "start"
    at = first
    while True:
        moved = False
        for name, kind in reversed(LINKS):
            size = match_phrase(tokens, at, last, "en", name)
            if size and kind == "else" and not real_else(tokens, at, size, last):
                continue
            if size and at + size < last and link_word_is_free(tokens, at, size, last, kind):
                if kind in ("so", "else") and (
                    not clauses or (_outcome(tokens, at, at + size) and not _gated(clauses))
                ):
                    continue
                link, at, moved = stronger("" if link in ("start", "sentence") else link, kind), at + size, True
                while at < last and tokens[at].kind == "punct":
                    at += 1
                break
        if not moved:
            break
    if link in ("so", "else") and clauses:
        _to_condition(tokens, clauses, link, at - 1)
    _scan(tokens, at, last, number, link, clauses)
    if sign == "?" and clauses:
        clauses[-1].cut = "?"
        if tokens[clauses[-1].first].norm in _COMPARING and clauses[-1].role == "action" and len(clauses) > 1:
            clauses[-1].role = "condition"  # "More than ten?"


def _to_condition(tokens: list[Token], clauses: list[Clause], link: str, _: int) -> None:
    """The question before "If so" is what is decided on."""
    if _gated(clauses):
        return
    actions = [clause for clause in reversed(clauses) if clause.role == "action"]
    question = next((c for c in actions if c.cut == "?" or asked(tokens, c, "en")), actions[0] if actions else None)
    if question is None or asks_for_approval(tokens, question):
        return
    question.role = "condition"
    if link == "else" and question is actions[0]:
        question.negated = True


def _gated(clauses: list[Clause]) -> bool:
    return any(clause.role in ("condition", "gate") for clause in clauses)


_COMPARING = bag("more fewer less over under above below any empty none at")
_OUTCOMES = bag("fails work help")


def _outcome(tokens: list[Token], first: int, last: int) -> bool:
    """ "if that fails", "if it doesn't work" behind a command: a condition of its own."""
    return any(tokens[i].norm in _OUTCOMES for i in range(first, last))


def _scan(tokens: list[Token], first: int, last: int, number: int, link: str, clauses: list[Clause]) -> None:
    """Cut one sentence at its connectors."""
    start, at = first, first
    mode = opening(tokens, first, last)
    role, order = mode
    while at < last:
        cut = boundary(tokens, start, at, last, role, order)
        if not cut:
            at += 1
            continue
        end, begin, new_link, new_role, new_order = cut
        if new_link == "else" and role != "condition" and not _gated(clauses) and _outcome(tokens, end, begin):
            begin, new_link = next(i for i in range(end, begin) if tokens[i].norm not in ("and", "but", ",")), "and"
        _add(tokens, clauses, start, end, number, link, role, order)
        start, link = begin, new_link
        if new_link == "else":
            _to_condition(tokens, clauses, "else", 0)
        opened = opening(tokens, start, last) if new_role == "action" and not new_order else (new_role, new_order)
        role, order = opened
        at = max(start + 1, at + 1)
    _add(tokens, clauses, start, last, number, link, role, order)


def _add(
    tokens: list[Token], clauses: list[Clause], first: int, last: int, number: int, link: str, role: str, order: str
) -> None:
    first, last = trim(tokens, first, last)
    while last > first + 1 and tokens[last - 1].norm in ("and", "then", "but", "please", "also") and last - first > 1:
        last -= 1
        first, last = trim(tokens, first, last)
    if first < last:
        clauses.append(Clause(first, last, link, role, order, number))


_NOTHING = bag("do nothing just simply ignore it then please skip")


_LEFT = bag("leave keep stop skip ignore it them that there as is they are alone just be the way")


def _idle(tokens: list[Token], clause: Clause, previous: Clause) -> bool:
    """ "otherwise do nothing", "if not, leave it as it is": no step."""
    norms = [tokens[i].norm for i in range(clause.first, clause.last)]
    if clause.role == "action" and (clause.link == "else" or previous.role == "condition") and set(norms) <= _LEFT:
        return norms[0] in ("leave", "keep", "stop", "skip", "ignore", "just")
    return {"do", "nothing"} <= set(norms) <= _NOTHING


def _join(tokens: list[Token], clauses: list[Clause]) -> list[Clause]:
    """Put back together what one command said in two breaths."""
    out: list[Clause] = []
    for clause in clauses:
        previous = out[-1] if out else None
        if previous and _idle(tokens, clause, previous):
            previous.cut = "idle" if previous.role == "condition" else previous.cut
            continue
        if previous and previous.role == "action" and clause.role == "action" and clause.link == "and":
            verb = lemma(tokens[skip_fillers(tokens, previous.first, previous.last)].norm)
            mine = lemma(tokens[skip_fillers(tokens, clause.first, clause.last)].norm)
            short = previous.last - skip_fillers(tokens, previous.first, previous.last)
            if (verb in _MEDIA and mine in _FOLLOW_UP and not _named(tokens, previous)) or (short == 1 and verb != mine and (
                verb in ("search", "go", "try", "find", "come") or tokens[clause.first].norm == verb
            )):  # fmt: skip
                previous.last = clause.last
                continue
        if previous and clause.link == "sentence" and previous.role == "action" and clause.role == "action":
            if is_request_tail(tokens, clause.first, clause.last):
                continue
            if asks_yes_or_no(tokens, clause.first, clause.last) and _statement(tokens, previous) and any(
                tokens[i].norm in _ANAPHORA for i in range(clause.first, clause.last)
            ):  # fmt: skip
                previous.last = clause.last
                continue
        out.append(clause)
    return out


def _named(tokens: list[Token], clause: Clause) -> bool:
    return any(tokens[i].kind in ("file", "url", "channel") for i in range(clause.first, clause.last))


def _statement(tokens: list[Token], clause: Clause) -> bool:
    """A remark that only sets the scene for the request behind it."""
    at = skip_fillers(tokens, clause.first, clause.last)
    word = tokens[at].norm
    if word in ("i", "we") and at + 1 < clause.last and tokens[at + 1].norm in ("need", "want", "would", "d", "have"):
        return True
    return not (is_verb(word) and (at == clause.first or not tokens[at].capital)) and word not in word_set("en", "aux") and word not in (
        word_set("en", "wh")
    )  # fmt: skip
