"""What kind of task a clause asks for: verbs, things and names vote with the weights of the data file."""

from .clauses import Clause
from .deciding import ROWS, adjust
from .english import lemma, noun, skip_fillers
from .language import bag
from .lexicon import entity_weights, type_weights, word_set
from .tokens import Token
from .turkish import noun_stems, verb_forms

RIVAL = 0.93  # of the best weight; on the marked commands one segment in fifty is asked about

_GENERIC_TR = bag("yap et ver al at ac kur ol gonder")


def rivals_of(tokens: list[Token], clause: Clause, chosen: str, language: str) -> list[str]:
    """Task types that the words ask for as much as for the best one: the person has to say which."""
    if clause.role in ("condition", "loop"):
        return []
    ranked = sorted(votes_of(tokens, clause, language).items(), key=lambda row: (-row[1], row[0]))
    if not ranked or ranked[0][1] < 2 or ranked[0][0] != chosen:
        return []
    label = ranked[0][0].split(".")[0]
    return [kind for kind, weight in ranked[1:3] if weight >= RIVAL * ranked[0][1] and kind.split(".")[0] != label]


def classify(tokens: list[Token], clause: Clause, language: str) -> tuple[str, float]:
    """The best task type of a clause and how sure the choice is (0 to 1)."""
    if clause.role == "condition":
        return "condition.if", 0.9
    if clause.role == "loop":
        return "loop.each", 0.9
    votes = votes_of(tokens, clause, language)
    if not votes:
        return "model.run", 0.2
    ranked = sorted(votes.items(), key=lambda row: (-row[1], row[0]))
    best, weight = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if weight < 2:
        return "model.run", 0.25
    return best, round(min(0.98, 0.5 + 0.06 * weight + 0.05 * (weight - second)), 2)


_PICKS = bag("list extract pick note listele cikar ayikla belirle")


def in_context(
    tokens: list[Token], clauses: list[Clause], rows: list[tuple[str, float]], language: str
) -> list[tuple[str, float]]:
    """Look at clauses again with what runs before them: "list the action items" of found notes is for a model."""
    out = list(rows)
    for i in range(1, len(out)):
        before, (kind, sure) = out[i - 1][0], out[i]
        span = tokens[clauses[i].first : clauses[i].last]
        files = before == "loop.each" and any(
            reading in ("dosya", "belge", "file", "document", "message", "mesaj", "pdf", "email", "mail")
            for t in tokens[clauses[i - 1].first : clauses[i - 1].last] for reading in _noun_readings(t, language)
        )  # fmt: skip
        if kind in ("model.run", "command.run", "data.transform") and _once_more(tokens, clauses[i], language):
            again = next((row[0] for row in reversed(out[:i]) if row[0].startswith(_REPEATED)), "")
            out[i] = (again or kind, sure)
            continue
        if kind.startswith(("chat.", "notify.")) and _asks_again(span, [row[0] for row in out[:i]]):
            out[i] = ("approval.request", sure)
            continue
        if (not files and before not in ("search.messages", "model.run", "file.read")) or clauses[i].role != "action":
            continue
        if kind not in ("search.messages", "data.transform") or clauses[i].link == "also":
            continue
        if main_verb(tokens, clauses[i], language)[0] not in _PICKS or any(
            t.kind not in ("word", "punct") for t in span
        ):
            continue
        things = {reading for t in span if t.kind == "word" for reading in _noun_readings(t, language)}
        if before != "file.read" and not things & ROWS:
            out[i] = ("model.run", min(sure, 0.7))
    return out


_AGAIN = bag(
    "try repeat dene yap do tekrarla call fetch run start upload check poll ping hit cagir cek calistir baslat yukle indir sorgula yokla"
)
_REPEATED = ("http.", "file.", "command.", "data.", "search.")


def _asks_again(span: list[Token], before: list[str]) -> bool:
    """ "rewrite it and ask her again", where she was asked for her approval."""
    norms = {t.norm for t in span}
    asks = norms & {"ask", "sor", "danis"} and norms & {"again", "tekrar", "yeniden"}
    return bool(asks) and len(span) < 6 and "approval.request" in before


def _once_more(tokens: list[Token], clause: Clause, language: str) -> bool:
    """ "try again", "yeniden dene": what was done before is done once more."""
    span = [t for t in tokens[clause.first : clause.last] if t.kind != "punct"]
    if len(span) > 7 or any(t.kind not in ("word", "number") for t in span):
        return False
    verb = main_verb(tokens, clause, language)[0]
    again = {"again", "once", "times", "yeniden", "tekrar", "retry", "kere", "kez", "defa"} & {t.norm for t in span}
    return verb in ("retry", "rerun", "redo") or (verb in _AGAIN and bool(again))


def votes_of(tokens: list[Token], clause: Clause, language: str) -> dict[str, float]:
    """Weight of every task type for a clause."""
    votes: dict[str, float] = {}
    table, span = type_weights(language), tokens[clause.first : clause.last]
    main = main_verb(tokens, clause, language)
    read_nouns = set()
    for i, token in enumerate(span):
        for kind, weight in entity_weights().get(token.kind, {}).items():
            known = table["verbs"].get(main[0], {})
            if token.kind in ("channel", "person") and known and kind not in known:
                weight *= 0.35
            votes[kind] = max(votes.get(kind, 0.0), weight) if token.kind == "file" else votes.get(kind, 0.0) + weight
        if token.kind != "word":
            continue
        at = clause.first + i
        for word in _noun_readings(token, language):
            if word in table["nouns"] and word not in read_nouns and at != main[1]:
                read_nouns.add(word)
                share = 0.5 if _inside_text(span, i, language) else 1.0
                for kind, weight in table["nouns"][word].items():
                    votes[kind] = votes.get(kind, 0.0) + weight * share
    for kind, weight in table["verbs"].get(main[0], {}).items():
        votes[kind] = votes.get(kind, 0.0) + weight
    _minor_verbs(tokens, clause, language, main[1], votes)
    adjust(tokens[clause.first : clause.last], language, main[0], votes)
    return votes


def main_verb(tokens: list[Token], clause: Clause, language: str) -> tuple[str, int]:
    """The verb that carries the clause and where it stands."""
    if language == "en":
        at = skip_fillers(tokens, clause.first, clause.last)
        if tokens[at].norm in ("after", "before", "for") and at + 1 < clause.last:
            at += 1
        if tokens[at].norm in ("you", "i", "we") and at + 1 < clause.last:
            at += 1
        if tokens[at].norm in ("let", "have") and at + 2 < clause.last and tokens[at + 2].norm != "know" and (
            lemma(tokens[at + 2].norm) in word_set("en", "verbs") and tokens[at + 1].norm not in ("a", "the")
        ):  # fmt: skip
            at += 2
        if lemma(tokens[at].norm) not in word_set("en", "verbs") and tokens[at].norm not in (
            word_set("en", "wh") | word_set("en", "aux")
        ):  # fmt: skip
            behind = _verb_behind(tokens, at, clause.last)
            at = behind if behind >= 0 else at
        return lemma(tokens[at].norm), at
    for at in range(clause.last - 1, clause.first - 1, -1):
        token = tokens[at]
        if token.kind != "word":
            continue
        readings = [(stem, form) for stem, form in verb_forms(token.norm) if form not in ("infinitive", "while", "by")]
        if readings and not (token.suffix and at < clause.last - 1):
            if readings[0][0] in ("iste",) and at > clause.first and _infinitive(tokens[at - 1].norm):
                continue
            return readings[0][0], at
        if at <= clause.last - 4:
            break
    return "", -1


def _infinitive(norm: str) -> bool:
    """ "göndermeni iste": the wish is the verb in front."""
    return any(form == "infinitive" for _, form in verb_forms(norm))


def _verb_behind(tokens: list[Token], at: int, last: int) -> int:
    """The command verb behind "At 6 pm tomorrow," or "Every Monday"."""
    closed = bag("the a an of in on at for by with my our your to its their this that from and")
    for i in range(at + 1, last):
        token, before = tokens[i], tokens[i - 1]
        if token.kind == "word" and token.norm in word_set("en", "verbs") and before.norm not in closed and (
            before.text == "," or token.norm not in word_set("en", "noun_like")
            or (i + 1 < last and tokens[i + 1].norm in ("the", "a", "all", "my", "it", "them", "me", "us"))
        ):  # fmt: skip
            return i
    return -1


def _noun_readings(token: Token, language: str) -> list[str]:
    if language == "en":
        return list(dict.fromkeys([token.norm, noun(token.norm)]))
    return sorted(noun_stems(token.norm), key=len, reverse=True)


def _inside_text(span: list[Token], i: int, language: str) -> bool:
    """Words behind "about" or "to say that" say what a message is on, not what is done."""
    return language == "en" and any(t.norm in ("about", "that", "saying", "titled", "called") for t in span[:i])


def _minor_verbs(tokens: list[Token], clause: Clause, language: str, main: int, votes: dict[str, float]) -> None:
    table = type_weights(language)["verbs"]
    for at in range(clause.first, clause.last):
        token = tokens[at]
        if at == main or token.kind != "word":
            continue
        if language == "en":
            words = {lemma(token.norm)}
        else:
            words = {stem for stem, form in verb_forms(token.norm) if form != "imperative"}
        for word in words:
            for kind, weight in table.get(word, {}).items():
                if word not in word_set("en", "noun_like"):
                    votes[kind] = votes.get(kind, 0.0) + 0.15 * weight
