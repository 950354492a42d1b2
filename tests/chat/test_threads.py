import json

import pytest

from apps.chat.actions import add_participants, change_group, mark_read, remove_participant, send_message
from apps.chat.messages.deleting import delete_for_everyone, delete_for_me
from apps.chat.messages.editing import edit_message
from apps.chat.messages.threads import follow_thread, mark_thread_read
from apps.chat.models import ThreadFollow
from apps.core.problems import Forbidden
from apps.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(ayse, group):
    return send_message(actor=ayse, conversation=group, text="Soru")


def answer(actor, root, text="Cevap"):
    return send_message(actor=actor, conversation=root.conversation, text=text, thread=root.pk)


def place(client, root):
    return client.get(f"/api/v1/messages/{root.pk}").json()["mine"]["thread"]


def test_an_answer_stands_beside_the_conversation(api, ayse, bora, group, root):
    client = api(bora)
    body = client.post(
        "/api/v1/messages", {"conversation": str(group.pk), "text": "Cevap", "thread": str(root.pk)}
    ).json()
    assert body["thread"] == str(root.pk)
    texts = [row["text"] for row in client.get(f"/api/v1/conversations/{group.pk}/messages").json()["results"]]
    assert texts == ["Soru"]
    [row] = client.get(f"/api/v1/messages/{root.pk}/thread").json()["results"]
    assert row["text"] == "Cevap"
    shown = client.get(f"/api/v1/messages/{root.pk}").json()
    assert (shown["thread_count"], shown["thread_last_at"]) == (1, row["created_at"])
    [conversation] = api(ayse).get("/api/v1/conversations").json()["results"]
    assert (conversation["unread_count"], conversation["last_message"]["text"]) == (0, "Soru")


def test_a_thread_has_an_unread_count_of_its_own(api, ayse, bora, root):
    answer(bora, root)
    answer(bora, root)
    assert place(api(ayse), root) == {"following": True, "read_seq": 1, "unread_count": 2}
    assert place(api(bora), root)["unread_count"] == 0
    read = api(ayse).put(f"/api/v1/messages/{root.pk}/thread/read", {}).json()
    assert (read["unread_count"], read["read_seq"]) == (0, 3)
    assert api(ayse).put(f"/api/v1/messages/{root.pk}/thread/read", {"seq": 1}).json()["read_seq"] == 3


def test_who_is_called_there_follows_it(api, ayse, bora, cem, root):
    from apps.chat.actions import add_participants

    add_participants(actor=ayse, conversation=root.conversation, user_ids=[cem.pk])
    answer(bora, root)
    assert place(api(cem), root) is None
    answer(bora, root, "@cem ne dersin")
    assert place(api(cem), root)["unread_count"] == 1
    assert Event.objects.filter(type="thread.changed", topic=f"user:{cem.pk}").count() == 1


def test_following_and_no_longer(api, ayse, bora, root):
    answer(bora, root)
    url = f"/api/v1/messages/{root.pk}/thread/follow"
    assert [row["id"] for row in api(ayse).get("/api/v1/messages/threads").json()["results"]] == [str(root.pk)]
    for _ in range(2):
        assert api(ayse).delete(url).status_code == 204
    assert api(ayse).get("/api/v1/messages/threads").json()["results"] == []
    assert api(ayse).put(url).json()["following"] is True


def test_a_deleted_answer_counts_no_more(api, ayse, bora, root):
    first = answer(bora, root, "bir")
    second = answer(bora, root, "iki")
    delete_for_everyone(actor=bora, message=second)
    shown = api(ayse).get(f"/api/v1/messages/{root.pk}").json()
    assert (shown["thread_count"], shown["mine"]["thread"]["unread_count"]) == (1, 1)
    told = json.loads(Event.objects.get(type="message.deleted").data)["thread"]
    assert (told["message"], told["count"]) == (str(root.pk), 1)
    delete_for_everyone(actor=bora, message=first)
    assert api(ayse).get(f"/api/v1/messages/{root.pk}").json()["thread_count"] == 0


def test_a_thread_has_no_threads_and_stays_where_it_is(api, ayse, bora, direct, root):
    inner = answer(bora, root)
    elsewhere = send_message(actor=ayse, conversation=direct, text="x")
    for wrong in (inner, elsewhere):
        data = {"conversation": str(root.conversation_id), "text": "x", "thread": str(wrong.pk)}
        reply = api(ayse).post("/api/v1/messages", data)
        assert (reply.status_code, reply.json()["code"]) == (422, "message.no_such_thread")


def test_strangers_former_members_and_disabled_users_may_not(api, ayse, bora, cem, root):
    answer(bora, root)
    remove_participant(actor=ayse, conversation=root.conversation, user=bora)
    for who in (bora, cem):
        assert api(who).get(f"/api/v1/messages/{root.pk}/thread").status_code == 404
        assert api(who).put(f"/api/v1/messages/{root.pk}/thread/read", {}).status_code == 404
        assert api(who).get("/api/v1/messages/threads").json()["results"] == []
    ayse.is_active = False
    ayse.save()
    with pytest.raises(Forbidden):
        follow_thread(actor=ayse, message=root, following=False)


def called(client, group):
    [row] = [one for one in client.get("/api/v1/conversations").json()["results"] if one["id"] == str(group.pk)]
    assert client.get(f"/api/v1/conversations/{group.pk}").json()["thread_mention_count"] == row["thread_mention_count"]
    return row["thread_mention_count"]


def counts_told(user):
    rows = Event.objects.filter(type="conversation.counted", topic=f"user:{user.pk}").order_by("id")
    return [json.loads(row.data)["thread_mention_count"] for row in rows]


def test_a_mention_in_a_thread_waits_until_the_thread_is_read(api, ayse, bora, group, root):
    client = api(bora)
    answer(ayse, root, "@bora bir")
    answer(ayse, root, "@bora iki")
    answer(ayse, root, "kimse")
    assert (called(client, group), called(api(ayse), group)) == (2, 0)
    assert counts_told(bora) == [1, 2]
    [row] = client.get("/api/v1/conversations?filter=mentions").json()["results"]
    assert (row["mention_count"], row["unread_count"]) == (0, 1)
    mark_read(actor=bora, conversation=group)
    assert called(client, group) == 2
    mark_thread_read(actor=bora, message=root, seq=2)
    assert called(client, group) == 1
    mark_thread_read(actor=bora, message=root)
    assert called(client, group) == 0
    assert counts_told(bora) == [1, 2, 1, 0]
    assert client.get("/api/v1/conversations?filter=mentions").json()["results"] == []


def test_answering_reads_what_called_one_there(api, ayse, bora, group, root):
    answer(ayse, root, "@bora bak")
    answer(bora, root, "baktım")
    assert called(api(bora), group) == 0
    assert counts_told(bora) == [1, 0]


def test_all_in_a_thread_are_those_who_follow_it(api, ayse, bora, cem, group, root):
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    answer(bora, root)
    answer(ayse, root, "@all bakın")
    assert (called(api(bora), group), called(api(cem), group)) == (1, 0)
    follow_thread(actor=bora, message=root, following=False)
    assert called(api(bora), group) == 0
    assert counts_told(bora)[-1] == 0


def test_a_name_brings_back_who_had_left_the_thread(api, ayse, bora, group, root):
    answer(bora, root)
    follow_thread(actor=bora, message=root, following=False)
    answer(ayse, root, "@bora bak")
    assert place(api(bora), root)["following"] is True
    assert called(api(bora), group) == 1


def test_editing_and_deleting_move_what_waits(api, ayse, bora, group, root):
    said = answer(ayse, root, "bak")
    edit_message(actor=ayse, message=said, text="@bora bak")
    assert called(api(bora), group) == 1
    assert place(api(bora), root)["unread_count"] == 1
    edit_message(actor=ayse, message=said, text="bakma")
    assert called(api(bora), group) == 0
    edit_message(actor=ayse, message=said, text="@bora bak")
    delete_for_everyone(actor=ayse, message=said)
    answer(ayse, root, "@bora yine")
    delete_for_everyone(actor=ayse, message=root)
    assert called(api(bora), group) == 0
    assert counts_told(bora) == [1, 0, 1, 0, 1, 0]


def test_a_hidden_root_calls_nobody_into_its_thread(api, ayse, bora, group, root):
    answer(ayse, root, "@bora bak")
    delete_for_me(actor=bora, message=root)
    assert called(api(bora), group) == 0
    answer(ayse, root, "@bora bak")
    assert called(api(bora), group) == 0


def test_who_came_after_a_hidden_past_is_not_called_into_threads_they_cannot_open(api, ayse, bora, cem, group, root):
    change_group(actor=ayse, conversation=group, history="joined")
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    answer(bora, root, "@cem bak")
    assert called(api(cem), group) == 0
    assert not ThreadFollow.objects.filter(user=cem).exists()
    assert not Event.objects.filter(topic=f"user:{cem.pk}", type="thread.changed").exists()
    change_group(actor=ayse, conversation=group, history="all")
    answer(bora, root, "@cem bak")
    assert called(api(cem), group) == 1
    change_group(actor=ayse, conversation=group, history="joined")
    assert called(api(cem), group) == 0
    assert counts_told(cem)[-1] == 0


def test_what_was_said_while_one_was_away_does_not_wait(api, ayse, bora, group, root):
    answer(bora, root)
    remove_participant(actor=bora, conversation=group, user=bora)
    before = Event.objects.filter(topic=f"user:{bora.pk}").count()
    answer(ayse, root, "@all bakın")
    assert Event.objects.filter(topic=f"user:{bora.pk}").count() == before
    add_participants(actor=ayse, conversation=group, user_ids=[bora.pk])
    assert called(api(bora), group) == 0
