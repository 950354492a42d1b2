"""A small part of the fuzzing, with every run of the tests: all shapes, and a few of what is random."""

from copy import deepcopy

import pytest

from tests.fuzz import trying
from tests.fuzz.commands_fuzz import command
from tests.fuzz.mutations import ODD, mutated
from tests.fuzz.shapes import DOCUMENTS, WISHES
from tests.fuzz.trying import report, try_document, try_long_wish, try_shape, try_wish


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_shape_is_refused_for_the_right_reason(name):
    fault, spent, _accepted = try_shape(name)
    assert fault is None
    assert spent < 5 * trying.MOST_SECONDS, "of processor time, on a slow machine; `make fuzz` asks for one second"


@pytest.mark.parametrize("name", WISHES)
def test_a_wish_that_goes_on_and_on(name):
    fault, spent, _accepted = try_long_wish(name)
    assert fault is None
    assert spent < 5 * trying.MOST_SECONDS


@pytest.mark.parametrize("first", [0, 100, 200])
def test_a_document_is_read_or_refused_in_words(first):
    found = [(seed, *try_document(seed)) for seed in range(first, first + 100)]
    assert [(seed, fault) for seed, fault, _spent, _taken in found if fault] == []
    assert {taken for *_rest, taken in found} == {True, False}, "some are good, some are not"


def test_a_wish_is_understood_or_refused():
    assert [(seed, fault) for seed in range(500) if (fault := try_wish(seed)[0])] == []


def test_the_same_number_gives_the_same():
    assert mutated(7) == mutated(7)
    assert [command(seed) for seed in range(20)] == [command(seed) for seed in range(20)]


def test_no_document_reaches_into_a_later_one():
    before = deepcopy(ODD)
    for seed in range(500):
        mutated(seed)
    assert before == ODD


def test_what_raises_is_found(monkeypatch, capsys):
    def broken(text, **options):
        raise KeyError(text)

    monkeypatch.setattr(trying, "segment", broken)
    assert report("wishes", range(5), try_wish) == 5
    assert "wishes: 5 tried, 0 accepted, 5 wrong" in capsys.readouterr().out


def test_what_takes_long_is_found(monkeypatch, capsys):
    monkeypatch.setattr(trying, "MOST_SECONDS", 0.0)
    assert report("wishes", range(1, 4), try_wish) == 3
    assert "3 wrong (3 slow)" in capsys.readouterr().out
