import json

import pytest

from apps.chat.actions import add_participants, give_role, hand_over, remove_participant, send_message
from apps.chat.models import Participant
from apps.chat.permissions import can_delete_message, can_manage_messages
from apps.events.models import Event
from tests.factories.accounts import UserFactory


def url(group, user, rest=""):
    return f"/api/v1/groups/{group.pk}/members/{user.pk}{rest}"


def role(group, user):
    return Participant.objects.get(conversation=group, user=user).role


def test_an_owner_makes_an_administrator_and_all_are_told(api, ayse, bora, group):
    answer = api(ayse).put(url(group, bora, "/role"), {"role": "administrator"})
    assert (answer.status_code, answer.json()["role"]) == (200, "administrator")
    event = Event.objects.get(type="member.updated")
    assert (event.topic, json.loads(event.data)["role"]) == (group.topic, "administrator")
    assert api(ayse).put(url(group, bora, "/role"), {"role": "administrator"}).status_code == 200
    assert Event.objects.filter(type="member.updated").count() == 1


@pytest.mark.parametrize("wanted", ["owner", "administrator", "member"])
def test_nobody_gives_what_is_at_or_above_themselves(api, bora, elif_, group, wanted):
    assert api(elif_).put(url(group, bora, "/role"), {"role": wanted}).status_code == 403
    assert api(bora).put(url(group, bora, "/role"), {"role": wanted}).status_code == 403


@pytest.mark.parametrize("wanted", ["king", "", None, 1])
def test_an_unknown_role_is_refused(api, ayse, bora, group, wanted):
    assert api(ayse).put(url(group, bora, "/role"), {"role": wanted}, format="json").status_code == 400


def test_who_is_not_there_gets_no_role(api, ayse, cem, group, new_id):
    assert api(ayse).put(url(group, cem, "/role"), {"role": "member"}).status_code == 404
    assert api(ayse).put(f"/api/v1/groups/{group.pk}/members/{new_id()}/role", {"role": "member"}).status_code == 404
    assert api(cem).put(url(group, cem, "/role"), {"role": "owner"}).status_code == 404


def test_the_last_owner_stays_owner(api, ayse, bora, group):
    answer = api(ayse).put(url(group, ayse, "/role"), {"role": "member"})
    assert (answer.status_code, answer.json()["code"]) == (422, "conversation.last_owner")
    give_role(actor=ayse, conversation=group, user=bora, role="owner")
    assert api(ayse).put(url(group, ayse, "/role"), {"role": "member"}).status_code == 200


def test_handing_over_leaves_an_administrator(api, ayse, bora, group):
    answer = api(ayse).put(f"/api/v1/groups/{group.pk}/owner", {"user": str(bora.pk)})
    assert answer.status_code == 200
    assert (role(group, ayse), role(group, bora)) == ("administrator", "owner")
    assert api(ayse).put(f"/api/v1/groups/{group.pk}/owner", {"user": str(ayse.pk)}).status_code == 403
    hand_over(actor=bora, conversation=group, user=bora)
    assert role(group, bora) == "owner"


def test_a_group_is_not_handed_to_a_stranger_or_a_disabled_member(api, ayse, bora, cem, group):
    bora.is_active = False
    bora.save()
    for person in (bora, cem):
        assert api(ayse).put(f"/api/v1/groups/{group.pk}/owner", {"user": str(person.pk)}).status_code == 404


def test_administrators_remove_members_only(api, ayse, bora, elif_, group):
    other = UserFactory()
    add_participants(actor=elif_, conversation=group, user_ids=[other.pk])
    give_role(actor=ayse, conversation=group, user=other, role="administrator")
    assert api(elif_).delete(url(group, ayse)).status_code == 403
    assert api(elif_).delete(url(group, other)).status_code == 403
    assert api(elif_).delete(url(group, bora)).status_code == 204
    assert api(ayse).delete(url(group, other)).status_code == 204


def test_leaving_alone_ends_nothing_and_the_owner_may(ayse, bora, group):
    remove_participant(actor=bora, conversation=group, user=bora)
    remove_participant(actor=ayse, conversation=group, user=ayse)
    assert group.participants.count() == 0


def test_administrators_manage_messages(ayse, bora, elif_, group):
    message = send_message(actor=ayse, conversation=group, text="x")
    assert can_delete_message(elif_, message)
    assert can_manage_messages(ayse, group)
    assert not can_delete_message(bora, message)
    assert not can_manage_messages(bora, group)


def test_the_list_of_members_costs_the_same_for_many(api, ayse, group, django_assert_num_queries):
    for amount in (1, 20):
        add_participants(actor=ayse, conversation=group, user_ids=[UserFactory().pk for _ in range(amount)])
        client = api(ayse)
        with django_assert_num_queries(2):
            assert client.get(f"/api/v1/groups/{group.pk}/members?limit=100").status_code == 200
