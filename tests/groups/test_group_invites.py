from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import change_group, give_role, remove_participant
from apps.chat.models import Participant
from apps.groups.actions.invites import accept_invite, create_invite, revoke_invite
from apps.groups.models import Invite
from apps.groups.problems import TooManyInvites
from tests.factories.accounts import UserFactory


@pytest.fixture
def link(api, ayse, group):
    def make(**body):
        answer = api(ayse).post(f"/api/v1/groups/{group.pk}/invites", body, format="json")
        assert answer.status_code == 201, answer.json()
        return answer.json()["code"]

    return make


def test_who_follows_a_link_is_in(api, cem, group, link):
    code = link()
    seen = api(cem).get(f"/api/v1/invites/{code}").json()
    assert (seen["place"]["name"], seen["place"]["member_count"], seen["created_by"]["username"]) == (
        "Çay molası", 2, "ayse",
    )  # fmt: skip
    assert api(cem).post(f"/api/v1/invites/{code}/accept").json() == {"kind": "group", "id": str(group.pk)}
    assert api(cem).get(f"/api/v1/groups/{group.pk}").json()["member_count"] == 3


def test_following_twice_uses_it_once(api, bora, cem, link):
    code = link(max_uses=1)
    for person in (cem, cem, bora):
        assert api(person).post(f"/api/v1/invites/{code}/accept").status_code == 200
    assert Invite.objects.get().uses == 1
    assert api(UserFactory()).post(f"/api/v1/invites/{code}/accept").status_code == 404


def test_a_link_ends_by_time_use_or_revocation(api, cem, group, link, time_machine):
    now = timezone.now()
    dead = [link(expires_at=(now + timedelta(hours=1)).isoformat()), link(max_uses=1), link()]
    accept_invite(actor=UserFactory(), code=dead[1])
    revoke_invite(actor=group.created_by, invite=Invite.objects.order_by("created_at").last())
    time_machine.move_to(now + timedelta(hours=1, seconds=1))
    for code in [*dead, "x", "İ" * 64, "a" * 3000]:
        assert api(cem).get(f"/api/v1/invites/{code}").status_code == 404
        assert api(cem).post(f"/api/v1/invites/{code}/accept").status_code == 404


def test_the_link_of_somebody_who_may_not_invite_any_more_leads_nowhere(api, ayse, bora, cem, elif_, group):
    _, code = create_invite(actor=elif_, place=group)
    give_role(actor=ayse, conversation=group, user=elif_, role="member")
    assert api(cem).get(f"/api/v1/invites/{code}").status_code == 404
    assert api(cem).post(f"/api/v1/invites/{code}/accept").status_code == 404
    give_role(actor=ayse, conversation=group, user=elif_, role="administrator")
    remove_participant(actor=ayse, conversation=group, user=elif_)
    assert api(cem).post(f"/api/v1/invites/{code}/accept").status_code == 404


def test_the_code_is_shown_once_and_not_stored(api, ayse, group, link):
    code = link()
    row = Invite.objects.get()
    assert code not in str(vars(row))
    (listed,) = api(ayse).get(f"/api/v1/groups/{group.pk}/invites").json()["results"]
    assert (listed["code"], listed["hint"]) == (None, code[:4])


def test_members_make_links_only_where_the_group_lets_them_and_see_their_own(api, ayse, bora, cem, group, link):
    url = f"/api/v1/groups/{group.pk}/invites"
    assert api(bora).post(url, {}).json()["code"] == "invite.not_allowed"
    assert api(cem).post(url, {}).status_code == 404
    change_group(actor=ayse, conversation=group, who_may={"invite": "everyone"})
    link()
    mine = api(bora).post(url, {"max_uses": None, "expires_at": None}, format="json").json()
    assert [row["id"] for row in api(bora).get(url).json()["results"]] == [mine["id"]]
    assert len(api(ayse).get(url).json()["results"]) == 2
    assert api(bora).delete(f"{url}/{Invite.objects.exclude(pk=mine['id']).get().pk}").status_code == 404
    assert api(ayse).delete(f"{url}/{mine['id']}").status_code == 204
    assert api(ayse).delete(f"{url}/{mine['id']}").status_code == 404


@pytest.mark.parametrize(
    "body", [{"max_uses": 0}, {"max_uses": 10_001}, {"expires_at": "2020-01-01T00:00:00Z"}, {"x": 1},
             {"expires_at": "2999-01-01T00:00:00Z"}, {"expires_at": "soon"}],
)  # fmt: skip
def test_bad_limits_are_refused(api, ayse, group, body):
    assert api(ayse).post(f"/api/v1/groups/{group.pk}/invites", body, format="json").status_code == 400


def test_there_are_at_most_a_hundred_links(ayse, group):
    for _ in range(100):
        create_invite(actor=ayse, place=group)
    with pytest.raises(TooManyInvites):
        create_invite(actor=ayse, place=group)


def test_a_bot_follows_no_link(api, robot, link):
    assert api(robot).post(f"/api/v1/invites/{link()}/accept").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_where_one_use_is_left_and_two_come_at_once_one_gets_in(ayse, group, at_once):
    _, code = create_invite(actor=ayse, place=group, max_uses=1)
    people = [UserFactory(), UserFactory()]
    outcomes = at_once(*(lambda person=person: accept_invite(actor=person, code=code) for person in people))
    assert sorted(type(one).__name__ for one in outcomes) == ["Conversation", "NotFound"]
    assert Participant.objects.filter(conversation=group, user__in=people).count() == Invite.objects.get().uses == 1
