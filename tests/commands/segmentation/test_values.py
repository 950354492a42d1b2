"""Parameters read from the words."""

import pytest

from .graphs import parameters, plan


@pytest.mark.parametrize(
    ("wish", "steps"),
    [
        ("count rows by team", [{"op": "count", "by": ["team"]}]),
        ("sort it by price descending", [{"op": "sort", "by": "price", "order": "desc"}]),
        ("keep only the first 10 rows", [{"op": "top", "n": 10}]),
        ("drop the empty rows", [{"op": "filter", "operator": "not_empty"}]),
        ("keep rows where status is open", [{"op": "filter", "column": "status", "operator": "eq", "value": "open"}]),
        ("remove the duplicates", [{"op": "distinct"}]),
        ("group them by customer", [{"op": "group", "by": ["customer"]}]),
        ("total the hours by team", [{"op": "aggregate", "function": "sum", "column": "hours", "by": ["team"]}]),
        ("convert it to JSON", [{"op": "convert", "to": "json"}]),
        ("keep only the name and age columns", [{"op": "select", "columns": ["name", "age"]}]),
        ("ekibe göre say", [{"op": "count", "by": ["ekip"]}]),
        ("müşteriye göre grupla", [{"op": "group", "by": ["müşteri"]}]),
        ("fiyata göre azalan sırala", [{"op": "sort", "by": "fiyat", "order": "desc"}]),
        ("sadece ilk 10 satırı bırak", [{"op": "top", "n": 10}]),
        ("boş satırları at", [{"op": "filter", "operator": "not_empty"}]),
        ("yinelenen satırları sil", [{"op": "distinct"}]),
        ("JSON'a dönüştür", [{"op": "convert", "to": "json"}]),
        ("renge göre say", [{"op": "count", "by": ["renk"]}]),
    ],
)
def test_steps_of_a_transformation(wish: str, steps: list[dict]) -> None:
    language = "tr" if any(word in wish for word in ("göre", "satır", "JSON'a")) else "en"
    document = plan(wish, language=language)
    assert document["segments"][0]["parameters"]["steps"] == steps


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ('post "it is done" in #build', {"channel": "#build", "text": "it is done"}),
        ("share the top 5 with @ece", {"people": ["@ece"], "limit": 5}),
        ("#yapi kanalına “bitti” yaz", {"channel": "#yapi", "text": "bitti"}),
        ("email the list to kim@example.com", {"to": ["kim@example.com"]}),
        ("wait 90 seconds", {"duration": "PT90S"}),
        ("yarım saat bekle", {"duration": "PT30M"}),
        ("run the month-end command", {"name": "month-end"}),
        ("ay-sonu komutunu çalıştır", {"name": "ay-sonu"}),
        ("read notes/plan.md", {"path": "notes/plan.md"}),
        ("count the words in essay.txt", {"what": "words", "path": "essay.txt"}),
        ("call POST https://a.example/hook", {"url": "https://a.example/hook", "method": "POST"}),
        ("get Selin's approval", {"from_people": ["Selin"], "text": "get Selin's approval"}),
    ],
)
def test_parameters(wish: str, expected: dict) -> None:
    assert parameters(wish) == expected


def test_moments_carry_the_offset_of_the_zone() -> None:
    assert parameters("remind me to call Ece at 3pm")["at"] == "2026-11-23T15:00:00+03:00"
    assert parameters("yarın saat 9'da Ece'yi aramamı hatırlat")["at"] == "2026-11-24T09:00:00+03:00"
    assert parameters("remind me tomorrow")["at"] == "2026-11-24"


def test_a_task_for_a_person_has_a_title_and_a_day() -> None:
    found = parameters("create a task for Bora to fix the door by Friday")
    assert found == {"title": "fix the door", "assignee": "Bora", "due": "2026-11-27"}


def test_a_task_that_is_said_for_later_shows_it() -> None:
    assert parameters('post "hi" here tomorrow at 9am') == {"conversation": "here", "text": "hi"}
    assert parameters("every Monday fetch https://a.example/x")["rrule"].startswith("FREQ=WEEKLY")


@pytest.mark.parametrize("wish", ["sort by", "https", "wait", "read the", "her için", "-den önce", "if"])
def test_unfinished_wishes_are_unsure(wish: str) -> None:
    assert plan(wish)["metadata"]["unsure"] in ("no_task", "low_confidence", "missing_parameter")
