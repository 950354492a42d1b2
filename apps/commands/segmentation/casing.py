"""Texts that are wanted in capital or in small letters: shaped here where the text was said, by a model where it comes first."""

from .language import bag, lower
from .lexicon import word_set
from .reading import Reading
from .tokens import Token, quoted
from .turkish import noun_stems

_UPPER_EN = bag("uppercase upper-case capitals caps capitalise capitalize capitalized uppercased")
_LOWER_EN = bag("lowercase lower-case lowercased")
_SAYS = bag("write say post print type yaz soyle paylas")
_NO_TEXT = bag(
    "please lutfen kelimesini kelimeyi sozcugunu metnini metni yazisini cumlesini bana buraya here all the word text phrase ve and"
)


def casing_of(span: list[Token], language: str) -> str:
    """ "upper" or "lower" where a clause asks for such letters, else empty."""
    norms = [t.norm for t in span]
    for i, norm in enumerate(norms):
        behind = norms[i + 1] if i + 1 < len(norms) else ""
        if language == "en":
            pair = behind in ("case", "letters", "letter")
            if norm in _UPPER_EN or (norm in ("upper", "capital", "block") and pair):
                return "upper"
            if norm in _LOWER_EN or (norm in ("lower", "small") and pair):
                return "lower"
        elif (
            behind.startswith("harf")
            and norm in ("buyuk", "kucuk")
            and behind not in ("harf", "harfi", "harfleri", "harflerini")
        ):
            return "upper" if norm == "buyuk" else "lower"
    return ""


def literal(span: list[Token], language: str) -> list[Token]:
    """The words that shall be shaped, where the wish says them itself."""
    quotes = [t for t in span if t.kind == "quote"]
    if quotes:
        return quotes[:1]
    if any(t.kind not in ("word", "channel", "person", "punct") for t in span):
        return []
    norms = [t.norm for t in span]
    if language == "en":
        end = next((i for i, n in enumerate(norms) if n in ("in", "to", "into", "as")), -1)
        said = span[1:end] if end > 1 else []
    else:
        end = next((i for i, n in enumerate(norms[:-1]) if n in ("buyuk", "kucuk") and norms[i + 1][:4] == "harf"), 0)
        said = span[:end]
    said = [t for t in said if t.norm not in _NO_TEXT and t.kind == "word"]
    known = word_set(language, "anaphora") | word_set(language, "outputs")
    if any((noun_stems(t.norm) if language == "tr" else {t.norm}) & known or t.norm in known for t in said):
        return []
    return said


def has_literal(span: list[Token], language: str) -> bool:
    """Does the wish say itself what shall be shaped?"""
    return bool(literal(span, language))


def says(verb: str) -> bool:
    """Is the shaped text to be posted, and not only to be given?"""
    return verb in _SAYS


def shaped(r: Reading) -> str | None:
    """The text in the letters that were asked for."""
    how, found = casing_of(r.span, r.language), literal(r.span, r.language)
    if not how or not found:
        return None
    said = quoted(found[0]) if found[0].kind == "quote" else r.text[found[0].start : found[-1].end]
    if how == "lower":
        return lower(said, r.language)
    return said.replace("i", "İ").replace("ı", "I").upper() if r.language == "tr" else said.upper()


def values(r: Reading) -> dict:
    """Parameters of set: the text as it was wanted."""
    return {"values": shaped(r)}
