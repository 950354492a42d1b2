import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import open_direct_conversation, remove_participant, send_message
from apps.chat.models import Message
from apps.chat.retention import actions, rules
from apps.chat.retention.actions import hold_conversation, keep_installation, keep_messages, purge_messages
from apps.chat.retention.rules import Kept, kept_in
from apps.chat.search.keeping import catch_up
from apps.chat.search.models import IndexEntry
from apps.chat.tasks import purge_old_messages
from apps.events.models import Event
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(ayse, group):
    """Five messages, of which the first three are 40 days old."""
    sent = [send_message(actor=ayse, conversation=group, text=str(n)) for n in range(5)]
    long_ago = timezone.now() - timedelta(days=40)
    Message.objects.filter(pk__in=[one.pk for one in sent[:3]]).update(created_at=long_ago)
    return sent


def texts(conversation):
    said = Message.objects.filter(conversation=conversation).exclude(type="system")
    return list(said.order_by("seq").values_list("text", flat=True))


def url(conversation):
    return f"/api/v1/conversations/{conversation.pk}/retention"


def test_what_is_too_old_goes_for_everybody(ayse, group, old):
    catch_up()
    keep_messages(actor=ayse, conversation=group, days=30)
    assert purge_old_messages() == 3
    assert texts(group) == ["3", "4"]
    assert IndexEntry.objects.count() == 2
    event = Event.objects.get(type="messages.purged")
    assert json.loads(event.data) == {"conversation": str(group.pk), "upto_seq": old[2].seq}
    assert purge_old_messages() == 0


def test_it_goes_in_batches(ayse, group, old, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    keep_messages(actor=ayse, conversation=group, days=30)
    assert [purge_messages(group.pk) for _ in range(3)] == [2, 1, 0]
    assert texts(group) == ["3", "4"]


def test_without_a_rule_everything_stays(group, old):
    assert purge_old_messages() == 0
    assert len(texts(group)) == 5


def test_the_nearest_rule_holds(ayse, deniz, direct, group, monkeypatch):
    monkeypatch.setattr(rules, "_sources", {"server": lambda ids: {pk: 20 for pk in ids if pk == group.pk}})
    keep_installation(actor=deniz, days=10)
    assert kept_in([group.pk, direct.pk]) == {group.pk: Kept(20, "server"), direct.pk: Kept(10, "installation")}
    keep_messages(actor=ayse, conversation=group, days=None)
    assert kept_in([group.pk])[group.pk] == Kept(None, "conversation")
    actions.follow_retention(actor=ayse, conversation=group)
    assert kept_in([group.pk])[group.pk] == Kept(20, "server")
    keep_installation(actor=deniz, days=None)
    assert kept_in([direct.pk])[direct.pk] == Kept(None, "installation")


def test_a_conversation_that_keeps_for_good_is_left_alone(ayse, deniz, group, old):
    keep_installation(actor=deniz, days=10)
    keep_messages(actor=ayse, conversation=group, days=None)
    assert purge_old_messages() == 0


def test_a_hold_keeps_it_whole(ayse, deniz, group, old):
    keep_messages(actor=ayse, conversation=group, days=30)
    hold_conversation(actor=deniz, conversation=group, held=True)
    assert purge_old_messages() == purge_messages(group.pk) == 0
    hold_conversation(actor=deniz, conversation=group, held=False)
    assert kept_in([group.pk])[group.pk] == Kept(30, "conversation")
    assert purge_old_messages() == 3


def test_owners_decide_and_everybody_there_sees(api, ayse, bora, group):
    answer = api(ayse).put(url(group), {"days": 30})
    assert answer.json() == {"conversation": str(group.pk), "days": 30, "by": "conversation", "held": False}
    assert api(bora).get(url(group)).json() == answer.json()
    assert json.loads(Event.objects.get(type="retention.updated").data) == answer.json()
    assert api(bora).put(url(group), {"days": 7}).status_code == 403
    assert api(bora).delete(url(group)).status_code == 403
    assert api(ayse).delete(url(group)).json()["days"] is None


def test_saying_it_twice_tells_once(ayse, group):
    for _ in range(2):
        keep_messages(actor=ayse, conversation=group, days=30)
    assert Event.objects.filter(type="retention.updated").count() == 1


def test_nobody_decides_about_a_direct_conversation(api, ayse, direct):
    assert api(ayse).put(url(direct), {"days": 30}).status_code == 403


def test_a_stranger_and_a_former_member_are_refused(api, ayse, bora, cem, group):
    remove_participant(actor=ayse, conversation=group, user=bora)
    for person in (cem, bora):
        assert api(person).get(url(group)).status_code == 404
        assert api(person).put(url(group), {"days": 30}).status_code == 404
        assert api(person).put(f"/api/v1/conversations/{group.pk}/hold").status_code == 403
        assert api(person).put("/api/v1/retention", {"days": 30}).status_code == 403


@pytest.mark.parametrize("days", [0, 6, 3651, -1, "x", 1.5, [], True])
def test_a_bad_time_is_refused(api, ayse, group, days):
    assert api(ayse).put(url(group), {"days": days}).status_code == 400


def test_administrators_rule_the_installation(api, deniz, group):
    client = api(deniz)
    assert client.get("/api/v1/retention").json()["days"] is None
    assert client.put("/api/v1/retention", {"days": 365}).json()["days"] == 365
    assert client.get("/api/v1/retention").json()["by"] == "installation"
    assert client.put(f"/api/v1/conversations/{group.pk}/hold").json()["held"] is True
    assert client.delete(f"/api/v1/conversations/{group.pk}/hold").json()["held"] is False
    actions_kept = [event.context["trail"]["action"] for event in Event.objects.filter(type="trail.noted")]
    assert {"retention.changed", "retention.held", "retention.released"} <= set(actions_kept)


def test_looking_for_what_is_due_costs_the_same_for_many(ayse, deniz, django_assert_num_queries):
    keep_installation(actor=deniz, days=30)
    for amount in (2, 8):
        for _ in range(amount):
            room = open_direct_conversation(actor=ayse, user_id=UserFactory().pk)[0]
            send_message(actor=ayse, conversation=room, text="x")
        Message.objects.update(created_at=timezone.now() - timedelta(days=40))
        with django_assert_num_queries(2):
            assert list(actions.conversations_due())
