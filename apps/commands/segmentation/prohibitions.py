"""What a wish says is not to be done: no step, unless it may be done after all ("don't post it unless …")."""

import re

from .clauses import Clause
from .english import lemma, skip_fillers
from .language import bag
from .lexicon import word_set
from .tokens import Token

_UNLESS_TR = re.compile(r"[a-z]{2,}m[ae]d[iu]kc[ae]")
_NOT_TO = re.compile(r"(m[ae])(?:y[iu]n(?:[iu]z)?|s[iu]n(?:l[ae]r)?)?")
_MEANT = bag("forget let hesitate worry just mind unut unuttur merak")  # "don't forget to …" is a wish
_NOUNS = bag(
    "hatirlatma arama gorusme deneme odeme oylama sozlesme calisma konusma bulusma toplanma guncelleme yedekleme planlama raporlama "
    "siralama listeleme inceleme degerlendirme karsilastirma hesaplama filtreleme gruplama ozetleme bildirme"
)


def without_forbidden(tokens: list[Token], clauses: list[Clause], language: str) -> list[Clause]:
    """The clauses that something is to be done for."""
    out: list[Clause] = []
    for i, clause in enumerate(clauses):
        begin = forbidden(tokens, clause, language) if clause.role == "action" else 0
        if begin:
            allowed = _allowed_by(tokens, clauses, i, language)
            if allowed is None:
                continue
            if language == "en":
                clause.first, allowed.first = begin, allowed.first + 1
            else:
                allowed.negated = not allowed.negated
        out.append(clause)
    return out


def forbidden(tokens: list[Token], clause: Clause, language: str) -> int:
    """ "don't delete it", "onu silme": the place behind the negation, 0 where a clause commands something."""
    if language == "tr":
        return clause.last if _forbidden_tr(tokens, clause) else 0
    at = skip_fillers(tokens, clause.first, clause.last)
    norms = [t.norm for t in tokens[at : clause.last]]
    size = 1 if (norms[:1] == ["don"] and tokens[at].suffix == "t") or norms[:1] in (["dont"], ["never"]) else (
        2 if norms[:2] == ["do", "not"] else 0)  # fmt: skip
    if not size or len(norms) <= size or {"until", "before", "without"} & set(norms):
        return 0
    verb = lemma(norms[size])
    known = verb in word_set("en", "verbs") and verb not in _MEANT
    return at + size if known else 0


def _forbidden_tr(tokens: list[Token], clause: Clause) -> bool:
    if clause.last - clause.first < 2:
        return False
    last = tokens[clause.last - 1]
    if last.kind != "word" or last.capital or last.suffix or any(
        t.norm.endswith(("madan", "meden")) for t in tokens[clause.first : clause.last]
    ):  # fmt: skip
        return False
    before = tokens[clause.last - 2]
    if last.norm in _NOUNS and (before.suffix or before.norm)[-1:] not in ("i", "u"):
        return False  # "yarın 9'a hatırlatma": the thing, where nothing is its object
    for cut in range(len(last.norm) - 1, 1, -1):
        stem = last.norm[:cut]
        if stem in word_set("tr", "verbs") and stem not in _MEANT and _NOT_TO.fullmatch(last.norm[cut:]):
            return last.norm not in word_set("tr", "verbs")
    return False


def _allowed_by(tokens: list[Token], clauses: list[Clause], at: int, language: str) -> Clause | None:
    """The condition under which it may be done: "unless …", "… -medikçe"."""
    near = [clauses[i] for i in (at + 1, at - 1) if 0 <= i < len(clauses)]
    for clause in near:
        if clause.role != "condition" or (clause is not near[-1] and clause.link != "trail"):
            continue
        if language == "en" and tokens[clause.first].norm == "unless":
            return clause
        if language == "tr" and any(_UNLESS_TR.fullmatch(t.norm) for t in tokens[clause.first : clause.last]):
            return clause
    return None
