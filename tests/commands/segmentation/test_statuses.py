"""Conditions on how a request was answered."""

import pytest

from .graphs import plan


def decided(wish):
    return next(one for one in plan(wish)["segments"] if one["task_type"] == "condition.if")["parameters"]["expression"]


@pytest.mark.parametrize(
    ("wish", "expression"),
    [
        ("check http://h/healthz and if it is not 200 tell @bora, otherwise post 'fine' here", "status != 200"),
        ("call http://h/healthz; if it returns 200 post 'fine' here, otherwise post 'bad' here", "status == 200"),
        ("call http://h/healthz, if it is 500 or 502 post 'bad' here", "status == 500 || status == 502"),
        ("call http://h/healthz, if it returns anything other than 200 post 'bad' here", "status != 200"),
        (
            "http://h/healthz adresini kontrol et, 200 dönmezse buraya 'kötü' yaz, dönerse 'iyi' yaz",
            "status != 200",
        ),
        ("http://h/healthz adresini kontrol et, site 404 dönerse buraya 'kötü' yaz", "status == 404"),
    ],
)
def test_a_code_behind_a_request_is_its_status(wish, expression):
    assert decided(wish) == expression


@pytest.mark.parametrize(
    ("wish", "expression"),
    [
        ("call http://h/price, if the price is 200 post 'bad' here", "price == 200"),
        ("http://h/fiyat adresini çağır, fiyat 200 ise buraya 'kötü' yaz", "fiyat == 200"),
        ("read a.csv, if it is 200 post 'bad' here", "value == 200"),
        ("read a.csv, if it is not 200 post 'bad' here", "value != 200"),
    ],
)
def test_a_figure_is_a_figure(wish, expression):
    assert decided(wish) == expression


def test_where_the_request_has_failed_there_is_nothing_to_send():
    metadata = plan("check http://h/healthz and if it is not 200 tell @bora")["metadata"]
    assert [one["parameter"] for one in metadata["questions"]] == ["text"]
