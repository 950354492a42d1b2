"""Where a Turkish wish falls into clauses: a clause ends with its predicate."""

from itertools import pairwise

from .clauses import Clause, sentences, trim
from .endings_tr import clause_end, predicate
from .language import bag
from .lexicon import word_set
from .links_tr import connector, links_at, take_links
from .polarity import turns_round
from .tokens import Token
from .turkish import forms, verb_of

_MEDIA = frozenset(["ac", "baslat"])
_FOLLOW_UP = bag("cal ekle oynat dinle koy bul ara")
_ROUNDS = bag("dolas gez dolan tara incele gec don")
_ALL = bag("her butun tum hepsi tek sirayla teker tumu")


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


_LEFT = bag("dur dokunma birak elleme gec oldugu gibi oylece oyle onu bunu onlari kalsin bir sey hicbir yapma lutfen")


def _idle(tokens: list[Token], clause: Clause, previous: Clause) -> bool:
    """ "yoksa hiçbir şey yapma", "değilse olduğu gibi bırak": no step."""
    norms = [tokens[i].norm for i in range(clause.first, clause.last)]
    if clause.role == "action" and (clause.link == "else" or previous.role == "condition") and set(norms) <= _LEFT:
        return True
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
    start, link = take_links(tokens, first, last, link, clauses)
    at = start
    while at < last:
        token = tokens[at]
        kind = None if _otherwise(tokens, start, at, clauses) else clause_end(tokens, start, at, last)
        kind = ("condition", "", "if") if kind is None and _denies(tokens, start, at, clauses) else kind
        if kind and kind[0] == "condition" and _turned_at_once(tokens, start, at, clauses):
            _add(tokens, clauses, start, at, number, link, "action", "")
            start, link = at, "and"
        if kind:
            role, order, follow = kind
            clause = _add(tokens, clauses, start, at + 1, number, link, role, order)
            if clause:
                clause.cut = follow
            if order == "last" and at + 2 < last and tokens[at + 1].norm in ("once", "evvel"):
                at += 1
            start, link = take_links(tokens, at + 1, last, "main" if role != "action" or order else "and", clauses)
            at = start
            continue
        if token.kind == "punct" and token.text in ",—–:" and at > start:
            begin, strong = links_at(tokens, at + 1, last)
            if (strong and begin < last) or (predicate(tokens, start, at) and at + 1 < last and token.text != ":"):
                _add(tokens, clauses, start, at, number, link, "action", "")
                start, link = take_links(tokens, at + 1, last, "and", clauses)
                at = start
                continue
        elif token.kind == "word" and at > start and not token.capital:
            cut = connector(tokens, start, at, last)
            if cut:
                _add(tokens, clauses, start, at, number, link, "action", "")
                start, link = take_links(tokens, at, last, cut, clauses)
                at = start
                continue
        at += 1
    _add(tokens, clauses, start, last, number, link, "action", "")


def _otherwise(tokens: list[Token], start: int, at: int, clauses: list[Clause]) -> bool:
    """ "boşsa bana haber ver değilse say": right behind a command, and after a condition, it means otherwise."""
    if tokens[at].norm not in ("degilse", "yoksa", "olmazsa") or at == start:
        return False
    if at == start + 1 and tokens[at - 1].norm not in word_set("tr", "verbs"):  # "acil değilse": no command
        return False
    return "imperative" in forms(tokens[at - 1].norm) and any(clause.role == "condition" for clause in clauses)


def _denies(tokens: list[Token], start: int, at: int, clauses: list[Clause]) -> bool:
    """ "acilse …, acil değilse …": the word of an earlier condition and its negation."""
    if at != start + 1 or not tokens[at].norm.startswith("degil"):
        return False
    said = {tokens[clause.last - 1].norm for clause in clauses if clause.role == "condition"}
    return bool(said & {tokens[start].norm + ending for ending in ("sa", "se", "ysa", "yse")})


def _turned_at_once(tokens: list[Token], start: int, at: int, clauses: list[Clause]) -> bool:
    """ "kaldıysa sipariş ver kalmadıysa sor": a condition of one word right behind a command, with no comma."""
    if at < start + 1 or not clauses or clauses[-1].role != "condition":
        return False
    if tokens[at - 1].norm not in word_set("tr", "verbs") or "imperative" not in forms(tokens[at - 1].norm):
        return False
    said = tokens[clauses[-1].first : clauses[-1].last]
    return turns_round(tokens[at : at + 1], said)


def _add(
    tokens: list[Token], clauses: list[Clause], first: int, last: int, number: int, link: str, role: str, order: str
) -> Clause | None:
    first, last = trim(tokens, first, last)
    if first < last and not (last - first == 1 and tokens[first].norm in ("ve", "sonra", "lutfen", "da", "de", "ama")):
        clauses.append(Clause(first, last, link, role, order, number))
        return clauses[-1]
    return None


def _both(tokens: list[Token], one: Clause, other: Clause) -> bool:
    """ "toplam 100'ü geçerse ve müşteri yeniyse": one condition."""
    between = [tokens[i].norm for i in range(one.last, other.first)]
    words = [norm for norm in between if norm.isalpha()]
    if not words and tokens[other.first].norm in ("veya", "ya", "yahut"):
        return True
    return words[:1] in (["ve"], ["veya"], ["ya"], ["yahut"]) and "." not in between and ";" not in between


def _join(tokens: list[Token], clauses: list[Clause]) -> list[Clause]:
    """Put back together "Spotify'ı aç ve … çal", drop clauses that only say that something has ended."""
    out: list[Clause] = []
    for clause in clauses:
        if out and _idle(tokens, clause, out[-1]):
            out[-1].cut = "idle" if out[-1].role == "condition" else out[-1].cut
            continue
        if out and out[-1].role == clause.role == "condition" and _both(tokens, out[-1], clause):
            out[-1].last = clause.last
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
