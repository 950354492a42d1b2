"""Steps of a data transformation, read from the words of a clause."""

from itertools import pairwise

from .columns import FUNCTIONS, columns_en, columns_tr, object_en, object_tr
from .converting import amount_said, target_of
from .english import lemma
from .extremes import with_extremes
from .filters import compared_by, filter_step, joined_filters, of_place
from .language import bag
from .tokens import Token, quoted
from .turkish import noun_stems, verb_of

_DOWN = bag("descending desc highest largest biggest newest most azalan buyukten yuksekten coktan yeniden")
_UP = bag("ascending asc lowest smallest oldest artan kucukten dusukten azdan eskiden alfabetik")
_COLUMN_SKIP = bag(
    "the a all only just and keep select drop remove delete exclude pick show these following my ve sadece yalnizca bu su butun tum "
    "please lutfen bana"
)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twenty": 20, "fifty": 50, "hundred": 100,
    "iki": 2, "uc": 3, "dort": 4, "bes": 5, "on": 10, "yirmi": 20, "elli": 50, "yuz": 100,
}  # fmt: skip


def steps_of(span: list[Token], language: str) -> list[dict]:
    """The operations a clause asks for, usually one."""
    money = amount_said(span, language)
    if money:
        return [money]
    joined = joined_filters(span, language)
    if joined is not None:
        return joined
    steps = with_extremes(_english(span) if language == "en" else _turkish(span), span, language)
    if [step["op"] for step in steps] in (["aggregate"], ["count"]):
        return of_place(span, language) + steps
    return steps


def _english(span: list[Token]) -> list[dict]:
    norms = [t.norm for t in span]
    verbs = [lemma(n) for n in norms]
    by = next((i for i, n in enumerate(norms) if n in ("by", "per") and i), -1)
    if by < 0:
        by = next(
            (i + 1 for i, n in enumerate(norms[:-1]) if n == "for" and norms[i + 1] in ("each", "every") and i), -1
        )
    columns = columns_en(span, by + 1) if by > 0 else []
    if not columns and "many" in norms:
        each = next((i for i, n in enumerate(norms) if n in ("each", "every") and i + 1 < len(norms)), -1)
        columns = [span[each + 1].norm] if each > 0 and span[each + 1].kind == "word" else []
    number = _top_number(span)
    words = set(norms)
    shaped = _shaped_en(span, norms, verbs)
    if shaped:
        return [shaped]
    if {"duplicate", "duplicates", "dedupe", "deduplicate", "duplicated", "unique", "distinct"} & (words | set(verbs)):
        return [_step("distinct", by=columns)]
    if "sort" in verbs or "order" in verbs[:2] or "rank" in verbs[:2]:
        order = "desc" if words & _DOWN and not words & _UP else "asc" if words & _UP else None
        steps = [_step("sort", by=columns[:1] if len(columns) == 1 else columns, order=order)]
        if steps[0].get("by"):
            steps[0]["by"] = steps[0]["by"][0] if len(columns) == 1 else columns
        return steps + ([{"op": "top", "n": number}] if number else [])
    compared = filter_step(span, "en") if compared_by(span) and "count" not in verbs else None
    if compared and compared.get("operator") not in ("empty", "not_empty"):
        return [compared]
    function = next((FUNCTIONS[v] for v in verbs if v in FUNCTIONS and not (v == "add" and "up" not in words)), None)
    if "count" in verbs[:3] or ("many" in words and "how" in words):
        steps = [_step("count", by=columns)]
        condition = filter_step(span, "en")
        return ([condition] if condition else []) + steps + ([{"op": "top", "n": number}] if number else [])
    if "group" in verbs and not function:
        return [_step("group", by=columns)]
    if function and not (number and "rows" in words):
        return [_step("aggregate", function=function, column=object_en(span), by=columns)]
    if "join" in verbs[:3] or "merge" in verbs[:3] or "combine" in verbs[:3]:
        on = next((i for i, n in enumerate(norms) if n == "on"), -1)
        files = [t.text for t in span if t.kind == "file"]
        return [_step("join", **{"with": files[-1] if files else None, "on": (columns_en(span, on + 1) or columns)})]
    target = target_of(span, "en")
    if target:
        return [target]
    if (
        number
        and not words & {"where", "whose"}
        and words
        & {
            "find",
            "get",
            "show",
            "list",
            "keep",
            "take",
            "top",
            "first",
            "only",
            "limit",
            "last",
            "pick",
            "select",
            "bottom",
        }
    ):
        step = {"op": "top", "n": number}
        return ([_step("sort", by=columns[0], order="desc")] if columns else []) + [step]
    condition = filter_step(span, "en")
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
    shaped = _shaped_tr(span, norms, verbs)
    if shaped:
        return [shaped]
    if (stems & {"yinelenen", "tekrar", "tekrarlayan", "mukerrer", "tekrarli", "benzersiz"} and not columns) or (
            "tekillestir" in verbs):  # fmt: skip
        return [_step("distinct", by=columns)]
    if "sirala" in verbs or "diz" in verbs:
        order = "desc" if set(norms) & _DOWN else "asc" if set(norms) & _UP else None
        by_value = columns[0] if len(columns) == 1 else columns or None
        return [_step("sort", by=by_value, order=order)] + ([{"op": "top", "n": number}] if number else [])
    compared = filter_step(span, "tr") if compared_by(span) and "say" not in verbs else None
    if compared and compared.get("operator") not in ("empty", "not_empty") and "value" in compared:
        return [compared]
    if "say" in verbs or "sayisini" in norms or ("kac" in norms and norms[-1] in ("var", "vardir", "bulunuyor")):
        condition = filter_step(span, "tr")
        return ([condition] if condition else []) + [_step("count", by=columns)] + (
            [{"op": "top", "n": number}] if number else [])  # fmt: skip
    if verbs & {"grupla", "gruplandir"}:
        return [_step("group", by=columns)]
    function = "avg" if stems & {"ortalama"} or "ortala" in verbs else "sum" if (
        "topla" in verbs or stems & {"toplam"}) else "max" if "yuksek" in norms and "hesapla" in verbs else None  # fmt: skip
    if function:
        return [_step("aggregate", function=function, column=object_tr(span), by=columns)]
    if verbs & {"birlestir", "eslestir"}:
        files = [t.text for t in span if t.kind == "file"]
        return [_step("join", **{"with": files[-1] if files else None, "on": columns or _key_tr(span)})]
    target = target_of(span, "tr")
    if target:
        return [target]
    if number:
        return ([_step("sort", by=columns[0], order="desc")] if columns else []) + [{"op": "top", "n": number}]
    condition = filter_step(span, "tr")
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
    behind = [
        t for t in span[at + 1 :] if t.kind in ("word", "quote") and t.norm not in ("and", "ve", "only", "please")
    ]
    front = [t for t in span[:at] if t.kind == "quote" or (t.kind == "word" and t.norm not in _COLUMN_SKIP
             and lemma(t.norm) not in _COLUMN_SKIP)]  # fmt: skip
    if behind and not front and span[at].norm.startswith(("column", "field")):
        return [quoted(t) if t.kind == "quote" else t.text for t in behind][:20]
    for token in span[:at]:
        if token.kind == "quote":
            out.append(quoted(token))
        elif token.kind == "word" and token.norm not in _COLUMN_SKIP and lemma(token.norm) not in _COLUMN_SKIP:
            out.append(token.text)
    return out


_ROUND = {"two": 2, "one": 1, "three": 3, "iki": 2, "bir": 1, "uc": 3}


def _shaped_en(span: list[Token], norms: list[str], verbs: list[str]) -> dict | None:
    """Rounding, renaming and leaving out columns."""
    if "round" in verbs[:2]:
        digits = next((int(t.text) for t in span if t.kind == "number" and t.text.isdigit() and len(t.text) < 3), None)
        digits = digits if digits is not None else next((_ROUND[n] for n in norms if n in _ROUND), None)
        return _step("round", column=object_en(span), digits=digits)
    if "rename" in verbs[:2] and "to" in norms:
        at = norms.index("to")
        old = [
            t for t in span[1:at] if t.kind in ("word", "quote") and t.norm not in ("the", "column", "field", "from")
        ]
        new = [t for t in span[at + 1 :] if t.kind in ("word", "quote")]
        if old and new:
            return _step("rename", column=_plain(old[-1]), to=_plain(new[0]))
    if verbs[:1] and verbs[0] in ("drop", "remove", "delete", "exclude", "discard") and {"column", "columns", "field", "fields"} & (
        set(norms)
    ):  # fmt: skip
        listed = _listed_columns(span)
        return _step("drop", columns=listed) if listed else None
    return None


def _shaped_tr(span: list[Token], norms: list[str], verbs: set[str | None]) -> dict | None:
    if "yuvarla" in verbs:
        digits = next((int(t.text) for t in span if t.kind == "number" and t.text.isdigit() and len(t.text) < 3), None)
        digits = digits if digits is not None else next((_ROUND[n] for n in norms if n in _ROUND), None)
        return _step("round", column=object_tr(span), digits=digits)
    at = next((i for i, n in enumerate(norms) if n in ("adini", "ismini")), -1)
    if at >= 0 and verbs & {"yap", "degistir", "koy", "cevir"}:
        old = [
            t for t in span[:at] if t.kind in ("word", "quote") and not t.norm.startswith(("sutun", "kolon", "alan"))
        ]
        new = [t for t in span[at + 1 :] if t.kind in ("word", "quote") and t.norm not in ("olarak",)]
        if old and new:
            return _step("rename", column=_plain(old[-1]), to=_plain(new[0]))
    if verbs & {"sil", "at", "kaldir", "cikar"} and any(n.startswith(("sutun", "kolon")) for n in norms):
        listed = _listed_columns(span)
        return _step("drop", columns=listed) if listed else None
    return None


def _plain(token: Token) -> str:
    return quoted(token) if token.kind == "quote" else token.text


def _key_tr(span: list[Token]) -> list[str]:
    """ "sku üzerinden", "müşteri no ile": what two tables are joined on."""
    for i, token in enumerate(span):
        if token.norm in ("uzerinden", "alanindan", "sutunundan", "ortak") and i and span[i - 1].kind == "word":
            return [span[i - 1].text]
    for i in range(len(span) - 1, 0, -1):
        if span[i].norm == "ile" and span[i - 1].kind == "word" and not span[i - 1].norm.startswith(("dosya", "tablo")):
            return [span[i - 1].text]
    return []


def _step(op: str, **fields: object) -> dict:
    return {"op": op, **{key: value for key, value in fields.items() if value not in (None, [], "")}}


_EXTREMES = bag(
    "top first last ilk son only bottom best sadece yalnizca oldest newest latest largest biggest smallest highest "
    "lowest cheapest eski yeni buyuk kucuk yuksek dusuk pahali ucuz"
)


_SUPERLATIVES = bag("oldest newest latest largest biggest smallest highest lowest cheapest best")


def _top_number(span: list[Token]) -> int | None:
    for i, token in enumerate(span[:-1]):
        if token.norm in _EXTREMES:
            after = span[i + 1]
            if after.suffix in ("den", "dan", "ten", "tan"):
                continue
            if after.kind == "word" and (told := _NUMBERS.keys() & noun_stems(after.norm)) and len(after.norm) > 3:
                return _NUMBERS[max(told, key=len)]
            if after.kind == "number" and after.text.isdigit() and len(after.text) < 7:
                return int(after.text)
            if after.norm in _NUMBERS:
                return _NUMBERS[after.norm]
    for before, token in pairwise(span):  # "the five biggest"
        if token.norm in _EXTREMES and token.norm not in ("only", "last") and before.norm in _NUMBERS:
            return _NUMBERS[before.norm]
        if token.norm in _SUPERLATIVES and before.kind == "number" and before.text.isdigit() and len(before.text) < 7:
            return int(before.text)
    return None
