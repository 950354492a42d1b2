"""In which order the clauses run, and which of them only say when another runs."""

from .clauses import Clause
from .english import lemma, noun
from .language import bag
from .lexicon import word_set
from .polarity import opposite
from .tokens import Token
from .turkish import noun_stems, verb_forms

_YES = bag("approve agree confirm accept say ok okay onayla kabul onay izin evet")
_NO = bag("reject refuse decline reddet onaylamaz disagree")
_DONE = bag("finish done complete end ready ran run succeed bit tamamlan hazir bitir olur finished completed")


def running_order(rows: list[tuple[Clause, str, float]]) -> list[tuple[Clause, str, float]]:
    """Clauses said in another order than they run are moved: before…, after…, trailing conditions."""
    out = list(rows)
    i = 0
    while i < len(out):
        clause = out[i][0]
        if clause.link == "trail" and i and clause.role in ("condition", "loop"):
            begin = i - 1
            row = out.pop(i)
            row[0].link, out[begin][0].link = out[begin][0].link, "main"
            out.insert(begin, row)
        elif clause.order == "first" and i:
            row = out.pop(i)
            row[0].link, out[i - 1][0].link = out[i - 1][0].link, "then"
            out.insert(i - 1, row)
        elif clause.order == "last":
            end = i + 1
            while end < len(out) and out[end][0].sentence == clause.sentence and out[end][0].link not in ("else",):
                if end > i + 1 and out[end][0].link == "then":
                    break
                end += 1
            if end > i + 1:
                row = out.pop(i)
                out[i][0].link = row[0].link
                row[0].link, row[0].order = "then", "moved"
                out.insert(end - 1, row)
                continue
        i += 1
    return out


def mark_gates(tokens: list[Token], clauses: list[Clause], types: list[str], language: str) -> None:
    """ "once she approves", "when it is done" add no step of their own: they only say what waits for what."""
    for i, clause in enumerate(clauses):
        if clause.role != "condition":
            continue
        approvals = [j for j in range(i) if types[j] == "approval.request"]
        norms = [t.norm for t in tokens[clause.first : clause.last] if t.kind == "word"]
        stems = (
            {lemma(w) for w in norms} if language == "en" else {s for w in norms for s, _ in verb_forms(w)} | set(norms)
        )
        if approvals and len(norms) <= 6 and stems & (_YES | _NO | {"yes", "no", "hayir", "olur"}):
            denied = bool(stems & _NO) or bool({"not", "no", "hayir", "doesn", "don", "isn"} & set(norms)) or any(
                w.startswith(("onaylamaz", "vermez", "etmez", "reddeder", "demez")) for w in norms
            )  # fmt: skip
            clause.role, clause.negated = "gate", denied != bool(norms and norms[0] == "unless")
        elif language == "tr" and (turned := opposite(tokens, clauses, i)) is not None:
            if turned.role == "gate":
                clause.role, clause.negated = "gate", not turned.negated
            else:
                clause.role = "otherwise"
        elif (clause.order == "event" and i and len(norms) <= 5 and stems & _DONE and not (
            {"build", "deploy", "test", "meeting"} & {noun(w) for w in norms}
        )) or (clause.order == "event" and i and len(norms) <= 4 and (
            (stems & {"respond", "return", "answer", "reply", "pass"} and {"it", "that", "this", "they"} & set(norms))
            or ("gel" in stems and any(noun_stems(w) & word_set("tr", "outputs") for w in norms[:1]))
        )):  # fmt: skip
            clause.role = "finished"
