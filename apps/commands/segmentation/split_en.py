"""Where an English wish falls into clauses."""

from .clauses import Clause, match_phrase, sentences, trim
from .english import (
    CONDITION_WORDS,
    EMBEDDERS,
    asks_yes_or_no,
    is_request_tail,
    is_verb,
    lemma,
    skip_fillers,
    starts_clause,
)  # fmt: skip
from .language import bag
from .lexicon import word_set
from .tokens import Token

_TIME_UNITS = bag(
    "second seconds minute minutes min mins hour hours hr hrs day days week weeks month months year years "
    "quarter morning afternoon evening night weekday weekend monday tuesday wednesday thursday friday saturday "
    "sunday"
)
_HAPPENS = bag("complete finish end arrive pass fail succeed close open start run load happen stop")
_ADVERBIAL = bag(
    "at on in by from every each tomorrow today tonight next this within during for with monday tuesday "
    "wednesday thursday friday saturday sunday starting until"
)
_AGGREGATES = bag("calculate compute count sum total average find show get list compare estimate")
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
        for name, kind in (("link_so", "so"), ("link_else", "else"), ("strong_then", "then"), ("strong_also", "also")):
            size = match_phrase(tokens, at, last, "en", name)
            if size and kind == "else" and not _real_else(tokens, at, size, last):
                continue
            if size and at + size < last and _link_word_is_free(tokens, at, size, last, kind):
                if kind in ("so", "else") and not clauses:
                    continue
                link, at, moved = kind, at + size, True
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


def _real_else(tokens: list[Token], at: int, size: int, last: int) -> bool:
    """ "if not X …" with words of its own is a condition, not the other branch."""
    if size == 2 and tokens[at + 1].norm == "not":
        nxt = tokens[at + 2] if at + 2 < last else None
        return nxt is not None and (nxt.kind == "punct" or starts_clause(tokens, at + 2, last, strict=False))
    return True


def _link_word_is_free(tokens: list[Token], at: int, size: int, last: int, kind: str) -> bool:
    word = tokens[at].norm
    if word == "if" and (size > 2 or tokens[at + 1].norm not in ("so", "not", "yes")):
        if tokens[at + size - 1].suffix == "t":
            return tokens[at + size].kind == "punct"
        return tokens[at + size].kind == "punct" or starts_clause(tokens, at + size, last, strict=True)
    if word in ("next", "later", "last", "plus", "besides", "finally") and size == 1:
        after = tokens[at + 1]
        return after.kind == "punct" or starts_clause(tokens, at + 1, last, strict=False)
    return True


def _to_condition(tokens: list[Token], clauses: list[Clause], link: str, _: int) -> None:
    """The question before "If so" is what is decided on."""
    if any(c.role in ("condition", "gate") for c in clauses):
        return
    for clause in reversed(clauses):
        if clause.role == "action":
            clause.role = "condition"
            if link == "else":
                clause.negated = True
            return


def _scan(tokens: list[Token], first: int, last: int, number: int, link: str, clauses: list[Clause]) -> None:
    """Cut one sentence at its connectors."""
    start, at = first, first
    mode = _opening(tokens, first, last)
    role, order = mode
    while at < last:
        cut = _boundary(tokens, start, at, last, role, order)
        if not cut:
            at += 1
            continue
        end, begin, new_link, new_role, new_order = cut
        _add(tokens, clauses, start, end, number, link, role, order)
        start, link = begin, new_link
        if new_link == "else":
            _to_condition(tokens, clauses, "else", 0) if not any(
                c.role in ("condition", "gate") for c in clauses
            ) else None
        opened = _opening(tokens, start, last) if new_role == "action" and not new_order else (new_role, new_order)
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


def _opening(tokens: list[Token], at: int, last: int) -> tuple[str, str]:
    """Role and order that the first word of a clause gives it."""
    at = skip_fillers(tokens, at, last)
    if at + 1 >= last or tokens[at].kind != "word":
        return "action", ""
    word, after = tokens[at].norm, tokens[at + 1].norm
    if word in CONDITION_WORDS:
        return "condition", ""
    if word in ("when", "whenever", "once", "as") and not _asks_when(tokens, at, last):
        if word == "as" and not (after == "soon" or after == "long"):
            return "action", ""
        return "condition", "event"
    if word == "in" and after == "case" and at + 2 < last and tokens[at + 2].norm not in ("of",):
        return "condition", ""
    if word == "for" and after in ("each", "every", "all") and at + 2 < last and _thing(tokens[at + 2]):
        return ("loop", "") if after != "all" else ("action", "")
    if word == "after" and after.endswith("ing"):
        return "action", ""
    if word == "after" and any(lemma(tokens[i].norm) in _HAPPENS for i in range(at + 2, min(at + 9, last))):
        return "condition", "event"
    if word == "before" and (after.endswith("ing") or after in ("you", "i", "we")):
        return "action", "last"
    return "action", ""


def _thing(token: Token) -> bool:
    """Not "every 3 minutes", "each other day"."""
    return (
        token.kind == "word"
        and token.norm not in _TIME_UNITS
        and token.norm not in ("other", "single", "second", "and", "then", "or", "but")
    )


def _asks_when(tokens: list[Token], at: int, last: int) -> bool:
    return (tokens[at].norm == "when" and tokens[at + 1].norm in word_set("en", "aux")) or tokens[at].suffix != ""


def _boundary(
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
    if word in ("and", "n", "then", "but", "or", "also", "meanwhile", "otherwise", "else", "afterwards", "plus", "after",
                "finally", "if", "while", "followed", "next", "besides", "as", "additionally", "in", "at", "later"):  # fmt: skip
        cut = _connector(tokens, start, at, last, subordinate)
        if cut:
            return cut
    if word in CONDITION_WORDS or word in ("once", "when", "whenever", "before", "after", "until", "as", "for"):
        cut = _trailing(tokens, start, at, last, role)
        if cut:
            return cut
    ended = tokens[at - 1].norm.endswith("ed") or tokens[at - 1].norm in ("done", "ready", "empty", "finished")
    if subordinate and at - start >= (2 if ended else 3) and _fresh_imperative(tokens, at, last):
        return at, at, "main", "action", ""
    if role == "action" and at - start >= 2 and _bare_start(tokens, start, at, last):
        return at, at, "and", "action", ""
    return None


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
    begin, link = _read_links(tokens, nxt, last)
    if link:
        return at, begin, link, "action", ""
    word = tokens[nxt].norm
    counted = tokens[start].norm in ("after", "before") and (
        tokens[start + 1].kind == "number" or tokens[start + 2].norm in _TIME_UNITS
    )
    if not subordinate and (tokens[start].norm in _ADVERBIAL or counted) and not _verb_in(tokens, start, at):
        return None
    if tokens[at].text == ":" and not starts_clause(tokens, nxt, last, strict=True):
        return None
    if word in CONDITION_WORDS or word in ("once", "when", "before", "after", "whenever"):
        cut = _trailing(tokens, start, nxt, last, "action")
        if cut and cut[3] == "condition" and _action_behind(tokens, nxt + 2, last):
            return at, nxt, "and", "action", ""
        if cut:
            return at, cut[1], cut[2], cut[3], cut[4]
    if word in ("and", "but") and nxt + 1 < last:
        opened = _opening(tokens, nxt + 1, last)
        if opened[0] != "action" or opened[1]:
            return at, nxt + 1, "and", "action", ""
        if starts_clause(tokens, nxt + 1, last, strict=False):
            return at, nxt + 1, "main" if subordinate else "and", "action", ""
        return None
    if _opening(tokens, nxt, last) != ("action", ""):
        return at, nxt, "and", "action", ""
    if starts_clause(tokens, nxt, last, strict=not subordinate):
        return at, nxt, "main" if subordinate else "and", "action", ""
    return None


def _action_behind(tokens: list[Token], at: int, last: int) -> bool:
    """Does a condition at this place bring its own action, so that it is not said about the one before?"""
    for i in range(at, min(last, at + 60)):
        if tokens[i].norm in CONDITION_WORDS or tokens[i].norm in ("otherwise", "else"):
            return False
        if tokens[i].text == "," and i + 1 < last and starts_clause(tokens, i + 1, last, strict=False):
            return True
        if _fresh_imperative(tokens, i, last):
            return True
    return False


def _read_links(tokens: list[Token], at: int, last: int) -> tuple[int, str]:
    """Strong link words at a place: (first token behind them, link)."""
    link = ""
    while at < last:
        for name, kind in (("strong_then", "then"), ("strong_also", "also"), ("link_else", "else"), ("link_so", "so")):
            size = match_phrase(tokens, at, last, "en", name)
            if not size or at + size >= last or (tokens[at].capital and size == 1):
                continue
            if kind == "else" and not _real_else(tokens, at, size, last):
                continue
            if not _link_word_is_free(tokens, at, size, last, kind):
                continue
            after = at + size
            while after < last and tokens[after].kind == "punct":
                after += 1
            if after >= last:
                continue
            at, link = after, kind if not link or kind in ("else", "also") else link
            break
        else:
            break
    return at, link


def _connector(
    tokens: list[Token], start: int, at: int, last: int, subordinate: bool
) -> tuple[int, int, str, str, str] | None:
    word = tokens[at].norm
    if tokens[at].capital:
        return None
    previous = tokens[at - 1]
    if previous.kind == "word" and previous.norm in ("since", "by", "until", "from", "back", "and") and word == "then":
        return None
    begin, link = _read_links(tokens, at, last)
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
        opened = _opening(tokens, nxt, last)
        if opened != ("action", "") and _verb_in(tokens, start, at):
            return at, nxt, "and", "action", ""
        if starts_clause(tokens, nxt, last, strict=True) and not subordinate:
            return at, nxt, "and", "action", ""
    if word == "while" and at + 1 < last and tokens[at + 1].norm.endswith("ing"):
        return at, at + 1, "also", "action", ""
    return None


def _verb_in(tokens: list[Token], first: int, last: int) -> bool:
    return any(tokens[i].kind == "word" and is_verb(tokens[i].norm) for i in range(first, min(last, first + 60)))


def _trailing(tokens: list[Token], start: int, at: int, last: int, role: str) -> tuple[int, int, str, str, str] | None:
    """A condition or order said behind the action: "… if it fails", "… after reading it"."""
    token, nxt = tokens[at], tokens[at + 1] if at + 1 < last else None
    if nxt is None or token.capital or role != "action" or not _verb_in(tokens, start, at):
        return None
    word = token.norm
    if word in CONDITION_WORDS:
        if nxt.norm in ("possible", "necessary", "needed", "any", "applicable", "available") and at + 2 >= last:
            return None
        if any(tokens[i].norm in EMBEDDERS for i in range(max(start, at - 3), at)) or nxt.norm == "so":
            return None
        return at, at, "trail", "condition", ""
    if word in ("once", "when", "whenever") and nxt.kind == "word":
        if any(tokens[i].norm in EMBEDDERS | {"out", "about"} for i in range(max(start, at - 3), at)):
            return None
        if nxt.norm in word_set("en", "aux") or tokens[start].norm in word_set("en", "wh") or tokens[start].norm in (
            "tell", "know", "remind", "find", "show", "ask",
        ):  # fmt: skip
            return None
        if (word == "once" and nxt.norm in ("a", "per", "every")) or nxt.norm in _TIME_UNITS:
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
    if word == "for" and nxt.norm in ("each", "every") and at + 2 < last and _thing(tokens[at + 2]):
        if lemma(tokens[skip_fillers(tokens, start, last)].norm) in _AGGREGATES:
            return None
        if at + 3 < last and tokens[at + 2].norm in ("of",):
            return None
        return (at, at, "trail", "loop", "") if tokens[start].norm not in word_set("en", "wh") else None
    return None


_DETERMINERS = bag(
    "the a an all my me them it this that these those each every our your his her their its us any both some to"
)


def _fresh_imperative(tokens: list[Token], at: int, last: int) -> bool:
    """A verb that can only be a new command, with no comma before it."""
    token, before = tokens[at], tokens[at - 1]
    if token.kind != "word" or not is_verb(token.norm) or at + 1 >= last:
        return False
    if token.capital:
        return token.text in ("GET", "POST", "PUT", "PATCH", "DELETE")
    said = before.norm in ("no", "yes") and at > 1 and tokens[at - 2].norm in ("says", "say", "said", "answers", "is")
    if before.kind == "word" and not said and (
        before.norm in word_set("en", "aux") or before.norm in word_set("en", "subjects")
        or before.norm in _DETERMINERS or before.norm in ("of", "in", "on", "for", "by", "with", "from", "at", "and",
        "or", "not", "than", "no", "since", "who", "which", "if", "when", "once", "whether", "has", "have", "new")
    ):  # fmt: skip
        return False
    after = tokens[at + 1]
    if token.norm in ("wait", "pause", "sleep") and after.kind == "number":
        return True
    if token.norm in word_set("en", "noun_like"):
        return after.norm in _DETERMINERS or after.kind in ("quote", "channel", "person", "email", "url", "file")
    return after.kind != "punct" and (after.norm in _DETERMINERS or after.capital or after.kind != "word")


def _bare_start(tokens: list[Token], start: int, at: int, last: int) -> bool:
    """A command that follows another with nothing between them: "find the file sort it by date"."""
    token, before = tokens[at], tokens[at - 1]
    if not is_verb(tokens[skip_fillers(tokens, start, last)].norm) or before.kind == "punct":
        return False
    if token.norm in ("use", "please", "help", "go", "set", "make", "let", "see", "hear", "play", "get", "find", "do"):
        return False
    after = tokens[at + 1].norm if at + 1 < last else ""
    if before.norm in word_set("en", "fillers") or is_verb(before.norm) or (
        before.capital and after not in ("them", "it")
    ):  # fmt: skip
        return False
    if after in ("to", "as", "into") and at + 2 < last and tokens[at + 2].kind in ("file", "channel", "url", "email"):
        return before.norm not in _DETERMINERS and token.norm in (
            "export",
            "save",
            "write",
            "store",
            "append",
            "upload",
        )
    if after not in ("the", "them", "it", "all", "each", "every", "only"):
        return False
    return at - start >= 2 and _fresh_imperative(tokens, at, last)


def _join(tokens: list[Token], clauses: list[Clause]) -> list[Clause]:
    """Put back together what one command said in two breaths."""
    out: list[Clause] = []
    for clause in clauses:
        previous = out[-1] if out else None
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
