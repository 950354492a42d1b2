from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import add_participants, give_role, remove_participant, send_message
from apps.chat.models import Conversation, Message
from apps.chat.retention.actions import hold_conversation
from apps.events.models import Event
from apps.groups.actions.invites import create_invite
from apps.groups.tasks import look_after_servers

pytestmark = pytest.mark.django_db


def url(group):
    return f"/api/v1/groups/{group.pk}"


def test_its_owner_deletes_it_for_everybody(api, ayse, bora, group):
    said = send_message(actor=bora, conversation=group, text="Gidecek")
    assert api(ayse).delete(url(group)).status_code == 204
    for person in (ayse, bora):
        assert api(person).get(url(group)).status_code == 404
        assert api(person).get(f"/api/v1/conversations/{group.pk}").status_code == 404
        assert api(person).get(f"/api/v1/messages/{said.pk}").status_code == 404
        assert api(person).get("/api/v1/conversations").json()["results"] == []
    assert api(ayse).delete(url(group)).status_code == 404


def test_everybody_is_told_and_hears_nothing_more(ayse, bora, api, group):
    api(ayse).delete(url(group))
    told = Event.objects.filter(type="conversation.removed")
    assert {event.topic for event in told} == {f"user:{ayse.pk}", f"user:{bora.pk}"}
    for event in told:
        user = event.topic.removeprefix("user:")
        assert event.changes == [{"do": "unlisten", "user": user, "topic": group.topic}]


def test_others_do_not(api, ayse, bora, cem, deniz, group):
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    give_role(actor=ayse, conversation=group, user=cem, role="administrator")
    for person in (bora, cem):
        answer = api(person).delete(url(group))
        assert (answer.status_code, answer.json()["code"]) == (403, "conversation.cannot_manage")
    remove_participant(actor=ayse, conversation=group, user=bora)
    for person in (bora, deniz):  # a former member, a stranger
        assert api(person).delete(url(group)).status_code == 404
    assert api().delete(url(group)).status_code == 401
    assert api(ayse).get(url(group)).status_code == 200


def test_a_direct_conversation_is_not_deleted_so(api, ayse, direct):
    assert api(ayse).delete(url(direct)).status_code == 404


def test_a_stale_version_is_refused(api, ayse, group):
    answer = api(ayse).delete(url(group), headers={"If-Match": f'"{group.pk}-{group.version + 1}"'})
    assert answer.status_code == 412


def test_its_links_lead_nowhere(api, ayse, cem, group):
    _invite, code = create_invite(actor=ayse, place=group)
    api(ayse).delete(url(group))
    assert api(cem).get(f"/api/v1/invites/{code}").status_code == 404
    assert api(cem).post(f"/api/v1/invites/{code}/accept", {}).status_code == 404


def test_after_some_days_nothing_is_left(api, ayse, bora, group, direct, settings, time_machine):
    send_message(actor=bora, conversation=group, text="Gidecek")
    kept = send_message(actor=bora, conversation=direct, text="Kalacak")
    api(ayse).delete(url(group))
    assert look_after_servers()["groups"] == 0
    time_machine.move_to(timezone.now() + settings.PURGE_AFTER + timedelta(hours=1))
    assert look_after_servers()["groups"] == 1
    assert list(Conversation.objects.all()) == [direct]
    assert list(Message.objects.all()) == [kept]


def test_a_held_one_is_kept_until_it_is_released(api, ayse, deniz, group, settings, time_machine):
    send_message(actor=ayse, conversation=group, text="Saklanır")
    hold_conversation(actor=deniz, conversation=group, held=True)
    api(ayse).delete(url(group))
    time_machine.move_to(timezone.now() + settings.PURGE_AFTER + timedelta(hours=1))
    assert look_after_servers()["groups"] == 0
    assert Message.objects.filter(text="Saklanır").exists()
    hold_conversation(actor=deniz, conversation=group, held=False)
    assert look_after_servers()["groups"] == 1


def test_the_trail_keeps_that_it_was(api, ayse, group):
    api(ayse).delete(url(group))
    event = Event.objects.get(topic=f"audit:{group.pk}")
    assert event.context["trail"]["action"] == "group.deleted"
