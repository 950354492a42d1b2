import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import remove_participant, send_message
from apps.chat.messages.deleting import delete_for_everyone
from apps.chat.messages.editing import edit_message
from apps.chat.messages.models import Mention, Reaction, Revision
from apps.chat.messages.reacting import add_reaction
from apps.chat.models import Message
from apps.chat.tasks import purge_deleted_messages
from apps.core.problems import Forbidden
from apps.events.models import Event
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(ayse, group):
    return send_message(actor=ayse, conversation=group, text="gizli kalsın @bora")


def delete(client, message, how=""):
    return client.delete(f"/api/v1/messages/{message.pk}{how}")


def shown(client, conversation):
    [row] = [row for row in client.get("/api/v1/conversations").json()["results"] if row["id"] == str(conversation.pk)]
    texts = [one["text"] for one in client.get(f"/api/v1/conversations/{conversation.pk}/messages").json()["results"]]
    return row, texts


@pytest.mark.parametrize("how", ["", "?for=everyone"])
def test_it_is_gone_at_once_for_everybody(api, ayse, bora, group, message, how):
    reply = send_message(actor=bora, conversation=group, text="peki", reply_to=message.pk)
    assert delete(api(ayse), message, how).status_code == 204
    for who in (ayse, bora):
        assert api(who).get(f"/api/v1/messages/{message.pk}").status_code == 404
        assert shown(api(who), group)[1] == ["peki"]
        assert api(who).get(f"/api/v1/messages/{reply.pk}").json()["quote"] is None
    assert api(bora).get("/api/v1/conversations").json()["results"][0]["mention_count"] == 0


def test_the_stream_no_longer_says_what_it_said(ayse, message):
    edit_message(actor=ayse, message=message, text="gizli, düzeltildi")
    delete_for_everyone(actor=ayse, message=message)
    for event in Event.objects.filter(topic=f"conversation:{message.conversation_id}"):
        assert "gizli" not in event.data
    told = Event.objects.get(type="message.deleted")
    assert json.loads(told.data)["id"] == str(message.pk)


def test_the_conversation_shows_what_was_said_before(api, ayse, bora, group):
    send_message(actor=ayse, conversation=group, text="önce")
    last = send_message(actor=ayse, conversation=group, text="sonra")
    delete(api(ayse), last)
    row, _texts = shown(api(bora), group)
    assert (row["last_message"]["text"], row["unread_count"]) == ("önce", 1)
    assert json.loads(Event.objects.get(type="message.deleted").data)["last_message"]["text"] == "önce"


def test_deleting_for_oneself_leaves_it_to_others(api, ayse, bora, group, message):
    send_message(actor=ayse, conversation=group, text="kalır")
    assert delete(api(bora), message, "?for=me").status_code == 204
    assert shown(api(bora), group)[1] == ["kalır"]
    assert shown(api(ayse), group)[1] == ["kalır", "gizli kalsın @bora"]
    row, _texts = shown(api(bora), group)
    assert (row["unread_count"], row["mention_count"]) == (1, 0)
    event = Event.objects.get(type="message.hidden")
    assert event.topic == f"user:{bora.pk}"
    assert json.loads(event.data) | {"last_message": None} == {
        "id": str(message.pk), "conversation": str(group.pk), "read_seq": row["read_seq"], "seq": row["seq"],
        "unread_count": 1, "mention_count": 0, "thread_mention_count": 0, "last_message": None,
    }  # fmt: skip


def test_the_last_message_deleted_for_oneself_is_not_the_last_one_any_more(api, ayse, bora, group, message):
    last = send_message(actor=ayse, conversation=group, text="son")
    delete(api(bora), last, "?for=me")
    assert shown(api(bora), group)[0]["last_message"]["id"] == str(message.pk)
    assert shown(api(ayse), group)[0]["last_message"]["id"] == str(last.pk)


def test_twice_finds_nothing_any_more(api, ayse, bora, message):
    assert delete(api(bora), message, "?for=me").status_code == 204
    assert delete(api(bora), message, "?for=me").status_code == 404
    assert delete(api(ayse), message).status_code == 204
    assert delete(api(ayse), message).status_code == 404


def test_whoever_had_hidden_it_is_told_the_exact_count(api, ayse, bora, message):
    delete(api(bora), message, "?for=me")
    delete(api(ayse), message)
    told = Event.objects.filter(type="conversation.counted", topic=f"user:{bora.pk}").get()
    assert json.loads(told.data)["unread_count"] == 0


def test_others_may_not(api, bora, message):
    answer = delete(api(bora), message)
    assert (answer.status_code, answer.json()["code"]) == (403, "message.cannot_delete")


def test_a_stranger_a_former_member_and_a_disabled_user_may_not(api, ayse, bora, cem, group):
    sent = send_message(actor=bora, conversation=group, text="x")
    assert delete(api(cem), sent).status_code == 404
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert delete(api(bora), sent).status_code == 404
    ayse.is_active = False
    ayse.save()
    with pytest.raises(Forbidden):
        delete_for_everyone(actor=ayse, message=sent)


@pytest.mark.parametrize("how", ["?for=nobody", "?for=", "?who=me"])
def test_an_unknown_way_is_refused(api, ayse, message, how):
    assert delete(api(ayse), message, how).status_code == 400


def test_the_job_erases_it_after_a_while(ayse, bora, message):
    add_reaction(actor=bora, message=message, emoji="👍")
    edit_message(actor=ayse, message=message, text="gizli @bora iki")
    delete_for_everyone(actor=ayse, message=message)
    assert purge_deleted_messages() == 0
    Message.objects.update(deleted_at=timezone.now() - timedelta(days=2))
    assert purge_deleted_messages() == 1
    assert purge_deleted_messages() == 0
    message.refresh_from_db()
    assert (message.text, message.mentions, message.reactions) == ("", [], [])
    assert not any(kind.objects.exists() for kind in (Revision, Reaction, Mention))


def test_deleting_costs_the_same_in_a_large_group(ayse, group, django_assert_max_num_queries):
    from apps.chat.actions import add_participants

    add_participants(actor=ayse, conversation=group, user_ids=[UserFactory().pk for _ in range(20)])
    sent = send_message(actor=ayse, conversation=group, text="x")
    with django_assert_max_num_queries(20):
        delete_for_everyone(actor=ayse, message=sent)
