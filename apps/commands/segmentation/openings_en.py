"""What the first words of an English clause make of it: a condition, a loop, a step that comes earlier or later."""

from .english import CONDITION_WORDS, is_verb, lemma, skip_fillers, starts_clause
from .language import bag
from .lexicon import word_set
from .tokens import Token

TIME_UNITS = bag(
    "second seconds minute minutes min mins hour hours hr hrs day days week weeks month months year years "
    "quarter morning afternoon evening night weekday weekend monday tuesday wednesday thursday friday saturday "
    "sunday"
)
_HAPPENS = bag("complete finish end arrive pass fail succeed close open start run load happen stop")


def opening(tokens: list[Token], at: int, last: int) -> tuple[str, str]:
    """Role and order that the first word of a clause gives it."""
    at = skip_fillers(tokens, at, last)
    if at + 1 >= last or tokens[at].kind != "word":
        return "action", ""
    word, after = tokens[at].norm, tokens[at + 1].norm
    if word in CONDITION_WORDS:
        return "condition", ""
    if _inverted_if(tokens, at, last):
        return "condition", ""
    if word == "only" and after in CONDITION_WORDS | {"when", "once", "after"} and at + 2 < last:
        return "condition", "" if after in CONDITION_WORDS else "event"
    if word in ("with", "without") and _blessing(tokens, at, last):
        return "condition", "event"
    if word == "once" and after in ("more", "again", "a", "per", "every"):
        return "action", ""
    if _goes_through(tokens, at, last):
        return "loop", ""
    if word in ("when", "whenever", "once", "as") and not _asks_when(tokens, at, last):
        if word == "as" and not (after == "soon" or after == "long"):
            return "action", ""
        return "condition", "event"
    if supposes(tokens, at, last) or _outcome(tokens, at, last):
        return "condition", ""
    if word in ("repeat", "do") and any(_phrase(tokens, i, last, w) for i in (at + 1, at + 2, at + 3) for w in _EACH):
        return "loop", ""
    if word == "in" and after == "case" and at + 2 < last and tokens[at + 2].norm not in ("of",):
        return "condition", ""
    if word == "for" and after in ("each", "every", "all") and at + 2 < last and thing(tokens[at + 2]):
        return ("loop", "") if after != "all" else ("action", "")
    if word == "after" and after.endswith("ing"):
        return "action", ""
    if word == "after" and any(lemma(tokens[i].norm) in _HAPPENS for i in range(at + 2, min(at + 9, last))):
        return "condition", "event"
    if word == "before" and any(t.norm in ("anything", "something") for t in tokens[at + 1 : min(at + 5, last)]):
        return "action", ""
    if word == "before" and (after.endswith("ing") or after in ("you", "i", "we")):
        return "action", "last"
    return "action", ""


_SUPPOSING = (
    ("in", "the", "event"), ("in", "the", "case", "that"), ("on", "condition"), ("so", "long", "as"), ("given", "that"),
    ("supposing",), ("suppose",), ("on", "the", "off", "chance"), ("where", "there"), ("as", "long", "as"),
)  # fmt: skip
_RESULTS = bag("success failure error errors timeout rejection approval completion")


def supposes(tokens: list[Token], at: int, last: int) -> bool:
    """ "as long as …", "in the event that …", "on condition …"."""
    return any(_phrase(tokens, at, last, words) for words in _SUPPOSING)


def _outcome(tokens: list[Token], at: int, last: int) -> bool:
    """ "on failure", "in case of an error"."""
    norms = [t.norm for t in tokens[at : min(at + 6, last)]]
    if norms[:1] == ["on"]:
        return len(norms) > 2 and norms[1] in _RESULTS
    return norms[:3] == ["in", "case", "of"] and bool(set(norms[3:5]) & _RESULTS)


_EACH = (("for", "each"), ("for", "every"))


def _phrase(tokens: list[Token], at: int, last: int, words: tuple[str, ...]) -> bool:
    return at + len(words) < last and all(tokens[at + n].norm == word for n, word in enumerate(words))


def _inverted_if(tokens: list[Token], at: int, last: int) -> bool:
    """ "Should it fail, …", "Had he agreed, …": a condition without "if"."""
    if tokens[at].norm not in ("should", "had") or (at and tokens[at - 1].text not in (".", ";", "!", ",", "and")):
        return False
    comma = next((i for i in range(at + 2, last - 1) if tokens[i].text == ","), -1)
    return comma > 0 and tokens[last - 1].text != "?" and starts_clause(tokens, comma + 1, last, strict=False)


BLESSINGS = bag("ok okay approval permission consent blessing go-ahead agreement confirmation sign-off yes")


def _blessing(tokens: list[Token], at: int, last: int) -> bool:
    """ "with her approval", "without it", "with it,": in front of what may be done then."""
    if tokens[at + 1].norm in ("it", "one", "that"):
        again = at > 0 and tokens[at - 1].text in (",", ";") and at + 3 < last and is_verb(tokens[at + 2].norm)
        return tokens[at].norm == "without" or again or (at + 2 < last and tokens[at + 2].text == ",")
    return any(tokens[i].norm in BLESSINGS for i in range(at + 1, min(at + 4, last)))


_ROUNDS = (
    ("go", "through"), ("go", "over"), ("loop", "through"), ("loop", "over"), ("iterate", "over"), ("iterate", "through"),
    ("run", "through"), ("walk", "through"), ("step", "through"), ("cycle", "through"),
)  # fmt: skip


def _goes_through(tokens: list[Token], at: int, last: int) -> bool:
    """ "go through all the tickets": what follows is done with each of them."""
    return at + 3 < last and (tokens[at].norm, tokens[at + 1].norm) in _ROUNDS


def thing(token: Token) -> bool:
    """Not "every 3 minutes", "each other day"."""
    return (
        token.kind == "word"
        and token.norm not in TIME_UNITS
        and token.norm not in ("other", "single", "second", "and", "then", "or", "but")
    )


def _asks_when(tokens: list[Token], at: int, last: int) -> bool:
    return (tokens[at].norm == "when" and tokens[at + 1].norm in word_set("en", "aux")) or tokens[at].suffix != ""
