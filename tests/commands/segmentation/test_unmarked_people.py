"""People who are named without @ are asked about; oneself is not."""

import pytest

from .graphs import plan


def asked(wish):
    return [(one["code"], one.get("parameter")) for one in plan(wish)["metadata"].get("questions", [])]


@pytest.mark.parametrize(
    ("wish", "parameter"),
    [
        ("bora'ya bildirim gönder: derleme bitti", "people"),
        ("bora'ya merhaba yaz", "people"),
        ("raporu cem'e mail at", "to"),
        ("tell bora 'hi'", "people"),
        ("notify cem: build is done", "people"),
        ("assign bora a to-do: prepare slides by friday", "assignee"),
    ],
)
def test_a_name_without_the_sign_is_asked_about(wish, parameter):
    assert ("missing", parameter) in asked(wish)


def test_what_was_said_is_offered_as_the_username():
    [question] = plan("bora'ya merhaba yaz")["metadata"]["questions"]
    assert "@bora" in question["text"]["tr"]
    assert "@bora" in question["text"]["en"]


@pytest.mark.parametrize("wish", ["email me 'test'", "bana e-posta at", "@bora'ya merhaba yaz", "tell @bora 'hi'"])
def test_oneself_and_a_username_are_known(wish):
    assert asked(wish) == []


@pytest.mark.parametrize("wish", ["email me 'test'", "bana e-posta at"])
def test_a_mail_to_oneself_goes_to_oneself(wish):
    assert plan(wish)["segments"][0]["parameters"]["to"] == ["me"]
