"""Lines in a group that tell what happened there."""

import json

import pytest

from apps.accounts.models import User
from apps.chat import arranging
from apps.chat.actions import (
    add_participants,
    change_group,
    create_group_conversation,
    give_role,
    hand_over,
    mark_read,
    remove_participant,
    send_message,
)
from apps.chat.group_pictures import remove_group_picture
from apps.chat.messages.pinning import pin_message
from apps.chat.models import Conversation, Message, Participant
from apps.chat.retention.actions import hold_conversation, keep_messages
from apps.chat.search.keeping import catch_up
from apps.events.models import Event
from apps.groups.actions.invites import accept_invite, create_invite
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def lines(client, group):
    rows = client.get(f"/api/v1/conversations/{group.pk}/messages").json()["results"]
    return [row for row in reversed(rows) if row["type"] == "system"]


def told(line):
    return (
        line["sender"]["username"], line["system"]["what"], [one["name"] for one in line["system"]["people"]],
        line["system"]["value"],
    )  # fmt: skip


def last(client, group):
    return told(lines(client, group)[-1])


@pytest.fixture
def line(ayse, group):
    """A line in the group that ayse did something."""
    change_group(actor=ayse, conversation=group, name="Kahve")
    return Message.objects.get(conversation=group)


def test_it_tells_who_did_what_to_whom(api, ayse, bora, cem, deniz):
    group = create_group_conversation(actor=ayse, name="Çay", member_ids=[bora.pk])
    client = api(ayse)
    assert last(client, group) == ("ayse", "group_created", [], "Çay")
    change_group(actor=ayse, conversation=group, name="Kahve", description="Üçte", slow_mode_seconds=30)
    assert [told(one)[1:] for one in lines(client, group)[1:]] == [
        ("renamed", [], "Kahve"), ("description_changed", [], None), ("slow_mode_changed", [], 30),
    ]  # fmt: skip
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    assert last(client, group) == ("ayse", "members_added", [cem.name], None)
    give_role(actor=ayse, conversation=group, user=bora, role="administrator")
    assert last(client, group) == ("ayse", "role_changed", [bora.name], "administrator")
    said = send_message(actor=ayse, conversation=group, text="Bunu sabitle")
    pin_message(actor=bora, message=said)
    assert last(client, group) == ("bora", "message_pinned", [], str(said.pk))
    remove_participant(actor=bora, conversation=group, user=cem)
    assert last(client, group) == ("bora", "member_removed", [cem.name], None)
    _invite, code = create_invite(actor=ayse, place=group)
    accept_invite(actor=cem, code=code)
    assert last(client, group) == ("cem", "member_joined", [], None)
    remove_participant(actor=cem, conversation=group, user=cem)
    assert last(client, group) == ("cem", "member_left", [], None)
    keep_messages(actor=ayse, conversation=group, days=30)
    assert last(client, group) == ("ayse", "retention_changed", [], 30)
    change_group(actor=ayse, conversation=group, history="joined")
    assert last(client, group) == ("ayse", "history_changed", [], "joined")
    hand_over(actor=ayse, conversation=group, user=bora)
    assert last(client, group) == ("ayse", "owner_changed", [bora.name], None)


def test_the_text_says_it_in_english(api, ayse, bora, cem, group):
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    [line] = lines(api(bora), group)
    assert line["text"] == f"{ayse.name} added {cem.name}"
    assert Message.objects.get(conversation=group).text == ""  # names are those of now, and nothing is there to find


def test_what_changes_nothing_or_is_secret_tells_nothing(api, ayse, deniz, group):
    change_group(actor=ayse, conversation=group, name=group.name, metadata={"a": 1})
    remove_group_picture(actor=ayse, conversation=group)
    add_participants(actor=ayse, conversation=group, user_ids=[ayse.pk])
    keep_messages(actor=ayse, conversation=group, days=None)
    hold_conversation(actor=deniz, conversation=group, held=True)
    assert lines(api(ayse), group) == []


def test_fifty_people_are_one_line(api, ayse, bora, group):
    people = [UserFactory() for _ in range(50)]
    add_participants(actor=ayse, conversation=group, user_ids=[one.pk for one in people])
    [line] = lines(api(bora), group)
    assert line["text"] == f"{ayse.name} added 50 people"
    assert (line["system"]["count"], line["system"]["people"]) == (50, [])


def test_it_is_in_the_stream_as_a_reader_finds_it(api, ayse, bora, cem, group):
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    event = Event.objects.get(type="message.created", topic=group.topic)
    [line] = lines(api(bora), group)
    data = json.loads(event.data)
    assert {name: line[name] for name in data} == data
    assert event.seq == line["seq"]
    [shown] = api(bora).get("/api/v1/conversations").json()["results"]
    assert shown["last_message"] == data


def test_it_is_not_unread_calls_nobody_and_brings_nothing_out_of_the_archive(api, ayse, bora, group):
    arranging.archive_conversation(actor=bora, conversation=group)
    arranging.mute_conversation(actor=bora, conversation=group)
    change_group(actor=ayse, conversation=group, name="@all @bora")
    shown = api(bora).get(f"/api/v1/conversations/{group.pk}").json()
    assert (shown["unread_count"], shown["mention_count"], shown["archived"]) == (0, 0, True)
    send_message(actor=ayse, conversation=group, text="x")
    assert mark_read(actor=bora, conversation=group)["unread_count"] == 0


def test_doing_something_reads_nothing(api, ayse, bora, group):
    send_message(actor=bora, conversation=group, text="x")
    change_group(actor=ayse, conversation=group, name="Kahve")
    assert api(ayse).get(f"/api/v1/conversations/{group.pk}").json()["unread_count"] == 1


def test_it_does_not_make_its_doer_wait_in_slow_mode(ayse, bora, group):
    change_group(actor=ayse, conversation=group, slow_mode_seconds=60, who_may={"change": "everyone"})
    change_group(actor=bora, conversation=group, name="Kahve")
    Participant.objects.filter(user=bora).update(last_sent_at=None)
    send_message(actor=bora, conversation=group, text="hemen")


def test_nothing_can_be_done_to_it(api, ayse, bora, deniz, group, line):
    client, url = api(ayse), f"/api/v1/messages/{line.pk}"
    to = {"conversation": str(group.pk), "text": "x"}
    assert client.put(url, {"text": "x"}).status_code == 403
    assert client.delete(url).status_code == 403
    answers = [
        client.put(f"{url}/reactions/👍"), client.put(f"{url}/pin"),
        api(bora).post(f"{url}/report", {"reason": "spam"}),
        client.post("/api/v1/messages", {**to, "reply_to": str(line.pk)}),
        client.post("/api/v1/messages", {**to, "thread": str(line.pk)}),
    ]  # fmt: skip
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(422, "message.not_said")] * 5
    assert client.put(f"{url}/thread/follow").json()["code"] == "message.no_such_thread"
    forwarded = client.post(f"{url}/forward", {"conversations": [str(group.pk)]})
    assert forwarded.json()["code"] == "message.cannot_forward"
    assert client.delete(f"{url}?for=me").status_code == 204
    assert lines(client, group) == []
    assert len(lines(api(bora), group)) == 1


def test_nobody_sends_one(api, ayse, group):
    body = {"conversation": str(group.pk), "text": "Bora left", "type": "system"}
    assert api(ayse).post("/api/v1/messages", body).status_code == 400
    body = {"conversation": str(group.pk), "text": "x", "system": {"what": "renamed"}}
    assert api(ayse).post("/api/v1/messages", body).status_code == 400


def test_search_does_not_find_it(api, ayse, group, line):
    catch_up()
    for asked in ("q=Kahve", "q=renamed", "q=from:me"):
        assert api(ayse).get(f"/api/v1/messages/search?{asked}").json()["results"] == []


def test_a_stranger_and_a_former_member_do_not_see_it(api, ayse, bora, cem, group):
    change_group(actor=ayse, conversation=group, name="Kahve")
    remove_participant(actor=ayse, conversation=group, user=bora)
    for person in (bora, cem):
        assert api(person).get(f"/api/v1/conversations/{group.pk}/messages").status_code == 404
        for line in Message.objects.filter(conversation=group):
            assert api(person).get(f"/api/v1/messages/{line.pk}").status_code == 404


def test_where_the_past_is_hidden_newcomers_see_what_happened_since_they_came(api, ayse, bora, cem, group):
    change_group(actor=ayse, conversation=group, history="joined")
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    assert [told(one)[1] for one in lines(api(cem), group)] == ["members_added"]
    assert [told(one)[1] for one in lines(api(bora), group)] == ["history_changed", "members_added"]


def test_names_are_those_of_now(api, ayse, bora, cem, group):
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    User.objects.filter(pk=cem.pk).update(display_name="Cemal")
    assert last(api(bora), group)[2] == ["Cemal"]
    User.objects.filter(pk=cem.pk).update(
        deletes_at="2020-01-01T00:00Z", erased_at="2020-01-02T00:00Z", is_active=False
    )
    assert last(api(bora), group)[2] == ["Deleted account"]
    User.objects.filter(pk=cem.pk).delete()
    [line] = lines(api(bora), group)
    assert (line["system"]["people"], line["text"]) == ([], f"{ayse.name} added somebody")


def test_direct_conversations_and_channels_have_none(api, ayse, direct):
    said = send_message(actor=ayse, conversation=direct, text="x")
    pin_message(actor=ayse, message=said)
    assert not Message.objects.filter(type="system").exists()


def test_a_list_of_many_lines_costs_the_same(api, ayse, bora, django_assert_num_queries):
    def fill(amount):
        for _ in range(amount):
            group = create_group_conversation(actor=ayse, name="x", member_ids=[bora.pk])
            add_participants(actor=ayse, conversation=group, user_ids=[UserFactory().pk])

    client = api(ayse)
    fill(2)
    client.get("/api/v1/conversations")
    with django_assert_num_queries(5):  # the last: whom the lines name
        client.get("/api/v1/conversations")
    fill(4)
    with django_assert_num_queries(5):
        assert len(client.get("/api/v1/conversations").json()["results"]) == 6
    group = Conversation.objects.first()
    for _ in range(3):
        add_participants(actor=ayse, conversation=group, user_ids=[UserFactory().pk])
    with django_assert_num_queries(4):
        assert len(client.get(f"/api/v1/conversations/{group.pk}/messages").json()["results"]) == 5
