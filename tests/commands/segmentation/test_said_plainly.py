"""Wishes as people type them: without the comma, with the text itself in quotes."""

from datetime import datetime

import pytest

from apps.commands.segmentation import segment

NOW = datetime(2026, 11, 21, 12)


def branches(text):
    return [(one["task_type"], (one.get("when") or {}).get("branch")) for one in segment(text, now=NOW)["segments"]]


@pytest.mark.parametrize("comma", [",", ""])
def test_otherwise_needs_no_comma(comma):
    found = branches(f"satislar.csv dosyasını oku, boşsa bana haber ver{comma} değilse satırları say")
    assert found == [
        ("file.read", None), ("condition.if", None), ("notify.push", "then"), ("data.transform", "else"),
    ]  # fmt: skip


def test_not_so_is_a_condition_where_nothing_was_commanded():
    assert branches("dosya hazır değilse bana haber ver") == [("condition.if", None), ("notify.push", "then")]


@pytest.mark.parametrize("text", ['count the words in "one two three"', '"one two three" metnindeki kelimeleri say'])
def test_a_text_in_quotes_is_what_is_counted(text):
    [one] = segment(text, now=NOW)["segments"]
    assert one["parameters"] == {"what": "words", "text": "one two three"}
