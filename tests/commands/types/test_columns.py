"""Which column a person means."""

import pytest

from apps.commands.runner.types import TaskError
from apps.commands.runner.types.tables.columns import find_column

ORDERS = ["order_id", "city", "country", "customerName", "Sipariş Tarihi", "unit price", "Ürün", "İl Kodu"]


@pytest.mark.parametrize(
    ("wanted", "column"),
    [
        ("city", "city"), ("CITY", "city"), ("City", "city"), ("cities", "city"), ("şehir", "city"), ("ŞEHİR", "city"),
        ("sehir", "city"), ("şehre", "city"), ("şehri", "city"), ("şehirlere", "city"), ("şehirlerine", "city"),
        ("şehirde", "city"), ("şehirden", "city"), ("kent", "city"), ("il", "city"), ("ülke", "country"),
        ("ülkeye", "country"), ("ülkelere", "country"), ("countries", "country"), ("customer name", "customerName"),
        ("CUSTOMER_NAME", "customerName"), ("müşteri adı", "customerName"), ("müşteri adına", "customerName"),
        ("sipariş tarihi", "Sipariş Tarihi"), ("siparis tarihine", "Sipariş Tarihi"), ("order date", "Sipariş Tarihi"),
        ("unit_price", "unit price"), ("ürüne", "Ürün"), ("URUN", "Ürün"), ("ürünü", "Ürün"), ("product", "Ürün"),
        ("products", "Ürün"), ("sipariş id", "order_id"), ("il kodu", "İl Kodu"), ("IL KODU", "İl Kodu"),
    ],
)  # fmt: skip
def test_a_word_finds_its_column(wanted: str, column: str) -> None:
    assert find_column(wanted, ORDERS) == column


@pytest.mark.parametrize(
    ("wanted", "columns", "column"),
    [
        ("sokağa", ["sokak", "kapı"], "sokak"),
        ("adede", ["adet", "tutar"], "adet"),
        ("kategorisi", ["category", "id"], "category"),
        ("city", ["sehir", "ilce"], "sehir"),
        ("ismi", ["isim", "soyisim"], "isim"),
        ("name", ["ad", "soyad"], "ad"),
        ("ad", ["ad", "AD"], "ad"),
        ("quantity", ["miktar", "fiyat"], "miktar"),
        ("tutarına", ["tutar"], "tutar"),
        ("ayı", ["ay", "yıl"], "ay"),
    ],
)
def test_endings_and_meanings_in_both_languages(wanted: str, columns: list[str], column: str) -> None:
    assert find_column(wanted, columns) == column


def test_an_unknown_column_names_those_there_are() -> None:
    with pytest.raises(TaskError) as told:
        find_column("boyut", ["city", "country"])
    assert told.value.code == "data.column_unknown"
    assert "city, country" in str(told.value)


def test_a_near_miss_is_suggested() -> None:
    with pytest.raises(TaskError, match=r"column") as told:
        find_column("contry", ["city", "country"])
    assert "“country”?" in str(told.value)


def test_many_columns_are_not_all_named() -> None:
    with pytest.raises(TaskError) as told:
        find_column("zzz", [f"column {n}" for n in range(500)])
    assert len(str(told.value)) < 600


def test_two_that_could_be_meant_are_both_named() -> None:
    with pytest.raises(TaskError) as told:
        find_column("şehir", ["city", "town"])
    assert told.value.code == "data.column_ambiguous"
    assert "city, town" in str(told.value)


@pytest.mark.parametrize("wanted", ["", " ", "_", "?", "🙂"])
def test_a_word_without_letters_finds_nothing(wanted: str) -> None:
    with pytest.raises(TaskError):
        find_column(wanted, ["city", "country"])
