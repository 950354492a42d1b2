"""Parameters of a request: its address and method, and what is sent with it: an object, a text, a file, a result."""

from .english import lemma, skip_fillers
from .language import bag
from .lexicon import word_set
from .reading import Reading
from .tokens import Token, document, quoted
from .turkish import noun_stems, verb_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
_BY_VERB = {"post": "POST", "put": "PUT", "patch": "PATCH", "send": "POST", "delete": "DELETE", "upload": "POST"}
_SENDS_TR = bag("gonder yolla ilet yukle aktar")
_UPLOADS = bag("upload yukle")
_SENDING = ("POST", "PUT", "PATCH")


def http(r: Reading) -> dict:
    """Parameters of http.request."""
    urls, files = r.of_kind("url"), r.of_kind("file")
    method = next((t.text for t in r.span if t.text in METHODS), None)
    verb = verb_said(r.span, r.language) if r.language == "tr" else (
        lemma(r.tokens[skip_fillers(r.tokens, r.clause.first, r.clause.last)].norm))  # fmt: skip
    if not method and r.language == "en" and urls:
        method = _BY_VERB.get(verb)
    out: dict = {"url": urls[0] if urls else None, "urls": urls if len(urls) > 1 else None}
    sends = method in _SENDING or (method is None and verb in _SENDS_TR)
    body = next((document(t) for t in r.span if t.kind == "json"), None)
    quotes = [quoted(t) for t in r.span if t.kind == "quote"]
    if body is not None:
        out["body"], sends = body, True
    elif sends and quotes:
        out["body"] = quotes[0]
    elif sends and files and urls:
        out["file"] = files[0]
    given = out.keys() & {"body", "file"}
    return out | {"method": method or ("POST" if given and sends else None)}


def verb_said(span: list[Token], language: str) -> str:
    """The verb that a step ends with."""
    words = [t for t in span if t.kind == "word"]
    return (verb_of(words[-1].norm) or "") if words and language == "tr" else ""


def with_handed_over(segments: list[dict], language: str) -> list[dict]:
    """Put the result that is sent ("post it to …", "sonucu … adresine gönder") into the request that sends it."""
    by_id = {segment["id"]: segment for segment in segments}
    for segment in segments:
        parameters = segment["parameters"]
        if segment["task_type"] != "http.request" or "url" not in parameters or parameters.keys() & {"body", "file"}:
            continue
        words = set(segment["words"])
        stems = words.union(*(noun_stems(word) for word in words)) if language == "tr" else words
        verbs = {lemma(w) for w in words} if language == "en" else {verb_of(w) for w in words}
        sending = parameters.get("method") in _SENDING or (language == "tr" and verbs & _SENDS_TR)
        said = stems & (word_set(language, "anaphora") | word_set(language, "outputs") | {"file", "dosya"})
        source = [by_id[name] for name in segment["dependencies"]]
        bare = language == "tr" and len(words) <= 3 and verbs & _SENDS_TR  # "oku ve … adresine gönder"
        if not sending or not (said or bare) or len(source) != 1 or "istek" in stems:
            continue
        path = source[0]["parameters"].get("to") or source[0]["parameters"].get("path")
        if path and source[0]["task_type"].startswith("file.") and (
            verbs & _UPLOADS or source[0]["task_type"] != "file.read"
        ):  # fmt: skip
            parameters["file"] = path
        elif source[0]["task_type"] in (
            "model.run",
            "text.count",
            "data.transform",
            "file.read",
            "http.request",
            "search.messages",
        ):
            parameters["body"] = f"${{{source[0]['id']}}}"
        else:
            continue
        parameters.setdefault("method", "POST")
    return segments
