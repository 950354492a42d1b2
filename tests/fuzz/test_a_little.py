"""A small part of the fuzzing, with every run of the tests."""

import pytest

from tests.fuzz.mutations import mutated
from tests.fuzz.trying import MOST_SECONDS, try_document, try_wish


@pytest.mark.parametrize("first", [0, 100, 200])
def test_a_document_is_read_or_refused_in_words(first):
    found = [(seed, *try_document(seed)) for seed in range(first, first + 100)]
    assert [(seed, fault) for seed, fault, _spent, _taken in found if fault] == []
    assert {taken for *_rest, taken in found} == {True, False}, "some are good, some are not"


def test_a_wish_is_understood_or_refused():
    assert [(seed, fault) for seed in range(150) if (fault := try_wish(seed)[0])] == []


def test_a_document_is_the_same_for_the_same_number():
    assert mutated(7) == mutated(7)
    assert MOST_SECONDS == 1.0
