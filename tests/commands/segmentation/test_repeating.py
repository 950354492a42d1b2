"""What is done several times, in rounds, until something holds."""

from datetime import datetime

import pytest

from apps.commands.segmentation import segment

NOW = datetime(2026, 11, 23, 10)
URL = "https://a.example"


def read(text: str) -> list[dict]:
    return segment(text, now=NOW)["segments"]


def asked(text: str) -> list[tuple]:
    return [(q["code"], q.get("parameter")) for q in segment(text, now=NOW)["metadata"].get("questions", [])]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("read a.csv, for each row post the city here", "${item.city}"),
        ("for each order in orders.csv post its total and its date in #x", "${item.total} – ${item.date}"),
        ("read a.csv and for each customer send the name to #crm", "${item.name}"),
        ("a.csv dosyasını oku, her satır için şehri buraya yaz", "${item.şehir}"),
        ("a.csv dosyasını oku, her müşteri için adını ve fiyatını #x kanalına yaz", "${item.ad} – ${item.fiyat}"),
    ],
)
def test_a_round_posts_the_field_that_is_named(text: str, said: str) -> None:
    found = read(text)
    assert found[-1]["parameters"]["text"] == said
    assert "column" not in found[-2]["parameters"]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("read a.csv and for each city post it here", "city"),
        ("a.csv dosyasını oku, her şehir için buraya yaz", "şehir"),
        ("read a.csv and for each row post it here", None),
        ("a.csv dosyasını oku, her satır için buraya yaz", None),
        ("for each customer in a.csv write a letter and save it as letter.txt", None),
    ],
)
def test_a_loop_over_a_column(text: str, column: str | None) -> None:
    [loop] = [one for one in read(text) if one["task_type"] == "loop.each"]
    assert loop["parameters"].get("column") == column


@pytest.mark.parametrize("text", ["for each row post the city here", "her satır için şehri buraya yaz"])
def test_a_loop_over_nothing_asks(text: str) -> None:
    assert ("missing", "path") in asked(text)


@pytest.mark.parametrize(
    "text",
    [f"call {URL} 3 times", f"{URL} adresini 3 kere çağır", f"call {URL} three times", f"{URL} adresini üç kez çağır"],
)
def test_several_times(text: str) -> None:
    loop, call = read(text)
    assert (loop["task_type"], loop["parameters"]["in"]) == ("loop.each", [1, 2, 3])
    assert call["when"] == {"segment": loop["id"], "branch": "each"}


def test_tried_again_so_often() -> None:
    assert read(f"call {URL}; if it fails, try {URL} again 3 times")[-1]["retry"] == {"limit": 3}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"call {URL} every morning at 9 for 3 days", "FREQ=DAILY;INTERVAL=1;BYHOUR=9;BYMINUTE=0;UNTIL=20261127T085959"),
        (f"3 gün boyunca her sabah 9'da {URL} adresini çağır", "FREQ=DAILY;INTERVAL=1;BYHOUR=9;BYMINUTE=0;UNTIL=20261127T085959"),
        (f"every 10 minutes for 2 hours call {URL}", "FREQ=MINUTELY;INTERVAL=10;UNTIL=20261123T115959"),
        (f"2 saat boyunca her 10 dakikada bir {URL} adresini çağır", "FREQ=MINUTELY;INTERVAL=10;UNTIL=20261123T115959"),
        (f"call {URL} every day at 9 until Friday", "FREQ=DAILY;INTERVAL=1;BYHOUR=9;BYMINUTE=0;UNTIL=20261127"),
        (f"cumaya kadar her gün 9'da {URL} adresini çağır", "FREQ=DAILY;INTERVAL=1;BYHOUR=9;BYMINUTE=0;UNTIL=20261127"),
    ],
)  # fmt: skip
def test_a_repetition_has_its_end(text: str, rule: str) -> None:
    assert [one.get("rrule") for one in segment(text, now=NOW)["times"] if "rrule" in one] == [rule]


@pytest.mark.parametrize(
    "text",
    [
        f"every 10 minutes check {URL} until it returns 200, then tell #ops it is up",
        f"200 dönene kadar her 10 dakikada bir {URL} adresini kontrol et, sonra #ops kanalına yaz",
    ],
)
def test_until_an_address_answers(text: str) -> None:
    found = segment(text, now=NOW)
    loop, attempt, call, again, post = found["segments"]
    assert [one["task_type"] for one in (loop, attempt, call, again)] == ["loop.while", "try", "http.request", "set"]
    assert loop["parameters"]["delay"] == "PT10M"
    assert post["dependencies"] == [loop["id"]]
    assert not any("rrule" in one for one in found["times"])


@pytest.mark.parametrize(
    "text",
    [
        "every 10 minutes count the rows of a.csv until there are 50",
        "50 satır olana kadar 10 dakikada bir a.csv dosyasındaki satırları say",
        "remind me 3 times to call mum",
        "anneyi aramamı 3 kere hatırlat",
    ],
)
def test_what_cannot_be_repeated_is_asked_about(text: str) -> None:
    assert ("repeats", None) in asked(text)


@pytest.mark.parametrize("text", ["wait until 5 pm", "saat 17'ye kadar bekle", "Jale kabul edene kadar bekle"])
def test_waiting_is_no_repetition(text: str) -> None:
    assert ("repeats", None) not in asked(text)
