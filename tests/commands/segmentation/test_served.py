"""Task types of external services are found by the words that describe them."""

from datetime import datetime

import pytest

from apps.commands.segmentation import segment

NOW = datetime(2026, 11, 23, 10)


def declared(name: str, title: str, description: str, **properties: str) -> dict:
    rules = {key: {"type": kind} for key, kind in properties.items()}
    parameters = {"type": "object", "properties": rules, "required": list(rules)}
    return {"name": name, "title": title, "description": description, "parameters": parameters}


SERVED = [
    declared("text.shout", "Shout", "Write a text in capitals.", text="string"),
    declared(
        "image.resize", "Resize an image", "Scale a picture to a width in pixels.", path="string", width="integer"
    ),
    declared("weather.current", "Hava durumu", "Bir şehrin bugünkü sıcaklığını söyler.", city="string"),
]


def read(text: str, served: list[dict] = SERVED) -> dict:
    return segment(text, now=NOW, served=served)


@pytest.mark.parametrize(
    ("text", "kind", "parameters"),
    [
        ('shout "hello"', "text.shout", {"text": "hello"}),
        ('text.shout "hello"', "text.shout", {"text": "hello"}),
        ('"merhaba" metnini text.shout ile yaz', "text.shout", {"text": "merhaba"}),
        ("resize photo.png to 800 pixels", "image.resize", {"path": "photo.png", "width": 800}),
        ("scale the picture photo.png to a width of 300", "image.resize", {"path": "photo.png", "width": 300}),
        (
            "photo.png dosyasını 800 piksele image.resize ile küçült",
            "image.resize",
            {"path": "photo.png", "width": 800},
        ),
        ("Ankara için hava durumu getir", "weather.current", {"city": "Ankara"}),
    ],
)
def test_a_service_is_found_by_its_words(text: str, kind: str, parameters: dict) -> None:
    [one] = read(text)["segments"]
    assert (one["task_type"], one["parameters"]) == (kind, parameters)
    assert read(text, [])["segments"][0]["task_type"] != kind


def test_what_came_before_is_handed_to_it() -> None:
    first, shout, post = read("Read a.txt, shout it and post the result in #x")["segments"]
    assert (shout["task_type"], shout["parameters"]) == ("text.shout", {"text": f"${{{first['id']}}}"})
    assert post["dependencies"] == [shout["id"]]


def test_what_it_needs_is_asked_for() -> None:
    asked = read("resize the picture")["metadata"]["questions"]
    assert [(one["code"], one["parameter"]) for one in asked] == [("missing", "path"), ("missing", "width")]


@pytest.mark.parametrize(
    "text",
    [
        "write a letter to the customer", "read a.csv, sort by city and post it here", "count the words in a.txt",
        "a.csv dosyasını oku, şehre göre grupla", "@ali'ye hava durumunu yaz", "resim.png dosyasını sil",
    ],
)  # fmt: skip
def test_other_wishes_are_read_as_before(text: str) -> None:
    assert read(text)["segments"] == read(text, [])["segments"]


@pytest.mark.parametrize(
    "served",
    [
        [None, 3, {}, {"name": "a"}],
        [{"name": "x.y", "parameters": 3}],
        [{"name": "(" * 50, "parameters": {"properties": 3}}],
    ],
)
def test_odd_declarations_break_nothing(served: list) -> None:
    assert read("x.y a and post it here", served)["segments"]
