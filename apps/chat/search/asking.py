"""What somebody typed, taken apart: words, "phrases", -words and filters such as `from:ayse`, each with its place."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from apps.chat.search.words import words_of
from apps.core.problems import Invalid

FILTERS = ("from", "in", "has", "before", "after")
MAX_TERMS, MAX_FILTERS = 20, 20
_PART = re.compile(
    rf'(?:(?P<key>(?i:{"|".join(FILTERS)})):(?:"(?P<quoted>[^"]*)"|(?P<value>\S*)))'
    r'|(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)


@dataclass(frozen=True)
class Term:
    """A word, or several that stand one after the other."""

    text: str
    words: tuple[str, ...]
    without: bool = False


@dataclass(frozen=True)
class Filter:
    """One filter, and where it stood: in the typed text (`/q`, a place in characters) or in a parameter of its own."""

    name: str
    value: str
    pointer: str = "/q"
    position: int = 0

    def refuse(self, detail: Any, code: str = "invalid") -> Invalid:
        """Return the 400 that says which filter is meant and where it stands."""
        error = {"pointer": self.pointer, "code": code, "detail": detail, "position": self.position}
        return Invalid(_("Some fields are not right."), errors=[error])


@dataclass
class Question:
    terms: list[Term] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)


def read(text: str, parameters: dict[str, str]) -> Question:
    """Take a typed text apart; `parameters` are the filters that came beside it."""
    asked = Question()
    for part in _PART.finditer(text):
        if key := part["key"]:
            value = part["quoted"] if part["quoted"] is not None else part["value"]
            asked.filters.append(Filter(key.lower(), value.strip(), "/q", part.start()))
        else:
            words = part["phrase"] if part["phrase"] is not None else part["word"]
            if words.strip():
                asked.terms.append(Term(words.strip(), tuple(words_of(words)), bool(part["minus"])))
    asked.filters += [Filter(name, value.strip(), f"/{name}") for name, value in parameters.items()]
    _check(asked)
    return asked


def _check(asked: Question) -> None:
    for one in asked.filters:
        if not one.value:
            raise one.refuse(_("This filter needs a value."), "blank")
    if len(asked.terms) > MAX_TERMS or len(asked.filters) > MAX_FILTERS:
        _refuse(_("At most %(count)s words.") % {"count": MAX_TERMS}, "too_many")
    if not asked.filters and all(term.without for term in asked.terms):
        _refuse(_("Type a word or a filter."), "blank")


def _refuse(detail: str, code: str) -> None:
    raise Invalid(detail, errors=[{"pointer": "/q", "code": code, "detail": detail, "position": 0}])
