"""Commands of every kind that nobody looked at while writing the rules. The floors are figures once measured."""

import pytest

from .blind.suites import SUITES, measured

FLOORS = {
    "split_tr": 98, "split_en": 98, "office": 86, "calls": 50, "dates_tr": 98, "dates_en": 98, "dates2_tr": 95,
    "dates2_en": 94, "office2": 80, "calls2": 90,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SUITES))
def test_commands_are_read_exactly_right(name: str) -> None:
    assert measured(name) >= FLOORS[name]
