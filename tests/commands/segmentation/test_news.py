"""Being told if something holds: a condition and the news of it, or a question."""

from datetime import datetime

import pytest

from apps.commands.segmentation import segment
from apps.commands.segmentation.implied import with_fetched

NOW = datetime(2026, 11, 23, 10)
URL = "https://a.example"


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        (f"tell me if {URL} is down", "failed"),
        (f"let me know if {URL} does not respond", "failed"),
        (f"tell us if {URL} is up", "succeeded"),
        (f"{URL} çökerse bana haber ver", "failed"),
        (f"{URL} çalışmıyorsa bana haber ver", "failed"),
        (f"{URL} açılırsa bana haber ver", "succeeded"),
        ("tell me if orders.csv has more than 50 rows", "count > 50"),
        ("orders.csv'de 50'den fazla satır varsa bana haber ver", "count > 50"),
        ("let me know if a.csv is empty", "empty"),
        ("a.csv boşsa haber ver", "empty"),
    ],
)
def test_a_condition_and_its_news(text: str, expression: str) -> None:
    found = segment(text, now=NOW)
    condition, news = found["segments"]
    assert (condition["task_type"], condition["parameters"]["expression"]) == ("condition.if", expression)
    assert news["when"] == {"segment": condition["id"], "branch": "then"}
    assert found["metadata"]["unsure"] is None


def test_the_news_says_what_holds() -> None:
    assert segment("tell me if a.csv is empty", now=NOW)["segments"][1]["parameters"]["text"] == "a.csv is empty"


@pytest.mark.parametrize(
    "text",
    [
        "tell me if any order is above 1000 in orders.csv",
        "orders.csv'de 1000'den büyük sipariş olursa haber ver",
        "let me know if stock.csv has empty rows",
        "stok 10'un altına düşerse bana haber ver",
        "tell me if it is cold in Ankara",
        "Ankara soğuksa bana haber ver",
    ],
)
def test_what_cannot_be_decided_is_asked_about(text: str) -> None:
    assert segment(text, now=NOW)["metadata"]["unsure"]


@pytest.mark.parametrize("text", [f"tell me if {URL} is down", f"{URL} çökerse bana haber ver"])
def test_an_address_that_a_condition_is_about_is_called_first(text: str) -> None:
    call, condition, news = with_fetched(segment(text, now=NOW))["segments"]
    assert (call["task_type"], call["parameters"]) == ("http.request", {"url": URL})
    assert condition["dependencies"] == [call["id"]]
    assert news["when"]["segment"] == condition["id"]
