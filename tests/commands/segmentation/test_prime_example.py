"""The wish of the demo: a table is fetched, counted and posted."""

import pytest

from .graphs import plan

URL = "http://127.0.0.1:8000/static/demo/cities.csv"


@pytest.mark.parametrize("url", [URL, "https://demo.example.org/files/cities.csv"])
@pytest.mark.parametrize(
    ("wish", "column", "titles"),
    [
        (
            "{url} adresindeki tabloyu indir, şehre göre say, ilk 3'ü buraya yaz",
            "şehir",
            ["Tabloyu indir", "Şehre göre say", "İlk 3'ü buraya yaz"],
        ),
        (
            "download the table at {url}, count by city, post the top 3 here",
            "city",
            ["Download the table", "Count by city", "Post the top 3 here"],
        ),
    ],
)
def test_the_prime_example_becomes_three_steps_in_a_row(url: str, wish: str, column: str, titles: list[str]) -> None:
    document = plan(wish.format(url=url))
    first, second, third = document["segments"]
    assert (first["task_type"], first["parameters"]) == ("http.request", {"url": url})
    assert (second["task_type"], second["parameters"]) == (
        "data.transform",
        {"steps": [{"op": "count", "by": [column]}]},
    )
    assert (third["task_type"], third["parameters"]) == ("chat.post", {"conversation": "here", "limit": 3})
    assert first["dependencies"] == []
    assert second["dependencies"] == [first["id"]]
    assert third["dependencies"] == [second["id"]]
    assert [step["title"] for step in document["segments"]] == titles
    assert document["metadata"]["unsure"] is None


def test_the_prime_example_typed_without_turkish_letters() -> None:
    document = plan(f"{URL} adresindeki tabloyu indir, sehre gore say, ilk 3'u buraya yaz")
    assert document["language"] == "tr"
    assert [step["task_type"] for step in document["segments"]] == ["http.request", "data.transform", "chat.post"]
    assert document["segments"][2]["parameters"] == {"conversation": "here", "limit": 3}
