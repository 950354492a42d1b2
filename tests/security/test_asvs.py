"""The table of OWASP ASVS 5.0 is whole, and what it points to is there."""

import re

from django.conf import settings

TABLE = (settings.BASE_DIR / "docs" / "security" / "asvs.md").read_text(encoding="utf-8")
# How many requirements of levels 1 and 2 each chapter of version 5.0.0 has.
CHAPTERS = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}


def test_every_requirement_of_levels_1_and_2_is_there_once():
    numbers = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \| [12] \|", TABLE, re.MULTILINE)
    assert len(numbers) == len(set(numbers))
    assert {chapter: sum(1 for n in numbers if int(n[0]) == chapter) for chapter in CHAPTERS} == CHAPTERS


def test_what_is_met_names_files_that_are_there():
    met = [line for line in TABLE.splitlines() if "| **open** |" not in line]
    named = set(re.findall(r"`((?:tests|docs|config|frontend)/[\w./-]+)`", "\n".join(met)))
    assert named
    assert not sorted(name for name in named if not (settings.BASE_DIR / name).exists())
