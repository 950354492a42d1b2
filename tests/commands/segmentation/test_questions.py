"""What is asked before a wish runs, in both languages."""

import pytest

from apps.commands.formats.alt import parse_alt
from apps.commands.runner.types import registry
from apps.commands.segmentation.answering import answered
from apps.commands.segmentation.questions import texts

from .graphs import plan


def asked(wish: str) -> tuple[str | None, list[tuple[str, str | None]]]:
    metadata = plan(wish)["metadata"]
    return metadata["unsure"], [(q["code"], q.get("parameter")) for q in metadata.get("questions", [])]


@pytest.mark.parametrize(
    ("wish", "why", "code", "parameter"),
    [
        ("email the report", "missing_parameter", "missing", "to"),
        ("remind me to call the bank", "missing_parameter", "missing", "at"),
        ("bankayı aramamı hatırlat", "missing_parameter", "missing", "at"),
        ("download the table and post it in #x", "missing_parameter", "missing", "url"),
        ("satislar.csv dosyasını oku, sırala, buraya yaz", "missing_parameter", "missing", "by"),
        ("post it in #general", "ambiguous", "what", None),
        ("bunu #genel kanalına yaz", "ambiguous", "what", None),
        ("read a.csv and send the rows", "ambiguous", "where", None),
        ("delete the files", "ambiguous", "which_file", None),
        ("convert the prices in sales.csv to euros", "missing_parameter", "missing", "rate"),
        ("sales.csv'deki fiyatları avroya çevir", "missing_parameter", "missing", "rate"),
        ("toplamı 1000'i aşarsa uyar", "missing_parameter", "missing", "expression"),
        ("if the total is over 1000 notify me", "missing_parameter", "missing", "expression"),
        ("liste boşsa #ops kanalına yaz", "missing_parameter", "missing", "text"),
        ("post the time here", "missing_parameter", "missing", "text"),
        ("add a to-do for @bora", "missing_parameter", "missing", "title"),
        ("save to notes.txt", "missing_parameter", "missing", "content"),
        ("if Mars is in retrograde post hello in #x", "missing_parameter", "missing", "expression"),
    ],
)
def test_what_is_open_is_asked(wish: str, why: str, code: str, parameter: str | None) -> None:
    found, questions = asked(wish)
    assert found == why
    assert (code, parameter) in questions


@pytest.mark.parametrize(
    "wish",
    [
        "download https://example.org/a.csv, count by city, post the top 3 here",
        "saat 15:00'te bankayı aramamı hatırlat",
        "wait 5 minutes and post “ready” in #demo",
        "liste boşsa #ops kanalına 'liste boş' yaz",
        "delete old.csv",
        "read a.csv, sum the amount column, if the total is over 1000 notify me",
        "a.csv dosyasını oku, tutar sütununu topla, toplamı 1000'i aşarsa uyar",
    ],
)
def test_what_is_clear_is_not_asked(wish: str) -> None:
    assert asked(wish) == (None, [])


def test_two_readings_of_the_same_weight_are_offered() -> None:
    questions = plan("record the totals from the table report")["metadata"].get("questions", [])
    for question in questions:
        if question["code"] == "which_task":
            assert len(question["options"]) >= 2


@pytest.mark.parametrize(
    ("wish", "why"), [("", "empty"), ("   ", "empty"), ("mavi", "no_task"), ("hello there", "no_task")]
)
def test_a_text_without_a_task_is_said_to_be_one(wish: str, why: str) -> None:
    assert asked(wish)[0] == why


def test_every_question_is_there_in_both_languages() -> None:
    def pairs(node: dict) -> list[dict]:
        if set(node) <= {"tr", "en"}:
            return [node]
        return [pair for part in node.values() for pair in pairs(part)]

    assert all(pair.get("tr") and pair.get("en") for pair in pairs(texts()))


def test_notes_for_the_questions_do_not_stay_in_the_document() -> None:
    for segment in plan("email the report and post it in #x")["segments"]:
        assert not segment.keys() & {"words", "rivals", "unknown"}


def test_braces_in_a_wish_do_not_break_a_question() -> None:
    assert asked("post {it} {0} {content.__class__} in #general")[0] in ("ambiguous", None)


def test_with_the_rate_that_was_answered_a_conversion_can_be_carried_out() -> None:
    document = plan("sales.csv'deki fiyatları avroya çevir")
    [question] = document["metadata"]["questions"]
    asked = {name: question[name] for name in ("segment", "code", "parameter")}
    found = answered(document, [{**asked, "value": "0,92"}])
    assert "unsure" not in found["metadata"]
    assert found["segments"][0]["parameters"]["steps"][-1]["rate"] == "0,92"
    parse_alt(found, task_types=registry)
