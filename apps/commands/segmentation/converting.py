"""What something is converted to: a format, or another currency, an amount of which may stand in the wish itself."""

import re

from .columns import object_en, object_tr
from .filters import number_of
from .language import bag
from .reading import WORD_NUMBERS
from .tokens import Token
from .turkish import noun_stems

_FORMATS = {"csv": "csv", "json": "json", "xlsx": "xlsx", "excel": "xlsx", "markdown": "markdown", "text": "text",
            "metin": "text", "xml": "xml", "yaml": "yaml", "pdf": "pdf", "html": "html", "parquet": "parquet"}  # fmt: skip
_CURRENCIES = {
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "avro": "EUR", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "dolar": "USD", "tl": "TRY", "lira": "TRY", "liras": "TRY", "try": "TRY", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "sterlin": "GBP", "yen": "JPY", "jpy": "JPY", "chf": "CHF", "franc": "CHF", "francs": "CHF", "frank": "CHF",
}  # fmt: skip
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₺": "TRY", "¥": "JPY"}
_TIMES = {"bin": 1000, "thousand": 1000, "k": 1000, "milyon": 1_000_000, "million": 1_000_000}
_COMPARED = bag("over above under below than between exceeding fazla az ustu ustunde alti altinda asan cok buyuk kucuk")
_GLUED = re.compile(r"(\d{1,12}(?:[.,]\d{1,12})?)([a-z]{2,7})")


def amount_said(span: list[Token], language: str) -> dict | None:
    """ "100 doları euroya çevir", "convert $100 to euros": the amount is here, and no column of a table."""
    for i, token in enumerate(span):
        found = _amount(span, i, language)
        if found is None:
            continue
        amount, source, end = found
        if _COMPARED & {t.norm for t in [*span[max(0, i - 2) : i], *span[end : end + 1]]}:
            continue
        others = [_currency(other, language) for n, other in enumerate(span) if not i - 1 <= n < end]
        target = next((name for name in reversed(others) if name and name != source), None)
        if target:
            step = {"op": "convert", "amount": amount, "from": source, "to": target}
            return step | _rate(span, token)
    return None


def target_of(span: list[Token], language: str) -> dict | None:
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
                column = object_en(span) if language == "en" else object_tr(span)
                step: dict = {"op": "convert", "to": _CURRENCIES[name]}
                if column and column not in _CURRENCIES:
                    step["column"] = column
                return step | _rate(span)
    return None


def _amount(span: list[Token], at: int, language: str) -> tuple[int | float, str, int] | None:
    """(amount, currency, place behind it) where both are said at a place."""
    token = span[at]
    glued = _GLUED.fullmatch(token.norm) if token.kind == "word" else None
    if glued:
        value, name = number_of(glued.group(1)), _CURRENCIES.get(glued.group(2))
        return (value, name, at + 1) if name and not isinstance(value, str) else None
    said = number_of(token.text) if token.kind == "number" else WORD_NUMBERS.get(token.norm)
    if said is None or isinstance(said, str) or token.suffix:
        return None
    end = at + 1
    if end < len(span) and span[end].norm in _TIMES:
        said, end = said * _TIMES[span[end].norm], end + 1
    if end < len(span) and (name := _currency(span[end], language)):
        return said, name, end + 1
    sign = _SIGNS.get(span[at - 1].text) if at else None
    return (said, sign, end) if sign else None


def _currency(token: Token, language: str) -> str | None:
    if token.kind == "punct":
        return _SIGNS.get(token.text)
    if token.norm == "try" and not token.text.isupper():
        return None
    names = {token.norm} if language == "en" else noun_stems(token.norm) | {token.norm}
    return next((_CURRENCIES[name] for name in sorted(names) if name in _CURRENCIES), None)


def _rate(span: list[Token], besides: Token | None = None) -> dict:
    """ "at a rate of 0.92", "0,92 kurdan"."""
    for i, token in enumerate(span):
        if token.kind != "number" or token is besides:
            continue
        before, after = {t.norm for t in span[max(0, i - 3) : i]}, {t.norm for t in span[i + 1 : i + 2]}
        if "rate" in before or span[i - 1].norm == "at" or any(
            norm.startswith("kur") and "kur" in noun_stems(norm) for norm in before | after
        ):  # fmt: skip
            plain = token.text.replace(",", ".")
            return {"rate": float(plain)} if plain.count(".") < 2 and len(plain) < 20 else {}
    return {}
