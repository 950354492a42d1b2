from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import send_message
from apps.chat.models import Conversation, Message, Participant
from apps.groups.actions.servers import create_server, delete_server
from apps.groups.models import Server
from apps.groups.tasks import look_after_servers
from tests.factories.accounts import UserFactory
from tests.groups.conftest import join, role_of


def test_a_new_server_has_a_channel_and_the_role_of_all(api, ayse):
    made = api(ayse).post("/api/v1/servers", {"name": "Mahalle", "description": "Bizim sokak"}, format="json")
    assert made.status_code == 201
    body = made.json()
    assert made["Location"] == f"/api/v1/servers/{body['id']}"
    assert (body["name"], body["owner"], body["member_count"]) == ("Mahalle", str(ayse.pk), 1)
    assert [role["is_everyone"] for role in body["roles"]] == [True]
    (channel,) = api(ayse).get(f"/api/v1/servers/{body['id']}/channels").json()["results"]
    assert (channel["kind"], channel["name"], channel["channel"]["category"]["name"]) == (
        "channel", "genel", "Metin kanalları",
    )  # fmt: skip
    assert "administrator" not in channel["channel"]["my_permissions"]
    assert api(ayse).get(f"/api/v1/servers/{body['id']}").json() == body


def test_a_channel_stays_in_its_list_even_where_it_was_archived(api, ayse, channel):
    client = api(ayse)
    client.put(f"/api/v1/conversations/{channel.pk}/archive")
    for query, found in (("", 1), ("?filter=channel", 1), ("?filter=archived", 0)):
        rows = client.get(f"/api/v1/conversations{query}").json()["results"]
        assert sum(row["id"] == str(channel.pk) for row in rows) == found


def test_a_channel_is_a_conversation_like_others(api, ayse, bora, channel):
    sent = api(bora).post(
        "/api/v1/messages", {"conversation": str(channel.pk), "text": "Günaydın @ayse"}, format="json"
    )
    assert sent.status_code == 201
    (listed,) = api(ayse).get("/api/v1/conversations?filter=channel").json()["results"]
    assert (listed["unread_count"], listed["mention_count"], listed["last_message"]["text"]) == (1, 1, "Günaydın @ayse")
    assert api(ayse).put(f"/api/v1/conversations/{channel.pk}/read").json()["unread_count"] == 0
    (seen,) = api(ayse).get(f"/api/v1/conversations/{channel.pk}/messages").json()["results"]
    assert seen["id"] == sent.json()["id"]
    found = api(ayse).get("/api/v1/messages/search?q=günaydın").json()["results"]
    assert [hit["id"] for hit in found] in ([seen["id"]], [])  # the index may be behind


def test_strangers_find_nothing(api, cem, server, channel):
    for path in ("", "/members", "/channels", "/roles", "/categories", "/invites", "/bans", f"/channels/{channel.pk}"):
        assert api(cem).get(f"/api/v1/servers/{server.pk}{path}").status_code == 404, path
    assert api(cem).get(f"/api/v1/conversations/{channel.pk}/messages").status_code == 404
    assert api(cem).get("/api/v1/servers").json()["results"] == []
    assert api(cem).post("/api/v1/messages", {"conversation": str(channel.pk), "text": "x"}).status_code == 404


def test_members_change_it_only_with_the_right(api, ayse, bora, server):
    url = f"/api/v1/servers/{server.pk}"
    assert api(bora).patch(url, {"name": "Benim"}, format="json").json()["code"] == "server.not_allowed"
    role_of(server, "Muhtar", "manage_server", to=(bora,))
    changed = api(bora).patch(url, {"name": "Sokak"}, format="json", HTTP_IF_MATCH=f'"{server.pk}-1"')
    assert (changed.status_code, changed.json()["name"], changed.json()["version"]) == (200, "Sokak", 2)
    assert api(ayse).patch(url, {"name": "x"}, format="json", HTTP_IF_MATCH=f'"{server.pk}-1"').status_code == 412
    for body in ({"name": ""}, {"name": "x" * 101}, {"owner": str(bora.pk)}, {"name": 5}):
        assert api(ayse).patch(url, body, format="json").status_code == 400, body


def test_deleted_it_is_gone_at_once_and_its_owner_can_bring_it_back(api, ayse, bora, server, channel):
    send_message(actor=bora, conversation=channel.conversation, text="Kalsın")
    url = f"/api/v1/servers/{server.pk}"
    assert api(bora).delete(url).status_code == 403
    assert api(ayse).delete(url).status_code == 204
    for person in (ayse, bora):
        assert api(person).get(url).status_code == 404
        assert api(person).get(f"/api/v1/conversations/{channel.pk}").status_code == 404
    (deleted,) = api(ayse).get("/api/v1/servers?filter=deleted").json()["results"]
    assert deleted["deletes_at"]
    assert api(bora).get("/api/v1/servers?filter=deleted").json()["results"] == []
    assert api(bora).post(f"{url}/restore").status_code == 404
    assert api(ayse).post(f"{url}/restore").status_code == 200
    (seen,) = api(bora).get(f"/api/v1/conversations/{channel.pk}/messages").json()["results"]
    assert seen["text"] == "Kalsın"
    assert api(ayse).post(f"{url}/restore").status_code == 404


def test_after_the_days_of_grace_nothing_is_left(ayse, server, channel, time_machine):
    send_message(actor=ayse, conversation=channel.conversation, text="Gidecek")
    delete_server(actor=ayse, server=server)
    look_after_servers()
    assert Server.objects.exists()
    time_machine.move_to(timezone.now() + timedelta(days=8))
    look_after_servers()
    assert not Server.objects.exists()
    assert not Message.objects.exists()
    assert not Conversation.objects.filter(kind="channel").exists()


def test_it_is_handed_over_to_a_member(api, ayse, bora, cem, server):
    url = f"/api/v1/servers/{server.pk}/owner"
    assert api(bora).put(url, {"user": str(bora.pk)}, format="json").status_code == 403
    assert api(ayse).put(url, {"user": str(cem.pk)}, format="json").json()["code"] == "server.not_a_member"
    assert api(ayse).put(url, {"user": str(bora.pk)}, format="json").json()["owner"] == str(bora.pk)
    assert api(ayse).delete(f"/api/v1/servers/{server.pk}").status_code == 403
    assert api(ayse).delete(f"/api/v1/servers/{server.pk}/members/{ayse.pk}").status_code == 204


def test_a_person_owns_twenty_at_most(api, ayse):
    for number in range(20):
        create_server(actor=ayse, name=str(number))
    assert api(ayse).post("/api/v1/servers", {"name": "21"}, format="json").json()["code"] == "server.too_many"


@pytest.mark.parametrize("path", ["/servers", "/servers/{server}/channels", "/servers/{server}/members",
                                  "/servers/{server}/roles", "/conversations?filter=channel"])  # fmt: skip
def test_lists_take_as_many_queries_for_many_as_for_one(api, ayse, server, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from apps.groups.actions.channels import create_channel

    url = f"/api/v1{path.format(server=server.pk)}"
    api(ayse).get(url)
    with CaptureQueriesContext(connection) as few:
        assert api(ayse).get(url).status_code == 200
    for number in range(5):
        create_server(actor=ayse, name=str(number))
        made = create_channel(actor=ayse, server=server, name=str(number))
        person = UserFactory()
        join(server, person)
        role_of(server, str(number), "kick_members", to=(person,))
        send_message(actor=person, conversation=made.conversation, text="x")
    with CaptureQueriesContext(connection) as many:
        assert api(ayse).get(url).status_code == 200
    assert len(many) == len(few), [query["sql"] for query in many]


def test_who_joins_sees_what_was_said_and_has_nothing_unread(api, ayse, cem, server, channel):
    send_message(actor=ayse, conversation=channel.conversation, text="Önceden")
    join(server, cem)
    (listed,) = api(cem).get("/api/v1/conversations?filter=channel").json()["results"]
    assert (listed["unread_count"], listed["last_message"]["text"]) == (0, "Önceden")
    assert Participant.objects.filter(conversation=channel.pk).count() == 3
    assert Conversation.objects.get(pk=channel.pk).participant_count == 3
