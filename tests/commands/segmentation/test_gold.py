"""Whole graphs of marked commands. The floors are figures once measured; `report.py` prints today's."""

from pathlib import Path

import pytest

from .gold.marked import row
from .report import GOLD, measured

FLOORS = {
    "first_en": 95, "first_tr": 95, "second_en": 86, "second_tr": 93, "third_en": 87, "third_tr": 85,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_graphs_of_marked_commands_stay_right(name: str) -> None:
    found, _ = measured(GOLD / f"{name}.txt")
    assert found["graphs"] >= FLOORS[name], found
    assert found["values"] >= 94, found


def test_every_marked_file_has_a_floor() -> None:
    assert {path.stem for path in Path(GOLD).glob("*.txt")} == set(FLOORS)


def test_a_marked_line_says_where_its_segments_stand() -> None:
    read = row("en | Please [wait a: wait 5 minutes {PT5M}] then [chat b<a: post it in #x {#x}]")
    assert read["command"] == "Please wait 5 minutes then post it in #x"
    first, second = read["gold"]["segments"]
    assert read["command"][slice(*first["span"])] == "wait 5 minutes"
    assert (second["deps"], second["values"]) == ([{"id": "a", "branch": None}], ["#x"])
