import pytest

from apps.chat.actions import change_group, remove_participant, send_message
from apps.events.models import Event


def url(group, rest=""):
    return f"/api/v1/groups/{group.pk}{rest}"


def test_an_owner_changes_name_and_settings(api, ayse, group):
    answer = api(ayse).patch(
        url(group),
        {"name": "Kahve molası", "description": "Üçte", "who_may": {"write": "administrators"}, "metadata": {"a": [1]}},
    )
    assert answer.status_code == 200
    body = answer.json()
    assert (body["name"], body["description"], body["metadata"]) == ("Kahve molası", "Üçte", {"a": [1]})
    assert body["who_may"] == {
        "write": "administrators", "invite": "administrators", "pin": "everyone", "mention_all": "administrators",
        "change": "administrators",
    }  # fmt: skip
    assert api(ayse).get(url(group)).json() == body


def test_everybody_in_the_group_is_told_what_a_reader_would_see(api, ayse, bora, group):
    change_group(actor=ayse, conversation=group, name="Yeni")
    event = Event.objects.get(type="group.updated")
    assert event.topic == group.topic
    import json

    assert json.loads(event.data) == api(bora).get(url(group)).json()


def test_changing_nothing_tells_nobody(ayse, group):
    change_group(actor=ayse, conversation=group, name=group.name)
    assert not Event.objects.filter(type="group.updated").exists()


def test_a_member_does_not_change_it_unless_the_group_lets_everybody(api, ayse, bora, elif_, group):
    assert api(bora).patch(url(group), {"name": "x"}).json()["code"] == "conversation.cannot_manage"
    assert api(elif_).patch(url(group), {"who_may": {"change": "everyone"}}).status_code == 200
    assert api(bora).patch(url(group), {"name": "x"}).status_code == 200
    assert api(bora).patch(url(group), {"who_may": {"write": "owners"}}).status_code == 403


def test_a_stranger_and_a_former_member_find_no_group(api, ayse, bora, cem, group):
    remove_participant(actor=ayse, conversation=group, user=bora)
    for person in (bora, cem):
        assert api(person).patch(url(group), {"name": "x"}).status_code == 404
        assert api(person).put(url(group, "/owner"), {"user": str(person.pk)}).status_code == 404


def test_a_stale_edit_is_refused(api, ayse, group):
    tag = api(ayse).get(url(group)).headers["ETag"]
    assert api(ayse).patch(url(group), {"name": "bir"}, headers={"If-Match": tag}).status_code == 200
    assert api(ayse).patch(url(group), {"name": "iki"}, headers={"If-Match": tag}).status_code == 412


@pytest.mark.parametrize(
    "body",
    [{"name": ""}, {"name": "x" * 101}, {"description": "x" * 501}, {"who_may": {"write": "nobody"}}, {"owner": "x"},
     {"who_may": {"fly": "everyone"}}, {"history": "some"}, {"slow_mode_seconds": -1}, {"slow_mode_seconds": 21601},
     {"metadata": {"x": "y" * 4000}}, {"metadata": []}, {"kind": "direct"}, {"participant_count": 9}],
)  # fmt: skip
def test_bad_settings_are_refused(api, ayse, group, body):
    assert api(ayse).patch(url(group), body).status_code == 400


def test_put_needs_the_name(api, ayse, group):
    assert api(ayse).put(url(group), {"description": "x"}).status_code == 400
    assert api(ayse).put(url(group), {"name": "Yeni"}).json()["name"] == "Yeni"


def test_only_those_write_whom_the_group_lets(api, ayse, bora, elif_, group):
    change_group(actor=ayse, conversation=group, who_may={"write": "administrators"})
    answer = api(bora).post("/api/v1/messages", {"conversation": str(group.pk), "text": "x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "conversation.cannot_write")
    assert send_message(actor=elif_, conversation=group, text="x").seq


async def test_the_socket_refuses_alike(socket, ayse, bora, group):
    from channels.db import database_sync_to_async as sync_to_async

    await sync_to_async(change_group)(actor=ayse, conversation=group, who_may={"write": "owners"})
    client = await socket(bora)
    answer = await client.command("message.send", conversation=str(group.pk), text="x")
    assert answer["error"]["code"] == "conversation.cannot_write"


def test_a_setting_says_who_invites(api, ayse, bora, cem, group):
    people = {"members": [str(cem.pk)]}
    assert api(bora).post(url(group, "/members"), people).status_code == 403
    change_group(actor=ayse, conversation=group, who_may={"invite": "everyone"})
    assert api(bora).post(url(group, "/members"), people).status_code == 200


@pytest.mark.parametrize(("least", "allowed"), [("everyone", "aeb"), ("administrators", "ae"), ("owners", "a")])
@pytest.mark.parametrize("name", ["pin", "mention_all", "write", "invite", "change"])
def test_each_right_is_left_to_whom_the_group_says(ayse, bora, cem, elif_, group, name, least, allowed):
    from apps.chat import permissions

    predicate = {
        "pin": permissions.can_pin_messages, "mention_all": permissions.can_mention_all,
        "write": permissions.can_send_message, "invite": permissions.can_invite,
        "change": permissions.can_change_conversation,
    }[name]  # fmt: skip
    change_group(actor=ayse, conversation=group, who_may={name: least})
    group.refresh_from_db()
    people = {"a": ayse, "e": elif_, "b": bora, "c": cem}
    assert "".join(letter for letter, person in people.items() if predicate(person, group)) == allowed
    ayse.is_active = False
    assert not predicate(ayse, group)
