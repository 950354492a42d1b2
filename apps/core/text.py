"""Texts as people search and compare them: one folding for names, search and task columns."""

import unicodedata

_TURKISH = str.maketrans({"İ": "i", "I": "i", "ı": "i", "Ş": "s", "ş": "s", "Ğ": "g", "ğ": "g", "Ü": "u", "ü": "u",
                          "Ö": "o", "ö": "o", "Ç": "c", "ç": "c"})  # fmt: skip


def fold(text: str) -> str:
    """Return `text` in one case and without accents; the four letters İ I ı i become one."""
    plain = unicodedata.normalize("NFKD", text.translate(_TURKISH))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
