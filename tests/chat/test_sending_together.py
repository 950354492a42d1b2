"""Many messages in one transaction: each judged by itself, numbered in order, told of once."""

import json
import threading
import uuid

import pytest
from django.db import IntegrityError, connection

from apps.chat import sending
from apps.chat.actions import create_group_conversation, remove_participant, send_message
from apps.chat.models import Conversation, Message, Participant
from apps.chat.problems import CannotWrite, ClientIdReused, ReplyElsewhere
from apps.chat.sending import Draft, send_messages
from apps.core.problems import NotFound
from apps.core.whence import acting
from apps.events.models import Event, Stream

pytestmark = pytest.mark.django_db


def drafts_of(actor, conversation, *texts):
    return [Draft(actor, conversation.pk, text) for text in texts]


def test_they_are_numbered_in_order_and_each_is_told_of(ayse, bora, direct, group):
    drafts = [*drafts_of(ayse, direct, "1", "2"), *drafts_of(bora, group, "a"), *drafts_of(bora, direct, "3")]
    first = {place.pk: Stream.objects.filter(pk=place.topic).first() for place in (direct, group)}
    sent = send_messages(drafts)
    assert [message.text for message in sent] == ["1", "2", "a", "3"]
    assert [message.seq for message in sent if message.conversation_id == direct.pk] == [1, 2, 3]
    events = Event.objects.filter(type="message.created").order_by("id")
    assert [json.loads(event.data)["text"] for event in events] == ["1", "2", "a", "3"]
    assert [event.seq for event in events] == [message.seq for message in sent]
    assert [event.subject_id for event in events] == [str(message.pk) for message in sent]
    assert first[direct.pk] is None
    assert Stream.objects.get(pk=direct.topic).seq == 3


def test_what_hangs_on_them_is_as_after_one_by_one(ayse, bora, direct):
    Participant.objects.filter(conversation=direct).update(archived_at="2026-01-01T00:00:00Z")
    sent = send_messages([*drafts_of(ayse, direct, "1", "2"), *drafts_of(bora, direct, "3")])
    direct.refresh_from_db()
    assert direct.last_message == sent[2]
    assert direct.last_activity_at == sent[2].created_at
    places = Participant.objects.filter(conversation=direct)
    assert {place.user: place.read_seq for place in places} == {ayse: 2, bora: 3}
    assert not places.exclude(archived_at=None).exists()


def test_one_that_is_refused_harms_no_other(ayse, bora, cem, direct, group, new_id):
    client_id = uuid.UUID(new_id())
    elsewhere = send_message(actor=ayse, conversation=group, text="x")
    send_message(actor=ayse, conversation=direct, text="first", client_id=client_id)
    sent = send_messages(
        [
            Draft(ayse, direct.pk, "good"),
            Draft(cem, direct.pk, "a stranger's"),
            Draft(ayse, uuid.uuid4(), "nowhere"),
            Draft(ayse, direct.pk, "another", client_id=client_id),
            Draft(bora, direct.pk, "a reply", reply_to=elsewhere.pk),
            Draft(bora, direct.pk, "good too"),
        ]
    )
    kinds = [type(outcome) for outcome in sent]
    assert kinds == [Message, CannotWrite, NotFound, ClientIdReused, ReplyElsewhere, Message]
    assert [message.text for message in direct.messages.order_by("seq")] == ["first", "good", "good too"]
    assert sent[5].seq == 3


def test_one_id_twice_in_a_batch_posts_once(ayse, bora, direct, new_id):
    client_id = uuid.UUID(new_id())
    same = [Draft(ayse, direct.pk, "x", client_id=client_id) for _ in range(3)]
    sent = send_messages([*same, Draft(bora, direct.pk, "x", client_id=client_id)])
    assert [message.sent_before for message in sent] == [False, True, True, False]
    assert len({message.pk for message in sent}) == 2
    again = send_messages(same)
    assert again[0].pk == sent[0].pk
    assert Message.objects.count() == Event.objects.filter(type="message.created").count() == 2


def test_who_left_while_it_waited_is_refused(ayse, bora, group):
    drafts = [Draft(bora, group.pk, "too late"), Draft(ayse, group.pk, "here")]
    remove_participant(actor=ayse, conversation=group, user=bora)
    refused, sent = send_messages(drafts)
    assert isinstance(refused, CannotWrite)
    assert sent.text == "here"


def test_who_was_disabled_while_it_waited_is_refused(ayse, bora, group):
    drafts = [Draft(bora, group.pk, "too late")]
    type(bora).objects.filter(pk=bora.pk).update(is_active=False)
    assert isinstance(send_messages(drafts)[0], CannotWrite)


def test_each_event_knows_who_acted(ayse, bora, direct):
    drafts = []
    for person, address in ((ayse, "192.0.2.1"), (bora, "192.0.2.2")):
        with acting(person, address=address):
            drafts.append(Draft(person, direct.pk, "x"))
    send_messages(drafts)
    contexts = Event.objects.filter(type="message.created").order_by("id").values_list("context", flat=True)
    assert [(context["actor"], context["address"]) for context in contexts] == [
        (str(ayse.pk), "192.0.2.1"),
        (str(bora.pk), "192.0.2.2"),
    ]


def test_what_only_the_database_refuses_fails_alone(ayse, direct, monkeypatch):
    real = sending._stored

    def picky(messages):
        if any(message.text == "bad" for message in messages):
            raise IntegrityError
        return real(messages)

    monkeypatch.setattr(sending, "_stored", picky)
    outcomes = send_messages(drafts_of(ayse, direct, "1", "bad", "2"))
    assert [type(outcome) for outcome in outcomes] == [Message, IntegrityError, Message]
    assert [(message.seq, message.text) for message in direct.messages.order_by("seq")] == [(1, "1"), (2, "2")]


def test_the_queries_do_not_grow_with_the_messages(ayse, bora, direct, group, django_assert_num_queries):
    conversations = [create_group_conversation(actor=ayse, name=str(n), member_ids=[bora.pk]) for n in range(10)]
    few = [*drafts_of(ayse, direct, "1")]
    many = [
        Draft(who, place.pk, str(n), client_id=uuid.uuid4())
        for n in range(1)  # SQLite takes 999 values in a statement
        for place in (*conversations, direct, group)
        for who in (ayse, bora)
    ]
    with django_assert_num_queries(10):  # the last: what the other side of a direct conversation wishes
        send_messages(few)
    with django_assert_num_queries(11):  # and whether one of the ids was used before
        sent = send_messages(many)
    assert all(isinstance(message, Message) for message in sent)
    assert Conversation.objects.filter(last_message=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_batches_that_meet_number_without_holes(ayse, bora, direct, group):
    def talk(person):
        for _ in range(5):
            send_messages([Draft(person, place.pk, "x") for place in (direct, group, direct)])
        connection.close()

    threads = [threading.Thread(target=talk, args=[person]) for person in (ayse, bora, ayse, bora)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(direct.messages.values_list("seq", flat=True)) == list(range(1, 41))
    assert sorted(group.messages.values_list("seq", flat=True)) == list(range(1, 21))
