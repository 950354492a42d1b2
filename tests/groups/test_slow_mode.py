from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from apps.chat.actions import add_participants, change_group, remove_participant, send_message
from apps.chat.problems import SlowMode


def test_one_waits_between_two_messages(api, ayse, bora, group, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    change_group(actor=ayse, conversation=group, slow_mode_seconds=30)
    body = {"conversation": str(group.pk), "text": "x"}
    assert api(bora).post("/api/v1/messages", body).status_code == 201
    time_machine.move_to(now + timedelta(seconds=20), tick=False)
    answer = api(bora).post("/api/v1/messages", body)
    assert (answer.status_code, answer.json()["code"]) == (429, "conversation.slow_mode")
    assert answer.headers["Retry-After"] == "10"
    time_machine.move_to(now + timedelta(seconds=30), tick=False)
    assert api(bora).post("/api/v1/messages", body).status_code == 201


def test_sending_the_same_again_is_no_second_message(ayse, bora, group, new_id):
    change_group(actor=ayse, conversation=group, slow_mode_seconds=30)
    client_id = UUID(new_id())
    first = send_message(actor=bora, conversation=group, text="x", client_id=client_id)
    assert send_message(actor=bora, conversation=group, text="x", client_id=client_id) == first


def test_who_manages_messages_does_not_wait_and_others_wait_by_themselves(ayse, bora, elif_, cem, group):
    change_group(actor=ayse, conversation=group, slow_mode_seconds=30)
    for person in (ayse, ayse, elif_, elif_, bora):
        send_message(actor=person, conversation=group, text="x")
    with pytest.raises(SlowMode):
        send_message(actor=bora, conversation=group, text="x")
    change_group(actor=ayse, conversation=group, slow_mode_seconds=0)
    send_message(actor=bora, conversation=group, text="x")


async def test_the_socket_says_how_long(socket, ayse, bora, group):
    from channels.db import database_sync_to_async as sync_to_async

    await sync_to_async(change_group)(actor=ayse, conversation=group, slow_mode_seconds=3600)
    client = await socket(bora)
    await client.command("message.send", conversation=str(group.pk), text="bir")
    answer = await client.command("message.send", conversation=str(group.pk), text="iki")
    assert answer["error"]["code"] == "conversation.slow_mode"
    assert 3590 < answer["error"]["retry_after_seconds"] <= 3600


def test_who_leaves_and_comes_back_waits_as_before(ayse, bora, cem, group):
    change_group(actor=ayse, conversation=group, slow_mode_seconds=3600)
    send_message(actor=bora, conversation=group, text="x")
    remove_participant(actor=bora, conversation=group, user=bora)
    add_participants(actor=ayse, conversation=group, user_ids=[bora.pk, cem.pk])
    with pytest.raises(SlowMode):
        send_message(actor=bora, conversation=group, text="x")
    send_message(actor=cem, conversation=group, text="x")
