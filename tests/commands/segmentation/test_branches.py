"""Which branch a step stands in, where a wish says more than "if … otherwise …"."""

import pytest

from .graphs import contents, edges, parameters, types


@pytest.mark.parametrize(
    "wish",
    [
        "If the list is empty, tell #ops, otherwise delete x.csv. Either way, save the count to n.txt",
        "If the list is empty, tell #ops, otherwise delete x.csv, and save the count to n.txt in any case",
        "Liste boşsa #ops kanalına yaz, değilse x.csv'yi sil. Her durumda sayıyı n.txt'ye kaydet",
        "Liste boşsa #ops kanalına yaz, değilse x.csv'yi sil; ne olursa olsun sayıyı n.txt'ye kaydet",
    ],
)
def test_what_is_done_either_way_waits_for_the_whole_condition(wish: str) -> None:
    assert types(wish) == ["condition.if", "chat.post", "file.delete", "file.write"]
    assert edges(wish) == {(0, 1, "then"), (0, 2, "else"), (0, 3, None)}


def test_conditions_asked_in_turn_are_all_waited_for() -> None:
    wish = "Fetch https://a.example/t, if it's below 2 tell #cold, if it's above 8 page Kaan; whatever happens log it in t.log"
    assert edges(wish) == {(0, 1, None), (1, 2, "then"), (0, 3, None), (3, 4, "then"), (1, 5, None), (3, 5, None)}


@pytest.mark.parametrize(
    "wish",
    [
        "If there are rows, tell #ops; otherwise for each line in b.txt call https://a.example/x",
        "Satır varsa #ops kanalına yaz, yoksa b.txt'deki her satır için https://a.example/x adresini çağır",
    ],
)
def test_a_loop_may_be_the_other_branch(wish: str) -> None:
    assert edges(wish) == {(0, 1, "then"), (0, 2, "else"), (2, 3, "each")}


@pytest.mark.parametrize(
    "wish",
    [
        "For each order in o.json, if it is over 50, tell #big; otherwise tell #small. When all are done, email me at a@b.co",
        "o.json'daki her sipariş için 50'yi geçiyorsa #buyuk'e yaz, değilse #kucuk'e yaz; hepsi bitince a@b.co adresine e-posta at",
    ],
)
def test_after_all_rounds_the_condition_inside_is_left_too(wish: str) -> None:
    assert edges(wish) == {(0, 1, "each"), (1, 2, "then"), (1, 3, "else"), (0, 4, None)}


@pytest.mark.parametrize(
    "wish",
    [
        "For each url in u.txt, call https://a.example/x and if it is down tell #ops",
        "u.txt'deki her adres için https://a.example/x adresini çağır, kapalıysa #ops'a yaz",
    ],
)
def test_in_a_loop_a_condition_is_about_the_step_before_it(wish: str) -> None:
    assert edges(wish) == {(0, 1, "each"), (1, 2, None), (2, 3, "then")}


@pytest.mark.parametrize(
    "wish",
    [
        "Run nightly; if that fails, wait 5 minutes and try again, otherwise tell #it",
        "gece-isi komutunu çalıştır. Olmazsa 5 dakika bekle ve tekrar dene, olursa #it kanalına yaz",
    ],
)
def test_whether_it_worked_is_a_condition_of_its_own(wish: str) -> None:
    assert types(wish) == ["command.run", "condition.if", "wait", "command.run", "chat.post"]
    assert edges(wish) == {(0, 1, None), (1, 2, "then"), (2, 3, None), (1, 4, "else")}


@pytest.mark.parametrize(
    "wish",
    [
        "If the score is over 80, tell #a; else if it is over 50, tell #b; else tell #c",
        "Puan 80'in üstündeyse #a'ya yaz, değilse 50'nin üstündeyse #b'ye yaz, o da değilse #c'ye yaz",
    ],
)
def test_otherwise_if_goes_down_the_other_branch(wish: str) -> None:
    assert edges(wish) == {(0, 1, "then"), (0, 2, "else"), (2, 3, "then"), (2, 4, "else")}


@pytest.mark.parametrize(
    "wish",
    [
        "If the rate falls under 40, and if Figen agrees, call https://b.example/buy",
        "Kur 40'ın altına inerse, Figen onay verdiği takdirde https://b.example/al adresini çağır",
    ],
)
def test_of_two_conditions_in_a_row_both_must_hold(wish: str) -> None:
    assert edges(wish) == {(0, 1, "then"), (1, 2, "then")}


@pytest.mark.parametrize(
    "wish",
    [
        "If a file comes to inbox, add up the amounts; if the amounts exceed 50, tell #boss",
        "gelen klasörüne dosya gelirse tutarları topla; tutar 50'yi aşıyorsa #sef'e yaz",
    ],
)
def test_a_condition_on_what_the_branch_brought_stands_in_it(wish: str) -> None:
    assert edges(wish) == {(0, 1, "then"), (1, 2, None), (2, 3, "then")}


@pytest.mark.parametrize(
    "wish",
    [
        "Ask Deniz for approval. If she declines, tell #press, otherwise delete x.csv",
        "Deniz'den onay iste. Reddederse #press'e yaz, yoksa x.csv'yi sil",
    ],
)
def test_otherwise_after_a_no_is_a_yes(wish: str) -> None:
    assert edges(wish) == {(0, 1, "else"), (0, 2, "then")}


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("if it's up run nightly", ["if it's up", "run nightly"]),
        ("if the status is 500 page Kaan", ["if the status is 500", "page Kaan"]),
        ("if the queue is empty say so in #ops", ["if the queue is empty", "say so in #ops"]),
        ("call https://a.example/x; on failure tell #ops", ["call https://a.example/x", "on failure", "tell #ops"]),
        ('if it is empty post "x" here', ["if it is empty", 'post "x" here']),
        ("if it snows page Kaan", ["if it snows", "page Kaan"]),
        ("biri yazar yazmaz #ops'a yaz", ["biri yazar yazmaz", "#ops'a yaz"]),
        ("acilse #acil'e yaz, acil değilse x.md'ye kaydet", ["acilse", "#acil'e yaz", "x.md'ye kaydet"]),
        ("rapor.pdf uzunsa özetle, kısaysa #ekip'e yaz", ["rapor.pdf uzunsa", "özetle", "#ekip'e yaz"]),
    ],
)
def test_where_a_condition_ends(wish: str, said: list[str]) -> None:
    assert contents(wish) == said


@pytest.mark.parametrize(
    "wish",
    [
        "tell @boss the sum as long as it isn't zero",
        "tell @boss the sum, but only if it isn't zero",
        "tell @boss the sum in the event that it isn't zero",
    ],
)
def test_a_condition_may_be_said_last(wish: str) -> None:
    assert types(wish) == ["condition.if", "chat.post"]
    assert edges(wish) == {(0, 1, "then")}


@pytest.mark.parametrize(
    ("wish", "expression"),
    [
        ("if the total is over 50 and the list is empty, tell #x", "value > 50 && empty"),
        ("unless the count is under 5 and the list is empty, tell #x", "!(count < 5 && empty)"),
        ("if the count is under 5 or over 10 tell #x", "count < 5 || count > 10"),
        ("if the status is 500 or 502 tell #x", "status == 500 || status == 502"),
        ('if the answer contains "a" or "b" tell #x', 'text.contains("a") || text.contains("b")'),
        ("toplam 50'yi geçerse ve liste boşsa #x'e yaz", "toplam > 50 && empty"),
        ("sayı 5'ten azsa ya da 10'dan fazlaysa #x'e yaz", "sayi < 5 || sayi > 10"),
        ("tutar 500 ile 5000 arasındaysa #x'e yaz", "tutar >= 500 && tutar <= 5000"),
        ("en az 10 satır varsa #x'e yaz", "count >= 10"),
        ("if there are no more than 3 rows tell #x", "count <= 3"),
    ],
)
def test_joined_conditions_are_read_in_full(wish: str, expression: str) -> None:
    assert parameters(wish)["expression"] == expression


def test_half_of_a_condition_is_not_enough() -> None:
    assert "expression" not in parameters("if the total is over 50 and the customer is new, tell #x")
