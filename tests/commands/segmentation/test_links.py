"""What runs before what, and in which branch."""

import pytest

from .graphs import edges, types


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("read a.csv, sort it by age and save it as b.csv", {(0, 1, None), (1, 2, None)}),
        ("delete old.log and also remind me on Friday", set()),
        ("read a.csv; meanwhile read b.csv; then join them on id", {(0, 2, None), (1, 2, None)}),
        ("create a task for Can and tell #shop about the sale", set()),
        ("wait 5 minutes and fetch https://a.example", {(0, 1, None)}),
        ("before posting it in #news, sort the list", {(0, 1, None)}),
        ("delete a.csv after saving b.csv", {(0, 1, None)}),
        ("a.csv dosyasını oku, yaşa göre sırala ve b.csv olarak kaydet", {(0, 1, None), (1, 2, None)}),
        ("eski.log dosyasını sil, bir de cuma günü bana hatırlat", set()),
        ("a.csv dosyasını oku; bu arada b.csv dosyasını oku; sonra id'ye göre birleştir", {(0, 2, None), (1, 2, None)}),
        ("#haber kanalında paylaşmadan önce listeyi sırala", {(0, 1, None)}),
        ("b.csv dosyasını kaydettikten sonra a.csv dosyasını sil", {(0, 1, None)}),
    ],
)
def test_order_and_use_of_results_make_edges(wish: str, expected: set) -> None:
    assert edges(wish) == expected


@pytest.mark.parametrize(
    "wish",
    [
        "if the total is over 50, tell @mina, otherwise delete x.csv",
        "If the total is over 50 tell @mina. Otherwise, delete x.csv",
        "toplam 50'den fazlaysa @mina'ya haber ver, yoksa x.csv dosyasını sil",
        "eğer toplam 50'yi aşarsa @mina'ya haber ver, aksi halde x.csv dosyasını sil",
    ],
)
def test_a_condition_has_two_branches(wish: str) -> None:
    assert types(wish) == ["condition.if", "chat.post", "file.delete"]
    assert edges(wish) == {(0, 1, "then"), (0, 2, "else")}


def test_a_condition_said_last_runs_first() -> None:
    assert edges("alert me if the disk is full") == {(0, 1, "then")}
    assert types("alert me if the disk is full") == ["condition.if", "notify.push"]


def test_both_actions_of_a_branch_hang_on_the_condition() -> None:
    wish = "if nobody answers, page Kaan and open a ticket"
    assert edges(wish) == {(0, 1, "then"), (0, 2, "then")}


def test_a_question_followed_by_if_so_is_the_condition() -> None:
    wish = "Was the score below 10? If so, tell #team. If not, delete x.csv"
    assert types(wish) == ["condition.if", "chat.post", "file.delete"]
    assert edges(wish) == {(0, 1, "then"), (0, 2, "else")}


@pytest.mark.parametrize(
    "wish",
    [
        "translate the note into French, get Selin's approval and once she approves publish it in #news",
        "notu Fransızcaya çevir, Selin'den onay al, onaylarsa #haber kanalında yayınla",
    ],
)
def test_an_approval_is_the_gate_itself(wish: str) -> None:
    assert types(wish) == ["model.run", "approval.request", "chat.post"]
    assert edges(wish) == {(0, 1, None), (1, 2, "then")}


@pytest.mark.parametrize(
    "wish",
    [
        "read people.csv, for each row POST it to https://a.example/x, then send me a push notification",
        "kisiler.csv dosyasını oku, her satır için https://a.example/x adresine POST et, bitince bana bildirim gönder",
    ],
)
def test_what_follows_a_loop_waits_for_the_loop(wish: str) -> None:
    assert types(wish) == ["file.read", "loop.each", "http.request", "notify.push"]
    assert edges(wish) == {(0, 1, None), (1, 2, "each"), (1, 3, None)}
