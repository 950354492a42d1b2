"""Random commands: marked ones mixed and broken, pieces of grammar, plain noise, long repetitions."""

import random
from functools import cache
from pathlib import Path

GOLD = Path(__file__).parents[1] / "commands" / "segmentation" / "gold"
SIGNS = "\"'“”‘’«»`()[]{}<>#@/\\|^%$€₺.,;:!?…-—_*+=~&\n\t\r\x00\u200b\u202e\ufeff\u0307İıŞşĞğÇçÖöÜü🙂𝒜漢"
PIECES = ["if", "unless", "otherwise", "else", "then", "and", "ve", "sonra", "ama", "değilse", "yoksa", "boşsa", "varsa", "her", "satır", "için", "for", "each", "row", "before", "after", "önce", "yarın", "tomorrow", "at", "9", "pm", "saat", "15:00'te", "her", "pazartesi", "every", "other", "monday", "31.02.2026", "99999999999999999999", "1e999", "½", "yarım", "https://x.y/z?a=1", "ftp://q", "#a", "@b", "a.csv", "../../etc/passwd", "'quoted", "text'", '"iki', 'kelime"', "{{x}}", "${secrets.a}", "<script>", "SELECT", "*", "ilk", "3'ü", "top", "10", "5", "dakika", "half", "past", "half", "past", "son", "son", "son", "it", "bunu", "onu", "hepsini", "-ip", "ip", "olup", "olmadığını", "if", "if", "if", "GET", "POST"]  # fmt: skip


def command(seed: int) -> str:
    """Return one command; the same for the same number."""
    dice = random.Random(seed)
    plain, words = _marked()
    kind = dice.randrange(6)
    if kind == 0:
        return _broken(dice.choice(plain), dice)
    if kind == 1:
        return " ".join(dice.choice(words) for _ in range(dice.randrange(1, 40)))
    if kind == 2:
        return " ".join(dice.choice(PIECES) for _ in range(dice.randrange(1, 60)))
    if kind == 3:
        return "".join(dice.choice(SIGNS + "abcçdefgğ ") for _ in range(dice.randrange(0, 200)))
    if kind == 4:
        return (dice.choice(PIECES) + dice.choice((" ", ", ", ". ", "\n", ""))) * dice.randrange(1, 300)
    return dice.choice((", ", " and ", " ve ", "; ", " ")).join(dice.choice(plain) for _ in range(dice.randrange(1, 8)))


@cache
def _marked() -> tuple[list[str], list[str]]:
    """Return the commands that people marked, without the marks, and their words."""
    lines = [
        line.split(" | ", 1)[1] for path in sorted(GOLD.glob("*.txt")) for line in path.read_text("utf-8").splitlines()
    ]
    plain = ["".join(c for c in line if c not in "[]{}") for line in lines]
    return plain, [word for line in plain for word in line.split()]


def _broken(line: str, dice: random.Random) -> str:
    """Letters lost, doubled, swapped; signs put in."""
    letters = list(line)
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(letters)) if letters else 0
        action = dice.randrange(4)
        if action == 0 and letters:
            del letters[at]
        elif action == 1:
            letters.insert(at, dice.choice(SIGNS))
        elif action == 2 and letters:
            letters.insert(at, letters[at])
        elif len(letters) > at + 1:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)
