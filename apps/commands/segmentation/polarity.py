"""Whether a condition is said in the negative, and which conditions are each other's opposite."""

import re

from .clauses import Clause
from .language import bag
from .tokens import Token
from .turkish import verb_forms

_NEGATIVE_EN = bag("not no nobody none never isn aren doesn don didn hasn haven won wasn weren cannot unless without")
_NEGATIVE_TR = re.compile(r"m(?:[ae](?:z|d[iu]|m[iu]s|yac|yec|s[ae])|[iu]yor).*")
_PAIRS = {"varsa": "yoksa", "yoksa": "varsa"}


def negative(span: list[Token], language: str) -> bool:
    """Is a condition said in the negative?"""
    if language == "en":
        return any(t.norm in _NEGATIVE_EN or t.suffix == "t" for t in span)
    return any(t.norm in ("yoksa", "yok") or t.norm.startswith("degil") for t in span) or any(
        _refuses(t.norm) for t in span[-1:]
    )


def _refuses(norm: str) -> bool:
    return any(form == "if" and _NEGATIVE_TR.fullmatch(norm[len(stem) :]) for stem, form in verb_forms(norm))


def opposite(tokens: list[Token], clauses: list[Clause], at: int) -> Clause | None:
    """The earlier condition or gate that a Turkish condition of one word turns round: "boş değilse …; boşsa …"."""
    clause = clauses[at]
    words = [t for t in tokens[clause.first : clause.last] if t.kind == "word" and t.norm not in ("eger", "ama")]
    if len(words) != 1:
        return None
    norm = words[0].norm
    verbs = {stem for stem, form in verb_forms(norm) if form == "if"}
    for earlier in reversed(clauses[:at]):
        if earlier.role not in ("condition", "gate"):
            continue
        span = [t for t in tokens[earlier.first : earlier.last] if t.kind == "word"]
        if not span:
            return None
        last = span[-1].norm
        if _PAIRS.get(norm) == last:
            return earlier
        same = verbs & {stem for stem, form in verb_forms(last) if form == "if"}
        if same and _refuses(norm) != _refuses(last):
            return earlier
        if (
            last.startswith("degil")
            and len(span) > 1
            and norm in {span[-2].norm + end for end in ("sa", "se", "ysa", "yse")}
        ):
            return earlier
        return None
    return None
