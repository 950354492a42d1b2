"""Whom one keeps away: listed by oneself only, and never told to them."""

import pytest
from channels.db import database_sync_to_async as sync_to_async

from apps.accounts import blocks
from apps.accounts.actions import open_login_session
from apps.accounts.blocks import block_person, unblock_person
from apps.accounts.exports import exporters
from apps.accounts.leaving import erasers
from apps.accounts.models import Block, User
from apps.accounts.preferences import put_preferences
from apps.accounts.reach import can_write_to, hidden_from, kept_apart, receipts_between, unreachable
from tests.factories.accounts import UserFactory
from tests.realtime.conftest import socket, stopped_runtime  # noqa: F401

URL = "/api/v1/users/me/blocks"


def test_a_block_is_made_read_listed_and_taken_back(api, ayse, cem):
    client, one = api(ayse), f"{URL}/{cem.pk}"
    assert client.get(one).status_code == 404
    for _ in range(2):
        answer = client.put(one)
        assert (answer.status_code, answer.json()["user"]["id"]) == (200, str(cem.pk))
    assert Block.objects.count() == 1
    assert client.get(one).json() == answer.json() == client.get(URL).json()["results"][0]
    for _ in range(2):
        assert client.delete(one).status_code == 204
    assert client.get(URL).json()["results"] == []


def test_the_list_is_paged_and_costs_as_much_with_many(api, ayse, django_assert_num_queries):
    for _ in range(6):
        block_person(actor=ayse, user_id=UserFactory().pk)
    client = api(ayse)
    with django_assert_num_queries(1):
        body = client.get(f"{URL}?limit=4").json()
    assert len(body["results"]) == 4
    assert len(client.get(body["next"]).json()["results"]) == 2


def test_the_one_who_is_blocked_sees_nothing_of_it(api, ayse, cem):
    block_person(actor=ayse, user_id=cem.pk)
    assert api(cem).get(URL).json()["results"] == []
    assert api(cem).get(f"{URL}/{ayse.pk}").status_code == 404
    assert api(cem).delete(f"{URL}/{ayse.pk}").status_code == 204
    assert Block.objects.count() == 1


def test_oneself_and_nobody_cannot_be_blocked(api, ayse, cem, new_id):
    client = api(ayse)
    assert client.put(f"{URL}/{ayse.pk}").json()["code"] == "block.oneself"
    assert client.put(f"{URL}/{new_id()}").status_code == 404
    User.objects.filter(pk=cem.pk).update(is_active=False)
    assert client.put(f"{URL}/{cem.pk}").status_code == 404


def test_one_who_left_stays_blocked_and_can_be_freed(api, ayse, cem):
    block_person(actor=ayse, user_id=cem.pk)
    User.objects.filter(pk=cem.pk).update(is_active=False)
    assert api(ayse).put(f"{URL}/{cem.pk}").status_code == 200
    assert api(ayse).delete(f"{URL}/{cem.pk}").status_code == 204


def test_there_is_a_bound(api, ayse, bora, cem, monkeypatch):
    monkeypatch.setattr(blocks, "MAX_BLOCKS", 1)
    block_person(actor=ayse, user_id=cem.pk)
    answer = api(ayse).put(f"{URL}/{bora.pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "block.too_many")
    assert api(ayse).put(f"{URL}/{cem.pk}").status_code == 200


def test_nobody_and_the_disabled_are_refused(api, bearer, ayse, cem):
    client = bearer(open_login_session(user=ayse).access)
    User.objects.filter(pk=ayse.pk).update(is_active=False)
    for who in (api(), client):
        for method in ("get", "put", "delete"):
            assert getattr(who, method)(f"{URL}/{cem.pk}").status_code == 401
    assert not Block.objects.exists()


@pytest.mark.django_db(transaction=True)
async def test_ones_own_devices_follow_and_the_other_hears_nothing(socket, ayse, cem):  # noqa: F811
    device, theirs = await socket(ayse), await socket(cem)
    await sync_to_async(block_person)(actor=ayse, user_id=cem.pk)
    event = (await device.read_until("block.added"))[-1]
    assert event["data"]["user"]["id"] == str(cem.pk)
    await sync_to_async(unblock_person)(actor=ayse, user_id=cem.pk)
    event = (await device.read_until("block.removed"))[-1]
    assert event["data"] == {"user": str(cem.pk)}
    assert await theirs.silent()


def test_the_predicates_hold_both_ways(ayse, bora, cem):
    block_person(actor=ayse, user_id=cem.pk)
    assert not can_write_to(cem, ayse)
    assert not can_write_to(ayse, cem)
    assert can_write_to(bora, ayse)
    assert kept_apart(ayse.pk) == {cem.pk}
    assert kept_apart(cem.pk) == {ayse.pk}
    assert hidden_from(cem.pk) == {ayse.pk}
    assert hidden_from(ayse.pk) == set()
    assert unreachable(cem, [ayse.pk, bora.pk, cem.pk]) == {ayse.pk}
    assert receipts_between(ayse, [bora.pk, cem.pk]) == {bora.pk}
    put_preferences(actor=ayse, receipts=False)
    assert receipts_between(ayse, [bora.pk, cem.pk]) == set()


def test_whom_one_may_write_to_costs_one_query(ayse, django_assert_num_queries):
    people = [UserFactory().pk for _ in range(10)]
    with django_assert_num_queries(1):
        assert unreachable(ayse, people) == set()


def test_the_picture_of_a_blocker_is_not_shown(api, ayse, cem, bora):
    User.objects.filter(pk=ayse.pk).update(avatar="x" * 43)
    address = f"/api/v1/users/{ayse.pk}"
    tag = api(cem).get(address)["ETag"]
    block_person(actor=ayse, user_id=cem.pk)
    answer = api(cem).get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json()["avatar_url"]) == (200, None)
    assert "ETag" not in answer.headers
    assert api(cem).get("/api/v1/users/search?q=ays").json()["results"][0]["user"]["avatar_url"] is None
    assert api(bora).get(address).json()["avatar_url"] is not None
    assert api(bora).get("/api/v1/users/search?q=ays").json()["results"][0]["user"]["avatar_url"] is not None


def test_a_persons_data_holds_their_blocks_and_goes_with_them(ayse, cem, bora):
    block_person(actor=ayse, user_id=cem.pk)
    block_person(actor=bora, user_id=ayse.pk)
    put_preferences(actor=ayse, typing=False)
    found = {rows.name: list(rows.rows) for rows in exporters["accounts"](ayse) if hasattr(rows, "rows")}
    assert [row["user"]["id"] for row in found["blocks"]] == [str(cem.pk)]
    assert found["preferences"][0]["typing"] is False
    erasers["accounts"](ayse)
    assert not Block.objects.exists()
    assert not hasattr(User.objects.get(pk=ayse.pk), "preferences")
