"""Throws random commands at segmentation: none may raise, none may take a second of CPU, each gives a valid document.

python -m tests.fuzz.commands_fuzz [--count 20000] [--seed 1]
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import django

from apps.commands.formats.alt import AltInvalid, parse_alt
from apps.commands.segmentation import segment

NOW = datetime(2026, 11, 23, 10, 0)
GOLD = Path(__file__).parents[1] / "commands" / "segmentation" / "gold"
MODES = ("normal", "dream", "explore", "chaos")
PERSONAS = (None, "technical_expert", "creative_writer", "researcher", "project_manager", "?")
SIGNS = "\"'“”‘’«»`()[]{}<>#@/\\|^%$€₺.,;:!?…-—_*+=~&\n\t\r\x00\u200b\u202e\ufeff\u0307İıŞşĞğÇçÖöÜü🙂𝒜漢"
PIECES = ["if", "unless", "otherwise", "else", "then", "and", "ve", "sonra", "ama", "değilse", "yoksa", "boşsa", "varsa", "her", "satır", "için", "for", "each", "row", "before", "after", "önce", "yarın", "tomorrow", "at", "9", "pm", "saat", "15:00'te", "her", "pazartesi", "every", "other", "monday", "31.02.2026", "99999999999999999999", "1e999", "½", "yarım", "https://x.y/z?a=1", "ftp://q", "#a", "@b", "a.csv", "../../etc/passwd", "'quoted", "text'", '"iki', 'kelime"', "{{x}}", "${secrets.a}", "<script>", "SELECT", "*", "ilk", "3'ü", "top", "10", "5", "dakika", "half", "past", "half", "past", "son", "son", "son", "it", "bunu", "onu", "hepsini", "-ip", "ip", "olup", "olmadığını", "if", "if", "if", "GET", "POST"]  # fmt: skip


def commands(count: int, seed: int) -> Iterator[str]:
    """Random commands: words of marked ones mixed and broken, pieces of grammar, plain noise, long repetitions."""
    dice = random.Random(seed)
    lines = [
        line.split(" | ", 1)[1] for path in sorted(GOLD.glob("*.txt")) for line in path.read_text("utf-8").splitlines()
    ]
    plain = ["".join(c for c in line if c not in "[]{}") for line in lines]
    words = [word for line in plain for word in line.split()]
    for _ in range(count):
        kind = dice.randrange(6)
        if kind == 0:
            yield _broken(dice.choice(plain), dice)
        elif kind == 1:
            yield " ".join(dice.choice(words) for _ in range(dice.randrange(1, 40)))
        elif kind == 2:
            yield " ".join(dice.choice(PIECES) for _ in range(dice.randrange(1, 60)))
        elif kind == 3:
            yield "".join(dice.choice(SIGNS + "abcçdefgğ ") for _ in range(dice.randrange(0, 200)))
        elif kind == 4:
            yield (dice.choice(PIECES) + dice.choice((" ", ", ", ". ", "\n", ""))) * dice.randrange(1, 300)
        else:
            yield dice.choice((", ", " and ", " ve ", "; ", " ")).join(
                dice.choice(plain) for _ in range(dice.randrange(1, 8))
            )


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


def run(count: int, seed: int) -> tuple[list[str], float]:
    """Return the commands that failed, each with how, and the CPU seconds of the slowest."""
    failures: list[str] = []
    slowest = 0.0
    dice = random.Random(seed + 1)
    for number, text in enumerate(commands(count, seed)):
        began = time.process_time()
        try:
            document = segment(
                text, now=NOW, mode=dice.choice(MODES), persona=dice.choice(PERSONAS), chaos_level=dice.randrange(1, 11)
            )
        except Exception as error:
            failures.append(f"{type(error).__name__}: {error}: {text[:200]!r}")
            continue
        took = time.process_time() - began
        slowest = max(slowest, took)
        if took > 1:
            failures.append(f"{took:.2f} s: {text[:200]!r}")
        if number % 10 == 0 and document["segments"]:
            failures += _invalid({**document, "persona": None}, text)
    return failures, slowest


def _invalid(document: dict, text: str) -> list[str]:
    try:
        parse_alt(document)
    except AltInvalid as error:
        return [f"invalid {error.errors[0]}: {text[:200]!r}"]
    return []


def main() -> None:
    """Run, print what failed, exit 1 if anything did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")
    django.setup()
    failures, slowest = run(options.count, options.seed)
    print("\n".join(failures[:20]))
    print(f"{options.count} commands, {len(failures)} failures, slowest {slowest * 1000:.0f} ms CPU")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
