"""Turkish link words between clauses: then, also, otherwise, if so."""

from .clauses import Clause, match_phrase, stronger
from .endings_tr import predicate
from .language import bag
from .lexicon import word_set
from .polarity import asked, asks_for_approval
from .tokens import Token
from .turkish import forms

_LINKS = (
    ("link_always", "always"),
    ("link_then", "then"),
    ("link_also", "also"),
    ("link_else", "else"),
    ("link_so", "so"),
)
_OUTCOMES = bag("olmazsa olursa varsa yoksa")
_ENDED = bag(
    "hazir islem is isi hepsi bitince tamamlaninca bittiginde tamamlandiginda bittikten tamamlandiktan olduktan bunlar"
)


def links_at(tokens: list[Token], at: int, last: int) -> tuple[int, str]:
    """Link words at a place: (first token behind them, strongest link)."""
    link = ""
    while at < last:
        if tokens[at].kind == "punct" and tokens[at].text not in "\"'“(":
            at += 1
            continue
        if tokens[at].norm in ("ve", "ama", "fakat", "ancak", "lakin") and at + 1 < last:
            at += 1
            continue
        if _but_if(tokens, at, last):
            at, link = at + 1, stronger(link, "else")
            continue
        for name, kind in _LINKS:
            size = match_phrase(tokens, at, last, "tr", name)
            if not size or at + size > last:
                continue
            if kind == "so" and at + size < last and tokens[at + size].text not in (",",) and size == 1:
                continue
            if at + size < last and tokens[at + size].norm in ("da", "de") and at + size + 1 < last:
                size += 1
            at, link = at + size, stronger(link, kind)
            break
        else:
            break
    return at, link


def _but_if(tokens: list[Token], at: int, last: int) -> bool:
    """ "…, yok 409 ise": otherwise, if it is 409."""
    if tokens[at].norm != "yok" or not at or tokens[at - 1].text not in (",", ";", ".") or at + 2 >= last:
        return False
    behind = tokens[at + 1 : min(at + 8, last)]
    return behind[0].norm[:2] not in ("ol", "ed", "et") and any("if" in forms(t.norm) for t in behind)


def take_links(tokens: list[Token], at: int, last: int, link: str, clauses: list[Clause]) -> tuple[int, str]:
    """Where the next clause begins behind its link words, and the link."""
    begin, strong = links_at(tokens, at, last)
    if strong in ("else", "so") and not clauses:
        return at, link
    if strong in ("else", "so") and clauses and not any(c.role in ("condition", "gate") for c in clauses):
        actions = [clause for clause in reversed(clauses) if clause.role == "action"]
        asked_of = next((c for c in actions if c.cut == "?" or asked(tokens, c, "tr")), actions[0] if actions else None)
        if asked_of and not asks_for_approval(tokens, asked_of):
            if _outcome(tokens, at, begin) and not asked(tokens, asked_of, "tr"):
                return at, "and"
            asked_of.role, asked_of.negated = "condition", strong == "else"
    if not strong:
        joins = ("ve", "ama", "fakat", "ancak") if clauses else ()
        while at < last and (tokens[at].kind == "punct" or tokens[at].norm in joins):
            if tokens[at].kind == "punct" and tokens[at].text in "\"'(“":
                break
            at += 1
        return _skip_first(tokens, at, last), link
    begin = _skip_first(tokens, begin, last)
    return begin, "main" if link == "main" and strong == "then" else strong


def _outcome(tokens: list[Token], first: int, last: int) -> bool:
    """ "olmazsa", "yoksa" behind a command: whether it worked or found something, a condition of its own."""
    return any(tokens[i].norm in _OUTCOMES for i in range(first, last))


def _skip_first(tokens: list[Token], at: int, last: int) -> int:
    """ "önce", "ilk olarak" in front of the first of several steps."""
    if at + 2 < last and tokens[at].norm in ("once", "oncelikle") and tokens[at + 1].norm not in ("bana", "benden"):
        return at + 1
    if at + 3 < last and tokens[at].norm == "ilk" and tokens[at + 1].norm in ("olarak", "once"):
        return at + 2
    return at


def connector(tokens: list[Token], start: int, at: int, last: int) -> str:
    """Does a link word at this place, without a comma, end the clause in front of it?"""
    norm = tokens[at].norm
    if norm in ("ve", "ama", "fakat", "ancak"):
        begin, strong = links_at(tokens, at, last)
        if strong:
            return strong if begin < last else ""
        return "and" if at + 1 < last and predicate(tokens, start, at) else ""
    begin, strong = links_at(tokens, at, last)
    if not strong or begin >= last or norm in _ENDED:
        return ""
    if strong in ("else", "so"):
        alone = norm.startswith("degil") and at == start + 1 and tokens[start].norm not in word_set("tr", "verbs")
        return strong if predicate(tokens, start, at) and not alone else ""
    if norm == "sonra" and tokens[at - 1].kind in ("word", "number") and _is_time(tokens, start, at):
        return ""
    if norm in ("sonra", "birde", "bir", "ayrica", "ustelik") and not predicate(tokens, start, at):
        if norm == "sonra" and tokens[at - 1].norm.endswith(("dan", "den", "tan", "ten")):
            return ""
        return strong if norm == "ayrica" else ""
    return strong if predicate(tokens, start, at) or norm in ("ardindan", "daha") else ""


def _is_time(tokens: list[Token], start: int, at: int) -> bool:
    return tokens[at - 1].norm in word_set("tr", "time_units") and not (
        at - 1 > start and "imperative" in forms(tokens[at - 1].norm) and tokens[at - 2].kind == "punct"
    )
