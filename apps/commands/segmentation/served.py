"""Task types that external services run, found by the words of their name, title and description."""

import re
from functools import lru_cache

from .arguments import calls_of
from .clauses import Clause
from .dates import Time
from .english import lemma, noun, skip_fillers
from .language import bag, fold
from .lexicon import type_weights, word_set
from .tokens import Token, quoted
from .tools import STOP, canonical
from .turkish import noun_stems, verb_of

_MOST = 200
_SPLIT = re.compile(r"[\W_]+")
_SMALL = STOP | bag("service task do run make it text data new any given all every their result")
_CERTAIN, _LIKELY = 30.0, 0.6
Row = tuple[str, float]


def with_served(
    tokens: list[Token], clauses: list[Clause], rows: list[Row], served: list[dict], language: str
) -> list[Row]:
    """The types of the clauses, those of services where the words stand for one of them."""
    known = [one for one in served[:_MOST] if isinstance(one, dict) and one.get("name")]
    if not known:
        return rows
    out = []
    for clause, row in zip(clauses, rows, strict=True):
        if clause.role != "action":
            out.append(row)
            continue
        said, joined = _said(tokens, clause, language)
        marks = sorted(
            ((_mark(tokens, clause, one, language, said, joined), -i) for i, one in enumerate(known)), reverse=True
        )
        best, place = marks[0]
        clear = len(marks) < 2 or marks[1][0] < best
        out.append((str(known[-place]["name"]), 0.9) if best >= _LIKELY and clear else row)
    return out


def _said(tokens: list[Token], clause: Clause, language: str) -> tuple[set[str], str]:
    """The words of a clause in every form that may be meant, and all of it in small letters."""
    said: set[str] = set()
    span = tokens[clause.first : clause.last]
    for token in span:
        for piece in {token.norm, *_SPLIT.split(token.norm)} - {""} if token.kind == "word" else ():
            said |= {piece, canonical(piece, language)}
            said |= {lemma(piece), noun(piece)} if language == "en" else {*noun_stems(piece), verb_of(piece) or piece}
    spaced = [" " if i and t.start > span[i - 1].end else "" for i, t in enumerate(span)]
    return said, "".join(gap + t.norm for gap, t in zip(spaced, span, strict=True))


def _mark(tokens: list[Token], clause: Clause, declared: dict, language: str, said: set[str], joined: str) -> float:
    """How surely a clause asks for a task type: its name said, its verb, or the words that describe it."""
    whole = fold(str(declared["name"]))
    name, title = _words(str(declared["name"])), _words(str(declared.get("title") or ""))
    told = _words(str(declared.get("description") or "")[:600])
    span = [t for t in tokens[clause.first : clause.last] if t.kind == "word"]
    if whole in joined and re.search(rf"(?<![\w.]){re.escape(whole)}(?![\w])", joined):
        return _CERTAIN
    if any(t.kind in ("channel", "person") for t in tokens[clause.first : clause.last]):
        return 0.0  # told to somebody: what is told comes before
    if len(title) > 1 and " ".join(title) in joined:
        return _CERTAIN / 2
    verbs = type_weights(language)["verbs"]
    verb = name[-1] if name else ""
    own = {word for word in {verb, *title} if word and word not in _SMALL and not _general(word, verbs)}
    main = _main(span, language)
    if own & said or (main == verb and verb not in _SMALL and max(verbs.get(main, {"": 0.0}).values()) < 4):
        return 2.0 + len(own & said)
    words = [word for word in dict.fromkeys([*title, *told]) if word not in _SMALL and len(word) > 2]
    found = [word for word in words if word in said or canonical(word, "en") in said]
    rare = [word for word in found if not _general(word, verbs)]
    if len(found) < 2 or not rare:
        return 0.0
    return len(found) / max(3, len(words)) + (
        0.4 if main in found or canonical(main, language) in {canonical(w, "en") for w in found} else 0.0
    )


def _general(word: str, verbs: dict) -> bool:
    """Is a word one that many wishes have?"""
    return word in verbs or word in word_set("en", "outputs") or word in word_set("en", "fillers") or (
        word in type_weights("en")["nouns"] or word in type_weights("tr")["nouns"]
    )  # fmt: skip


def _main(span: list[Token], language: str) -> str:
    if not span:
        return ""
    return lemma(span[skip_fillers(span, 0, len(span))].norm) if language == "en" else verb_of(span[-1].norm) or ""


@lru_cache(maxsize=1024)
def _words(said: str) -> list[str]:
    return [word for word in _SPLIT.split(fold(said)) if word]


def fill_served(
    text: str, tokens: list[Token], segments: list[dict], served: list[dict], times: list[Time], language: str
) -> None:
    """Read the parameters of these task types by their schemas."""
    by_name = {str(one.get("name")): one for one in served if isinstance(one, dict)}
    for segment in segments:
        declared = by_name.get(segment["task_type"])
        if declared is None:
            continue
        schema = declared.get("parameters")
        properties = schema.get("properties") if isinstance(schema, dict) else None
        segment["rivals"], segment["unknown"], segment["parameters"] = [], False, {}
        if isinstance(properties, dict) and isinstance(schema, dict):
            properties = {key: rule for key, rule in properties.items() if key != "from"}  # which result: the edges say
            schema = {**schema, "properties": properties}
        if not isinstance(properties, dict) or not properties or not isinstance(schema, dict):
            continue
        at = [i for i, t in enumerate(tokens) if segment["span"][0] <= t.start and t.end <= segment["span"][1]]
        if not at:
            continue
        calls = calls_of(text, tokens, [(at[0], at[-1] + 1)], schema, times, language)
        found = {key: value for key, value in (calls[0] if calls else {}).items() if value not in (None, "", [])}
        quotes = [quoted(tokens[i]) for i in at if tokens[i].kind == "quote"]
        texts = [
            key
            for key, rule in properties.items()
            if isinstance(rule, dict) and rule.get("type") == "string" and "enum" not in rule
        ]
        if quotes and texts and not any(isinstance(value, str) and value in quotes for value in found.values()):
            found[texts[0]] = quotes[0]
        for kind in ("url", "email", "file"):
            said = [tokens[i].text for i in at if tokens[i].kind == kind]
            fits = [
                key
                for key in texts
                if key
                in (kind, {"url": "address", "email": "to", "file": "path"}[kind], "uri", "link", "source", "image")
            ]
            if said and fits and fits[0] not in found:
                found[fits[0]] = said[0]
        segment["parameters"] = found
        required = schema.get("required")
        sources = segment["dependencies"]
        for key in required if isinstance(required, list) else []:
            if key not in found and key in texts and len(sources) == 1:
                found[key] = f"${{{sources[0]}}}"
        segment["missing"] = [key for key in (required if isinstance(required, list) else []) if key not in found]
