"""What those see who come later."""

import pytest
from channels.db import database_sync_to_async as sync_to_async

from apps.chat.actions import add_participants, change_group, remove_participant, send_message
from apps.chat.selectors import conversation_for


def texts(api, user, group):
    return [row["text"] for row in api(user).get(f"/api/v1/conversations/{group.pk}/messages").json()["results"]]


def test_who_comes_later_sees_everything_unless_the_group_hides_it(api, ayse, bora, cem, group):
    old = send_message(actor=ayse, conversation=group, text="önce")
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    assert texts(api, cem, group) == ["önce"]
    change_group(actor=ayse, conversation=group, history="joined")
    assert texts(api, cem, group) == []
    assert api(cem).get(f"/api/v1/messages/{old.pk}").status_code == 404
    assert conversation_for(cem, group.pk).unread_count == 0
    assert api(cem).get(f"/api/v1/conversations/{group.pk}").json()["last_message"] is None
    send_message(actor=ayse, conversation=group, text="sonra")
    assert texts(api, cem, group) == ["sonra"]
    assert texts(api, bora, group) == ["sonra", "önce"]
    change_group(actor=ayse, conversation=group, history="all")
    assert texts(api, cem, group) == ["sonra", "önce"]


def test_who_comes_back_sees_nothing_of_before(api, ayse, bora, group):
    change_group(actor=ayse, conversation=group, history="joined")
    send_message(actor=ayse, conversation=group, text="ilk")
    remove_participant(actor=bora, conversation=group, user=bora)
    send_message(actor=ayse, conversation=group, text="yokken")
    add_participants(actor=ayse, conversation=group, user_ids=[bora.pk])
    send_message(actor=ayse, conversation=group, text="yeniden")
    assert texts(api, bora, group) == ["yeniden"]


@pytest.mark.django_db(transaction=True)
async def test_a_resume_does_not_bring_what_is_hidden(socket, ayse, bora, group):
    @sync_to_async
    def meanwhile():
        change_group(actor=ayse, conversation=group, history="joined")
        remove_participant(actor=bora, conversation=group, user=bora)
        send_message(actor=ayse, conversation=group, text="gizli")
        add_participants(actor=ayse, conversation=group, user_ids=[bora.pk])
        send_message(actor=ayse, conversation=group, text="açık")

    client = await socket(bora)
    cursor = client.ready["data"]["cursor"]
    await client.close()
    await meanwhile()
    back = await socket(bora, cursor)
    frames = await back.read_until("resumed")
    said = [frame["data"]["text"] for frame in frames if frame["type"] == "message.created"]
    assert said == ["açık"]
