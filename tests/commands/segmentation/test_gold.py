"""Whole graphs of marked commands. The floors are figures once measured; `report.py` prints today's."""

from pathlib import Path

import pytest

from .gold.marked import row
from .report import GOLD, measured

FLOORS = {
    "first_en": 99, "first_tr": 97, "second_en": 94, "second_tr": 96, "third_en": 91, "third_tr": 91,
    "fourth_en": 90, "fourth_tr": 92, "fifth_en": 95, "fifth_tr": 95, "sixth_en": 96, "sixth_tr": 93,
    "seventh_en": 88, "seventh_tr": 89, "eighth_en": 96, "eighth_tr": 98, "ninth_en": 94, "ninth_tr": 98, "tenth_en": 86, "tenth_tr": 98,
    "eleventh_en": 90, "eleventh_tr": 92,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_graphs_of_marked_commands_stay_right(name: str) -> None:
    found, _ = measured(GOLD / f"{name}.txt")
    assert found["graphs"] >= FLOORS[name], found
    assert found["values"] >= 95, found
    assert found["branches_f1"] >= 94, found


def test_every_marked_file_has_a_floor() -> None:
    assert {path.stem for path in Path(GOLD).glob("*.txt")} == set(FLOORS)


def test_a_marked_line_says_where_its_segments_stand() -> None:
    read = row("en | Please [wait a: wait 5 minutes {PT5M}] then [chat b<a: post it in #x {#x}]")
    assert read["command"] == "Please wait 5 minutes then post it in #x"
    first, second = read["gold"]["segments"]
    assert read["command"][slice(*first["span"])] == "wait 5 minutes"
    assert (second["deps"], second["values"]) == ([{"id": "a", "branch": None}], ["#x"])
