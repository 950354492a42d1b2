"""English commands that begin with no comma or link word in front of them."""

from .english import is_verb, lemma, skip_fillers
from .language import bag
from .lexicon import word_set
from .tokens import Token

DETERMINERS = bag(
    "the a an all my me them it this that these those each every our your his her their its us any both some to"
)


def fresh_imperative(tokens: list[Token], at: int, last: int) -> bool:
    """A verb that can only be a new command, with no comma before it."""
    token, before = tokens[at], tokens[at - 1]
    if token.kind != "word" or at + 1 >= last or not (is_verb(token.norm) or token.norm == "try"):
        return False
    if token.capital:
        return token.text in ("GET", "POST", "PUT", "PATCH", "DELETE")
    of_them = before.norm in ("them", "these", "those") and tokens[at - 2].norm == "of"
    said = of_them or (
        before.norm in ("no", "yes") and at > 1 and tokens[at - 2].norm in ("says", "say", "said", "answers", "is")
    )
    if before.kind == "word" and not said and (
        before.norm in word_set("en", "aux") or before.norm in word_set("en", "subjects")
        or before.norm in DETERMINERS or before.norm in ("of", "in", "on", "for", "by", "with", "from", "at", "and",
        "or", "not", "than", "no", "since", "who", "which", "if", "when", "once", "whether", "has", "have", "new")
    ):  # fmt: skip
        return False
    after = tokens[at + 1]
    if token.norm in ("wait", "pause", "sleep") and after.kind == "number":
        return True
    if token.norm in word_set("en", "noun_like"):
        return after.norm in DETERMINERS or after.kind in ("quote", "channel", "person", "email", "url", "file")
    if after.norm in ("in", "to", "at", "on") and at + 2 < last and tokens[at + 2].kind in ("channel", "person"):
        return True
    return after.kind != "punct" and (after.norm in DETERMINERS or after.capital or after.kind != "word")


STATES = bag(
    "up down empty full ready done true false ok okay online offline missing late over open closed broken red green high low free "
    "busy available valid invalid wrong right correct positive negative there again twice yes no today yet alive dead gone unchanged given received"
)


def after_state(tokens: list[Token], at: int, last: int) -> bool:
    """A command behind what a condition says: "if it's up run migrate", "if that fails page Kaan"."""
    token, before = tokens[at], tokens[at - 1]
    if token.kind != "word" or token.capital or token.suffix or not is_verb(token.norm) or at + 1 >= last:
        return False
    happened = before.kind == "word" and before.norm.endswith(("s", "ed")) and (
        lemma(before.norm) != before.norm or (tokens[at - 2].norm in word_set("en", "subjects") and before.norm not in word_set("en", "aux"))
    )  # fmt: skip
    if before.norm not in STATES and (
        before.norm in word_set("en", "noun_like") or not (before.kind in ("number", "quote") or happened)
    ):
        return False
    after = tokens[at + 1]
    if (
        after.kind == "punct"
        or after.norm in word_set("en", "aux")
        or after.norm in ("of", "and", "or", "than", "in", "is")
    ):
        return False
    return not (after.kind == "word" and after.norm.endswith("s") and lemma(after.norm) != after.norm)


def forbids(tokens: list[Token], start: int, at: int, last: int) -> bool:
    """ "if it is red don't deploy": behind a predicate "don't" begins anew."""
    token = tokens[at]
    if at + 1 >= last or not is_verb(tokens[at + 1].norm) or not (token.norm == "don" and token.suffix == "t"):
        return False
    before = tokens[at - 1]
    return before.norm not in word_set("en", "subjects") and any(
        tokens[i].norm in word_set("en", "aux") or tokens[i].suffix for i in range(start, at)
    ) and not before.norm.endswith("s")  # fmt: skip


_LEAVES_TO = bag("let make have help get ask tell watch see want need like find give show")


def bare_start(tokens: list[Token], start: int, at: int, last: int) -> bool:
    """A command that follows another with nothing between them: "find the file sort it by date"."""
    token, before = tokens[at], tokens[at - 1]
    if not is_verb(tokens[skip_fillers(tokens, start, last)].norm) or before.kind == "punct":
        return False
    if token.norm in ("use", "please", "help", "go", "set", "make", "let", "see", "hear", "play", "get", "find", "do"):
        return False
    after = tokens[at + 1].norm if at + 1 < last else ""
    if before.capital and lemma(tokens[skip_fillers(tokens, start, last)].norm) in _LEAVES_TO:
        return False  # "let Sevil approve it"
    if before.norm in word_set("en", "fillers") or is_verb(before.norm) or (
        before.capital and after not in ("them", "it")
    ):  # fmt: skip
        return False
    if after in ("to", "as", "into") and at + 2 < last and tokens[at + 2].kind in ("file", "channel", "url", "email"):
        return before.norm not in DETERMINERS and token.norm in (
            "export",
            "save",
            "write",
            "store",
            "append",
            "upload",
        )
    if after in ("a", "an") and lemma(tokens[skip_fillers(tokens, start, last)].norm) in _LEAVES_TO:
        return False
    if after not in ("the", "them", "it", "all", "each", "every", "only", "a", "an"):
        return False
    return at - start >= 2 and fresh_imperative(tokens, at, last)
