"""What an English word may be: a verb in command position, a question opener, a filler."""

from functools import lru_cache

from .language import bag
from .lexicon import word_set
from .tokens import Token

CONDITION_WORDS = bag("if unless provided assuming whether") - {"whether"}
EMBEDDERS = bag("tell know see check wonder ask sure whether decide determine find")
_NOT_OBJECTS = bag(
    "of is are was were will that which who data list lists sheet number numbers and or , . has have for"
)
_ARTICLES = bag(
    "the a an all my me them it this that these those each every our your his her their us any both some only "
    "another as to by out up down in on with from new just everything everyone everybody"
)


@lru_cache(maxsize=4096)
def is_verb(norm: str) -> bool:
    """Can the word be a command verb in its plain form?"""
    return norm in word_set("en", "verbs")


@lru_cache(maxsize=4096)
def lemma(norm: str) -> str:
    """The plain form of an inflected verb, if it is one we know."""
    verbs = word_set("en", "verbs")
    if norm in verbs:
        return norm
    for suffix in ("ing", "ed", "es", "s"):
        if norm.endswith(suffix) and len(norm) - len(suffix) >= 2:
            stem = norm[: -len(suffix)]
            options = [stem, stem + "e"]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                options.append(stem[:-1])
            if stem.endswith("i"):
                options.append(stem[:-1] + "y")
            for option in options:
                if option in verbs:
                    return option
    return norm


@lru_cache(maxsize=4096)
def noun(norm: str) -> str:
    """A noun without its plural ending."""
    if norm.endswith("ies") and len(norm) > 4:
        return norm[:-3] + "y"
    if norm.endswith(("ses", "xes", "ches", "shes")) and len(norm) > 5:
        return norm[:-2]
    if norm.endswith("s") and not norm.endswith(("ss", "us", "is")) and len(norm) > 3:
        return norm[:-1]
    return norm


def skip_fillers(tokens: list[Token], at: int, last: int) -> int:
    """First token that is more than politeness: "can you please", "I would like you to"."""
    begin = at
    while at < last and at - begin < 16:
        token = tokens[at]
        norm, after = token.norm, tokens[at + 1].norm if at + 1 < last else ""
        if token.kind == "punct":
            at += 1
        elif norm in ("can", "could", "would", "will") and after in ("you", "u", "we"):
            at += 2
        elif norm == "i" and (after in ("want", "need") and _word(tokens, at + 2, last) in ("you", "to")):
            at += 4 if _word(tokens, at + 2, last) == "you" and _word(tokens, at + 3, last) == "to" else 3
        elif norm == "i" and after in ("would", "d") and _word(tokens, at + 2, last) == "like":
            at += 5 if _word(tokens, at + 3, last) == "you" else 4
        elif norm == "i" and token.suffix == "d" and after == "like":
            at += 4 if _word(tokens, at + 2, last) == "you" else 3
        elif norm in ("go", "try") and after in ("ahead", "and"):
            at += 3 if _word(tokens, at + 2, last) == "and" else 2
        elif norm in ("help", "assist") and after in ("me", "us"):
            at += 3 if _word(tokens, at + 2, last) in ("to", "with", "by") else 2
        elif norm in ("make", "be") and after == "sure":
            at += 3 if _word(tokens, at + 2, last) in ("to", "you") else 2
        elif norm in word_set("en", "fillers") and at + 1 < last and not (norm == "later" and at + 1 >= last):
            at += 1
        else:
            break
    return min(at, last - 1) if last > 0 else at


def _word(tokens: list[Token], at: int, last: int) -> str:
    return tokens[at].norm if at < last else ""


def starts_clause(tokens: list[Token], at: int, last: int, *, strict: bool) -> bool:
    """Can a new command or question begin here? strict: only a plain "and" or comma stands before it."""
    begin = at
    while (
        at - begin < 6 and at + 1 < last and tokens[at].kind == "word" and tokens[at].norm in word_set("en", "fillers")
    ):
        at += 1
    polite = at > begin and tokens[at - 1].norm in ("please", "kindly")
    if at >= last or tokens[at].kind != "word":
        return False
    token = tokens[at]
    norm, after = token.norm, tokens[at + 1] if at + 1 < last else None
    if norm in word_set("en", "wh") or token.full_norm in word_set("en", "wh"):
        return _question(tokens, at, last, strict)
    if norm in ("have", "let", "get") and at + 2 < last and after is not None and is_verb(tokens[at + 2].norm) and (
        after.capital or after.norm in ("me", "him", "her", "them", "us")
    ):  # fmt: skip
        return True
    if norm in word_set("en", "aux"):
        return after is not None and _inverted(token, after, strict)
    if token.suffix and norm not in ("i", "let", "we", "don"):
        return False
    if norm in ("i", "we") and after is not None:
        return token.suffix != "" or after.norm in word_set("en", "wish")
    if norm == "need" or norm in ("wish", "want", "looking", "let") or (norm == "don" and token.suffix == "t"):
        return after is not None and after.norm not in ("of", "and")
    if (norm == "push" and after is not None) or (
        norm == "try" and after is not None and (after.norm in ("again", "it") or after.norm.endswith("ing"))
    ):
        return True
    if _noun_phrase_request(norm, after):
        return True
    if not is_verb(norm):
        return not strict and (polite or _towards(tokens, at + 1, last))
    if token.capital and strict and begin == at and at > 0 and tokens[at - 1].norm != "and":
        return after is not None and after.norm in _ARTICLES
    if norm in word_set("en", "noun_like") and not polite:
        return _object_follows(tokens, at, last)
    return True


def _towards(tokens: list[Token], at: int, last: int) -> bool:
    """ "… in #backend", "… to @mona", "… me": a word that this follows is a command, whatever it is."""
    if at < last and tokens[at].norm in ("me", "us", "them", "him", "everyone", "everybody"):
        return tokens[at - 1].norm not in _ARTICLES | _NOT_OBJECTS and tokens[at - 1].norm not in word_set(
            "en", "subjects"
        )
    return at + 1 < last and tokens[at].norm in ("in", "to", "at", "on", "with") and tokens[at + 1].kind in (
        "channel", "person",
    )  # fmt: skip


def _question(tokens: list[Token], at: int, last: int, strict: bool) -> bool:
    token, after = tokens[at], tokens[at + 1] if at + 1 < last else None
    if after is None:
        return False
    if not strict or token.suffix or token.norm in ("what", "how", "whats", "where", "why"):
        return True
    if token.norm in ("who", "which") and at > 1 and tokens[at - 1].text == ",":
        return tokens[-1].text == "?" or after.norm in ("is", "are", "movie", "of")
    if token.norm == "when":
        return after.norm in word_set("en", "aux")
    return token.norm in ("which", "who", "whose")


def _inverted(token: Token, after: Token, strict: bool) -> bool:
    if after.norm in (
        "i",
        "you",
        "it",
        "there",
        "the",
        "this",
        "that",
        "these",
        "we",
        "they",
        "my",
        "any",
        "he",
        "she",
    ):
        return True
    if token.norm in ("has", "have", "had", "would", "should", "may", "might", "must"):
        return after.capital
    return after.capital or (not strict and after.kind == "word" and token.norm in ("is", "are", "was", "were", "will"))


def _noun_phrase_request(norm: str, after: Token | None) -> bool:
    if after is None:
        return False
    return (
        (norm in ("weather", "forecast") and after.norm in ("in", "at", "for", "on"))
        or (norm in ("table", "party", "reservation") and (after.norm in ("for", "of")))
        or (norm == "alarm" and after.norm in ("on", "off", "every", "at"))
    )


def _object_follows(tokens: list[Token], at: int, last: int) -> bool:
    """A word like "post" or "count" is a verb here if an object or preposition of a command follows."""
    if at + 1 >= last:
        return False
    after = tokens[at + 1]
    if after.kind in ("quote", "channel", "person", "email", "url", "file", "number"):
        return True
    if after.norm == "for" and tokens[at].norm in ("look", "search", "check", "ask", "wait", "filter"):
        return True
    if after.kind == "punct" or after.norm in _NOT_OBJECTS:
        return False
    if after.norm in _ARTICLES or after.capital:
        return True
    return not (at > 0 and tokens[at - 1].kind == "word" and tokens[at - 1].norm in _ARTICLES)


def asks_yes_or_no(tokens: list[Token], first: int, last: int) -> bool:
    """Does a clause open with an auxiliary, as "Can you …" or "Was it …" do?"""
    return first < last and tokens[first].norm in word_set("en", "aux") | {"please"}


def is_request_tail(tokens: list[Token], first: int, last: int) -> bool:
    """ "Can you do that?", "Could you help me with these?": nothing new is asked."""
    words = [tokens[i].norm for i in range(first, last) if tokens[i].kind == "word"]
    if not words or words[0] not in ("can", "could", "would", "will", "please") or len(words) > 9:
        return False
    rest = [
        w for w in words if w not in word_set("en", "fillers") and w not in ("can", "could", "would", "you", "me", "us")
    ]
    return bool(rest) and rest[0] in ("do", "help", "make", "assist", "handle", "arrange", "take") and any(
        w in ("that", "this", "it", "these", "change", "those", "them") for w in rest
    ) and not any(w in ("chart", "plot", "line", "list", "table") for w in rest)  # fmt: skip
