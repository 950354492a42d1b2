"""What kind of task a clause asks for: verbs, things and names vote with the weights of the data file."""

from .clauses import Clause
from .english import lemma, noun, skip_fillers
from .language import bag, fold
from .lexicon import entity_weights, type_weights, word_set
from .tokens import Token
from .turkish import noun_stems, verb_forms

_GENERIC_TR = bag("yap et ver al at ac kur ol gonder")


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


def votes_of(tokens: list[Token], clause: Clause, language: str) -> dict[str, float]:
    """Weight of every task type for a clause."""
    votes: dict[str, float] = {}
    table, span = type_weights(language), tokens[clause.first : clause.last]
    main = main_verb(tokens, clause, language)
    read_nouns = set()
    for i, token in enumerate(span):
        for kind, weight in entity_weights().get(token.kind, {}).items():
            if token.kind in ("channel", "person") and main[0] and kind not in table["verbs"].get(main[0], {}):
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
    _adjust(tokens, clause, language, main[0], votes)
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
            if readings[0][0] in ("iste",) and at > clause.first and verb_forms(tokens[at - 1].norm):
                continue
            return readings[0][0], at
        if at <= clause.last - 4:
            break
    return "", -1


def _verb_behind(tokens: list[Token], at: int, last: int) -> int:
    """The command verb behind "At 6 pm tomorrow," or "Every Monday"."""
    closed = bag("the a an of in on at for by with my our your to its their this that from and")
    for i in range(at + 1, last):
        token, before = tokens[i], tokens[i - 1]
        if token.kind == "word" and token.norm in word_set("en", "verbs") and before.norm not in closed and (
            before.text == "," or token.norm not in word_set("en", "noun_like")
            or (i + 1 < last and tokens[i + 1].norm in ("the", "a", "all", "my", "it", "them"))
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


def _adjust(tokens: list[Token], clause: Clause, language: str, verb: str, votes: dict[str, float]) -> None:
    """Readings that single words cannot decide."""
    span = tokens[clause.first : clause.last]
    norms = [t.norm for t in span]
    kinds = {t.kind for t in span}

    def add(kind: str, weight: float) -> None:
        votes[kind] = votes.get(kind, 0.0) + weight

    method = {t.text for t in span} & {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"}
    if method and "url" in kinds:
        add("http.request", 6)
    if "url" in kinds and verb in ("post", "put", "patch", "send", "gonder", "yolla"):
        add("http.request", 4)
    if language == "en":
        _adjust_english(span, norms, kinds, verb, add)
    else:
        _adjust_turkish(span, norms, kinds, verb, add)


def _adjust_english(span: list[Token], norms: list[str], kinds: set[str], verb: str, add) -> None:
    joined = " ".join(norms)
    if verb in ("remove", "drop", "delete", "exclude", "keep", "take") and set(norms) & _ROWS_EN:
        add("data.transform", 4)
    if verb in ("delete", "remove") and "file" in kinds:
        add("file.delete", 3)
    if verb in ("wait", "pause") and "for" in norms and {"approve", "approval", "confirm", "ok", "okay"} & set(norms):
        add("approval.request", 8)
    if verb in ("ask", "let", "get", "have", "wait", "request") and "approve" in {lemma(n) for n in norms}:
        add("approval.request", 8)
    if verb == "set" and "reminder" not in norms and "alarm" not in norms:
        add("remind.create", -1)
    if (verb == "turn" and "into" in norms) or (verb in ("change", "transform") and ("into" in norms or "to" in norms)):
        add("data.transform", 3)
    if verb == "notify" and ("channel" in kinds or "person" in kinds):
        add("chat.post", 4)
    if verb in ("send", "push") and "notification" in joined:
        add("notify.push", 2)
    if verb in ("make", "create") and "summary" in norms:
        add("model.run", 5)
    if verb == "let" and "know" in norms:
        add("chat.post", 2.5 if set(norms) & {"channel", "team", "everyone"} or kinds & {"channel", "person"} else 1)
        add("notify.push", 2.5 if "me" in norms else 0)
    if verb in ("get", "ask", "request", "wait", "need", "obtain", "require", "seek", "check") and set(norms) & {
        "approval", "permission", "sign-off", "signoff", "consent", "confirmation", "authorization", "go-ahead", "okay", "ok",
    }:  # fmt: skip
        add("approval.request", 6)
    if verb in ("who", "when", "where", "what", "which", "did", "has", "how") and set(norms) & {
        "mentioned", "mention", "said", "say", "sent", "shared", "wrote", "posted", "talked", "discussed", "uploaded",
        "asked", "decided", "agreed",
    }:  # fmt: skip
        add("search.messages", 4)
    if verb in ("show", "give") and {"top", "first", "best"} & set(norms) and "by" not in norms:
        add("chat.post", 3)
    if verb == "set" and {"deadline", "due", "assignee", "priority"} & set(norms):
        add("todo.create", 4)
    if verb in ("top", "first"):
        add("data.transform", 4)
    if verb in ("show", "give", "list", "get") and "by" in norms and {"top", "first", "best"} & set(norms):
        add("data.transform", 6)
    if verb == "write" and ("file" in kinds or "to file" in joined):
        add("file.write", 3)
    if verb == "add" and "file" in kinds:
        add("file.write", 3)
    if verb == "show" and ("here" in norms or "me" in norms) and not set(norms) & {"messages", "files"}:
        add("chat.post", 2.5)


def _adjust_turkish(span: list[Token], norms: list[str], kinds: set[str], verb: str, add) -> None:
    words = {stem for t in span if t.kind == "word" for stem in noun_stems(t.norm)}
    if verb in ("at", "cikar", "sil", "kaldir", "birak", "al", "tut", "ele", "getir") and words & _ROWS_TR:
        add("data.transform", 4)
    if verb == "cevir" and (words & _FORMATS_TR or kinds & {"file"}):
        add("data.transform", 4)
    if verb == "cevir" and any(word.endswith(("ce", "ca")) and len(word) > 4 for word in words & _LANGUAGES_TR):
        add("model.run", 5)
    if verb == "at" and "istek" in words:
        add("http.request", 4)
    if "haber" in words and verb == "ver" and kinds & {"channel", "person"}:
        add("chat.post", 3)
    if "not" in words and verb == "al":
        add("file.write", 3)
    if verb == "yaz" and "file" in kinds:
        add("file.write", 4)
    if verb == "ekle" and "file" in kinds:
        add("file.write", 3)
    if verb == "oku" and not kinds & {"file", "url"}:
        add("file.read", -1)
    if {"kim", "kimler", "kime"} & set(norms) or {"bahset", "bahsed"} & {t.norm[:6] for t in span}:
        add("search.messages", 3)
    if verb == "sor" and {"bana", "benden"} & set(norms) and not kinds & {"channel"}:
        add("approval.request", 4)
    if verb in ("goster", "listele", "ver", "getir") and {"gore", "ilk"} <= set(norms):
        add("data.transform", 6)
    if verb in ("al", "iste", "sor", "bekle", "ver", "gerek") and words & {"onay", "izin", "teyit", "riza"}:
        add("approval.request", 6)
    if verb in ("ver", "gonder") and "bilgi" in words:
        add("chat.post", 3)
    if verb == "aktar" and "disa" in norms:
        add("file.write", 3)
    if verb == "aktar" and kinds & {"channel", "person"}:
        add("chat.post", 3)
    if verb in ("hazirla", "olustur", "yaz", "cikar", "yap") and words & {"ozet", "taslak", "yanit", "cevap", "ceviri"}:
        add("model.run", 4)
    if verb == "kur" and not words & {"alarm", "hatirlatici"}:
        add("remind.create", 0)


_ROWS_EN = bag(
    "row rows column columns duplicates duplicate lines entries values blanks empty blank null cells records "
    "top first last only header headers outliers items results"
)
_ROWS_TR = bag("satir sutun kolon tekrar kayit bos ilk son sadece yalnizca yinelenen mukerrer deger hucre baslik fazla")
_FORMATS_TR = bag("csv json xlsx excel markdown avro euro eur dolar usd lira tl try tablo xml yaml para")
_LANGUAGES_TR = frozenset(
    fold(name) for name in ["ingilizce", "türkçe", "almanca", "fransızca", "ispanyolca", "italyanca", "rusça", "arapça", "japonca", "çince", "felemenkçe", "portekizce", "lehçe", "yunanca", "korece", "farsça", "azerice", "kürtçe", "hollandaca", "bulgarca", "ukraynaca"]
)  # fmt: skip
