"""What is said not to be done is not done."""

import pytest

from .graphs import edges, parameters, plan, types


@pytest.mark.parametrize(
    "wish",
    [
        "don't delete x.csv",
        "do not post it in #ops",
        "x.csv dosyasını silme",
        "#ops kanalına yazma",
        "bunu göndermeyin",
    ],
)
def test_a_wish_that_only_forbids_has_no_steps(wish: str) -> None:
    document = plan(wish)
    assert (document["segments"], document["metadata"]["unsure"]) == ([], "no_task")


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        ("read a.csv but don't sort it, save it as b.csv", ["file.read", "file.write"]),
        ("if the sum is over 10 don't post it, otherwise post it in #x", ["condition.if", "chat.post"]),
        ("yarın 9'a toplantı için hatırlatma", ["remind.create"]),
        ("don't forget to remind me at 5 pm", ["remind.create"]),
    ],
)
def test_the_rest_of_the_wish_stays(wish: str, kinds: list[str]) -> None:
    assert types(wish) == kinds


@pytest.mark.parametrize(
    "wish", ["Don't post the sum in #x unless it is above 10", "toplam 10'u geçmedikçe #x kanalına yazma"]
)
def test_not_unless_is_if(wish: str) -> None:
    assert types(wish) == ["condition.if", "chat.post"]
    assert edges(wish) == {(0, 1, "then")}
    assert parameters(wish)["expression"] in ("value > 10", "!(toplam <= 10)")
