"""The colours can be read, the demo table is what its note says, and the pictures are there."""

import csv
import re
from collections import Counter

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

BRAND = settings.BASE_DIR / "static" / "brand"
DEMO = settings.BASE_DIR / "static" / "demo"
GROUNDS = ("bg", "surface", "surface-2", "raised", "hover", "active")
TEXTS = ("ink", "ink-2", "ink-3", "accent-text", "ok", "warn", "bad", "info")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((name, f"{name}-soft") for name in ("ok", "warn", "bad", "info")),
    ("accent-text", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
]


def themes() -> list[dict[str, str]]:
    """The colours of `:root`, of the dark device, and of the chosen dark theme."""
    blocks = (BRAND / "tokens.css").read_text(encoding="utf-8").split(":root")[1:]
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(theme):
    colours = themes()[theme]
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_of_fields_and_the_focus_can_be_seen(theme):
    colours = themes()[theme]
    for name in ("line-input", "focus"):
        assert min(contrast(colours[name], colours[ground]) for ground in ("bg", "surface")) >= 3, name


def test_dark_is_the_same_whether_chosen_or_by_the_device():
    _light, by_device, chosen = themes()
    assert by_device == chosen


@pytest.mark.parametrize("name", ["favicon.svg", "mask.svg", "apple-touch-icon.png"])
def test_the_icons_are_there(name):
    assert finders.find(f"brand/{name}")


def test_the_demo_table_is_what_its_note_says():
    with (DEMO / "cities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "city", "district", "customer", "amount", "ordered_at"]
    assert len({row["id"] for row in rows}) == len(rows) == 1_200
    note = (DEMO / "README.md").read_text(encoding="utf-8")
    told = {city: int(number) for city, number in re.findall(r"(\w+) (\d+)[,.\n]", note.split("Orders by city:")[1])}
    assert told == Counter(row["city"] for row in rows)
    assert list(told.items())[:3] == [("İstanbul", 312), ("Ankara", 201), ("İzmir", 148)]
