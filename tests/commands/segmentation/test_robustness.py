"""No text may break segmentation or keep it busy."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .graphs import plan

PIECES = [
    "read", "a.csv", "and", "then", ",", ".", ";", "if", "not", "otherwise", "for each row", "before", "after", "'", '"', "#x",
    "@y", "https://a.b", "ve", "sonra", "indirip", "yoksa", "her satır için", "değilse", "okuduktan", "göndermeden önce", "3", "5pm",
    "yarın", "next week", "from", "to", "between", "every", "half past", "mayıs", "18", "and a half", "İ", "ı", "$", "%", "(", ")", "\n",
    "saat", "9'da", "kadar", "arası", "her", "bir", "once she approves", "get approval", "onay al", "onaylarsa", "if so",
]  # fmt: skip
CATALOGUE = [
    {"name": "a.b", "description": "send a thing", "parameters": {"properties": {
        "city": {"type": "string"}, "n": {"type": "integer"}, "xs": {"type": "array"}, "date": {"type": "string"},
        "on": {"type": "boolean"}, "kind": {"enum": ["x", "y"]}}, "required": ["city", "n"]}},
    {"name": "c_d", "description": "read a thing"},
]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300))
def test_any_text_gives_a_document(text: str) -> None:
    for language in ("tr", "en"):
        assert plan(text, language=language)["alt"] == "2.0"


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.booleans())
def test_any_words_in_any_order_give_a_document(words: list[str], supplied: bool) -> None:
    text = " ".join(words)
    for language in ("tr", "en"):
        document = plan(text, language=language, task_types=CATALOGUE if supplied else None)
        ids = {step["id"] for step in document["segments"]}
        for step in document["segments"]:
            assert set(step["dependencies"]) <= ids
            assert step["id"] not in step["dependencies"]


@pytest.mark.parametrize(
    "unit",
    ["a", "a ", "a.", "'a ", "send and ", "if a, ", "1 ", "1,", "1/2/", "monday ", "gönderip ", "every 2 ", "half past ",
     "from 3 to ", "olursa ", "5 dakika ", "1 hour and ", "please ", "18 and ", "day after ", "@a.", "(", "a-", "\n", "İı"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["tr", "en"])
def test_long_texts_take_less_than_a_second(unit: str, language: str) -> None:
    text = (unit * 20_000)[:20_000]
    began = time.process_time()
    plan(text, language=language)
    assert time.process_time() - began < 2  # one second on an idle machine, twice that on a busy one


def test_a_long_catalogue_and_wish_end_in_time() -> None:
    began = time.process_time()
    plan("5 ve " * 4000, task_types=CATALOGUE * 20)
    assert time.process_time() - began < 2
