"""The words under which knowledge is found: kinds of work, hosts, columns, language and what was said."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

MAX_TAGS, MAX_COLUMNS, MAX_WORDS, LONGEST = 40, 12, 12, 60
WORD = re.compile(r"[^\W\d_]{4,30}")
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
LOWER = str.maketrans({"İ": "i", "I": "ı"})
# Words that say nothing about the matter, in both languages.
EMPTY = frozenset(
    [
        "adet",
        "aynı",
        "bana",
        "bence",
        "benim",
        "beni",
        "birer",
        "birkaç",
        "bunu",
        "bunun",
        "burada",
        "buraya",
        "daha",
        "değil",
        "diye",
        "getir",
        "göre",
        "gönder",
        "göster",
        "hemen",
        "hepsi",
        "içinde",
        "için",
        "ilgili",
        "kadar",
        "lütfen",
        "olan",
        "olarak",
        "olsun",
        "onlar",
        "onu",
        "onun",
        "sadece",
        "sonra",
        "sonuç",
        "sonucu",
        "sonuçları",
        "şimdi",
        "şunu",
        "tüm",
        "yaz",
        "yap",
        "about",
        "after",
        "also",
        "and",
        "before",
        "each",
        "every",
        "fetch",
        "from",
        "here",
        "just",
        "make",
        "only",
        "please",
        "post",
        "send",
        "show",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "want",
        "what",
        "when",
        "where",
        "which",
        "will",
        "with",
        "your",
        "into",
        "count",
        "rows",
        "first",
        "last",
        "result",
        "results",
    ]
)


def tags_of(alt: Mapping[str, Any], last: Mapping[str, Any]) -> list[str]:
    """Return the tags, the most telling first, each once."""
    segments = list(alt.get("segments", ()))
    found = [str(segment["task_type"]) for segment in segments]
    found += [host for segment in segments for host in _hosts(segment.get("parameters"))]
    found += _columns(last)
    found += [str(alt["language"])] if alt.get("language") else []
    found += _words(str(last.get("text") or last.get("title") or ""), str(alt.get("language") or ""))
    return [tag[:LONGEST] for tag in dict.fromkeys(found) if tag][:MAX_TAGS]


def _hosts(value: Any) -> Iterator[str]:
    """Yield the hosts of addresses, and nothing else of them: the rest may hold a secret."""
    if isinstance(value, str):
        for address in ADDRESS.findall(value):
            try:
                yield urlsplit(address).hostname or ""
            except ValueError:
                continue
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _hosts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _hosts(inner)


def _columns(last: Mapping[str, Any]) -> list[str]:
    names: dict[str, None] = {}
    for task in last["tasks"]:
        value = (task["output"] or {}).get("value")
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            names.update(dict.fromkeys(str(name) for name in value[0]))
    return list(names)[:MAX_COLUMNS]


def _words(text: str, language: str) -> list[str]:
    text = ADDRESS.sub(" ", text)
    lowered = (text.translate(LOWER) if language == "tr" else text).lower()
    return list(dict.fromkeys(word for word in WORD.findall(lowered) if word not in EMPTY))[:MAX_WORDS]
