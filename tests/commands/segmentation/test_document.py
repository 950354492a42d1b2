"""The document as a whole."""

import json
import re
from datetime import UTC, datetime

import pytest

from .graphs import plan

WISHES = [
    "read a.txt, sort it, then post it here",
    "a.txt dosyasını oku, sırala, sonra buraya yaz",
    "if x is 3 then wait 5 minutes else delete a.txt",
    "do it. do it. do it",
    "İIıiŞşĞğ yaz",
]


@pytest.mark.parametrize("wish", WISHES)
def test_the_document_is_whole(wish: str) -> None:
    document = plan(wish, mode="dream", persona="researcher", chaos_level=4)
    assert document["alt"] == "2.0"
    assert document["mode"] == "dream"
    assert document["persona"] == "researcher"
    assert document["metadata"]["text"] == wish
    assert 0 <= document["metadata"]["confidence"] <= 1
    assert json.loads(json.dumps(document)) == document
    ids = [step["id"] for step in document["segments"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in ids)
    for n, step in enumerate(document["segments"]):
        assert set(step["dependencies"]) <= set(ids[:n])
        assert step["title"]


def test_the_same_wish_gives_the_same_document() -> None:
    assert all(plan(wish) == plan(wish) for wish in WISHES)


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("tabloyu indir", "tr"), ("show the table", "en"), ("gonder", "tr"), ("IŞIKLARI AÇ", "tr"), ("3pm", "en"),
        ("Cuma", "tr"), ("SEND IT", "en"), ("raporu ozetle ve gonder", "tr"),
    ],
)  # fmt: skip
def test_the_language_is_seen(wish: str, language: str) -> None:
    assert plan(wish)["language"] == language


def test_a_given_language_wins() -> None:
    assert plan("3", language="en")["language"] == "en"
    assert plan("3", language="tr")["language"] == "tr"


def test_now_with_an_offset_is_moved_to_the_zone() -> None:
    document = plan("remind me tomorrow", now=datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    assert document["segments"][0]["parameters"]["at"] == "2026-11-25"
    assert plan("remind me tomorrow", timezone="No/Where")["segments"][0]["parameters"]["at"] == "2026-11-24"


@pytest.mark.parametrize("wish", ["", "   ", "\n"])
def test_an_empty_wish_is_called_empty(wish: str) -> None:
    document = plan(wish)
    assert document["segments"] == []
    assert document["metadata"]["unsure"] == "empty"


@pytest.mark.parametrize("wish", ["blorp", "asdf qwer", "...", "merhaba", "🙂"])
def test_words_without_a_task_are_no_task(wish: str) -> None:
    assert plan(wish)["metadata"]["unsure"] == "no_task"


def test_a_missing_address_is_said() -> None:
    assert plan("fetch the page and count the rows")["metadata"]["unsure"] == "missing_parameter"


def test_titles_are_short_and_in_the_form_of_a_command() -> None:
    titles = [step["title"] for step in plan("listeyi indirip satırları sayar mısın")["segments"]]
    assert titles == ["Listeyi indir", "Satırları say"]
    titles = [step["title"] for step in plan("after reading prices.csv, could you please sort it")["segments"]]
    assert titles == ["Read prices.csv", "Sort it"]
