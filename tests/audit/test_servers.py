"""What was done in a server, for those whom it trusts with that."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.chat.actions import send_message
from apps.chat.messages.deleting import delete_for_everyone
from apps.groups.actions.bans import ban_member
from apps.groups.actions.members import remove_member
from apps.groups.actions.servers import change_server, create_server
from tests.factories.accounts import UserFactory
from tests.groups.conftest import role_of

pytestmark = pytest.mark.django_db


def read(client, server, **query):
    answer = client.get(f"/api/v1/servers/{server.pk}/audit", query)
    return answer.status_code, answer.json()


def test_the_owner_reads_who_did_what_and_why(api, ayse, bora, server, work):
    change_server(actor=ayse, server=server, name="Yeni ad")
    remove_member(actor=ayse, server=server, user=bora, reason="Kavga")
    work()
    status, page = read(api(ayse), server)
    assert status == 200
    kicked, changed = page["results"][:2]
    assert (kicked["action"], kicked["user"]["username"], kicked["reason"]) == ("server.member_kicked", "bora", "Kavga")
    assert (changed["action"], changed["details"]) == ("server.changed", {"fields": ["name"]})
    assert "address" not in str(page)


def test_it_says_who_acted_through_the_api(api, ayse, bora, server, work):
    api(ayse).patch(f"/api/v1/servers/{server.pk}", {"description": "Komşular"})
    work()
    _status, page = read(api(ayse), server, actor=str(ayse.pk))
    assert [row["actor"]["username"] for row in page["results"]] == ["ayse"]
    assert page["results"][0]["actor_name"] == ayse.name
    assert read(api(ayse), server, actor=str(bora.pk))[1]["results"] == []


def test_only_who_may(api, ayse, bora, cem, server, work):
    assert read(api(bora), server)[0] == 403
    assert read(api(cem), server)[0] == 404
    role_of(server, "Denetçi", "view_audit_log", to=(bora,))
    work()
    status, page = read(api(bora), server, action="server.role_given")
    assert (status, page["results"][0]["role"]["name"]) == (200, "Denetçi")
    remove_member(actor=ayse, server=server, user=bora)
    assert read(api(bora), server)[0] == 404


def test_another_server_is_not_in_it(api, ayse, bora, server, work):
    other = create_server(actor=bora, name="Öteki")
    change_server(actor=bora, server=other, name="Başka")
    work()
    assert all(row["action"] != "server.changed" for row in read(api(ayse), server)[1]["results"])


def test_what_a_moderator_removed_is_in_it_what_one_removes_of_oneself_is_not(api, ayse, bora, server, channel, work):
    theirs, mine = (send_message(actor=one, conversation=channel.conversation, text="x") for one in (bora, ayse))
    delete_for_everyone(actor=ayse, message=theirs)
    delete_for_everyone(actor=ayse, message=mine)
    work()
    rows = read(api(ayse), server, action="message.removed")[1]["results"]
    assert [(row["user"]["username"], row["channel"]["id"]) for row in rows] == [("bora", str(channel.pk))]
    assert rows[0]["channel"]["name"] == channel.conversation.name


def test_pages_of_constant_cost(api, ayse, server, work):
    for number in range(6):
        ban_member(actor=ayse, server=server, user=UserFactory(), reason=str(number))
    work()
    client, costs = api(ayse), []
    read(client, server)
    for limit in (2, 6):
        with CaptureQueriesContext(connection) as captured:
            _status, page = read(client, server, limit=limit)
        assert len(page["results"]) == limit
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert [row["reason"] for row in client.get(read(client, server, limit=2)[1]["next"]).json()["results"]] == [
        "3",
        "2",
    ]
