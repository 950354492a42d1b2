"""Members of a server by their ids, and of a group by their names."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.chat.actions import add_participants
from apps.groups.actions.members import name_member
from tests.factories.accounts import UserFactory
from tests.groups.conftest import join

pytestmark = pytest.mark.django_db


def test_some_members_are_asked_for_by_id(api, ayse, bora, cem, server):
    name_member(actor=ayse, server=server, user=bora, nickname="Bobo")
    url = f"/api/v1/servers/{server.pk}/members?users="
    found = api(ayse).get(f"{url}{bora.pk},{cem.pk}").json()["results"]
    assert [(one["user"]["id"], one["nickname"]) for one in found] == [(str(bora.pk), "Bobo")]
    assert api(cem).get(f"{url}{bora.pk}").status_code == 404
    for wrong in ("x", f"{bora.pk},", ",".join([str(bora.pk)] * 101)):
        assert api(ayse).get(f"{url}{wrong}").status_code == 400, wrong


def test_those_with_a_nickname_are_asked_for_together(api, ayse, bora, cem, server):
    url = f"/api/v1/servers/{server.pk}/members?nicknamed=true"
    assert api(ayse).get(url).json()["results"] == []
    name_member(actor=ayse, server=server, user=bora, nickname="Bobo")
    found = api(ayse).get(url).json()["results"]
    assert [(one["user"]["id"], one["nickname"]) for one in found] == [(str(bora.pk), "Bobo")]
    assert api(cem).get(url).status_code == 404


def test_more_of_them_cost_no_more(api, ayse, server):
    people = [UserFactory() for _ in range(4)]
    join(server, *people)

    def queries(some):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            api(ayse).get(f"/api/v1/servers/{server.pk}/members?users={','.join(str(one.pk) for one in some)}")
        return len(asked)

    queries(people)
    assert queries(people[:1]) == queries(people)


def test_members_of_a_group_are_found_by_name(api, ayse, bora, cem, group):
    deniz = UserFactory(username="deniz", display_name="Deniz Özgün")
    add_participants(actor=ayse, conversation=group, user_ids=[deniz.pk])
    url = f"/api/v1/groups/{group.pk}/members"
    found = api(bora).get(f"{url}?q=OZGUN").json()["results"]
    assert [one["user"]["id"] for one in found] == [str(deniz.pk)]
    assert api(bora).get(f"{url}?q=kimse").json()["results"] == []
    assert api(cem).get(f"{url}?q=deniz").status_code == 404
    assert api(bora).get(f"{url}?x=1").status_code == 400
