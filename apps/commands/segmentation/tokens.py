"""The words of a wish with the things in it that must never be cut: addresses, files, names, quotations."""

import json
import re
from dataclasses import dataclass

from .language import fold

_EXTENSIONS = (
    "csv|tsv|json|jsonl|txt|md|log|xlsx|xls|pdf|docx|doc|pptx|ppt|xml|yaml|yml|html|htm|zip|gz|tar|parquet|png|jpg|"
    "jpeg|gif|svg|mp3|mp4|wav|ini|cfg|conf|toml|sql|db|sqlite|py|sh|js|ts|bak|ics|eml|alt|last|atlas|odt|ods|rtf|tex|"
    "vcf|webp|mov|avi|mkv|ogg|flac|rar|7z|tgz|bmp|ipynb|css"
)
_PATTERN = re.compile(
    r"""
      (?P<url>\bhttps?://[^\s<>"“”]+)
    | (?P<email>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})
    | (?P<channel>\#[\w][\w-]*)
    | (?P<person>@[\w](?:[\w.-]{0,60}\w)?)
    | (?P<file>(?:[\w~.-]{1,60}/){0,8}\w[\w-]{0,80}(?:\.[\w-]{1,30}){0,4}?\.(?:"""
    + _EXTENSIONS
    + r""")\b)
    | (?P<clock>\b\d{1,2}:\d{2}(?::\d{2})?(?!\d))
    | (?P<date>\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b)
    | (?P<number>\d{1,3}(?:[.,]\d{3})+(?![\d])|\d+[.,]\d+|\d+(?![\w]))
    | (?P<word>\w+(?:-\w+)*)
    | (?P<punct>[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUOTES = {'"': '"', "“": "”", "«": "»", "„": "“", "`": "`", "”": "”"}
_URL_TAIL = ".,;:!?)]}'\"’"
_SUFFIX = re.compile(r"['’](\w{1,12})")


@dataclass(slots=True)
class Token:
    """One uncuttable piece of the wish."""

    kind: str
    text: str
    start: int
    end: int
    norm: str
    suffix: str = ""
    full_norm: str = ""
    whole: str = ""

    @property
    def is_word(self) -> bool:
        return self.kind == "word"

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens in one pass."""
    tokens: list[Token] = []
    position, length = 0, len(text)
    no_close: set[str] = set()
    while position < length:
        letter = text[position]
        if letter.isspace():
            position += 1
            continue
        end = _quotation(text, position, no_close)
        if end:
            tokens.append(_token("quote", text, position, end))
            position = end
            continue
        if letter == "{" and len(text) > position + 1 and len(no_close) < 9:
            end = _document(text, position)
            if end:
                tokens.append(_token("json", text, position, end))
                position = end
                continue
            no_close.add(f"{{{position}")
        match = _PATTERN.match(text, position)
        if not match:
            position += 1
            continue
        kind, end = match.lastgroup or "word", match.end()
        if kind == "url":
            end = _trim_url(text, position, end)
        tokens.append(_token(kind, text, position, end))
        position = end
        suffix = _SUFFIX.match(text, position) if kind not in ("punct",) else None
        if suffix:
            tokens[-1].suffix = fold(suffix.group(1))
            tokens[-1].end = position = suffix.end()
            tokens[-1].whole = text[tokens[-1].start : position]
            tokens[-1].full_norm = fold(tokens[-1].whole)
    return tokens


def _token(kind: str, text: str, start: int, end: int) -> Token:
    piece = text[start:end]
    norm = fold(piece)
    return Token(kind, piece, start, end, norm, "", norm, piece)


def _trim_url(text: str, start: int, end: int) -> int:
    """Drop closing punctuation and a Turkish case ending from an address."""
    apostrophe = max(text.find("'", start, end), text.find("’", start, end))
    if apostrophe > 0 and text[apostrophe + 1 : end].rstrip(_URL_TAIL).isalpha():
        return apostrophe
    while end > start and text[end - 1] in _URL_TAIL:
        if text[end - 1] == ")" and "(" in text[start:end]:
            break
        end -= 1
    return end


def _quotation(text: str, start: int, no_close: set[str]) -> int:
    """End of the quotation that opens at start, or 0."""
    opening = text[start]
    if opening in _QUOTES:
        if opening in no_close:
            return 0
        close = text.find(_QUOTES[opening], start + 1)
        if close < 0:
            no_close.add(opening)
            return 0
        return close + 1 if close > start + 1 else 0
    if opening not in "'‘" or (start and (text[start - 1].isalnum())) or "'" in no_close:
        return 0
    if start + 1 >= len(text) or text[start + 1].isspace():
        return 0
    close = start + 1
    for _ in range(12):
        ends = [at for at in (text.find("'", close, close + 2000), text.find("’", close, close + 2000)) if at >= 0]
        if not ends:
            no_close.add("'")
            return 0
        close = min(ends) + 1
        if not text[close - 2].isspace() and (close >= len(text) or not text[close].isalnum()) and close - start > 2:
            return close
    return 0


def _whole(digits: str) -> int:
    if len(digits) > 15:
        raise ValueError(digits[:20])
    return int(digits)


def _none(said: str) -> float:
    raise ValueError(said)


_JSON = json.JSONDecoder(parse_int=_whole, parse_constant=_none)


def _document(text: str, start: int) -> int:
    """End of the JSON object that opens at start, or 0."""
    try:
        found, end = _JSON.raw_decode(text, start)
        json.dumps(found, allow_nan=False)
    except (ValueError, RecursionError):
        return 0
    return end if found else 0


def document(token: Token) -> dict:
    """The object that a JSON token is."""
    return _JSON.raw_decode(token.text)[0]


def quoted(token: Token) -> str:
    """The words inside a quotation token."""
    inner = token.text[1:]
    return inner[:-1].strip() if inner else ""
