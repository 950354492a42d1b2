import pytest
from django.db.models import F

from apps.chat.actions import (
    add_participants,
    change_group,
    create_group_conversation,
    mark_read,
    open_direct_conversation,
    remove_participant,
    send_message,
)
from apps.chat.models import Conversation, Participant
from apps.events.models import Event
from apps.events.streams import Topic
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_opening_twice_gives_the_same_conversation(api, ayse, bora):
    first = api(ayse).post("/api/v1/conversations", {"user": str(bora.pk)})
    again = api(bora).post("/api/v1/conversations", {"user": str(ayse.pk)})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert {p["user"]["username"] for p in first.json()["participants"]} == {"ayse", "bora"}


def test_nobody_talks_to_themselves(api, ayse):
    answer = api(ayse).post("/api/v1/conversations", {"user": str(ayse.pk)})
    assert (answer.status_code, answer.json()["code"]) == (422, "conversation.with_yourself")


def test_an_unknown_person_is_refused(api, ayse, new_id):
    answer = api(ayse).post("/api/v1/conversations", {"user": new_id()})
    assert (answer.status_code, answer.json()["code"]) == (422, "user.not_found")


def test_both_are_told_and_begin_to_listen(ayse, bora):
    conversation, _ = open_direct_conversation(actor=ayse, user_id=bora.pk)
    events = Event.objects.filter(type="conversation.added")
    assert {event.topic for event in events} == {f"user:{ayse.pk}", f"user:{bora.pk}"}
    assert events[0].changes[0]["topic"] == conversation.topic


def test_the_list_shows_last_message_and_unread_count(api, ayse, bora, direct, group):
    send_message(actor=bora, conversation=group, text="önce")
    send_message(actor=bora, conversation=direct, text="bir")
    send_message(actor=bora, conversation=direct, text="iki")
    found = api(ayse).get("/api/v1/conversations").json()["results"]
    assert [row["id"] for row in found] == [str(direct.pk), str(group.pk)]
    assert (found[0]["last_message"]["text"], found[0]["unread_count"]) == ("iki", 2)
    own = api(bora).get("/api/v1/conversations").json()["results"]
    assert [row["unread_count"] for row in own] == [0, 0]


def test_an_empty_list_is_a_page(api, cem):
    assert api(cem).get("/api/v1/conversations").json() == {"results": [], "next": None, "previous": None}


def test_a_stranger_sees_nothing(api, cem, direct):
    assert api(cem).get("/api/v1/conversations").json()["results"] == []
    assert api(cem).get(f"/api/v1/conversations/{direct.pk}").status_code == 404
    assert api(cem).get(f"/api/v1/conversations/{direct.pk}/messages").status_code == 404
    assert api(cem).put(f"/api/v1/conversations/{direct.pk}/read", {}).status_code == 404


def test_the_list_pages_without_holes_or_repeats(api, ayse):
    for _ in range(7):
        open_direct_conversation(actor=ayse, user_id=UserFactory().pk)
    seen, url = [], "/api/v1/conversations?limit=3"
    while url:
        page = api(ayse).get(url).json()
        seen += [row["id"] for row in page["results"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == 7


def test_the_page_before_leads_back(api, ayse):
    for _ in range(5):
        open_direct_conversation(actor=ayse, user_id=UserFactory().pk)
    first = api(ayse).get("/api/v1/conversations?limit=2").json()
    second = api(ayse).get(first["next"]).json()
    assert api(ayse).get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=-1", "cursor=x", "cursor=PjF8Mg", "a=1", "filter=x"]
)
def test_a_bad_query_is_refused(api, ayse, query):
    assert api(ayse).get(f"/api/v1/conversations?{query}").status_code == 400


def test_the_list_costs_the_same_for_many(api, ayse, django_assert_num_queries):
    def fill(amount):
        for _ in range(amount):
            conversation, _ = open_direct_conversation(actor=ayse, user_id=UserFactory().pk)
            send_message(actor=ayse, conversation=conversation, text="x")

    fill(2)
    client = api(ayse)
    with django_assert_num_queries(4):  # the last: whose picture is not shown, and who is called in threads
        client.get("/api/v1/conversations")
    fill(10)
    with django_assert_num_queries(4):
        client.get("/api/v1/conversations")


@pytest.mark.parametrize(("name", "amount"), [("unread", 1), ("direct", 1), ("group", 1), ("archived", 0)])
def test_the_list_can_be_filtered(api, ayse, bora, direct, group, name, amount):
    send_message(actor=bora, conversation=group, text="x")
    assert len(api(ayse).get(f"/api/v1/conversations?filter={name}").json()["results"]) == amount


def test_history_pages_both_ways(api, ayse, direct):
    sent = [send_message(actor=ayse, conversation=direct, text=str(n)) for n in range(10)]
    newest = api(ayse).get(f"/api/v1/conversations/{direct.pk}/messages?limit=4").json()
    assert [row["text"] for row in newest["results"]] == ["9", "8", "7", "6"]
    older = api(ayse).get(newest["next"]).json()
    assert [row["text"] for row in older["results"]] == ["5", "4", "3", "2"]
    last = api(ayse).get(older["next"]).json()
    assert [row["text"] for row in last["results"]] == ["1", "0"]
    assert last["next"] is None
    back = api(ayse).get(last["previous"]).json()
    assert [row["text"] for row in back["results"]] == ["5", "4", "3", "2"]
    after = api(ayse).get(f"/api/v1/conversations/{direct.pk}/messages?after={sent[7].pk}").json()
    assert [row["text"] for row in after["results"]] == ["9", "8"]


def test_history_costs_the_same_for_many(api, ayse, bora, direct, django_assert_num_queries):
    for n in range(30):
        send_message(actor=ayse if n % 2 else bora, conversation=direct, text=str(n))
    client = api(ayse)
    with django_assert_num_queries(3):
        client.get(f"/api/v1/conversations/{direct.pk}/messages?limit=5")
    with django_assert_num_queries(3):
        client.get(f"/api/v1/conversations/{direct.pk}/messages?limit=30")


def test_reading_moves_forward_only(api, ayse, bora, direct):
    for n in range(3):
        send_message(actor=bora, conversation=direct, text=str(n))
    url = f"/api/v1/conversations/{direct.pk}/read"
    assert api(ayse).put(url, {"seq": 2}).json()["unread_count"] == 1
    assert api(ayse).put(url, {"seq": 1}).json()["read_seq"] == 2
    assert api(ayse).put(url, {}).json()["unread_count"] == 0
    assert api(ayse).put(url, {"seq": 10**6}).json()["read_seq"] == 3


def test_reading_tells_ones_other_devices_once(ayse, bora, direct):
    send_message(actor=bora, conversation=direct, text="x")
    mark_read(actor=ayse, conversation=direct)
    mark_read(actor=ayse, conversation=direct)
    assert Event.objects.filter(type="conversation.read", topic=f"user:{ayse.pk}").count() == 1


def test_one_message_answers_304_to_who_has_it(api, ayse, direct):
    message = send_message(actor=ayse, conversation=direct, text="x")
    first = api(ayse).get(f"/api/v1/messages/{message.pk}")
    again = api(ayse).get(f"/api/v1/messages/{message.pk}", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_group_is_started_and_owned(api, ayse, bora):
    answer = api(ayse).post("/api/v1/groups", {"name": "Proje", "members": [str(bora.pk)]})
    assert answer.status_code == 201
    conversation = api(bora).get(f"/api/v1/conversations/{answer.json()['conversation']}").json()
    assert (conversation["kind"], conversation["name"], conversation["my_role"]) == ("group", "Proje", "member")


def test_only_owners_add_and_remove(api, ayse, bora, cem, group):
    url = f"/api/v1/groups/{group.pk}/members"
    assert api(bora).post(url, {"members": [str(cem.pk)]}).status_code == 403
    assert api(ayse).post(url, {"members": [str(cem.pk)]}).json()["member_count"] == 3
    assert api(bora).delete(f"{url}/{cem.pk}").status_code == 403
    assert api(ayse).delete(f"{url}/{cem.pk}").status_code == 204
    assert api(cem).get(f"/api/v1/groups/{group.pk}").status_code == 404


def test_the_last_owner_stays(api, ayse, group):
    answer = api(ayse).delete(f"/api/v1/groups/{group.pk}/members/{ayse.pk}")
    assert (answer.status_code, answer.json()["code"]) == (422, "conversation.last_owner")


def test_leaving_is_the_last_thing_one_hears(ayse, bora, group):
    remove_participant(actor=bora, conversation=group, user=bora)
    event = Event.objects.get(type="member.removed")
    assert event.changes == [{"do": "unlisten", "user": str(bora.pk), "topic": group.topic}]
    assert not Participant.objects.filter(user=bora, conversation=group).exists()


def test_a_new_member_has_nothing_unread(ayse, cem, group):
    send_message(actor=ayse, conversation=group, text="before")
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    from apps.chat.selectors import conversation_for

    assert conversation_for(cem, group.pk).unread_count == 0


def test_a_group_with_an_unknown_member_is_not_started(ayse, new_id):
    from apps.chat.problems import UnknownPerson

    with pytest.raises(UnknownPerson):
        create_group_conversation(actor=ayse, name="x", member_ids=[new_id()])
    assert not Conversation.objects.exists()


def test_a_snapshot_never_claims_an_event_that_is_not_in_it(api, ayse, group, monkeypatch):
    """What happens while a list is being read is told afterwards, or stands in it; not neither."""
    from apps.chat.api import conversations as door
    from apps.realtime.sync import seqs_of

    before = seqs_of([group.topic])[group.topic]
    usual = door.load_named

    def load_and_rename(rows):
        usual(rows)
        change_group(actor=ayse, conversation=group, name="Yeni ad")

    monkeypatch.setattr(door, "load_named", load_and_rename)
    [row] = api(ayse).get("/api/v1/conversations").json()["results"]
    assert (row["name"], row["seq"]) == ("Çay molası", before)


def test_the_topic_of_a_row_is_the_one_that_its_events_have(group):
    [row] = Conversation.objects.annotate(text=Topic("conversation", F("pk"))).values_list("text", flat=True)
    assert row == group.topic
