"""The most and the least of rows, and filters of several parts."""

import pytest

from .graphs import plan


def rows(wish):
    """The steps of the one transformation, and the parameters that are asked for."""
    document = plan(wish)
    [found] = [one["parameters"].get("steps") for one in document["segments"] if one["task_type"] == "data.transform"]
    return found, [one.get("parameter") for one in document["metadata"].get("questions", [])]


TOP = {"op": "top", "n": 5}


@pytest.mark.parametrize(
    "wish", ["satislar.csv dosyasındaki en pahalı 5 siparişi göster", "show the 5 most expensive orders in sales.csv"]
)
def test_the_most_are_sorted_first_by_a_column_that_is_asked_for(wish):
    assert rows(wish) == ([{"op": "sort", "order": "desc"}, TOP], ["by"])


@pytest.mark.parametrize(
    ("wish", "column"),
    [
        ("satislar.csv'deki tutarı en yüksek 5 siparişi göster", "tutar"),
        ("show the 5 orders with the highest amount in sales.csv", "amount"),
    ],
)
def test_a_column_that_is_named_is_the_one(wish, column):
    assert rows(wish) == ([{"op": "sort", "order": "desc", "by": column}, TOP], [])


def test_the_least_come_from_the_other_end():
    assert rows("satislar.csv'deki en ucuz 5 siparişi göster")[0] == [{"op": "sort", "order": "asc"}, TOP]


def test_what_is_posted_is_sorted_too():
    found, asked = rows("satislar.csv dosyasını oku, en yüksek 3'ünü buraya yaz")
    assert (found, asked) == ([{"op": "sort", "order": "desc"}, {"op": "top", "n": 3}], ["by"])


@pytest.mark.parametrize(
    ("wish", "columns"),
    [
        ("satislar.csv'de şehir İzmir ve tutar 2000'den büyük olanları filtrele", ("şehir", "tutar")),
        ("read sales.csv, filter where city = İzmir and amount > 2000", ("city", "amount")),
    ],
)
def test_both_parts_of_a_filter_stay(wish, columns):
    place, amount = columns
    assert rows(wish) == (
        [
            {"op": "filter", "column": place, "operator": "eq", "value": "İzmir"},
            {"op": "filter", "column": amount, "operator": "gt", "value": 2000},
        ],
        [],
    )


def test_a_filter_that_no_steps_can_say_is_asked_about():
    assert rows("filter sales.csv where city = İzmir or amount > 2000") == (None, ["steps"])


def test_the_total_of_a_place_is_not_the_total_of_all():
    found, asked = rows("satislar.csv'de İzmir'deki siparişlerin toplam tutarını hesapla")
    assert found[0] == {"op": "filter", "operator": "contains", "value": "İzmir"}
    assert asked == ["column"]
