"""Capital and small letters."""

from datetime import datetime

import pytest

from apps.commands.segmentation import segment

NOW = datetime(2026, 11, 23, 10)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("merhaba büyük harfle yaz", "chat.post", "MERHABA"),
        ('"istanbul ılık" büyük harflerle yaz', "chat.post", "İSTANBUL ILIK"),
        ('"İYİ" kelimesini küçük harfe çevir', "set", "iyi"),
        ("write hello in capitals", "chat.post", "HELLO"),
        ('write "hi there" in upper case in #dev', "chat.post", "HI THERE"),
        ('turn "Hello" into lower case', "set", "hello"),
    ],
)
def test_letters_are_shaped(text: str, kind: str, said: str) -> None:
    [one] = segment(text, now=NOW)["segments"]
    assert one["task_type"] == kind
    assert one["parameters"]["text" if kind == "chat.post" else "values"] == said


@pytest.mark.parametrize(
    "text", ["read a.txt, make it uppercase and post it here", "a.txt dosyasını oku, büyük harfe çevir ve buraya yaz"]
)
def test_what_comes_before_is_for_a_model(text: str) -> None:
    assert [one["task_type"] for one in segment(text, now=NOW)["segments"]] == ["file.read", "model.run", "chat.post"]


@pytest.mark.parametrize("text", ["metindeki büyük harfleri say", 'count the capital letters in "Hello There"'])
def test_letters_are_still_counted(text: str) -> None:
    assert segment(text, now=NOW)["segments"][0]["task_type"] == "text.count"
