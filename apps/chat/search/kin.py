"""Turkish words whose stem is another one before some endings: şehir, şehre; burun, burnum; kayıt, kaydı; renk, rengi.

The stemmer knows endings, not words, so it gives two stems for one word; who searches for one finds the other too. The
words are the usual examples of narrowed vowels and softened consonants in Turkish grammars.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from apps.chat.search.words import turkish_stem
from apps.core.text import fold

NARROWED = (
    "ağız akıl alın asıl asır azim bağır beniz beyin boyun böğür burun cisim devir ecir emir fasıl fetih fikir geniz "
    "göğüs gönül hapis hüküm isim izin kabir kahır karın kasıt kavim kesir keşif keyif kısım koyun küfür lütuf meyil "
    "misil nakil nehir nesil nutuk oğul omuz ömür özür rahim resim ritim sabır seyir şehir şekil şükür tavır vakıf "
    "vakit zehir zihin zikir zulüm"
)
SOFTENED = "ahenk cenk çelenk denk frenk kepenk renk"
BOTH = {"kayıt": "kayd", "kayıp": "kayb", "nakit": "nakd", "akit": "akd"}
_BACK, _ROUND = set("aıou"), set("oöuü")


@dataclass(frozen=True)
class Word:
    """How a word begins, folded, in its two shapes, and a form of it for each of its stems."""

    shapes: tuple[str, str]
    forms: dict[str, str]


def kin_of(word: str) -> tuple[str, ...]:
    """Return forms of the same word that the stemmer takes for another one; nothing for most words."""
    stem, plain = turkish_stem(word), fold(word)
    found = (one for one in _words().get(stem, ()) if plain.startswith(one.shapes))
    return tuple(form for one in found for other, form in one.forms.items() if other != stem)


def kin_of_term(words: Sequence[str]) -> tuple[str, ...]:
    """Return the kin of a single word that is searched for; phrases stand as they were typed."""
    return kin_of(words[0]) if len(words) == 1 else ()


@cache
def _words() -> dict[str, list[Word]]:
    """Return the words by their stems."""
    known: dict[str, list[Word]] = defaultdict(list)
    narrowed = {one: one[:-2] + one[-1] for one in NARROWED.split()}
    softened = {one: f"{one[:-1]}g" for one in SOFTENED.split()}
    for root, short in {**narrowed, **softened, **BOTH}.items():
        forms = [root, *_declined(root, short)]
        word = Word((fold(root), fold(short)), {turkish_stem(form): form for form in reversed(forms)})
        for stem in word.forms:
            known[stem].append(word)
    return known


def _declined(root: str, short: str) -> list[str]:
    vowel = [letter for letter in root if letter in "aeıioöuü"][-1]
    back, rounded = vowel in _BACK, vowel in _ROUND
    high = ("u" if back else "ü") if rounded else ("ı" if back else "i")
    low = "a" if back else "e"
    endings = (high, low, f"{high}n", f"{high}m", f"{high}m{high}z", f"{high}nd{low}", f"{high}n{high}")
    return [*(f"{root}{ending}" for ending in (f"l{low}r", f"d{low}")), *(f"{short}{ending}" for ending in endings)]
