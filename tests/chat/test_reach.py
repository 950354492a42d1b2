"""Blocks and preferences hold in conversations: at every door, and without saying which of the two it was."""

from uuid import UUID

import pytest
from channels.db import database_sync_to_async as sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.blocks import block_person, unblock_person
from apps.accounts.models import User
from apps.accounts.preferences import put_preferences
from apps.chat.actions import create_group_conversation, open_direct_conversation, remove_participant, send_message
from apps.chat.models import Conversation, Message, Participant
from tests.factories.accounts import UserFactory
from tests.realtime.conftest import socket, stopped_runtime  # noqa: F401

pytestmark = pytest.mark.django_db


def open_direct(client, user):
    return client.post("/api/v1/conversations", {"user": str(user.pk)})


def write(client, conversation, **more):
    return client.post("/api/v1/messages", {"conversation": str(conversation.pk), "text": "selam", **more})


# opening --------------------------------------------------------------------------------------------------------------
def test_whoever_is_blocked_opens_no_direct_conversation(api, ayse, cem):
    block_person(actor=ayse, user_id=cem.pk)
    for writer, other in ((cem, ayse), (ayse, cem)):
        answer = open_direct(api(writer), other)
        assert (answer.status_code, answer.json()["code"]) == (403, "user.cannot_write_to")
    assert not Conversation.objects.exists()
    unblock_person(actor=ayse, user_id=cem.pk)
    assert open_direct(api(cem), ayse).status_code == 201


def test_a_block_and_a_preference_refuse_alike(api, ayse, bora, cem):
    block_person(actor=ayse, user_id=cem.pk)
    put_preferences(actor=bora, who_may_write="nobody")
    bodies = [open_direct(api(cem), person).json() for person in (ayse, bora)]
    assert "block" not in str(bodies).lower()
    assert {**bodies[0], "request_id": ""} == {**bodies[1], "request_id": ""}


def test_the_direct_conversation_there_is_can_still_be_read(api, ayse, bora, direct):
    send_message(actor=ayse, conversation=direct, text="eski")
    block_person(actor=ayse, user_id=bora.pk)
    for person, other in ((bora, ayse), (ayse, bora)):
        assert open_direct(api(person), other).status_code == 200
        assert "eski" in api(person).get(f"/api/v1/conversations/{direct.pk}/messages").text


def test_shared_lets_in_who_shares_a_conversation(api, ayse, bora, cem, group):
    put_preferences(actor=ayse, who_may_write="shared")
    assert open_direct(api(bora), ayse).status_code == 201
    assert open_direct(api(cem), ayse).status_code == 403
    assert open_direct(api(ayse), cem).status_code == 201  # one's own wish binds the others only


def test_a_former_member_shares_nothing_any_more(api, ayse, bora, group):
    put_preferences(actor=ayse, who_may_write="shared")
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert open_direct(api(bora), ayse).status_code == 403


def test_a_disabled_person_is_as_unknown(api, ayse, cem):
    block_person(actor=ayse, user_id=cem.pk)
    User.objects.filter(pk=ayse.pk).update(is_active=False)
    assert open_direct(api(cem), ayse).json()["code"] == "user.not_found"


# writing --------------------------------------------------------------------------------------------------------------
def test_nobody_writes_across_a_block(api, ayse, bora, direct, new_id):
    sent = write(api(bora), direct, client_id=(key := new_id())).json()
    block_person(actor=ayse, user_id=bora.pk)
    for person in (ayse, bora):
        answer = write(api(person), direct)
        assert (answer.status_code, answer.json()["code"]) == (403, "conversation.cannot_write")
        assert "block" not in answer.text.lower()
    assert write(api(bora), direct, client_id=key).status_code == 403
    assert list(Message.objects.values_list("pk", flat=True)) == [UUID(sent["id"])]
    unblock_person(actor=ayse, user_id=bora.pk)
    assert write(api(bora), direct).status_code == 201


@pytest.mark.parametrize(("audience", "status"), [("everyone", 201), ("shared", 201), ("nobody", 403)])
def test_who_may_write_holds_in_the_conversation_there_is(api, ayse, bora, direct, audience, status):
    put_preferences(actor=ayse, who_may_write=audience)
    assert write(api(bora), direct).status_code == status
    assert write(api(ayse), direct).status_code == 201


def test_a_group_goes_on(api, ayse, bora, group):
    block_person(actor=ayse, user_id=bora.pk)
    put_preferences(actor=ayse, who_may_write="nobody")
    for person in (ayse, bora):
        assert write(api(person), group).status_code == 201
    assert api(bora).get(f"/api/v1/conversations/{group.pk}/messages").text.count("selam") == 2


def test_a_block_is_not_gone_round_by_a_group(api, ayse, bora, cem, group):
    block_person(actor=bora, user_id=cem.pk)
    mine = create_group_conversation(actor=cem, name="x", member_ids=[])
    for url, body in (
        ("/api/v1/groups", {"name": "x", "members": [str(ayse.pk), str(bora.pk)]}),
        (f"/api/v1/groups/{mine.pk}/members", {"members": [str(bora.pk)]}),
    ):
        answer = api(cem).post(url, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "user.cannot_write_to")
    assert not Participant.objects.filter(conversation__created_by=cem, user=bora).exists()


def test_the_check_says_the_same_for_a_hundred_in_a_constant_number_of_queries(
    api, ayse, bora, cem, direct, group, django_assert_max_num_queries
):
    other = open_direct_conversation(actor=ayse, user_id=cem.pk)[0]
    more = [open_direct_conversation(actor=ayse, user_id=UserFactory().pk)[0] for _ in range(10)]
    block_person(actor=cem, user_id=ayse.pk)
    wanted = [direct, group, other, *more]
    body = {"permission": "chat.add_message", "objects": [{"type": "conversations", "id": str(o.pk)} for o in wanted]}
    with django_assert_max_num_queries(4):
        answer = api(ayse).post("/api/v1/permissions/check", body)
    allowed = [one["allowed"] for one in answer.json()["results"]]
    assert allowed == [True, True, False, *[True] * 10]


def test_sending_costs_one_query_more_than_in_a_group(ayse, direct, group):
    counts = []
    for conversation in (group, direct):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            send_message(actor=ayse, conversation=conversation, text="x")
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 1


# faces ----------------------------------------------------------------------------------------------------------------
def test_the_picture_of_a_blocker_is_not_in_the_list(api, ayse, bora, direct):
    User.objects.filter(pk=ayse.pk).update(avatar="x" * 43)
    send_message(actor=ayse, conversation=direct, text="x")
    block_person(actor=ayse, user_id=bora.pk)
    for url in ("/api/v1/conversations", f"/api/v1/conversations/{direct.pk}"):
        assert f"/users/{ayse.pk}/avatar" not in api(bora).get(url).text
        assert f"/users/{ayse.pk}/avatar" in api(ayse).get(url).text


# the socket -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
async def test_the_socket_refuses_alike(socket, ayse, bora, direct):  # noqa: F811
    mine, theirs = await socket(ayse), await socket(bora)
    await sync_to_async(block_person)(actor=ayse, user_id=bora.pk)
    answer = await theirs.command("message.send", conversation=str(direct.pk), text="x")
    assert answer["error"]["code"] == "conversation.cannot_write"
    answer = await theirs.command("typing.start", conversation=str(direct.pk))
    assert answer["error"]["status"] == 403
    await mine.read_until("block.added")
    assert await mine.silent()


@pytest.mark.django_db(transaction=True)
async def test_in_a_group_typing_is_not_shown_across_a_block(socket, ayse, bora, cem):  # noqa: F811
    group = await sync_to_async(create_group_conversation)(actor=ayse, name="x", member_ids=[bora.pk, cem.pk])
    await sync_to_async(block_person)(actor=ayse, user_id=bora.pk)
    a, b, c = [await socket(person) for person in (ayse, bora, cem)]
    for writer, blocked in ((b, a), (a, b)):
        await writer.command("typing.start", conversation=str(group.pk))
        frame = (await c.read_until("typing"))[-1]
        assert frame["data"]["conversation"] == str(group.pk)
        await writer.read_until("typing")  # one's own other devices see it too
        assert await blocked.silent()


@pytest.mark.django_db(transaction=True)
async def test_who_does_not_show_typing_does_not(socket, ayse, bora, group):  # noqa: F811
    await sync_to_async(put_preferences)(actor=ayse, typing=False)
    mine, theirs = await socket(ayse), await socket(bora)
    assert (await mine.command("typing.start", conversation=str(group.pk)))["type"] == "ack"
    assert await theirs.silent()
