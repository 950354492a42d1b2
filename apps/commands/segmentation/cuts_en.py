"""Where an English clause ends: at commas, link words, conditions behind a step, commands with nothing between."""

from .english import CONDITION_WORDS, EMBEDDERS, is_verb, lemma, skip_fillers, starts_clause
from .imperatives_en import DETERMINERS, after_state, bare_start, forbids, fresh_imperative
from .language import bag
from .lexicon import word_set
from .links_en import read_links
from .openings_en import BLESSINGS, TIME_UNITS, opening, supposes, thing
from .tokens import Token

_ADVERBIAL = bag(
    "at on in by from every each tomorrow today tonight next this within during for with monday tuesday "
    "wednesday thursday friday saturday sunday starting until"
)
_AGGREGATES = bag("calculate compute count sum total average find show get list compare estimate")


def boundary(
    tokens: list[Token], start: int, at: int, last: int, role: str, order: str
) -> tuple[int, int, str, str, str] | None:
    """If the clause that began at start ends at this token: (end, next start, link, role, order)."""
    token = tokens[at]
    if at <= start:
        return None
    body = _has_words(tokens, start, at)
    if not body:
        return None
    subordinate = role in ("condition", "loop") or order == "last" or _fronted(tokens, start)
    if token.kind == "punct":
        if token.text not in ",—–:-" or (token.text == "-" and not _spaced(tokens, at)):
            return None
        return _after_comma(tokens, start, at, last, subordinate)
    if token.kind != "word":
        return None
    word = token.norm
    if role == "loop" and word in ("where", "whose") and at - start > 1 and at + 2 < last:
        return at, at, "main", "condition", ""
    if word in ("and", "n", "then", "but", "or", "also", "meanwhile", "otherwise", "else", "afterwards", "plus", "after",
                "finally", "if", "while", "followed", "next", "besides", "as", "additionally", "in", "at", "later"):  # fmt: skip
        cut = _connector(tokens, start, at, last, subordinate)
        if cut:
            return cut
    if word in CONDITION_WORDS or word in (
        "once",
        "when",
        "whenever",
        "before",
        "after",
        "until",
        "as",
        "for",
        "only",
        "in",
        "so",
        "on",
        "given",
        "supposing",
    ):
        cut = _trailing(tokens, start, at, last, role)
        if cut:
            return cut
    ended = tokens[at - 1].norm.endswith("ed") or tokens[at - 1].norm in ("done", "ready", "empty", "finished")
    if subordinate and at - start >= (2 if ended else 3) and fresh_imperative(tokens, at, last):
        return at, at, "main", "action", ""
    if role == "condition" and at - start >= 2 and tokens[start].norm in ("with", "without") and is_verb(word) and (
        tokens[at - 1].norm in BLESSINGS | {"it", "that", "one"}
    ):  # fmt: skip
        return at, at, "main", "action", ""
    if role == "condition" and at - start >= 4 and _object_behind(tokens, at) and is_verb(word) and at + 1 < last and (
        tokens[at + 1].norm in DETERMINERS or tokens[at + 1].kind in ("channel", "person", "file", "url", "quote")
    ):  # fmt: skip
        return at, at, "main", "action", ""
    if role == "condition" and at - start == 2 and tokens[start].norm == "on" and is_verb(word):
        return at, at, "main", "action", ""
    if role == "condition" and at - start >= 2 and forbids(tokens, start, at, last):
        return at, at, "main", "action", ""
    if role == "condition" and at - start >= 2 and after_state(tokens, at, last):
        return at, at, "main", "action", ""
    if role == "action" and at - start >= 2 and bare_start(tokens, start, at, last):
        return at, at, "and", "action", ""
    return None


def _object_behind(tokens: list[Token], at: int) -> bool:
    """ "… is fine with it", "… likes it": the sentence of a condition is complete with this pronoun."""
    before, verb = tokens[at - 1].norm, tokens[at - 2]
    if before not in ("it", "that", "this", "them", "him", "her", "me", "us"):
        return False
    return verb.norm in ("with", "to", "about", "of", "for", "on", "by") or (
        verb.norm.endswith(("s", "ed"))
        and (lemma(verb.norm) != verb.norm or tokens[at - 3].capital or tokens[at - 3].norm in ("he", "she", "it"))
    )


def _fronted(tokens: list[Token], start: int) -> bool:
    return tokens[start].norm == "after" and start + 1 < len(tokens) and tokens[start + 1].norm.endswith("ing")


def _spaced(tokens: list[Token], at: int) -> bool:
    return 0 < at < len(tokens) - 1 and tokens[at - 1].end < tokens[at].start and tokens[at].end < tokens[at + 1].start


def _has_words(tokens: list[Token], first: int, last: int) -> bool:
    return any(tokens[i].kind != "punct" for i in range(first, last)) and skip_fillers(tokens, first, last) < last


def _after_comma(
    tokens: list[Token], start: int, at: int, last: int, subordinate: bool
) -> tuple[int, int, str, str, str] | None:
    nxt = at + 1
    if nxt >= last:
        return None
    begin, link = read_links(tokens, nxt, last)
    if link:
        return at, begin, link, "action", ""
    word = tokens[nxt].norm
    counted = tokens[start].norm in ("after", "before") and (
        tokens[start + 1].kind == "number" or tokens[start + 2].norm in TIME_UNITS
    )
    if not subordinate and (tokens[start].norm in _ADVERBIAL or counted) and not _verb_in(tokens, start, at):
        return None
    if tokens[start].norm == "before" and not subordinate and {"anything", "something"} & {
        t.norm for t in tokens[start:at]
    }:  # fmt: skip
        return None
    if tokens[at].text == ":" and (_quotes(tokens, start, at) or not (
        starts_clause(tokens, nxt, last, strict=True) or opening(tokens, nxt, last)[0] == "condition"
    )):  # fmt: skip
        return None
    if word in CONDITION_WORDS or word in ("once", "when", "before", "after", "whenever"):
        cut = _trailing(tokens, start, nxt, last, "action")
        if cut and cut[3] == "condition" and _action_behind(tokens, nxt + 2, last):
            return at, nxt, "and", "action", ""
        if cut:
            return at, cut[1], cut[2], cut[3], cut[4]
    if word in ("and", "but") and nxt + 2 < last and tokens[nxt + 1].norm == "only":
        cut = _trailing(tokens, start, nxt + 1, last, "action")
        if cut and not _action_behind(tokens, nxt + 3, last):
            return at, cut[1], cut[2], cut[3], cut[4]
    if word in ("and", "but") and nxt + 1 < last:
        opened = opening(tokens, nxt + 1, last)
        if opened[0] != "action" or opened[1]:
            return at, nxt + 1, "and", "action", ""
        if starts_clause(tokens, nxt + 1, last, strict=False):
            return at, nxt + 1, "main" if subordinate else "and", "action", ""
        return None
    if opening(tokens, nxt, last) != ("action", ""):
        return at, nxt, "and", "action", ""
    if starts_clause(tokens, nxt, last, strict=not subordinate):
        return at, nxt, "main" if subordinate else "and", "action", ""
    return None


_SAID_BEHIND = bag(
    "task to-do todo ticket reminder note message tell say ask remind write post issue title subject text email mail announce"
)


def _quotes(tokens: list[Token], start: int, at: int) -> bool:
    """Is what stands behind a colon the content of a task or message: "a task for Esra: check the doors"?"""
    return any(tokens[i].norm in _SAID_BEHIND for i in range(start, at))


def _action_behind(tokens: list[Token], at: int, last: int) -> bool:
    """Does a condition at this place bring its own action, so that it is not said about the one before?"""
    for i in range(at, min(last, at + 60)):
        if tokens[i].norm in CONDITION_WORDS or tokens[i].norm in ("otherwise", "else"):
            return False
        if tokens[i].text == "," and i + 1 < last and starts_clause(tokens, i + 1, last, strict=False):
            return True
        if fresh_imperative(tokens, i, last) or after_state(tokens, i, last):
            return True
    return False


def _connector(
    tokens: list[Token], start: int, at: int, last: int, subordinate: bool
) -> tuple[int, int, str, str, str] | None:
    word = tokens[at].norm
    if tokens[at].capital:
        return None
    previous = tokens[at - 1]
    if previous.kind == "word" and previous.norm in ("since", "by", "until", "from", "back", "and") and word == "then":
        return None
    begin, link = read_links(tokens, at, last)
    if link:
        weak = word in ("plus", "besides", "as", "in", "at", "later", "also") or (word == "else" and link == "else")
        if word == "if" and link == "so":
            return at, begin, link, "action", ""
        if not weak or starts_clause(tokens, begin, last, strict=False):
            if link == "then" and subordinate:
                link = "main"
            return at, begin, link, "action", ""
    if word in ("and", "n", "but", "or") and at + 1 < last:
        nxt = at + 1
        if word == "or":
            return None
        opened = opening(tokens, nxt, last)
        if opened != ("action", "") and _verb_in(tokens, start, at):
            return at, nxt, "and", "action", ""
        if starts_clause(tokens, nxt, last, strict=True) and not subordinate:
            return at, nxt, "and", "action", ""
    if word == "while" and at + 1 < last and tokens[at + 1].norm.endswith("ing"):
        return at, at + 1, "also", "action", ""
    return None


def _verb_in(tokens: list[Token], first: int, last: int) -> bool:
    return any(tokens[i].kind == "word" and is_verb(tokens[i].norm) for i in range(first, min(last, first + 60)))


_STATED = bag("down up offline online empty failed fails missing ready finished changed unreachable late full")


def _tells_if(tokens: list[Token], start: int, at: int, last: int) -> bool:
    """ "tell me if https://… is down", "let me know if a.csv is empty": a condition that can be looked at, and news of it."""
    said = [tokens[i].norm for i in range(start, at)]
    if said[-2:] not in (["tell", "me"], ["tell", "us"]) and said[-3:] not in (
        ["let", "me", "know"],
        ["let", "us", "know"],
    ):
        return False
    behind = tokens[at + 1 : last]
    if any(t.kind in ("url", "file", "channel", "person") for t in behind):
        return True
    return at - start == len(said) and any(t.norm in _STATED for t in behind) and any(
        t.norm in ("it", "that", "they", "this", "build", "job", "backup", "server", "site", "list", "report") for t in behind[:3]
    )  # fmt: skip


def _trailing(tokens: list[Token], start: int, at: int, last: int, role: str) -> tuple[int, int, str, str, str] | None:
    """A condition or order said behind the action: "… if it fails", "… after reading it"."""
    token, nxt = tokens[at], tokens[at + 1] if at + 1 < last else None
    if nxt is None or token.capital or role != "action" or not _verb_in(tokens, start, at):
        return None
    word = token.norm
    if word == "in" and nxt.norm == "case" and at + 3 < last and tokens[at + 2].norm != "of":
        return at, at, "trail", "condition", ""
    if word == "only" and nxt.norm in CONDITION_WORDS | {"when", "once", "after"}:
        return at, at, "trail", "condition", "" if nxt.norm in CONDITION_WORDS else "event"
    if supposes(tokens, at, last):
        return at, at, "trail", "condition", ""
    if word in CONDITION_WORDS:
        if nxt.norm in ("possible", "necessary", "needed", "any", "applicable", "available") and at + 2 >= last:
            return None
        told = tokens[at - 1].kind in ("channel", "person") and "ask" not in {t.norm for t in tokens[start:at]}
        if nxt.norm == "so":
            return None
        told = told or _tells_if(tokens, start, at, last)
        if not told and any(tokens[i].norm in EMBEDDERS for i in range(max(start, at - 3), at)):
            return None
        return at, at, "trail", "condition", ""
    if word in ("once", "when", "whenever") and nxt.kind in ("word", "person"):
        if any(tokens[i].norm in EMBEDDERS | {"out", "about"} for i in range(max(start, at - 3), at)):
            return None
        if nxt.norm in word_set("en", "aux") or tokens[start].norm in word_set("en", "wh") or tokens[start].norm in (
            "tell", "know", "remind", "find", "show", "ask",
        ):  # fmt: skip
            return None
        if (word == "once" and nxt.norm in ("a", "per", "every", "more", "again")) or nxt.norm in TIME_UNITS:
            return None
        return at, at, "trail", "condition", "event"
    if word == "as" and nxt.norm == "soon":
        return at, at, "trail", "condition", "event"
    if word == "before" and ((nxt.norm.endswith("ing") and is_verb(lemma(nxt.norm))) or nxt.norm in ("you", "i", "we")):
        if nxt.norm in ("you", "i", "we") and not (at + 2 < last and is_verb(tokens[at + 2].norm)):
            return None
        return at, at + 1, "then", "action", "body"
    if word == "after" and nxt.norm.endswith("ing") and is_verb(lemma(nxt.norm)):
        return at, at + 1, "and", "action", "first"
    if word == "for" and nxt.norm in ("each", "every") and at + 2 < last and thing(tokens[at + 2]):
        if lemma(tokens[skip_fillers(tokens, start, last)].norm) in _AGGREGATES:
            return None
        if at + 3 < last and tokens[at + 2].norm in ("of",):
            return None
        return (at, at, "trail", "loop", "") if tokens[start].norm not in word_set("en", "wh") else None
    return None
