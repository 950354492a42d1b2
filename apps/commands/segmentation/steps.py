"""Steps of a data transformation, read from the words of a clause."""

from .columns import base_form, columns_en, columns_tr
from .english import lemma, noun
from .language import bag
from .tokens import Token, quoted
from .turkish import noun_stems, verb_of

_FORMATS = {"csv": "csv", "json": "json", "xlsx": "xlsx", "excel": "xlsx", "markdown": "markdown", "text": "text",
            "metin": "text", "xml": "xml", "yaml": "yaml", "pdf": "pdf", "html": "html", "parquet": "parquet"}  # fmt: skip
_DOWN = bag("descending desc highest largest biggest newest most azalan buyukten yuksekten coktan yeniden")
_UP = bag("ascending asc lowest smallest oldest artan kucukten dusukten azdan eskiden alfabetik")
_COLUMN_SKIP = bag(
    "the a all only just and keep select drop remove delete exclude pick show these following my ve sadece yalnizca bu su butun tum "
    "please lutfen bana"
)
_FUNCTIONS = {
    "total": "sum", "sum": "sum", "add": "sum", "topla": "sum", "toplam": "sum", "average": "avg", "mean": "avg",
    "ortalama": "avg", "ortala": "avg", "minimum": "min", "maximum": "max", "min": "min", "max": "max",
    "en-dusuk": "min", "en-yuksek": "max", "toplamini": "sum", "ortalamasini": "avg", "median": "avg",
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twenty": 20, "fifty": 50, "hundred": 100,
    "iki": 2, "uc": 3, "dort": 4, "bes": 5, "on": 10, "yirmi": 20, "elli": 50, "yuz": 100,
}  # fmt: skip
_CURRENCIES = {
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "avro": "EUR", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "dolar": "USD", "tl": "TRY", "lira": "TRY", "try": "TRY", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "sterlin": "GBP", "yen": "JPY", "jpy": "JPY", "chf": "CHF",
}  # fmt: skip
_SIGNS = {
    "greater": "gt", "more": "gt", "over": "gt", "above": "gt", "bigger": "gt", "higher": "gt", "larger": "gt",
    "less": "lt", "under": "lt", "below": "lt", "fewer": "lt", "lower": "lt", "smaller": "lt",
    "contains": "contains", "containing": "contains", "contain": "contains",
    "buyuk": "gt", "fazla": "gt", "yuksek": "gt", "kucuk": "lt", "az": "lt", "dusuk": "lt", "iceren": "contains",
    "asan": "gt", "gecen": "gt", "ustunde": "gt", "ustundeki": "gt", "altinda": "lt", "altindaki": "lt",
}  # fmt: skip


def steps_of(span: list[Token], language: str) -> list[dict]:
    """The operations a clause asks for, usually one."""
    return _english(span) if language == "en" else _turkish(span)


def _english(span: list[Token]) -> list[dict]:
    norms = [t.norm for t in span]
    verbs = [lemma(n) for n in norms]
    by = next((i for i, n in enumerate(norms) if n in ("by", "per") and i), -1)
    if by < 0:
        by = next(
            (i + 1 for i, n in enumerate(norms[:-1]) if n == "for" and norms[i + 1] in ("each", "every") and i), -1
        )
    columns = columns_en(span, by + 1) if by > 0 else []
    number = _top_number(span)
    words = set(norms)
    if {"duplicate", "duplicates", "dedupe", "deduplicate", "duplicated", "unique", "distinct"} & (words | set(verbs)):
        return [_step("distinct", by=columns)]
    if "sort" in verbs or "order" in verbs[:2] or "rank" in verbs[:2]:
        order = "desc" if words & _DOWN and not words & _UP else "asc" if words & _UP else None
        steps = [_step("sort", by=columns[:1] if len(columns) == 1 else columns, order=order)]
        if steps[0].get("by"):
            steps[0]["by"] = steps[0]["by"][0] if len(columns) == 1 else columns
        return steps + ([{"op": "top", "n": number}] if number else [])
    compared = _filter(span, "en") if any(n in _SIGNS for n in norms) and "count" not in verbs else None
    if compared and compared.get("operator") not in ("empty", "not_empty"):
        return [compared]
    function = next((_FUNCTIONS[v] for v in verbs if v in _FUNCTIONS and not (v == "add" and "up" not in words)), None)
    if "count" in verbs[:3] or ("many" in words and "how" in words):
        steps = [_step("count", by=columns)]
        condition = _filter(span, "en")
        return ([condition] if condition else []) + steps + ([{"op": "top", "n": number}] if number else [])
    if "group" in verbs and not function:
        return [_step("group", by=columns)]
    if function and not (number and "rows" in words):
        return [_step("aggregate", function=function, column=_object_en(span), by=columns)]
    if "join" in verbs[:3] or "merge" in verbs[:3] or "combine" in verbs[:3]:
        on = next((i for i, n in enumerate(norms) if n == "on"), -1)
        files = [t.text for t in span if t.kind == "file"]
        return [_step("join", **{"with": files[-1] if files else None, "on": (columns_en(span, on + 1) or columns)})]
    target = _target(span, "en")
    if target:
        return [target]
    if number and words & {"keep", "take", "top", "first", "only", "limit", "last", "pick", "select", "bottom"}:
        step = {"op": "top", "n": number}
        return ([_step("sort", by=columns[0], order="desc")] if columns else []) + [step]
    condition = _filter(span, "en")
    if condition:
        return [condition]
    if words & {"column", "columns", "fields"}:
        listed = _listed_columns(span)
        drops = verbs[0] in ("drop", "remove", "delete", "exclude") or "drop" in verbs[:3]
        return [] if drops or not listed else [_step("select", columns=listed)]
    return [_step("group", by=columns)] if columns else []


def _turkish(span: list[Token]) -> list[dict]:
    norms = [t.norm for t in span]
    stems = set().union(*(noun_stems(t.norm) for t in span if t.kind == "word")) if span else set()
    verbs = {verb_of(n) for n in norms} | {verb_of(norms[-1]) if norms else None}
    by = next((i for i, n in enumerate(norms) if n in ("gore", "bazinda", "bazli", "basina") and i), -1)
    columns = columns_tr(span, by) if by > 0 else []
    number = _top_number(span)
    if (stems & {"yinelenen", "tekrar", "tekrarlayan", "mukerrer", "tekrarli", "benzersiz"} and not columns) or (
            "tekillestir" in verbs):  # fmt: skip
        return [_step("distinct", by=columns)]
    if "sirala" in verbs or "diz" in verbs:
        order = "desc" if set(norms) & _DOWN else "asc" if set(norms) & _UP else None
        by_value = columns[0] if len(columns) == 1 else columns or None
        return [_step("sort", by=by_value, order=order)] + ([{"op": "top", "n": number}] if number else [])
    compared = _filter(span, "tr") if any(n in _SIGNS for n in norms) and "say" not in verbs else None
    if compared and compared.get("operator") not in ("empty", "not_empty") and "value" in compared:
        return [compared]
    if "say" in verbs or "sayisini" in norms:
        condition = _filter(span, "tr")
        return ([condition] if condition else []) + [_step("count", by=columns)] + (
            [{"op": "top", "n": number}] if number else [])  # fmt: skip
    if verbs & {"grupla", "gruplandir"}:
        return [_step("group", by=columns)]
    function = "avg" if stems & {"ortalama"} or "ortala" in verbs else "sum" if (
        "topla" in verbs or stems & {"toplam"}) else "max" if "yuksek" in norms and "hesapla" in verbs else None  # fmt: skip
    if function:
        return [_step("aggregate", function=function, column=_object_tr(span), by=columns)]
    if verbs & {"birlestir", "eslestir"}:
        files = [t.text for t in span if t.kind == "file"]
        return [_step("join", **{"with": files[-1] if files else None, "on": columns})]
    target = _target(span, "tr")
    if target:
        return [target]
    if number:
        return ([_step("sort", by=columns[0], order="desc")] if columns else []) + [{"op": "top", "n": number}]
    condition = _filter(span, "tr")
    if condition:
        return [condition]
    if stems & {"sutun", "kolon"}:
        drops = verbs & {"sil", "at", "kaldir", "cikar"}
        listed = _listed_columns(span)
        return [] if drops or not listed else [_step("select", columns=listed)]
    return [_step("group", by=columns)] if columns else []


def _listed_columns(span: list[Token]) -> list[str]:
    """Names in front of "column(s)" or "sütun(lar)": "the name and email columns"."""
    at = next((i for i, t in enumerate(span) if t.norm.startswith(("column", "field", "sutun", "kolon"))), len(span))
    out: list[str] = []
    for token in span[:at]:
        if token.kind == "quote":
            out.append(quoted(token))
        elif token.kind == "word" and token.norm not in _COLUMN_SKIP and lemma(token.norm) not in _COLUMN_SKIP:
            out.append(token.text)
    return out


def _step(op: str, **fields: object) -> dict:
    return {"op": op, **{key: value for key, value in fields.items() if value not in (None, [], "")}}


def _top_number(span: list[Token]) -> int | None:
    for i, token in enumerate(span[:-1]):
        if token.norm in ("top", "first", "last", "ilk", "son", "only", "bottom", "best", "sadece", "yalnizca"):
            after = span[i + 1]
            if after.suffix in ("den", "dan", "ten", "tan"):
                continue
            if after.kind == "number" and after.text.isdigit():
                return int(after.text)
            if after.norm in _NUMBERS:
                return _NUMBERS[after.norm]
    return None


def _target(span: list[Token], language: str) -> dict | None:
    """A format or a currency to convert to."""
    for i in range(len(span) - 1, -1, -1):
        token = span[i]
        if token.kind not in ("word",):
            continue
        names = {token.norm} if language == "en" else noun_stems(token.norm) | {token.norm}
        if language == "en" and (i == 0 or span[i - 1].norm not in ("to", "into", "as", "in", "a", "an")):
            continue
        if language == "tr" and not (token.suffix or token.norm[-1:] in "ae" or (
                i + 1 < len(span) and span[i + 1].norm in ("olarak", "bicimine", "formatina", "tablosuna"))):  # fmt: skip
            continue
        for name in sorted(names):
            if name in _FORMATS:
                return {"op": "convert", "to": _FORMATS[name]}
            if name in _CURRENCIES:
                column = _object_en(span) if language == "en" else _object_tr(span)
                return _step("convert", column=column, to=_CURRENCIES[name])
    return None


def _object_en(span: list[Token]) -> str | None:
    for i, token in enumerate(span[:-1]):
        if token.norm in ("the", "all", "their", "of", "total", "average", "sum") and i + 1 < len(span):
            after = span[i + 1]
            if (
                after.kind == "word"
                and after.norm not in ("the", "all", "of", "to", "by")
                and after.norm not in _FUNCTIONS
            ):
                return noun(after.text.lower())
            if after.kind == "quote":
                return quoted(after)
    return noun(span[1].norm) if len(span) > 1 and span[1].kind == "word" and span[1].norm not in (
        "it", "them", "up", "by") else None  # fmt: skip


def _object_tr(span: list[Token]) -> str | None:
    for token in span:
        low = token.text.replace("I", "ı").replace("İ", "i").lower()
        if token.kind == "word" and token.norm not in ("butun", "tum", "toplam", "hepsini", "bunlari", "sonuclari"):
            for ending in (
                "larını",
                "lerini",
                "ları",
                "leri",
                "lari",
                "sını",
                "sini",
                "ını",
                "ini",
                "yi",
                "yı",
                "ı",
                "i",
                "u",
                "ü",
            ):
                if low.endswith(ending) and len(low) - len(ending) >= 2:
                    return low[: -len(ending)]
    return None


_EMPTY = bag("empty blank missing null bos eksik")


def _filter(span: list[Token], language: str) -> dict | None:
    norms = [t.norm for t in span]
    words = set(norms)
    drop = bool(words & {"drop", "remove", "delete", "exclude", "without", "at", "cikar", "sil", "kaldir", "ele", "haric",
                         "ayikla", "temizle", "atip", "silip", "discard", "skip"})  # fmt: skip
    if words & _EMPTY:
        return {"op": "filter", "operator": "not_empty" if drop else "empty"} | _column_of(span, language)
    for i, token in enumerate(span):
        sign = _SIGNS.get(token.norm)
        if not sign:
            continue
        value = _value_near(span, i, language)
        if value is None:
            continue
        if isinstance(value, str):
            sign = "contains"
        if drop:
            sign = {"gt": "le", "lt": "ge"}.get(sign, sign)
        return {"op": "filter", **_column_before(span, i, language), "operator": sign, "value": value}
    where = next((i for i, n in enumerate(norms) if n in ("where", "whose", "with")), -1) if language == "en" else -1
    if where >= 0 and where + 2 < len(span):
        rest = [
            t
            for t in span[where + 1 :]
            if t.norm not in ("the", "a", "is", "are", "equals", "status-of", "equal", "to", "of")
        ]
        if len(rest) >= 2:
            value = quoted(rest[-1]) if rest[-1].kind == "quote" else rest[-1].text
            return {"op": "filter", "column": rest[0].text, "operator": "ne" if drop else "eq", "value": value}
    if language == "tr" and "olan" in norms[2:]:
        at = norms.index("olan", 2)
        return {"op": "filter", "column": _possessed(span[at - 2]), "operator": "ne" if drop else "eq",
                "value": quoted(span[at - 1]) if span[at - 1].kind == "quote" else span[at - 1].text}  # fmt: skip
    return None


def _possessed(token: Token) -> str:
    low = token.text.replace("I", "ı").replace("İ", "i").lower()
    for ending in ("sı", "si", "su", "sü", "ı", "i", "u", "ü"):
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            return low[: -len(ending)]
    return low


def _column_of(span: list[Token], language: str) -> dict:
    for i, token in enumerate(span):
        if language == "en" and token.norm in ("with", "whose", "where", "in") and i + 2 < len(span):
            rest = [t for t in span[i + 1 :] if t.norm not in {"an", "a", "the", "is", "are"} | _EMPTY]
            if rest and rest[0].kind == "word":
                return {"column": rest[0].text}
        if language == "tr" and token.norm == "bos" and i and span[i - 1].kind == "word" and (
                i + 1 < len(span) and span[i + 1].norm == "olan"):  # fmt: skip
            return {"column": _possessed(span[i - 1])}
    return {}


def _value_near(span: list[Token], i: int, language: str) -> int | float | str | None:
    order = range(i + 1, min(len(span), i + 4)) if language == "en" else range(i - 1, max(-1, i - 4), -1)
    for j in order:
        if span[j].kind == "number":
            return number_of(span[j].text)
        if span[j].kind == "quote":
            return quoted(span[j])
    return None


def _column_before(span: list[Token], i: int, language: str) -> dict:
    if any(t.kind == "quote" for t in span):
        return {}
    stop = {"is", "are", "than", "the", "a", "of", "an", "that", "have", "has", "with", "where", "rows", "by", "keep",
            "filter", "only", "whose", "row", "out", "for", "orders", "records"}  # fmt: skip
    if language == "en":
        for j in range(i - 1, -1, -1):
            if span[j].kind == "word" and span[j].norm not in stop:
                return {"column": span[j].text}
        for j in range(i + 1, len(span)):
            if span[j].norm in ("in", "for") and j + 1 < len(span):
                return {"column": span[j + 1].text}
        return {}
    for j in range(i - 1, -1, -1):
        if (span[j].kind == "word" and j < i - 1) or (
            span[j].kind == "word" and span[j].norm not in ("daha", "den", "dan")
        ):
            return {"column": _possessed(span[j])}
    return {}


def number_of(text: str) -> int | float | str:
    """A number as written: 1.250 and 1,250 are whole, 3,5 and 3.5 are not."""
    plain = text.replace(" ", "")
    if plain.isdigit():
        return int(plain)
    parts = plain.replace(",", ".").split(".")
    if len(parts) >= 2 and all(p.isdigit() for p in parts):
        if all(len(p) == 3 for p in parts[1:]) and len(parts[0]) <= 3:
            return int("".join(parts))
        if len(parts) == 2:
            return float(".".join(parts))
    return text


def turkish_column(text: str) -> str:
    """A column name from its dative."""
    return base_form(text)
