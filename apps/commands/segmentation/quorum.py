"""How many of the people who are asked for an approval must agree."""

from itertools import pairwise

from .clauses import Clause
from .language import bag
from .polarity import negative
from .reading import WORD_NUMBERS
from .tokens import Token

_ALL = bag("both all everyone everybody each hepsi hepsinin hepsinden tumu tumunun tumunden herkes herkesin")
_ONE = bag("either any anyone anybody one biri birisi birinden birisinden herhangi")
_OR = bag("or veya yahut ya")
_TOGETHER = {"ikisi": 2, "ikisinin": 2, "ikisinden": 2, "ucu": 3, "ucunun": 3, "ucunden": 3, "dordu": 4, "besi": 5}


def quorum_said(span: list[Token], *, asks: bool = False) -> int | None:
    """ "both", "either", "two of them", "her ikisi": a number, 0 for everybody, None where nothing is said."""
    norms = [t.norm for t in span if t.kind in ("word", "number")]
    for i, norm in enumerate(norms):
        behind = norms[i + 1 : i + 2]
        number = int(norm) if norm.isdigit() and len(norm) < 3 else WORD_NUMBERS.get(norm)
        if number and behind == ["of"] and norms[i - 1 : i] != ["all"]:
            return number
        if norm in _TOGETHER:
            return 0 if norms[max(0, i - 1) : i] == ["her"] or "de" in behind or "da" in behind else _TOGETHER[norm]
    if _ALL & set(norms):
        return 0
    people = [i for i, t in enumerate(span) if t.kind == "person"]
    if any(t.norm in _OR for a, b in pairwise(people) if b - a <= 3 for t in span[a + 1 : b]):
        return 1
    found = [i for i, norm in enumerate(norms) if norm in _ONE]
    if asks:  # "to approve any refund" speaks of what is approved
        found = [i for i in found if norms[i].startswith("bir") or norms[i + 1 : i + 2] == ["of"]]
    return 1 if found else None


def mark_quorum(tokens: list[Token], clauses: list[Clause], types: list[str], at: int) -> None:
    """Keep with the approval what a condition on its answer says of how many must agree."""
    asked = next((j for j in range(at - 1, -1, -1) if types[j] == "approval.request"), None)
    span = tokens[clauses[at].first : clauses[at].last]
    said = quorum_said(span)
    if said is None and sum(t.kind == "person" for t in span) > 1:
        said = 0  # "if @bora and @cem approve"
    if asked is not None and said is not None and clauses[asked].quorum is None:
        clauses[asked].quorum = said


def asked_by_condition(tokens: list[Token], clauses: list[Clause], types: list[str], at: int, language: str) -> bool:
    """ "If @bora and @cem approve, …", where nobody has asked them yet: they have to be asked."""
    span = tokens[clauses[at].first : clauses[at].last]
    if not any(t.kind == "person" for t in span) or negative(span, language) or clauses[at].negated:
        return False
    before = types[: at - 1] if clauses[at].link == "trail" and at else types[:at]
    return not any(kind.startswith(("chat.", "notify.")) for kind in before)


def needed_of(people: list[str], span: list[Token], quorum: int | None) -> int | None:
    """The number of people who must agree; None for the one that it takes anyway."""
    said = quorum_said(span, asks=True)
    said = quorum if said is None else said
    if len(people) < 2:
        return said if said and said > 1 else None
    return min(len(people), said or len(people))
