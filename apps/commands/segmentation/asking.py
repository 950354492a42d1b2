"""Asking people and waiting for what they say: questions with an answer, and messages that a step waits for."""

from itertools import pairwise

from .clauses import Clause
from .english import lemma, skip_fillers
from .language import bag
from .people import people_in
from .polarity import negative
from .reading import Reading, as_said
from .tokens import Token, quoted
from .turkish import noun_stems, verb_forms, verb_of

ASK, POLL, LISTEN = "chat.ask", "chat.poll", "event.listen"
ANSWER = bag("answer answers reply replies response responses cevap yanit")
OUTCOME = bag("winner result results outcome kazanan sonuc")
_QUESTION_EN = bag("whether if what when who whom where why how which whose")
_QUESTION_TR = bag("mi mu ne kac kacta kim hangi neden nasil nerede nereye nicin diye")
_REPORTED = ("digini", "dugunu", "tigini", "tugunu", "acagini", "ecegini", "dikleri", "diklerini", "tiklerini")
_TALKS_EN = bag("answer reply respond write say mention post message comment text")
_TALKS_TR = bag("cevapla yanitla yaz de soyle bahset don")
_SOMEBODY = bag("someone somebody anyone anybody biri birisi herhangi")


def with_questions(tokens: list[Token], clauses: list[Clause], types: list[str], language: str) -> None:
    """Messages that ask something and wait for the answer; conditions that somebody says something."""
    for i, clause in enumerate(clauses):
        span = tokens[clause.first : clause.last]
        if types[i] == "chat.post" and clause.role == "action" and _asks(tokens, clauses, i, language):
            types[i] = ASK
        elif clause.role == "condition" and clause.order == "event" and _comes(span, language) and (
            clause.link != "trail" and _before(clauses, types, i) == ASK
        ):  # fmt: skip
            clause.role = "finished"
        elif _waits(clauses, i, types[i]) and speaks(span, language):
            types[i] = LISTEN


def _waits(clauses: list[Clause], at: int, kind: str) -> bool:
    """Is something waited for: an event, or a condition that a wish begins with and that has no other side?"""
    clause = clauses[at]
    if kind == "wait":
        return True
    if clause.role != "condition":
        return False
    return clause.order == "event" or (at == 0 and not any(c.link == "else" or c.role == "otherwise" for c in clauses))


def _before(clauses: list[Clause], types: list[str], at: int) -> str:
    return next((types[j] for j in range(at - 1, -1, -1) if clauses[j].role == "action"), "")


def _comes(span: list[Token], language: str) -> bool:
    """ "when he answers", "cevap gelince": the answer to what was asked before."""
    if negative(span, language):
        return False
    words = [t.norm for t in span if t.kind == "word"]
    came = (
        {"gel"} & {stem for w in words for stem, _ in verb_forms(w)}
        if language == "tr"
        else {"arrives", "comes", "in"} & set(words)
    )
    answer = any(({w} if language == "en" else noun_stems(w)) & ANSWER for w in words)
    return _talks(span, language) or (bool(came) and answer)


def _asks(tokens: list[Token], clauses: list[Clause], at: int, language: str) -> bool:
    span = tokens[clauses[at].first : clauses[at].last]
    words = [t.norm for t in span if t.kind == "word"]
    if not words or not _verb_asks(tokens, clauses[at], language):
        return False
    if language == "en" and "to" in words and not _QUESTION_EN & set(words[: words.index("to")]):
        return False  # "ask Ahmet to fix the printer"
    if any(c.role == "condition" and not c.order and _late(tokens, c, language) for c in clauses[at + 1 : at + 2]):
        return False  # "ask @deniz; if she hasn't answered in an hour, …"
    if any(t.kind in ("said", "quote") for t in span):
        return True
    stems = set(words) if language == "en" else {s for w in words for s in noun_stems(w)} | set(words)
    if stems & (_QUESTION_EN if language == "en" else _QUESTION_TR) or any(w.endswith(_REPORTED) for w in words):
        return True
    return any(answer_meant(tokens[c.first : c.last], language) for c in clauses[at + 1 :] if c.role == "action")


def _verb_asks(tokens: list[Token], clause: Clause, language: str) -> bool:
    if language == "en":
        return tokens[skip_fillers(tokens, clause.first, clause.last)].norm == "ask"
    words = [t.norm for t in tokens[clause.first : clause.last] if t.kind == "word"]
    return verb_of(words[-1]) == "sor" or words[-1] == "sorup" or (verb_of(words[-1], "ip") == "sor")


def _late(tokens: list[Token], clause: Clause, language: str) -> bool:
    """ "if she hasn't answered", "cevap vermezse"."""
    span = tokens[clause.first : clause.last]
    return negative(span, language) and _talks(span, language)


def answer_meant(span: list[Token], language: str) -> bool:
    """ "post her answer", "cevabını yaz"."""
    for i, token in enumerate(span):
        if token.kind != "word":
            continue
        if language == "en" and token.norm in ANSWER and i and span[i - 1].norm in (
            "the", "her", "his", "their", "its", "that", "this", "each", "every"
        ):  # fmt: skip
            return True
        if language == "tr" and noun_stems(token.norm) & ANSWER and token.norm not in ANSWER:
            return True
    return False


def outcome_meant(span: list[Token], language: str) -> bool:
    """ "announce the winner", "kazananı duyur"."""
    return any(t.kind == "word" and ({t.norm} if language == "en" else noun_stems(t.norm)) & OUTCOME for t in span)


def speaks(span: list[Token], language: str) -> bool:
    """ "when @ali answers", "biri #x kanalında “…” yazınca": somebody says something."""
    norms = {t.norm for t in span}
    if norms & {"whenever", "everytime", "zaman"} or any(t.kind in ("file", "url", "email") for t in span):
        return False
    told = any(t.kind in ("person", "channel") for t in span) or norms & _SOMEBODY or people_in(span, language)
    return bool(told) and _talks(span, language) and not negative(span, language)


def _talks(span: list[Token], language: str) -> bool:
    words = [t.norm for t in span if t.kind == "word"]
    if language == "en":
        return any(
            t.kind == "word" and lemma(t.norm) in _TALKS_EN and (t.norm.endswith(("s", "ed")) or before.kind == "person" or (
                before.norm in ("they", "people", "has", "t")
            )) for before, t in pairwise(span)
        )  # fmt: skip
    stems = {stem for w in words for stem, _ in verb_forms(w)}
    if "ver" in stems or {"at", "gonder"} & stems:
        return bool({s for w in words for s in noun_stems(w)} & (ANSWER | {"mesaj"}))
    return bool(stems & _TALKS_TR) or any(
        w.startswith(("yazana", "yanitlayana", "cevaplayana", "yazar", "soyleyene")) for w in words
    )


def ask(r: Reading) -> dict:
    """Parameters of chat.ask."""
    span = r.span
    colon = next((i for i, t in enumerate(span) if t.text == ":"), -1)
    quotes = [quoted(t) for t in span if t.kind == "quote"]
    told = span[:colon] if colon > 0 else span
    text = r.text[span[colon + 1].start : span[-1].end] if 0 < colon < len(span) - 1 else None
    outside = r.times
    if text is None and quotes:
        text = quotes[0]
    elif text is None:
        text = _worded(r)
    if text and (at := r.text.find(text, span[0].start)) >= 0:
        outside = [time for time in r.times if time.end <= at or time.start >= at + len(text)]
    duration = next((time for time in outside if time.type == "duration"), None)
    people = people_in(told, r.language, strict=True)
    channel = next((t.text for t in told if t.kind == "channel"), None)
    return {"text": text, "people": people, "channel": channel, "within": as_said(duration) if duration else None}


def _worded(r: Reading) -> str | None:
    """What is asked, in the words it was said in: "whether the room is free", "gelip gelmeyeceğini"."""
    span = r.span
    if r.language == "en":
        at = next((i for i, t in enumerate(span) if t.kind == "word" and t.norm in _QUESTION_EN and i), -1)
        if at < 0:
            at = next((i for i, t in enumerate(span) if t.norm in ("about", "for") and i), -1)
        return r.text[span[at].start : span[-1].end] if at > 0 else None
    begin = 0
    while begin < len(span) and (
        span[begin].kind in ("channel", "person") or span[begin].norm.startswith("kanal") or span[begin].suffix in ("a", "e", "ya", "ye")
        or span[begin].norm in ("ekibe", "herkese", "ona", "onlara", "da", "de", "ve")
    ):  # fmt: skip
        begin += 1
    end = max(
        (i for i, t in enumerate(span) if t.kind == "word" and "sor" in (verb_of(t.norm), verb_of(t.norm, "ip"))),
        default=len(span),
    )
    while end > begin and span[end - 1].norm == "diye":
        end -= 1
    return r.text[span[begin].start : span[end - 1].end] if end > begin else None


def listen(r: Reading) -> dict:
    """Parameters of event.listen: a message of these people, with these words."""
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    people = people_in(r.span, r.language)
    wanted: dict = {"type": "message.created"}
    if quotes:
        wanted["says"] = quotes[0]
    if people:
        wanted["from_people"] = people
    duration = r.time("duration")
    return {"one": wanted, "channel": next(iter(r.of_kind("channel")), None),
            "within": as_said(duration) if duration else None}  # fmt: skip


def with_answers(segments: list[dict], language: str) -> list[dict]:
    """Put the words of an answer, or the winner of a poll, where they are handed on."""
    by_id = {segment["id"]: segment for segment in segments}
    for segment in segments:
        kind, parameters = segment["task_type"], segment["parameters"]
        field = {"chat.post": "text", "notify.push": "text", "notify.email": "text", "file.write": "content"}.get(kind)
        source = [by_id[name] for name in segment["dependencies"] if name in by_id]
        if field is None or field in parameters or len(source) != 1:
            continue
        stems = set(segment["words"]) if language == "en" else {s for w in segment["words"] for s in noun_stems(w)}
        if source[0]["task_type"] == ASK:
            parameters[field] = f"${{{source[0]['id']}.text}}"
        elif source[0]["task_type"] == POLL and stems & {"winner", "kazanan"}:
            parameters[field] = f"${{{source[0]['id']}.winner}}"
    return segments
