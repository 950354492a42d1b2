"""The most and the least of rows: "the 5 most expensive orders", "en yüksek 3'ü"."""

from .filters import possessed
from .language import bag
from .reading import counted
from .tokens import Token

_MOST = bag("highest largest biggest longest yuksek buyuk pahali uzun fazla cok")
_LEAST = bag("lowest smallest cheapest shortest dusuk kucuk ucuz kisa az")
_WITH = bag("expensive valuable costly")
_ORDERED = ("sort", "count", "group", "aggregate")


def superlative(span: list[Token], language: str) -> list[dict] | None:
    """The steps that sort and keep so many; where no column is named, the sort has none and it is asked for."""
    at = _place(span, language)
    if at is None:
        return None
    word = span[at].norm
    near = [*span[at + 1 : at + 3], *span[max(0, at - (4 if language == "en" else 2)) : at][::-1]]
    number = next(
        (n for t in near if not t.suffix.startswith(("den", "dan", "ten", "tan")) and (n := counted(t))), None
    )
    if not number or number > 100_000:
        return None
    sort = {"op": "sort", "order": "asc" if word in _LEAST or span[at - 1].norm == "least" else "desc"}
    column = _column(span, at, language)
    return [{**sort, "by": column} if column else sort, {"op": "top", "n": number}]


def with_extremes(steps: list[dict], span: list[Token], language: str) -> list[dict]:
    """Steps that keep so many rows, behind the sorting that makes them the ones that are meant."""
    found = superlative(span, language)
    if found is None or any(step["op"] in _ORDERED for step in steps):
        return steps
    return [step for step in steps if step["op"] not in ("top", "filter")] + found


def to_be_sorted(segment: dict) -> bool:
    """Does a step bring rows in no order of its own?"""
    done = segment["parameters"].get("steps", [])
    rows = segment["task_type"] in ("file.read", "http.request", "data.transform")
    return rows and not any(step["op"] in _ORDERED for step in done)


def _place(span: list[Token], language: str) -> int | None:
    for i, token in enumerate(span):
        before = span[i - 1].norm if i else ""
        if language == "tr" and before == "en" and token.norm in _MOST | _LEAST:
            return i
        if language == "en" and (
            (before in ("most", "least") and token.norm in _WITH)
            or (token.norm in _MOST | _LEAST and token.norm.endswith("est"))
        ):
            return i
    return None


def _column(span: list[Token], at: int, language: str) -> str | None:
    after = span[at + 1] if at + 1 < len(span) else None
    if language == "en":
        before = span[max(0, at - 2) : at]
        if after is not None and after.kind == "word" and any(t.norm in ("with", "having", "whose") for t in before):
            return after.text
        by = next((i for i, t in enumerate(span[:-1]) if t.norm == "by"), None)
        return span[by + 1].text if by is not None and span[by + 1].kind == "word" else None
    if after is not None and after.kind == "word" and after.norm.endswith(("li", "lu")) and len(after.norm) > 4:
        return after.text[:-2]
    owner = span[at - 2] if at > 1 else None
    if owner is not None and owner.kind == "word" and owner.norm.endswith(("i", "u")) and not (
        owner.suffix or owner.norm.endswith(("daki", "deki", "taki", "teki", "lari", "leri"))
    ):  # fmt: skip
        return possessed(owner)
    return None
