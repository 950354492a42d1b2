"""Where a Turkish wish falls into clauses: a clause ends with its predicate."""

import re
from itertools import pairwise

from .clauses import Clause, match_phrase, sentences, trim
from .language import bag
from .lexicon import word_set
from .tokens import Token
from .turkish import forms, noun_stems, verb_of

_QUESTION = bag("mi mu misin misiniz musun musunuz miyim miyiz muyum muyuz midir mudur miydi muydu misinki")
_LINKS = (("link_then", "then"), ("link_also", "also"), ("link_else", "else"), ("link_so", "so"))
_ENDED = bag(
    "hazir islem is isi hepsi bitince tamamlaninca bittiginde tamamlandiginda bittikten tamamlandiktan olduktan bunlar"
)
_DAYS = bag("cuma firma sinema tema sema rampa adam ogle hamle deneme")
_MEDIA = frozenset(["ac", "baslat"])
_FOLLOW_UP = bag("cal ekle oynat dinle koy bul ara")
_UNLESS = re.compile(r"[a-z]{2,}m[ae]d[iu]kc[ae]")
_ROUNDS = bag("dolas gez dolan tara incele gec don")
_ALL = bag("her butun tum hepsi tek sirayla teker tumu")
_FINISHED = bag("bit tamamlan bitir tamamla gerceklestir hazirlan")


def split(tokens: list[Token], text: str) -> list[Clause]:
    """Cut a Turkish wish into clauses in the order of the text."""
    clauses: list[Clause] = []
    for number, (first, last, sign) in enumerate(sentences(tokens, text)):
        before = len(clauses)
        _scan(tokens, first, last, number, clauses)
        if sign == "?" and len(clauses) > before:
            clauses[-1].cut = "?"
        _say_last(clauses[before:])
    return _join(tokens, clauses)


def _say_last(said: list[Clause]) -> None:
    """ "haber ver, sunucu çökerse": a condition at the end of a sentence is about what stands before it."""
    if len(said) > 1 and said[-1].role == "condition" and not said[-1].order and said[-2].role == "action":
        said[-1].link = "trail"


def _idle(tokens: list[Token], clause: Clause) -> bool:
    """ "yoksa hiçbir şey yapma": no step."""
    norms = [tokens[i].norm for i in range(clause.first, clause.last)]
    return norms[-1:] == ["yapma"] and set(norms[:-1]) <= {"hicbir", "bir", "sey", "hic", "birsey"}


def _goes_through(tokens: list[Token], clause: Clause) -> bool:
    """ "talepleri tek tek dolaş": what follows is done with each of them."""
    norms = [tokens[i].norm for i in range(clause.first, clause.last)]
    if verb_of(norms[-1]) not in _ROUNDS or len(norms) < 2:
        return False
    one_by_one = any(a == b and a in ("tek", "teker", "bir") for a, b in pairwise(norms)) or "sirayla" in norms
    return one_by_one or (verb_of(norms[-1]) in ("dolas", "gez") and bool(_ALL & set(norms)))


def _scan(tokens: list[Token], first: int, last: int, number: int, clauses: list[Clause]) -> None:
    link = "sentence" if clauses else "start"
    start, link = _take_links(tokens, first, last, link, clauses)
    at = start
    while at < last:
        token = tokens[at]
        kind = None if _otherwise(tokens, start, at, clauses) else _clause_end(tokens, start, at, last)
        if kind:
            role, order, follow = kind
            clause = _add(tokens, clauses, start, at + 1, number, link, role, order)
            if clause:
                clause.cut = follow
            if order == "last" and at + 2 < last and tokens[at + 1].norm in ("once", "evvel"):
                at += 1
            start, link = _take_links(tokens, at + 1, last, "main" if role != "action" or order else "and", clauses)
            at = start
            continue
        if token.kind == "punct" and token.text in ",—–:" and at > start:
            begin, strong = _links_at(tokens, at + 1, last)
            if (strong and begin < last) or (_predicate(tokens, start, at) and at + 1 < last and token.text != ":"):
                _add(tokens, clauses, start, at, number, link, "action", "")
                start, link = _take_links(tokens, at + 1, last, "and", clauses)
                at = start
                continue
        elif token.kind == "word" and at > start and not token.capital:
            cut = _connector(tokens, start, at, last)
            if cut:
                _add(tokens, clauses, start, at, number, link, "action", "")
                start, link = _take_links(tokens, at, last, cut, clauses)
                at = start
                continue
        at += 1
    _add(tokens, clauses, start, last, number, link, "action", "")


def _otherwise(tokens: list[Token], start: int, at: int, clauses: list[Clause]) -> bool:
    """ "boşsa bana haber ver değilse say": right behind a command, and after a condition, it means otherwise."""
    if tokens[at].norm not in ("degilse", "yoksa", "olmazsa") or at == start:
        return False
    return "imperative" in forms(tokens[at - 1].norm) and any(clause.role == "condition" for clause in clauses)


def _add(
    tokens: list[Token], clauses: list[Clause], first: int, last: int, number: int, link: str, role: str, order: str
) -> Clause | None:
    first, last = trim(tokens, first, last)
    if first < last and not (last - first == 1 and tokens[first].norm in ("ve", "sonra", "lutfen", "da", "de", "ama")):
        clauses.append(Clause(first, last, link, role, order, number))
        return clauses[-1]
    return None


def _links_at(tokens: list[Token], at: int, last: int) -> tuple[int, str]:
    """Link words at a place: (first token behind them, strongest link)."""
    link = ""
    while at < last:
        if tokens[at].kind == "punct" and tokens[at].text not in "\"'“(":
            at += 1
            continue
        if tokens[at].norm in ("ve", "ama", "fakat", "ancak", "lakin") and at + 1 < last:
            at += 1
            continue
        for name, kind in _LINKS:
            size = match_phrase(tokens, at, last, "tr", name)
            if not size or at + size > last:
                continue
            if kind == "so" and at + size < last and tokens[at + size].text not in (",",) and size == 1:
                continue
            if at + size < last and tokens[at + size].norm in ("da", "de") and at + size + 1 < last:
                size += 1
            at, link = at + size, (kind if not link or kind in ("else", "also") else link)
            break
        else:
            break
    return at, link


def _take_links(tokens: list[Token], at: int, last: int, link: str, clauses: list[Clause]) -> tuple[int, str]:
    begin, strong = _links_at(tokens, at, last)
    if strong in ("else", "so") and not clauses:
        return at, link
    if strong in ("else", "so") and clauses and not any(c.role in ("condition", "gate") for c in clauses):
        for clause in reversed(clauses):
            if clause.role == "action":
                clause.role, clause.negated = "condition", strong == "else"
                break
    if not strong:
        joins = ("ve", "ama", "fakat", "ancak") if clauses else ()
        while at < last and (tokens[at].kind == "punct" or tokens[at].norm in joins):
            if tokens[at].kind == "punct" and tokens[at].text in "\"'(“":
                break
            at += 1
        return _skip_first(tokens, at, last), link
    begin = _skip_first(tokens, begin, last)
    return begin, "main" if link == "main" and strong == "then" else strong


def _skip_first(tokens: list[Token], at: int, last: int) -> int:
    """ "önce", "ilk olarak" in front of the first of several steps."""
    if at + 2 < last and tokens[at].norm in ("once", "oncelikle") and tokens[at + 1].norm not in ("bana", "benden"):
        return at + 1
    if at + 3 < last and tokens[at].norm == "ilk" and tokens[at + 1].norm in ("olarak", "once"):
        return at + 2
    return at


def _connector(tokens: list[Token], start: int, at: int, last: int) -> str:
    """Does a link word at this place, without a comma, end the clause in front of it?"""
    norm = tokens[at].norm
    if norm in ("ve", "ama", "fakat", "ancak"):
        begin, strong = _links_at(tokens, at, last)
        if strong:
            return strong if begin < last else ""
        return "and" if at + 1 < last and _predicate(tokens, start, at) else ""
    begin, strong = _links_at(tokens, at, last)
    if not strong or begin >= last or norm in _ENDED:
        return ""
    if strong in ("else", "so"):
        return strong if _predicate(tokens, start, at) else ""
    if norm == "sonra" and tokens[at - 1].kind in ("word", "number") and _is_time(tokens, start, at):
        return ""
    if norm in ("sonra", "birde", "bir", "ayrica", "ustelik") and not _predicate(tokens, start, at):
        if norm == "sonra" and tokens[at - 1].norm.endswith(("dan", "den", "tan", "ten")):
            return ""
        return strong if norm == "ayrica" else ""
    return strong if _predicate(tokens, start, at) or norm in ("ardindan", "daha") else ""


def _is_time(tokens: list[Token], start: int, at: int) -> bool:
    return tokens[at - 1].norm in word_set("tr", "time_units") and not (
        at - 1 > start and "imperative" in forms(tokens[at - 1].norm) and tokens[at - 2].kind == "punct"
    )


def _clause_end(tokens: list[Token], start: int, at: int, last: int) -> tuple[str, str, str] | None:
    """(role, order, ending) if the clause ends with this very word and no link word is needed."""
    token = tokens[at]
    if token.kind != "word" or (token.suffix and not forms(token.full_norm.replace("'", "")) & {"if"}):
        loop = _loop_end(tokens, start, at, last)
        return ("loop", "", "") if loop else None
    if _loop_end(tokens, start, at, last):
        return "loop", "", ""
    norm, after = token.norm, tokens[at + 1] if at + 1 < last else None
    if after is None:
        return ("condition", "", "if") if "if" in forms(norm) and at > start and norm not in ("ise",) else None
    found = forms(norm)
    foreign = token.capital and at > start
    if "ip" in found and not foreign and (at > start or verb_of(norm, "ip")):
        if after.norm.startswith(("dur", "olmad")) or after.norm in ("de", "da"):
            return None
        if _whether(norm, after.norm):
            return None
        return "action", "", "ip"
    if (
        norm in ("derse", "derlerse")
        and at > start
        and tokens[at - 1].norm in ("hayir", "evet", "olur", "tamam", "olmaz")
    ):
        return "condition", "", "if"
    if "if" in found and not foreign and at > start - 1:
        if norm == "ise" and (at == start or tokens[at - 1].norm in ("bu", "o")):
            return None
        return "condition", "", "if"
    if "after" in found and (after.norm == "sonra" or after.text == ","):
        if verb_of(norm, "after") in _FINISHED and at > start:
            return "condition", "event", "when"
        return "action", "", "after"
    if "before" in found and at > start and tokens[at - 1].norm in ("sey", "seyi"):
        return None
    if "before" in found and after.norm in ("once", "evvel") and not (noun_stems(norm) & _DAYS and not verb_of(norm)):
        return "action", "last", "before"
    if "when" in found and not foreign:
        return "condition", "event", "when"
    if norm in ("halinde", "takdirde", "durumunda", "surece") and at > start:
        return "condition", "", "if"
    if _UNLESS.fullmatch(norm) and at > start:
        return "condition", "", "if"
    if "imperative" in found and at > start and _implicit(tokens, start, at, after):
        return "action", "", "bare"
    return None


def _whether(norm: str, after: str) -> bool:
    """ "ödenip ödenmediğini": whether it was paid, no step of its own."""
    stem = verb_of(norm, "ip")
    return (
        bool(stem) and after.startswith(norm[:-2]) and after[len(norm) - 2 :].startswith(("me", "ma", "ilme", "ilma"))
    )


def _implicit(tokens: list[Token], start: int, at: int, after: Token) -> bool:
    """A command with the next one right behind it: "ara … grupla … topla"."""
    if after.kind == "punct" or after.norm in ("ve", "ama", "lutfen", "sonra", "da", "de", "ki", "bakalim", "bana"):
        return False
    if tokens[at].norm not in word_set("tr", "strong") or tokens[at].capital:
        return False
    before = tokens[at - 1]
    if before.kind == "punct" or (before.capital and not before.suffix) or after.norm in _QUESTION:
        return False
    ambiguous = tokens[at].norm in (
        "cek",
        "ara",
        "say",
        "oku",
        "bul",
        "cevir",
        "topla",
        "sil",
        "goster",
        "sirala",
        "listele",
    )
    accusative = before.kind != "word" or before.suffix != "" or before.norm[-1:] in "iueak" or (
        before.norm.endswith(("den", "dan", "ten", "tan"))
    )  # fmt: skip
    return not ambiguous or accusative


def _loop_end(tokens: list[Token], start: int, at: int, last: int) -> bool:
    if tokens[at].norm not in ("icin", "uzerinde", "uzerinden") or at + 1 >= last or at - start < 2:
        return False
    for i in range(max(start, at - 5), at - 1):
        if tokens[i].norm == "her" and tokens[i + 1].norm not in word_set("tr", "time_units"):
            return not any(tokens[j].kind == "punct" for j in range(i, at))
    return tokens[at - 1].norm in ("birisi", "biri") and tokens[at - 2].norm == "her"


def _predicate(tokens: list[Token], start: int, end: int) -> bool:
    """Do tokens[start:end] end in something that closes a sentence?"""
    start, end = trim(tokens, start, end)
    while end > start and tokens[end - 1].norm in ("lutfen", "bana", "bize", "simdi", "hemen", "bakalim"):
        end -= 1
    if start >= end:
        return False
    token = tokens[end - 1]
    if token.kind != "word":
        return False
    norm = token.norm
    if norm in _QUESTION or (norm in word_set("tr", "predicate_words") and not token.suffix):
        return not (norm in ("ne", "kim") and end - start < 2)
    if token.text in ("GET", "POST", "PUT", "PATCH", "DELETE") and token.suffix in ("la", "le", "lay", "ley"):
        return True
    if token.suffix and norm not in ("sinemasi",):
        return False
    found = forms(norm)
    if found & {"imperative", "finite"}:
        return not (token.capital and end - 1 > start and not found & {"imperative"}) or tokens[0].capital
    return (
        any(tokens[i].norm in word_set("tr", "question") for i in range(max(start, end - 40), end)) and end - start > 1
    )


def _join(tokens: list[Token], clauses: list[Clause]) -> list[Clause]:
    """Put back together "Spotify'ı aç ve … çal", drop clauses that only say that something has ended."""
    out: list[Clause] = []
    for clause in clauses:
        if out and _idle(tokens, clause):
            continue
        if clause.role == "action" and _goes_through(tokens, clause):
            clause.role = "loop"
        previous = out[-1] if out else None
        if previous and clause.link == "and" and previous.role == clause.role == "action":
            verb, mine = verb_of(tokens[previous.last - 1].norm), verb_of(tokens[clause.last - 1].norm)
            named = any(tokens[i].kind in ("file", "url") for i in range(previous.first, previous.last))
            if verb in _MEDIA and mine in _FOLLOW_UP and not named and previous.cut != "ip" and any(
                tokens[i].capital for i in range(previous.first, previous.last)
            ):  # fmt: skip
                previous.last = clause.last
                continue
        out.append(clause)
    return out
