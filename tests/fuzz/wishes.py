"""Odd wishes: words of commands in any order, with times, signs and letters that do not belong there."""

import random

WORDS = ["fetch", "get", "send", "post", "remind", "me", "tomorrow", "at", "9", "if", "the", "list", "is", "empty", "otherwise", "for", "each", "row", "wait", "10", "minutes", "then", "and", "every", "monday", "#general", "@ayse", "https://example.org/x.csv", "report.xlsx", '"quoted', 'text"', "first", "3", "sort", "by", "city", "count", "yarın", "saat", "9'da", "her", "pazartesi", "boşsa", "değilse", "gönder", "oku", "sonra", "ve", "ya", "da", "#genel", "kanalına", "ilk", "5'ini", "her", "satır", "için", "İstanbul'dan", "onay", "al", "hatırlat", "2026-13-45", "25:99", "99999999999999999999", "-1", "1e999", "%s", "${x}", "<script>", "'", '"', "\\", "\x00", "\u202e", "🙂"]


def wish(seed: int) -> str:
    """Return one wish; the same for the same number."""
    chance = random.Random(seed)
    words = [chance.choice(WORDS) for _ in range(chance.choice((0, 1, 3, 8, 20, 60)))]
    text = chance.choice((" ", " ", ", ", "")).join(words)
    for _time in range(chance.choice((0, 0, 1, 4))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chr(chance.choice((chance.randrange(32, 127), chance.randrange(0xD800)))) + text[at:]
    return text
