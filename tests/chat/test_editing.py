import json

import pytest

from apps.chat.actions import add_participants, mark_read, remove_participant, send_message
from apps.chat.messages.editing import edit_message
from apps.chat.messages.models import Revision
from apps.chat.models import Message
from apps.core.problems import Forbidden
from apps.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(ayse, direct):
    return send_message(actor=ayse, conversation=direct, text="Merhaba")


def put(client, message, text="Selam", **headers):
    return client.put(f"/api/v1/messages/{message.pk}", {"text": text}, headers=headers)


def test_the_writer_changes_their_words(api, ayse, message):
    body = put(api(ayse), message).json()
    assert (body["text"], body["version"]) == ("Selam", 2)
    assert body["edited_at"] is not None
    event = Event.objects.get(type="message.updated")
    assert (event.topic, json.loads(event.data)) == (f"conversation:{message.conversation_id}", body)


def test_what_it_said_before_can_be_read(api, ayse, bora, message):
    put(api(ayse), message, "iki")
    put(api(ayse), message, "üç")
    rows = api(bora).get(f"/api/v1/messages/{message.pk}/history").json()["results"]
    assert [(row["version"], row["text"]) for row in rows] == [(2, "iki"), (1, "Merhaba")]


def test_the_same_text_again_changes_nothing(api, ayse, message):
    assert put(api(ayse), message, "Merhaba").json()["version"] == 1
    assert not Event.objects.filter(type="message.updated").exists()
    assert not Revision.objects.exists()


def test_a_stale_edit_is_refused_with_both_versions(api, ayse, message):
    seen = api(ayse).get(f"/api/v1/messages/{message.pk}").headers["ETag"]
    assert put(api(ayse), message, "telefondan", **{"If-Match": seen}).status_code == 200
    answer = put(api(ayse), message, "bilgisayardan", **{"If-Match": seen})
    assert (answer.status_code, answer.json()["code"]) == (412, "object.stale")
    assert answer.json()["current"]["text"] == "telefondan"
    assert answer.json()["yours"] == {"text": "bilgisayardan", "version": 1}


@pytest.mark.parametrize("tag", ['"x"', "x", '"00000000-0000-0000-0000-000000000000-1"', '""', '"\x7f"'])
def test_a_tag_of_something_else_is_stale(api, ayse, message, tag):
    assert put(api(ayse), message, "x", **{"If-Match": tag}).status_code == 412


def test_a_star_matches_every_version(api, ayse, message):
    assert put(api(ayse), message, "x", **{"If-Match": "*"}).status_code == 200


def test_a_reaction_does_not_make_an_edit_stale(api, ayse, bora, message):
    seen = api(ayse).get(f"/api/v1/messages/{message.pk}").headers["ETag"]
    api(bora).put(f"/api/v1/messages/{message.pk}/reactions/👍")
    assert put(api(ayse), message, "x", **{"If-Match": seen}).status_code == 200


def test_a_message_that_was_reacted_to_is_not_answered_from_memory(api, ayse, bora, message):
    url = f"/api/v1/messages/{message.pk}"
    seen = api(ayse).get(url).headers["ETag"]
    assert api(ayse).get(url, headers={"If-None-Match": seen}).status_code == 304
    api(bora).put(f"{url}/reactions/👍")
    assert api(ayse).get(url, headers={"If-None-Match": seen}).status_code == 200


def test_others_may_not_change_it(api, bora, message):
    answer = put(api(bora), message)
    assert (answer.status_code, answer.json()["code"]) == (403, "message.cannot_edit")


def test_a_stranger_finds_nothing(api, cem, message):
    assert put(api(cem), message).status_code == 404
    assert api(cem).get(f"/api/v1/messages/{message.pk}/history").status_code == 404


def test_a_former_member_may_no_longer(api, ayse, bora, group):
    sent = send_message(actor=bora, conversation=group, text="x")
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert put(api(bora), sent).status_code == 404


def test_a_disabled_user_is_refused(ayse, message):
    ayse.is_active = False
    ayse.save()
    with pytest.raises(Forbidden):
        edit_message(actor=ayse, message=message, text="x")


def test_a_command_card_is_no_text_to_edit(api, ayse, direct):
    card = send_message(actor=ayse, conversation=direct, text="x", type=Message.Type.COMMAND, card={})
    assert put(api(ayse), card).status_code == 403


@pytest.mark.parametrize(("text", "status"), [("", 400), (" \n", 400), ("ç" * 20_000, 200), ("ç" * 20_001, 400)])
def test_the_limits_of_a_text_hold(api, ayse, message, text, status):
    assert put(api(ayse), message, text).status_code == status


def test_a_hundred_earlier_texts_are_kept(ayse, message):
    for number in range(101):
        edit_message(actor=ayse, message=message, text=str(number))
    kept = list(message.revisions.order_by("version").values_list("version", flat=True))
    assert (len(kept), kept[0], kept[-1]) == (100, 2, 101)


def test_an_edit_that_calls_somebody_counts(api, ayse, bora, message):
    put(api(ayse), message, "Merhaba @bora")
    [row] = api(bora).get("/api/v1/conversations").json()["results"]
    assert (row["unread_count"], row["mention_count"]) == (1, 1)
    event = Event.objects.get(type="conversation.counted")
    assert event.topic == f"user:{bora.pk}"
    assert json.loads(event.data)["mention_count"] == 1
    put(api(ayse), message, "Merhaba")
    assert api(bora).get("/api/v1/conversations").json()["results"][0]["mention_count"] == 0


def test_who_has_read_it_is_not_called_again(api, ayse, bora, direct, message):
    mark_read(actor=bora, conversation=direct)
    put(api(ayse), message, "@bora")
    assert not Event.objects.filter(type="conversation.counted").exists()


def test_who_comes_later_is_not_called(ayse, cem, group):
    send_message(actor=ayse, conversation=group, text="@all")
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    from apps.chat.selectors import conversation_for

    assert conversation_for(cem, group.pk).mention_count == 0
