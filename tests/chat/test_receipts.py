import json
import random
import threading

import pytest
from django.db import connection
from django.db.models import F

from apps.accounts.models import Block, Preferences
from apps.chat.actions import add_participants, create_group_conversation, mark_read, remove_participant, send_message
from apps.chat.models import Message, Participant
from apps.chat.receipts import actions
from apps.chat.receipts.actions import mark_delivered
from apps.chat.selectors import conversation_for
from apps.events.models import Event
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(ayse, direct):
    return [send_message(actor=ayse, conversation=direct, text=str(n)) for n in range(3)]


def states(client, message, **query):
    body = client.get(f"/api/v1/messages/{message.pk}/receipts", query).json()
    return {row["user"]["username"]: row["state"] for row in body["results"]}, body["counts"]


def told(conversation):
    events = Event.objects.filter(topic=conversation.topic, type="receipt.updated").order_by("seq")
    return [(data["delivered_seq"], data["read_seq"]) for data in (json.loads(event.data) for event in events)]


def test_sent_then_delivered_then_read(api, ayse, bora, sent):
    url = f"/api/v1/messages/{sent[1].pk}"
    assert states(api(ayse), sent[1])[0] == {"bora": "sent"}
    assert api(bora).put(f"{url}/delivered").json()["delivered_seq"] == sent[1].seq
    assert states(api(ayse), sent[1]) == ({"bora": "delivered"}, {"read": 0, "delivered": 1, "sent": 0})
    assert states(api(ayse), sent[2])[0] == {"bora": "sent"}
    answer = api(bora).put(f"{url}/read")
    assert (answer.status_code, answer.json()["read_seq"], answer.json()["unread_count"]) == (200, sent[1].seq, 1)
    assert states(api(ayse), sent[0])[0] == {"bora": "read"}


def test_reading_delivers_and_places_never_move_back(ayse, bora, direct, sent):
    mark_read(actor=bora, conversation=direct, seq=sent[2].seq)
    assert mark_delivered(actor=bora, conversation=direct, seq=1).delivered_seq == sent[2].seq
    mark_read(actor=bora, conversation=direct, seq=1)
    place = Participant.objects.get(conversation=direct, user=bora)
    assert (place.delivered_seq, place.read_seq, place.shown_seq) == (sent[2].seq,) * 3


def test_everybody_is_told_once(bora, direct, sent):
    for _ in range(3):
        mark_delivered(actor=bora, conversation=direct)
        mark_read(actor=bora, conversation=direct)
        mark_read(actor=bora, conversation=direct)
    assert told(direct) == [(sent[2].seq, 0), (sent[2].seq, sent[2].seq)]
    assert Event.objects.filter(type="conversation.read", topic=f"user:{bora.pk}").count() == 1


def test_beyond_what_was_said_is_nothing(bora, direct, sent, api):
    answer = api(bora).put(f"/api/v1/conversations/{direct.pk}/delivered", {"seq": 10**9})
    assert answer.json()["delivered_seq"] == sent[2].seq


def test_a_person_may_keep_it_to_themselves(api, ayse, bora, direct, sent):
    Preferences.objects.create(user=bora, receipts=False)
    mark_read(actor=bora, conversation=direct)
    assert conversation_for(bora, direct.pk).unread_count == 0
    assert states(api(ayse), sent[2])[0] == {"bora": "delivered"}
    assert told(direct) == [(sent[2].seq, 0)]


def test_across_a_block_nobody_sees_what_was_read(api, ayse, bora, cem, direct, group, sent):
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    message = send_message(actor=ayse, conversation=group, text="x")
    Block.objects.create(blocker=ayse, blocked=bora)
    for person in (bora, cem):
        mark_read(actor=person, conversation=group)
    mark_read(actor=bora, conversation=direct)
    assert states(api(ayse), message)[0] == {"bora": "delivered", "cem": "read"}
    assert states(api(cem), message)[0] == {"bora": "read", "cem": "read"}
    assert told(direct) == [(sent[2].seq, 0)]


def test_in_a_crowd_nobody_is_told_but_everybody_may_ask(api, ayse, monkeypatch):
    monkeypatch.setattr(actions, "TOLD_UP_TO", 3)
    people = UserFactory.create_batch(4)
    crowd = create_group_conversation(actor=ayse, name="x", member_ids=[one.pk for one in people])
    message = send_message(actor=ayse, conversation=crowd, text="x")
    mark_read(actor=people[0], conversation=crowd)
    mark_delivered(actor=people[1], conversation=crowd)
    assert told(crowd) == []
    found, counts = states(api(ayse), message)
    assert (found[people[0].username], counts) == ("read", {"read": 1, "delivered": 1, "sent": 2})
    assert set(states(api(ayse), message, state="sent")[0]) == {people[2].username, people[3].username}


def test_who_came_later_is_not_asked(api, ayse, cem, group):
    message = send_message(actor=ayse, conversation=group, text="x")
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    assert set(states(api(ayse), message)[0]) == {"bora"}


def test_the_list_pages_and_costs_the_same(api, ayse, django_assert_num_queries):
    people = UserFactory.create_batch(9)
    crowd = create_group_conversation(actor=ayse, name="x", member_ids=[one.pk for one in people])
    message = send_message(actor=ayse, conversation=crowd, text="x")
    client, seen = api(ayse), []
    url = f"/api/v1/messages/{message.pk}/receipts?limit=4"
    while url:
        with django_assert_num_queries(5):
            page = client.get(url).json()
        seen += [row["user"]["username"] for row in page["results"]]
        url = page["next"]
    assert sorted(seen) == sorted(one.username for one in people)


@pytest.mark.parametrize("what", ["delivered", "read"])
def test_a_stranger_a_former_member_and_a_disabled_one_are_refused(api, ayse, bora, cem, group, what):
    message = send_message(actor=ayse, conversation=group, text="x")
    url = f"/api/v1/messages/{message.pk}"
    remove_participant(actor=ayse, conversation=group, user=bora)
    for person in (cem, bora):
        assert api(person).put(f"{url}/{what}").status_code == 404
        assert api(person).get(f"{url}/receipts").status_code == 404
        assert api(person).put(f"/api/v1/conversations/{group.pk}/{what}", {}).status_code == 404
    assert api().put(f"{url}/{what}").status_code == 401


def test_a_deleted_message_has_no_receipts(api, ayse, bora, sent):
    Message.objects.filter(pk=sent[0].pk).update(deleted_at=sent[0].created_at)
    assert api(bora).put(f"/api/v1/messages/{sent[0].pk}/read").status_code == 404


@pytest.mark.parametrize("seq", [-1, 2**63, "x", None, 1.5])
def test_a_bad_place_is_refused(api, bora, direct, seq):
    assert api(bora).put(f"/api/v1/conversations/{direct.pk}/delivered", {"seq": seq}).status_code == 400


# what is unread, after anything that may happen ------------------------------------------------------------------------
def recount(user, conversation):
    """Count anew what the list says is unread."""
    place = Participant.objects.filter(conversation=conversation, user=user).first()
    if place is None:
        return None
    rows = Message.objects.filter(conversation=conversation, deleted_at=None, seq__gt=place.read_seq)
    return sum(1 for message in rows if message.sender_id != user.pk and not message.is_system)


@pytest.mark.parametrize("seed", range(8))
def test_unread_counts_agree_with_a_model_after_any_history(seed, ayse, bora, cem, group):
    chance = random.Random(seed)
    people, inside, said = [ayse, bora, cem], {ayse, bora}, []
    unread = {ayse: [], bora: []}  # the model: which messages somebody has not read
    for _step in range(60):
        actor = chance.choice(sorted(inside, key=lambda one: one.username))
        what = chance.choice(["send", "send", "send", "read", "read up to", "delivered", "delete", "come", "go"])
        if what == "send":
            said.append(send_message(actor=actor, conversation=group, text="x"))
            for person in inside:
                unread[person] = [] if person == actor else [*unread[person], said[-1]]
        elif what == "read":
            mark_read(actor=actor, conversation=group)
            unread[actor] = []
        elif what == "read up to" and said:
            seq = chance.choice(said).seq
            count = mark_read(actor=actor, conversation=group, seq=seq)["unread_count"]
            unread[actor] = [message for message in unread[actor] if message.seq > seq]
            assert count == len(unread[actor])
        elif what == "delivered":
            mark_delivered(actor=actor, conversation=group)
        elif what == "delete" and said:
            gone = chance.choice(said)
            Message.objects.filter(pk=gone.pk).update(deleted_at=gone.created_at)
            unread = {who: [message for message in left if message != gone] for who, left in unread.items()}
        elif what == "come" and (new := [one for one in people if one not in inside]):
            add_participants(actor=ayse, conversation=group, user_ids=[new[0].pk])
            inside.add(new[0])
            unread[new[0]] = []
        elif what == "go" and actor != ayse:
            remove_participant(actor=actor, conversation=group, user=actor)
            inside.remove(actor)
            del unread[actor]
        for person in inside:
            assert conversation_for(person, group.pk).unread_count == len(unread[person]) == recount(person, group)


@pytest.mark.django_db(transaction=True)
def test_counts_and_places_are_right_after_everybody_at_once(ayse, bora, cem):
    group = create_group_conversation(actor=ayse, name="x", member_ids=[bora.pk, cem.pk])
    faults = []

    def act(person, seed):
        chance = random.Random(seed)
        try:
            for _ in range(12):
                if chance.random() < 0.5:
                    send_message(actor=person, conversation=group, text="x")
                else:
                    seq = chance.choice([None, chance.randint(0, 30)])
                    before = Participant.objects.get(conversation=group, user=person).read_seq
                    place = mark_read(actor=person, conversation=group, seq=seq)
                    if place["read_seq"] < before:
                        faults.append((before, place["read_seq"]))
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(person, n)) for n, person in enumerate([ayse, bora, cem, bora])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    for person in (ayse, bora, cem):
        assert conversation_for(person, group.pk).unread_count == recount(person, group)
        events = Event.objects.filter(topic=f"user:{person.pk}", type="conversation.read").order_by("seq")
        reads = [json.loads(event.data)["read_seq"] for event in events]
        assert reads == sorted(reads)
    assert not Participant.objects.filter(conversation=group, shown_seq__gt=F("delivered_seq")).exists()
