"""When a message goes out: a moment said with it, and not one that it speaks of."""

import pytest

from .graphs import parameters


@pytest.mark.parametrize(
    ("wish", "at"),
    [
        ("saat 16'da #genel'e yaz: başlıyoruz", "2026-11-23T16:00:00+03:00"),
        ("saat 15'te değil 16'da #genel'e yaz: başlıyoruz", "2026-11-23T16:00:00+03:00"),
        ("at 4 pm post 'we start' in #general", "2026-11-23T16:00:00+03:00"),
        ("not at 3 pm but at 4 pm post 'we start' in #general", "2026-11-23T16:00:00+03:00"),
        ("post 'we start' in #general at 4 pm, not 3 pm", "2026-11-23T16:00:00+03:00"),
        ("#genel'e \"yarın 9'da toplantı var\" yaz", None),
        ("tell #general that we meet tomorrow at 9", None),
    ],
)
def test_a_message_goes_out_when_it_was_said_to(wish, at):
    assert parameters(wish).get("at") == at


@pytest.mark.parametrize(
    ("wish", "text"),
    [
        ("yarın 9'da #genel kanalına toplantı var yaz", "toplantı var"),
        ("@bora'ya merhaba yaz", "merhaba"),
        ("#genel'e sonuçları yaz", None),
        ("#genel'e tabloyu yaz", None),
    ],
)
def test_words_before_the_verb_are_the_text(wish, text):
    assert parameters(wish).get("text") == text


@pytest.mark.parametrize(
    ("wish", "title", "due"),
    [
        ("assign @bora a to-do: prepare slides by friday", "prepare slides", "2026-11-27"),
        ("add a to-do for me: buy milk, due tomorrow", "buy milk", "2026-11-24"),
        ("create a to-do for @bora: review PR, due tomorrow", "review PR", "2026-11-24"),
        ("@cem'e görev ver: fatura kes", "fatura kes", None),
    ],
)
def test_what_stands_behind_the_colon_is_to_be_done(wish, title, due):
    found = parameters(wish)
    assert (found["title"], found.get("due")) == (title, due)
