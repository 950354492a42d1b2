"""Conditions that are no step of their own: answers of an approval, the end of a step, the other side of a condition."""

from .clauses import Clause
from .english import lemma, noun
from .language import bag
from .lexicon import word_set
from .polarity import answers, elliptical, negative, nothing_else, opposite, turns_round
from .quorum import asked_by_condition, mark_quorum
from .tokens import Token
from .turkish import noun_stems, verb_forms

APPROVAL = "approval.request"
_YES = bag(
    "approve agree confirm accept say ok okay grant allow permit consent endorse fine happy sign authorise authorize yes "
    "onayla kabul onay izin evet olur okeyle"
)
_NO = bag("reject refuse decline disagree deny disapprove veto object no reddet onaylamaz itiraz hayir karsi veto geri")
_DECIDES = bag(
    "approve agree accept confirm grant consent reject refuse decline disagree deny disapprove veto onayla onay izin reddet kabul"
)
_GIVEN = bag("given received obtained got")
_SAYS = bag("olur olmaz evet hayir tamam")
_ANSWERS_TR = bag("al et ed ver cik gel de uygun begen iste bul gor")
_ASKS = bag("ask consult check clear run request sor danis iste gorus")
_APPROVES = bag("approve onayla authorise authorize")
_DONE = bag("finish done complete end ready ran run succeed bit tamamlan hazir bitir olur finished completed")
_OWN_END = bag("build deploy test meeting")
_LINKS = {"finished": "then", "otherwise": "else", "so": "so"}
_REPLY = bag("respond return answer reply pass")


def mark_gates(tokens: list[Token], clauses: list[Clause], types: list[str], language: str) -> None:
    """Give such conditions the role gate, finished, otherwise or so; a question they answer becomes a condition."""
    for i, clause in enumerate(clauses):
        if clause.role != "condition":
            continue
        span = [t for t in tokens[clause.first : clause.last] if t.kind == "word"]
        norms = [t.norm for t in span]
        stems = _stems(norms, language)
        if clause.order == "event" and stems & _APPROVES and APPROVAL not in types and not _asked_before(types[:i]):
            clause.role, types[i] = "action", APPROVAL
            clause.order = "first" if clause.link == "trail" else ""
            continue
        if stems & _APPROVES and APPROVAL not in types and asked_by_condition(tokens, clauses, types, i, language):
            clause.role, types[i] = "action", APPROVAL
            clause.order = "first" if clause.link == "trail" else ""
            continue
        mate = next((c for c in reversed(clauses[:i]) if c.role in ("so", "otherwise")), None)
        if (
            mate
            and language == "tr"
            and turns_round(tokens[clause.first : clause.last], tokens[mate.first : mate.last])
        ):
            clause.role = "so" if mate.role == "otherwise" else "otherwise"
            continue
        if nothing_else(span, language) and any(c.role in ("condition", "otherwise") for c in clauses[:i]):
            clause.role = "otherwise"
            continue
        turned = opposite(tokens, clauses, i, language)
        if turned is not None and turned.role == "condition":
            clause.role = "otherwise"
            continue
        _ask_for_approval(tokens, clauses, types, i, stems, language)
        if APPROVAL in types[:i] and _answers_approval(tokens, clauses, types, i, stems, norms, language):
            mark_quorum(tokens, clauses, types, i)
            denied = bool(stems & _NO) != _denied(tokens[clause.first : clause.last], norms, language)
            clause.role, clause.negated = "gate", denied != (norms[:1] == ["unless"])
        elif turned is not None:
            clause.role, clause.negated = "gate", not turned.negated
        elif i and (answer := answers(tokens, clauses[i - 1], clause, language)):
            clauses[i - 1].role, types[i - 1] = "condition", "condition.if"
            clauses[i - 1].negated = answer == "otherwise"
            clause.role = answer
        elif _finished(clause, i, norms, stems, language) and not _another(tokens, clauses, i, language):
            clause.role = "finished"


def linked(rows: list[tuple[Clause, str, float]]) -> list[tuple[Clause, str, float]]:
    """The clauses that are steps; what the others say is on the link of the step behind them."""
    out: list[tuple[Clause, str, float]] = []
    pending = ""
    for clause, kind, sure in rows:
        if clause.role == "finished" and clause.link == "trail" and out:
            out[-1][0].last, out[-1][0].link = clause.last, "then"
            continue
        if clause.role in _LINKS:
            pending = _LINKS[clause.role]
            continue
        if pending:
            clause.link, pending = pending, ""
        out.append((clause, kind, sure))
    return out


def _stems(norms: list[str], language: str) -> set[str]:
    if language == "en":
        return {lemma(w) for w in norms}
    return {stem for w in norms for stem, _ in verb_forms(w)} | set(norms)


def _denied(span: list[Token], norms: list[str], language: str) -> bool:
    if language == "en":
        return any(t.norm in ("not", "doesn", "don", "isn", "without", "nobody") or t.suffix == "t" for t in span)
    return any(w.startswith("degil") for w in norms) or negative(span, language)


def _asked_before(types: list[str]) -> bool:
    """May an earlier message have been the request for the approval?"""
    return any(kind.startswith(("chat.", "notify.")) for kind in types)


def _ask_for_approval(
    tokens: list[Token], clauses: list[Clause], types: list[str], at: int, stems: set[str], language: str
) -> None:
    """ "Ask Filiz whether it is fine; if she declines …": the question was for an approval."""
    if not (stems & _DECIDES or (stems >= {"de"} and stems & _SAYS)) or APPROVAL in types[:at]:
        return
    for j in range(at - 1, -1, -1):
        if clauses[j].role == "condition":
            return
        if clauses[j].role == "action" and not types[j].startswith(("chat.", "notify.", "model.", "search.")):
            continue
        norms = [t.norm for t in tokens[clauses[j].first : clauses[j].last] if t.kind == "word"]
        if _stems(norms if language == "tr" else norms[:4], language) & _ASKS:
            types[j] = APPROVAL
            return


def _answers_approval(
    tokens: list[Token], clauses: list[Clause], types: list[str], at: int, stems: set[str], norms: list[str],
    language: str,
) -> bool:  # fmt: skip
    """Does a condition speak of the answer to an approval asked for before it?"""
    if len(norms) > 6:
        return False
    if stems & (_YES | _NO):
        return True
    nearest = next((j for j in range(at - 1, -1, -1) if types[j] == APPROVAL or clauses[j].role == "condition"), -1)
    if nearest < 0 or types[nearest] != APPROVAL:
        return False
    span = tokens[clauses[at].first : clauses[at].last]
    if language == "en":
        return (
            norms[0] in ("with", "without")
            or (len(norms) < 3 and norms[-1] in _GIVEN)
            or (bool(stems & {"give", "grant"}) and bool({"it", "one", "that"} & set(norms)))  # "if she gives it"
            or (elliptical(span) and "there" not in norms)
        )
    return len(norms) <= 2 and bool(stems & _ANSWERS_TR)


_THE_STEP = bag(
    "it that this they all everything job task process run command script work step both so far is has have been was were "
    "the a an of once when whenever as soon after done finished finish finishes complete completed completes ready ended ends over "
    "are got gets successfully there with download upload export import them these"
)


def _another(tokens: list[Token], clauses: list[Clause], at: int, language: str) -> bool:
    """ "… once the backup has finished": the end of something that no step before is about."""
    if language != "en" or clauses[at].link != "trail":
        return False
    own = {noun(t.norm) for t in tokens[clauses[at].first : clauses[at].last] if t.kind == "word"} - _THE_STEP
    told = {noun(t.norm) for clause in clauses[:at] for t in tokens[clause.first : clause.last]}
    told |= {part for word in told for part in word.split("-")} | {lemma(word) for word in told}
    own = {word for word in own if lemma(word) not in _DONE | _REPLY}
    return bool(own) and not any(word in told or lemma(word) in told for word in own)


def _finished(clause: Clause, at: int, norms: list[str], stems: set[str], language: str) -> bool:
    """ "when it is done", "bitince": says no more than that the step before it has ended."""
    if clause.order != "event" or not at:
        return False
    if len(norms) <= (7 if "all" in norms else 5) and stems & _DONE and not _OWN_END & {noun(w) for w in norms}:
        return True
    if len(norms) > 4:
        return False
    if stems & _REPLY and {"it", "that", "this", "they"} & set(norms):
        return True
    return language == "tr" and "gel" in stems and any(noun_stems(w) & word_set("tr", "outputs") for w in norms[:1])
