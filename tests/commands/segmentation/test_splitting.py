"""Where a wish falls into segments."""

import pytest

from .graphs import contents


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("read prices.csv, sort it by date and save it", ["read prices.csv", "sort it by date", "save it"]),
        ("find the draft; then send it to Mina", ["find the draft", "send it to Mina"]),
        ("show the meals and drinks for Monday", ["show the meals and drinks for Monday"]),
        ("book a table for Ada, Bob and Eve", ["book a table for Ada, Bob and Eve"]),
        ("is it windy outside and also play some jazz", ["is it windy outside", "play some jazz"]),
        ("what is the news. After that, set an alarm", ["what is the news", "set an alarm"]),
        ("open Winamp and play the last song", ["open Winamp and play the last song"]),
        ("list the rows group them by team total the hours",
         ["list the rows", "group them by team", "total the hours"]),
        ("on 5 March, 2027 remind me to renew the lease", ["on 5 March, 2027 remind me to renew the lease"]),
        ("post it at 8 p.m. in #news", ["post it at 8 p.m. in #news"]),
        ("visit the U.S. page", ["visit the U.S. page"]),
    ],
)  # fmt: skip
def test_english_wishes_are_cut_at_commands(wish: str, expected: list[str]) -> None:
    assert contents(wish, language="en") == expected


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("listeyi indirip satırları say", ["listeyi indirip", "satırları say"]),
        ("notu oku ve Mina'ya gönder", ["notu oku", "Mina'ya gönder"]),
        ("Ali, Veli ve Can için masa ayırt", ["Ali, Veli ve Can için masa ayırt"]),
        ("hava nasıl, sonra müzik çal", ["hava nasıl", "müzik çal"]),
        ("iki gün sonra bana hatırlat", ["iki gün sonra bana hatırlat"]),
        ("dosyayı açar mısın, bir de notu siler misin", ["dosyayı açar mısın", "notu siler misin"]),
        ("Winamp'ı aç ve son şarkıyı çal", ["Winamp'ı aç ve son şarkıyı çal"]),
        ("listeyi getir ekibe gore grupla saatleri topla", ["listeyi getir ekibe gore grupla", "saatleri topla"]),
        ("tabloyu indirdikten sonra sil", ["tabloyu indirdikten", "sil"]),
        ("ekip toplantıya sahip çıksın", ["ekip toplantıya sahip çıksın"]),
    ],
)
def test_turkish_wishes_are_cut_behind_predicates(wish: str, expected: list[str]) -> None:
    assert contents(wish, language="tr") == expected


@pytest.mark.parametrize(
    "wish",
    [
        'post "first this, then that and more. Really" in #room',
        "post 'wait, then go and see' in #room",
        '#oda kanalına "önce bunu, sonra şunu yap ve bitir" yaz',
        "#oda kanalına “al ve git; sonra dön” yaz",
    ],
)
def test_a_quotation_is_never_cut(wish: str) -> None:
    assert contents(wish) == [wish]


def test_spans_are_offsets_of_the_text() -> None:
    from .graphs import plan

    wish = "  please read a.txt,   and then delete b.txt! "
    for step in plan(wish)["segments"]:
        start, end = step["span"]
        assert wish[start:end] == step["content"]
