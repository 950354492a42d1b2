"""Amounts of money in a wish, and what currency they are asked for in."""

import pytest

from .graphs import parameters, plan, types


@pytest.mark.parametrize(
    ("wish", "amount", "source", "target"),
    [
        ("100 doları euroya çevir", 100, "USD", "EUR"),
        ("250 avroyu dolara çevirir misin", 250, "EUR", "USD"),
        ("1.500 TL'yi sterline dönüştür", 1500, "TRY", "GBP"),
        ("100$'ı TL'ye çevir", 100, "USD", "TRY"),
        ("12,5 sterlini liraya çevir", 12.5, "GBP", "TRY"),
        ("yüz doları avroya çevir", 100, "USD", "EUR"),
        ("2 bin doları liraya çevir", 2000, "USD", "TRY"),
        ("100 dolar kaç lira eder?", 100, "USD", "TRY"),
        ("how much is 100 dollars in euros?", 100, "USD", "EUR"),
        ("100 USD to EUR", 100, "USD", "EUR"),
        ("convert 100 dollars to euros", 100, "USD", "EUR"),
        ("convert $100 into euros", 100, "USD", "EUR"),
        ("change 20 pounds into yen", 20, "GBP", "JPY"),
        ("convert 1,500 USD to TRY", 1500, "USD", "TRY"),
        ("please convert 99.90 eur to chf", 99.9, "EUR", "CHF"),
    ],
)
def test_an_amount_is_exchanged_by_itself(wish: str, amount: float, source: str, target: str) -> None:
    assert types(wish) == ["data.transform"]
    assert parameters(wish)["steps"] == [{"op": "convert", "amount": amount, "from": source, "to": target}]
    assert [q["parameter"] for q in plan(wish)["metadata"]["questions"]] == ["rate"]


@pytest.mark.parametrize(
    "wish", ["convert 100 dollars to euros at a rate of 0.925", "100 doları 0,925 kurundan avroya çevir"]
)
def test_a_rate_that_is_said_is_not_asked(wish: str) -> None:
    assert parameters(wish)["steps"][0]["rate"] == 0.925
    assert plan(wish)["metadata"]["unsure"] is None


@pytest.mark.parametrize(
    ("wish", "column"),
    [
        ("convert the prices in sales.csv to euros", "prices"),
        ("convert the prices in sales.csv from dollars to euros", "prices"),
        ("sales.csv'deki fiyatları avroya çevir", "fiyat"),
    ],
)
def test_amounts_of_a_table_keep_their_column(wish: str, column: str) -> None:
    [step] = parameters(wish)["steps"]
    assert (step["op"], step["column"], step["to"]) == ("convert", column, "EUR")
