"""What those see who come later."""

import json

import pytest
from channels.db import database_sync_to_async as sync_to_async

from apps.chat.actions import add_participants, change_group, remove_participant, send_message
from apps.chat.messages.deleting import delete_for_everyone
from apps.chat.messages.editing import edit_message
from apps.chat.messages.pinning import pin_message
from apps.chat.messages.reacting import add_reaction
from apps.chat.selectors import conversation_for


def texts(api, user, group):
    rows = api(user).get(f"/api/v1/conversations/{group.pk}/messages").json()["results"]
    return [row["text"] for row in rows if row["type"] != "system"]


def test_who_comes_later_sees_everything_unless_the_group_hides_it(api, ayse, bora, cem, group):
    old = send_message(actor=ayse, conversation=group, text="önce")
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    assert texts(api, cem, group) == ["önce"]
    change_group(actor=ayse, conversation=group, history="joined")
    assert texts(api, cem, group) == []
    assert api(cem).get(f"/api/v1/messages/{old.pk}").status_code == 404
    assert conversation_for(cem, group.pk).unread_count == 0
    assert api(cem).get(f"/api/v1/conversations/{group.pk}").json()["last_message"]["system"]["value"] == "joined"
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
    said = [frame["data"] for frame in frames if frame["type"] == "message.created"]
    assert [one["text"] for one in said if one["type"] != "system"] == ["açık"]
    assert [one["system"]["what"] for one in said if one["type"] == "system"] == ["members_added"]


async def of_group(client, amount):
    """Read on until so many events of a conversation have come."""
    frames = []
    while len(frames) < amount:
        frame = await client.read()
        frames += [frame] if frame.get("topic", "").startswith("conversation:") else []
    return frames


@pytest.mark.django_db(transaction=True)
async def test_events_do_not_tell_what_was_said_before_somebody_came(socket, ayse, bora, cem, group):
    @sync_to_async
    def before():
        change_group(actor=ayse, conversation=group, history="joined")
        said = [send_message(actor=ayse, conversation=group, text=f"gizli {number}") for number in range(2)]
        add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
        return said

    @sync_to_async
    def meanwhile(first, second):
        pin_message(actor=bora, message=first)
        edit_message(actor=ayse, message=first, text="gizli, yeni")
        add_reaction(actor=bora, message=first, emoji="👍")
        delete_for_everyone(actor=ayse, message=send_message(actor=ayse, conversation=group, text="açık"))
        delete_for_everyone(actor=ayse, message=second)

    said = await before()
    here, new = await socket(bora), await socket(cem)
    cursor = new.ready["data"]["cursor"]
    await meanwhile(*said)
    heard, live = await of_group(here, 7), await of_group(new, 7)
    await new.close()
    back = await socket(cem, cursor)
    again = [frame for frame in await back.read_until("resumed") if frame.get("topic", "").startswith("conversation:")]
    assert [frame["type"] for frame in heard] == [
        "message.pinned", "message.created", "message.updated", "reaction.added", "message.created", "message.deleted",
        "message.deleted",
    ]  # fmt: skip
    assert heard[5]["data"]["last_message"]["system"]["what"] == "message_pinned"
    for frames in (live, again):
        assert [frame["type"] for frame in frames] == [
            "hidden", "message.created", "hidden", "hidden", "message.created", "message.deleted", "hidden",
        ]  # fmt: skip
        assert frames[5]["data"]["last_message"]["system"]["what"] == "message_pinned"
        assert "gizli" not in json.dumps(frames, ensure_ascii=False)
        assert [frame["seq"] for frame in frames] == [frame["seq"] for frame in heard]
