"""English link words: then, also, otherwise, if so."""

from .clauses import match_phrase, stronger
from .english import starts_clause
from .imperatives_en import DETERMINERS, STATES
from .tokens import Token

LINKS = (
    ("link_always", "always"), ("strong_then", "then"), ("strong_also", "also"), ("link_else", "else"), ("link_so", "so"),
)  # fmt: skip


def real_else(tokens: list[Token], at: int, size: int, last: int) -> bool:
    """ "if not X …" with words of its own is a condition, not the other branch."""
    if size == 2 and tokens[at + 1].norm == "not":
        nxt = tokens[at + 2] if at + 2 < last else None
        return nxt is not None and (nxt.kind == "punct" or starts_clause(tokens, at + 2, last, strict=False))
    return True


def link_word_is_free(tokens: list[Token], at: int, size: int, last: int, kind: str) -> bool:
    """Is a link word at this place a link, or a word of the clause behind it?"""
    word = tokens[at].norm
    if word == "if" and tokens[at + size].norm in STATES and (
        at + size + 1 >= last or tokens[at + size + 1].norm not in DETERMINERS
    ):  # fmt: skip
        return False  # "if it is empty post it": the condition goes on
    if word == "if" and (size > 2 or tokens[at + 1].norm not in ("so", "not", "yes")):
        if tokens[at + size - 1].suffix == "t":
            return tokens[at + size].kind == "punct"
        return tokens[at + size].kind == "punct" or starts_clause(tokens, at + size, last, strict=True)
    if word in ("next", "later", "last", "plus", "besides", "finally", "regardless") and size == 1:
        after = tokens[at + 1]
        return after.kind == "punct" or starts_clause(tokens, at + 1, last, strict=False)
    return True


def read_links(tokens: list[Token], at: int, last: int) -> tuple[int, str]:
    """Strong link words at a place: (first token behind them, link)."""
    link = ""
    while at < last:
        if tokens[at].norm in ("and", "but") and not link and at + 2 < last and match_phrase(
            tokens, at + 1, last, "en", "strong_also"
        ):  # fmt: skip
            at += 1
        for name, kind in LINKS:
            size = match_phrase(tokens, at, last, "en", name)
            if not size or at + size >= last or (tokens[at].capital and size == 1):
                continue
            if kind == "else" and not real_else(tokens, at, size, last):
                continue
            if not link_word_is_free(tokens, at, size, last, kind):
                continue
            after = at + size
            while after < last and tokens[after].kind == "punct":
                after += 1
            if after >= last:
                continue
            at, link = after, stronger(link, kind)
            break
        else:
            break
    return at, link
