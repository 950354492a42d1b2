"""Steps that nobody names: fetching what is counted, counting what is told."""

import pytest

from .graphs import plan


def steps(wish):
    return [one["task_type"] for one in plan(wish)["segments"]]


COUNT = {"steps": [{"op": "count"}]}


@pytest.mark.parametrize(
    "wish",
    ["how many rows are in http://h/a.csv?", "count rows in http://h/a.csv", "http://h/a.csv adresinde kaç satır var?"],
)
def test_an_address_is_fetched_before_its_rows_are_counted(wish):
    fetch, count = plan(wish)["segments"]
    assert (fetch["task_type"], fetch["parameters"]) == ("http.request", {"url": "http://h/a.csv"})
    assert (count["task_type"], count["parameters"], count["dependencies"]) == ("data.transform", COUNT, [fetch["id"]])


@pytest.mark.parametrize(
    ("wish", "source"),
    [
        ("http://h/a.csv indir ve kaç satır olduğunu buraya yaz", "http.request"),
        ("a.csv dosyasını oku, kaç satır olduğunu buraya yaz", "file.read"),
        ("a.csv'deki mükerrerleri sil, kaç tane kaldığını buraya yaz", "data.transform"),
        ("download http://h/a.csv and post how many rows there are here", "http.request"),
    ],
)
def test_how_many_there_are_is_counted_before_it_is_told(wish, source):
    first, count, post = plan(wish)["segments"]
    assert first["task_type"] == source
    assert (count["parameters"], count["dependencies"]) == (COUNT, [first["id"]])
    assert (post["parameters"], post["dependencies"]) == ({"conversation": "here"}, [count["id"]])


def test_what_is_counted_already_is_not_counted_again():
    assert steps("a.csv dosyasını oku, satırları say, kaç tane olduğunu buraya yaz").count("data.transform") == 1


def test_with_nothing_to_count_it_is_asked():
    [question] = plan("kaç satır olduğunu buraya yaz")["metadata"]["questions"]
    assert question["parameter"] == "text"


def test_a_quotation_is_no_question():
    assert (
        plan("#genel'e 'kaç satır olduğunu sor' yaz")["segments"][0]["parameters"]["text"] == "kaç satır olduğunu sor"
    )
