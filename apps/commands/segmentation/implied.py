"""Steps that nobody names but that a wish needs: fetching what is counted, counting what is told."""

from itertools import pairwise

from .extremes import to_be_sorted
from .language import bag
from .tokens import Token
from .turkish import noun_stems

_TOLD = ("digini", "dugunu", "tigini", "tugunu", "acagini", "ecegini")
_ROWS = bag("rows row records record entries lines satir kayit oge sonuc")
_WORDS = bag("words word kelime sozcuk")
_FIGURES = bag("count aggregate")


def asks_how_many(span: list[Token], language: str) -> bool:
    """ "kaç satır olduğunu yaz", "post how many rows there are": a figure that has to be counted first."""
    norms = [t.norm for t in span if t.kind == "word"]
    if any(t.kind == "quote" or t.text == ":" for t in span):
        return False
    if language == "en":
        return any(a == "how" and b == "many" for a, b in pairwise(norms))
    at = next((i for i, norm in enumerate(norms) if norm == "kac"), len(norms))
    return any(norm.endswith(_TOLD) for norm in norms[at + 1 : at + 4])


def with_implied(segments: list[dict], language: str) -> list[dict]:
    """The segments with those put in that others cannot do without."""
    out: list[dict] = []
    for segment in segments:
        taken = {one["id"] for one in [*segments, *out]}
        parameters, kind = segment["parameters"], segment["task_type"]
        if kind == "http.request" and "url" in parameters and _counts(segment["words"], language):
            kind, parameters = "data.transform", {"url": parameters["url"], "steps": [{"op": "count"}]}
            segment |= {"task_type": kind, "parameters": parameters}
        if kind == "data.transform" and "url" in parameters and parameters.get("steps") and "path" not in parameters:
            url = parameters.pop("url")
            fetch = _before(segment, taken, "fetch", "İndir" if language == "tr" else "Fetch")
            out.append(fetch | {"task_type": "http.request", "parameters": {"url": url}})
        elif kind in ("chat.post", "notify.push", "notify.email") and segment.pop("how_many", False):
            source = [one for one in out if one["id"] in segment["dependencies"]]
            if source and not any(one["task_type"] == "loop.each" or _is_figure(one) for one in source):
                what = bool(_WORDS & _stems(segment["words"], language))
                count = _before(segment, taken, "count", "Say" if language == "tr" else "Count")
                out.append(
                    count | {"task_type": "text.count", "parameters": {"what": "words"}}
                    if what
                    else count | {"task_type": "data.transform", "parameters": {"steps": [{"op": "count"}]}}
                )
        elif kind == "chat.post" and (steps := segment.pop("extreme", None)):
            source = [one for one in out if one["id"] in segment["dependencies"]]
            if source and all(to_be_sorted(one) for one in source):
                sort = _before(segment, taken, "sort", "Sırala" if language == "tr" else "Sort")
                out.append(sort | {"task_type": "data.transform", "parameters": {"steps": steps}})
                del parameters["limit"]
        out.append(segment)
    return out


def with_fetched(document: dict) -> dict:
    """The document with the addresses called that a condition is about: "if https://… is down"."""
    segments: list[dict] = []
    for segment in document["segments"]:
        url = segment["parameters"].get("url") if segment["task_type"] == "condition.if" else None
        if url and not segment["dependencies"] and "expression" in segment["parameters"]:
            taken = {one["id"] for one in [*document["segments"], *segments]}
            call = _before(segment, taken, "fetch", "Sor" if document.get("language") == "tr" else "Call")
            for note in ("rivals", "unknown", "unmarked"):
                call.pop(note, None)
            segments.append(call | {"task_type": "http.request", "parameters": {"url": url}, "dependencies": []})
        segments.append(segment)
    document["segments"] = segments
    return document


def _before(segment: dict, taken: set[str], name: str, title: str) -> dict:
    """A step that takes the place of another, which then waits for it."""
    found, n = f"{segment['id'][:50]}_{name}", 2
    while found in taken:
        found, n = f"{segment['id'][:50]}_{name}_{n}", n + 1
    new = {**segment, "id": found, "title": title, "rivals": [], "unknown": False, "unmarked": []}
    segment["dependencies"] = [found]
    segment.pop("when", None)
    return new


def _counts(words: list[str], language: str) -> bool:
    many = "many" in words if language == "en" else "kac" in words
    return many and bool(_ROWS & _stems(words, language))


def _stems(words: list[str], language: str) -> set[str]:
    return set(words) if language == "en" else set(words).union(*(noun_stems(word) for word in words))


def _is_figure(segment: dict) -> bool:
    steps = segment["parameters"].get("steps") or [{}]
    return segment["task_type"] == "text.count" or steps[-1].get("op") in _FIGURES
