"""The test by which rows are kept or left out, read from the words of a clause."""

from functools import lru_cache

from .language import bag
from .tokens import Token, quoted
from .turkish import noun_stems

SIGNS = {
    "greater": "gt", "more": "gt", "over": "gt", "above": "gt", "bigger": "gt", "higher": "gt", "larger": "gt",
    "less": "lt", "under": "lt", "below": "lt", "fewer": "lt", "lower": "lt", "smaller": "lt",
    "contains": "contains", "containing": "contains", "contain": "contains",
    "buyuk": "gt", "fazla": "gt", "yuksek": "gt", "kucuk": "lt", "az": "lt", "dusuk": "lt", "iceren": "contains",
    "younger": "lt", "older": "gt", "cheaper": "lt", "shorter": "lt", "longer": "gt", "earlier": "lt", "later": "gt",
    "newer": "gt", "exceeding": "gt", "genc": "lt", "yasli": "gt", "ucuz": "lt", "pahali": "gt", "kisa": "lt", "uzun": "gt", "eski": "lt", "asan": "gt", "gecen": "gt", "ustunde": "gt", "ustundeki": "gt", "altinda": "lt", "altindaki": "lt",
}  # fmt: skip
_AS_COMPARED = bag("younger older cheaper shorter longer earlier later newer genc yasli ucuz pahali kisa uzun eski")


@lru_cache(maxsize=2048)
def sign_of(norm: str) -> str | None:
    """The comparison a word makes, also with Turkish endings: "küçükleri", "üstündekiler"."""
    if norm in SIGNS:
        return SIGNS[norm]
    if not norm.endswith(("leri", "lari", "ler", "lar", "ini", "unu", "olani")):
        return None
    return next((SIGNS[stem] for stem in sorted(noun_stems(norm)) if stem in SIGNS), None)


def compared_by(span: list[Token]) -> bool:
    """Does a word of the clause compare?"""
    return any(sign_of(t.norm) for t in span if t.kind == "word")


_EMPTY = bag("empty blank missing null bos eksik")


def filter_step(span: list[Token], language: str) -> dict | None:
    """The filter that the words of a clause ask for, as a step of data.transform."""
    norms = [t.norm for t in span]
    words = set(norms)
    drop = bool(words & {"drop", "remove", "delete", "exclude", "without", "at", "cikar", "sil", "kaldir", "ele", "haric",
                         "ayikla", "temizle", "atip", "silip", "discard", "skip"})  # fmt: skip
    if words & _EMPTY:
        return {"op": "filter", "operator": "not_empty" if drop else "empty"} | _column_of(span, language)
    for i, token in enumerate(span):
        sign = sign_of(token.norm) if token.kind == "word" else None
        if not sign:
            continue
        value = _value_near(span, i, language)
        if value is None:
            value = contained(span, language)
        if value is None:
            continue
        if isinstance(value, str):
            sign = "contains"
        if drop:
            sign = {"gt": "le", "lt": "ge"}.get(sign, sign)
        return {"op": "filter", **_column_before(span, i, language), "operator": sign, "value": value}
    lacking = _lacking(span, norms, language)
    if lacking:
        return {"op": "filter", "column": lacking, "operator": "not_empty" if drop else "empty"}
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
        return {"op": "filter", "column": possessed(span[at - 2]), "operator": "ne" if drop else "eq",
                "value": quoted(span[at - 1]) if span[at - 1].kind == "quote" else span[at - 1].text}  # fmt: skip
    place = _place(span, norms, language)
    if place is not None:
        return {"op": "filter", "operator": "ne" if drop else "contains", "value": place}
    return None


def contained(span: list[Token], language: str) -> str | None:
    """ "lines containing ERROR", "HATA geçen satırlar": a word that rows hold."""
    for i, token in enumerate(span):
        if language == "en" and token.norm in ("containing", "contain", "contains", "with", "mentioning", "including"):
            near = span[i + 1] if i + 1 < len(span) else None
        elif language == "tr" and token.norm in ("gecen", "iceren", "bulunan", "yazan") and i:
            near = span[i - 1]
        else:
            continue
        if near is not None and (near.kind == "quote" or (near.kind == "word" and near.capital)):
            return quoted(near) if near.kind == "quote" else near.text
    return None


def _lacking(span: list[Token], norms: list[str], language: str) -> str | None:
    """ "rows without an email", "e-postası olmayan satırlar": the column that is empty."""
    if language == "en":
        at = next((i for i, n in enumerate(norms) if n in ("without", "lacking", "missing") and i), -1)
        rest = (
            [t for t in span[at + 1 :] if t.kind == "word" and t.norm not in ("a", "an", "any", "the")]
            if at > 0
            else []
        )
        return rest[0].text if rest and rest[0].norm not in ("rows", "values") else None
    at = next((i for i, n in enumerate(norms) if n in ("olmayan", "olmayanlari", "bulunmayan") and i), -1)
    return possessed(span[at - 1]) if at > 0 and span[at - 1].kind == "word" else None


_ONES = bag(
    "those ones rows customers people clients orders users records items entries only everyone everything anything"
)


def _place(span: list[Token], norms: list[str], language: str) -> int | float | str | None:
    """ "those in Bursa", "the ones in 2027", "Bursa'dakileri": a value whose column was not said."""
    if language == "tr":
        for token in span:
            if token.suffix.startswith(("daki", "deki", "taki", "teki")) and token.kind in ("word", "number"):
                return token.text if token.kind == "word" else number_of(token.text)
        return None
    for i, token in enumerate(span[:-1]):
        if token.norm in ("in", "from", "of") and i and set(norms[max(0, i - 2) : i]) & _ONES:
            value = span[i + 1]
            if value.kind == "number":
                return number_of(value.text)
            if value.kind == "word" and (value.capital or value.norm.isdigit()):
                return value.text
    return None


def possessed(token: Token) -> str:
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
            return {"column": possessed(span[i - 1])}
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
            return {"column": possessed(span[j])}
    return {}


LONGEST_NUMBER = 15  # signs: what is longer is a name, and no number that JSON keeps


def number_of(text: str) -> int | float | str:
    """A number as written: 1.250 and 1,250 are whole, 3,5 and 3.5 are not."""
    plain = text.replace(" ", "")
    if len(plain) > LONGEST_NUMBER:
        return text
    if plain.isdigit():
        return int(plain)
    parts = plain.replace(",", ".").split(".")
    if len(parts) >= 2 and all(p.isdigit() for p in parts):
        if all(len(p) == 3 for p in parts[1:]) and len(parts[0]) <= 3 and parts[0].strip("0"):
            return int("".join(parts))
        if len(parts) == 2:
            return float(".".join(parts))
    return text


_CUT = {"and": "en", "ve": "tr", "or": "en", "veya": "tr"}
_OPERATORS = {
    "=": "eq", "==": "eq", ">": "gt", "<": "lt", ">=": "ge", "<=": "le", "!=": "ne", "is": "eq", "equals": "eq",
}  # fmt: skip


def joined_filters(span: list[Token], language: str) -> list[dict] | None:
    """ "where city = İzmir and amount > 2000": one filter for each part, none if a part cannot be read."""
    norms = [t.norm for t in span]
    if language == "en":
        first = next((i + 1 for i, n in enumerate(norms) if n in ("where", "whose")), None)
        rest = span[first:] if first is not None else []
        if not any(t.norm in ("and", "or") or t.text in "=<>" for t in rest):
            return None
    else:
        last = next((i for i, n in enumerate(norms) if n.startswith("olan") and i > 1), None)
        rest = [t for t in span[: last or 0] if t.kind != "file"]
        if not compared_by(rest) or not any(t.norm in ("ve", "veya") for t in rest):
            return None
    parts: list[list[Token]] = [[]]
    for token in rest:
        if _CUT.get(token.norm) == language:
            if token.norm in ("or", "veya"):
                return []
            parts.append([])
        elif token.text != ",":
            parts[-1].append(token)
    read = [_one_part(part, language) for part in parts if part]
    return [one for one in read if one] if all(read) else []


def _one_part(part: list[Token], language: str) -> dict | None:
    texts = [t.text for t in part]
    at = next((i for i, t in enumerate(part) if i and (t.text in "=<>!" or t.norm in ("is", "equals"))), None)
    if at is not None and at + 1 < len(part) and not compared_by(part):
        sign, value = texts[at], part[at + 1 :]
        if value[0].text == "=" and len(value) > 1:
            sign, value = sign + "=", value[1:]
        if sign in _OPERATORS and len(value) == 1 and at == 1:
            return {"op": "filter", "column": texts[0], "operator": _OPERATORS[sign], "value": _value(value[0])}
        return None
    if compared_by(part):
        found = filter_step(part, language)
        return found if found and "column" in found and "value" in found else None
    if language == "tr" and len(part) == 2:
        return {"op": "filter", "column": possessed(part[0]), "operator": "eq", "value": _value(part[1])}
    return None


def _value(token: Token) -> int | float | str:
    return quoted(token) if token.kind == "quote" else number_of(token.text) if token.kind == "number" else token.text


def of_place(span: list[Token], language: str) -> list[dict]:
    """ "İzmir'deki siparişlerin toplamı": the rows of that place, whose column has to be asked for."""
    if language != "tr":
        return []
    found = next(
        (t for t in span if t.kind == "word" and t.capital and t.suffix in ("deki", "daki", "teki", "taki")), None
    )
    return [{"op": "filter", "operator": "contains", "value": found.text}] if found else []
