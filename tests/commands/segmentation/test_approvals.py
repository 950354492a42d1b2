"""Who is asked for an approval, and how many of them must agree."""

import pytest

from .graphs import plan


def asked(wish):
    [found] = [one for one in plan(wish)["segments"] if one["task_type"] == "approval.request"]
    return found["parameters"]["from_people"], found["parameters"].get("needed", 1)


def branches(wish):
    return [(one["task_type"], (one.get("when") or {}).get("branch")) for one in plan(wish)["segments"]]


TWO = ["@bora", "@cem"]


@pytest.mark.parametrize(
    ("wish", "needed"),
    [
        ("ask @bora and @cem for approval; if both approve post 'go' here, otherwise post 'no go' here", 2),
        ("ask @bora and @cem for approval; if all of them approve post 'go' here", 2),
        ("ask @bora and @cem for approval; if @bora and @cem approve post 'go' here", 2),
        ("ask @bora and @cem for approval, then post 'go' here", 2),
        ("ask @bora and @cem to approve any refund, then post 'go' here", 2),
        ("ask @bora and @cem for approval; if either of them approves post 'go' here", 1),
        ("ask @bora and @cem for approval; if one of them approves post 'go' here", 1),
        ("ask @bora or @cem for approval, then post 'go' here", 1),
        ("@bora ve @cem'den onay iste; ikisi de onaylarsa buraya 'tamam' yaz, yoksa 'olmadı' yaz", 2),
        ("@bora ve @cem'den onay iste; her ikisi de onaylarsa buraya 'tamam' yaz", 2),
        ("@bora ve @cem'den onay iste, hepsi onaylarsa buraya 'tamam' yaz", 2),
        ("@bora ve @cem'den onay iste, onaylanırsa buraya 'tamam' yaz", 2),
        ("@bora ve @cem'den onay iste, biri onaylarsa buraya 'tamam' yaz", 1),
        ("@bora veya @cem'den onay iste, onaylanırsa buraya 'tamam' yaz", 1),
    ],
)
def test_as_many_must_agree_as_was_said(wish, needed):
    assert asked(wish) == (TWO, needed)


def test_some_of_those_asked_can_be_enough():
    assert asked("ask @bora, @cem and @deniz for approval; if two of them approve post 'go' here")[1] == 2


def test_one_person_decides_alone():
    assert asked("ask @bora for approval, then post 'go' here") == (["@bora"], 1)


@pytest.mark.parametrize(
    ("wish", "needed"),
    [
        ("@bora ve @cem onaylarsa buraya 'tamam' yaz, onaylamazsa 'olmadı' yaz", 2),
        ("if @bora and @cem approve, post 'go' here, otherwise post 'no' here", 2),
        ("if @bora or @cem approves, post 'go' here, otherwise post 'no' here", 1),
    ],
)
def test_a_condition_on_an_approval_asks_for_it(wish, needed):
    assert asked(wish) == (TWO, needed)
    assert branches(wish) == [("approval.request", None), ("chat.post", "then"), ("chat.post", "else")]


def test_the_condition_may_be_said_last():
    wish = "post 'go' here if @bora and @cem approve"
    assert asked(wish) == (TWO, 2)
    assert branches(wish)[0][0] == "approval.request"
