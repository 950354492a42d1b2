import json

import pytest

from apps.chat.actions import remove_participant, send_message
from apps.chat.messages.deleting import delete_for_everyone
from apps.chat.messages.threads import follow_thread
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
