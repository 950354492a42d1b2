from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import send_message
from apps.chat.models import Message, Participant
from apps.events.models import Event
from apps.groups.actions.bans import ban_member
from apps.groups.actions.channels import create_channel
from apps.groups.actions.invites import accept_invite, create_invite
from apps.groups.actions.members import remove_member
from apps.groups.actions.overrides import set_override
from apps.groups.actions.roles import change_role, give_role
from apps.groups.bits import BIT, bits_of
from apps.groups.models import Ban, Invite
from apps.groups.tasks import look_after_servers
from tests.factories.accounts import UserFactory
from tests.groups.conftest import join, picture, role_of


def test_who_was_kicked_sees_nothing_and_may_come_back(api, ayse, bora, server, channel):
    url = f"/api/v1/servers/{server.pk}/members/{bora.pk}"
    assert api(bora).delete(f"/api/v1/servers/{server.pk}/members/{ayse.pk}").json()["code"] == "server.above_you"
    assert api(ayse).delete(f"{url}?reason=gürültü").status_code == 204
    assert api(bora).get(f"/api/v1/servers/{server.pk}").status_code == 404
    assert api(bora).get(f"/api/v1/conversations/{channel.pk}/messages").status_code == 404
    assert not Participant.objects.filter(conversation=channel.pk, user=bora).exists()
    join(server, bora)
    assert api(bora).get(f"/api/v1/conversations/{channel.pk}").status_code == 200


def test_nobody_kicks_who_stands_beside_or_above_them(api, ayse, bora, cem, server):
    deniz = UserFactory()
    join(server, cem, deniz)
    role_of(server, "Bekçi", "kick_members", "mute_members", "manage_nicknames", to=(bora, cem))
    url = f"/api/v1/servers/{server.pk}/members"
    assert api(bora).delete(f"{url}/{cem.pk}").status_code == 403
    body = {"until": (timezone.now() + timedelta(hours=1)).isoformat()}
    assert api(bora).put(f"{url}/{cem.pk}/mute", body, format="json").status_code == 403
    assert api(bora).patch(f"{url}/{cem.pk}", {"nickname": "x"}, format="json").status_code == 403
    assert api(bora).patch(f"{url}/{bora.pk}", {"nickname": "Bo"}, format="json").json()["nickname"] == "Bo"
    assert api(bora).put(f"{url}/{deniz.pk}/mute", body, format="json").json()["silenced_until"]
    assert api(bora).delete(f"{url}/{deniz.pk}/mute").json()["silenced_until"] is None
    assert api(bora).delete(f"{url}/{deniz.pk}").status_code == 204
    for until in ("2020-01-01T00:00:00Z", (timezone.now() + timedelta(days=29)).isoformat(), "x"):
        assert api(ayse).put(f"{url}/{cem.pk}/mute", {"until": until}, format="json").status_code == 400


def test_the_owner_stays(api, ayse, server):
    answer = api(ayse).delete(f"/api/v1/servers/{server.pk}/members/{ayse.pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "server.owner_stays")


def test_who_is_banned_stays_out_and_what_they_said_goes(api, ayse, bora, cem, server, channel):
    send_message(actor=bora, conversation=channel.conversation, text="kötü söz")
    kept = send_message(actor=ayse, conversation=channel.conversation, text="iyi söz")
    url = f"/api/v1/servers/{server.pk}/bans/{bora.pk}"
    assert api(bora).put(f"/api/v1/servers/{server.pk}/bans/{ayse.pk}", {}, format="json").status_code == 403
    banned = api(ayse).put(url, {"reason": "spam", "delete_message_seconds": 3600}, format="json")
    assert (banned.status_code, banned.json()["reason"]) == (200, "spam")
    look_after_servers()
    assert list(Message.objects.filter(deleted_at=None, conversation=channel.pk)) == [kept]
    assert Ban.objects.get().clears_since is None
    _invite, code = create_invite(actor=ayse, place=server)
    assert api(bora).get(f"/api/v1/invites/{code}").status_code == 404
    assert api(bora).post(f"/api/v1/invites/{code}/accept").status_code == 404
    (listed,) = api(ayse).get(f"/api/v1/servers/{server.pk}/bans").json()["results"]
    assert listed["user"]["username"] == "bora"
    assert api(ayse).delete(url).status_code == 204
    assert api(ayse).delete(url).status_code == 404
    assert api(bora).post(f"/api/v1/invites/{code}/accept").json() == {"kind": "server", "id": str(server.pk)}
    assert api(ayse).put(f"/api/v1/servers/{server.pk}/bans/{cem.pk}", {}, format="json").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_where_one_use_is_left_and_two_come_at_once_one_gets_in(ayse, server, at_once):
    _, code = create_invite(actor=ayse, place=server, max_uses=1)
    people = [UserFactory(), UserFactory()]
    outcomes = at_once(*(lambda person=person: accept_invite(actor=person, code=code) for person in people))
    assert sorted(type(one).__name__ for one in outcomes) == ["NotFound", "Server"]
    assert server.members.filter(user__in=people).count() == Invite.objects.get(max_uses=1).uses == 1


def test_nobody_gives_more_than_they_have_nor_touches_what_is_above(api, ayse, bora, server):
    high = role_of(server, "Yüksek", "administrator")
    helper = role_of(server, "Yardımcı", "manage_roles", "kick_members", to=(bora,))
    low = role_of(server, "Alçak")
    url = f"/api/v1/servers/{server.pk}/roles"
    assert api(bora).post(url, {"name": "x", "permissions": ["ban_members"]}, format="json").json()["code"] == (
        "server.not_yours_to_give"
    )
    assert api(bora).patch(f"{url}/{low.pk}", {"permissions": ["administrator"]}, format="json").status_code == 403
    assert api(bora).patch(f"{url}/{low.pk}", {"permissions": ["kick_members"]}, format="json").status_code == 200
    for role in (high, helper):
        assert api(bora).patch(f"{url}/{role.pk}", {"name": "y"}, format="json").json()["code"] == "server.above_you"
        assert api(bora).delete(f"{url}/{role.pk}").status_code == 403
        mine = f"/api/v1/servers/{server.pk}/members/{bora.pk}/roles/{role.pk}"
        assert api(bora).put(mine).status_code == 403
    order = [str(low.pk), str(high.pk), str(helper.pk)]
    assert api(bora).put(f"{url}/order", {"roles": order}, format="json").status_code == 403
    assert api(ayse).put(f"{url}/order", {"roles": order[:2]}, format="json").status_code == 422
    assert [one["position"] for one in api(ayse).put(f"{url}/order", {"roles": order}, format="json").json()["results"]] == [
        3, 2, 1,
    ]  # fmt: skip
    everyone = server.roles.get(is_everyone=True)
    assert api(ayse).delete(f"{url}/{everyone.pk}").json()["code"] == "role.everyones"
    assert api(ayse).post(url, {"name": "ALÇAK"}, format="json").json()["code"] == "server.name_taken"
    assert (
        api(ayse).post(url, {"name": "All"}, format="json").json()["code"] == "server.name_taken"
    )  # @all is everybody
    for name in ("iki\nsatır", "ters \u202e yazı", "\u200b"):
        assert api(ayse).post(url, {"name": name}, format="json").status_code == 400


def test_only_who_announces_writes_in_an_announcement_channel_and_others_react(api, ayse, bora, server):
    news = create_channel(actor=ayse, server=server, name="duyurular", type="announcement")
    body = {"conversation": str(news.pk), "text": "Duyuru"}
    assert api(bora).post("/api/v1/messages", body, format="json").status_code == 403
    said = api(ayse).post("/api/v1/messages", body, format="json").json()
    assert api(bora).put(f"/api/v1/messages/{said['id']}/reactions/👍").status_code == 200
    role_of(server, "Sözcü", "announce", to=(bora,))
    assert api(bora).post("/api/v1/messages", body, format="json").status_code == 201


def test_who_may_only_answer_writes_in_threads_and_who_may_not_writes_beside_them(api, ayse, bora, server):
    news = create_channel(actor=ayse, server=server, name="duyurular", type="announcement")
    root = send_message(actor=ayse, conversation=news.conversation, text="Duyuru")
    body = {"conversation": str(news.pk), "text": "Teşekkürler"}
    answer = api(bora).post("/api/v1/messages", {**body, "thread": str(root.pk)}, format="json")
    assert answer.status_code == 201
    assert api(bora).put(f"/api/v1/messages/{answer.json()['id']}", {"text": "Sağ olun"}).status_code == 200
    assert api(bora).post("/api/v1/messages", body, format="json").status_code == 403
    everyone = server.roles.get(is_everyone=True)
    set_override(actor=ayse, place=news, role=everyone.pk, deny=BIT["send_in_threads"])
    refused = api(bora).post("/api/v1/messages", {**body, "thread": str(root.pk)}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "conversation.cannot_write")
    assert api(bora).put(f"/api/v1/messages/{answer.json()['id']}", {"text": "Yine"}).status_code == 403
    role_of(server, "Sözcü", "announce", to=(bora,))
    assert api(bora).post("/api/v1/messages", body, format="json").status_code == 201


def test_a_role_is_called_by_its_name_where_anybody_may(api, ayse, bora, cem, server, channel):
    join(server, cem)
    role = role_of(server, "Mahalle Ekibi", to=(bora,))
    body = {"conversation": str(channel.pk), "text": "@mahalle-ekibi toplanıyoruz"}
    assert api(cem).post("/api/v1/messages", body, format="json").json()["mentions"] == []
    change_role(actor=ayse, role=role, mentionable=True)
    (called,) = api(cem).post("/api/v1/messages", body, format="json").json()["mentions"]
    assert (called["type"], called["id"]) == ("role", "mahalle-ekibi")
    (listed,) = api(bora).get("/api/v1/conversations?filter=mentions").json()["results"]
    assert listed["mention_count"] == 1
    assert api(ayse).get("/api/v1/conversations?filter=mentions").json()["results"] == []


def test_a_hidden_channel_leaves_no_trace(api, ayse, bora, server, channel):
    everyone = server.roles.get(is_everyone=True)
    secret = create_channel(actor=ayse, server=server, name="gizli")
    before = Event.objects.order_by("-id").first().pk
    set_override(actor=ayse, place=secret, role=everyone.pk, deny=BIT["view_channel"])
    said = send_message(actor=ayse, conversation=secret.conversation, text="@all kimse duymasın")
    names = [one["name"] for one in api(bora).get(f"/api/v1/servers/{server.pk}/channels").json()["results"]]
    assert names == ["genel"]
    for path in (f"/servers/{server.pk}/channels/{secret.pk}", f"/conversations/{secret.pk}", f"/messages/{said.pk}",
                 f"/servers/{server.pk}/channels/{secret.pk}/overrides"):  # fmt: skip
        assert api(bora).get(f"/api/v1{path}").status_code == 404, path
    heard = Event.objects.filter(id__gt=before, topic__in=[server.topic, f"user:{bora.pk}"])
    assert [event.type for event in heard] == ["conversation.removed"]
    assert "gizli" not in "".join(event.data for event in heard)


def test_overrides_are_set_by_who_may_only_with_what_they_have(api, ayse, bora, cem, server, channel):
    role = role_of(server, "Düzenci", "manage_channels", "manage_roles", to=(bora,))
    low = role_of(server, "Alt")
    url = f"/api/v1/servers/{server.pk}/channels/{channel.pk}/overrides"
    assert api(bora).put(f"{url}/role/{role.pk}", {"allow": ["announce"]}, format="json").status_code == 403
    assert api(bora).put(f"{url}/role/{low.pk}", {"allow": ["announce"]}, format="json").json()["code"] == (
        "server.not_yours_to_give"
    )
    done = api(bora).put(f"{url}/role/{low.pk}", {"deny": ["send_messages"]}, format="json")
    assert done.json() == {"type": "role", "id": str(low.pk), "allow": [], "deny": ["send_messages"]}
    assert api(bora).put(f"{url}/member/{ayse.pk}", {"deny": ["send_messages"]}, format="json").status_code == 403
    assert api(bora).put(f"{url}/member/{cem.pk}", {}, format="json").json()["code"] == "server.not_a_member"
    assert api(bora).put(f"{url}/x/{low.pk}", {}, format="json").status_code == 404
    for body in ({"allow": ["kick_members"]}, {"allow": ["x"]}, {"allow": ["speak"], "deny": ["speak"]}, {"allow": 5}):
        assert api(ayse).put(f"{url}/role/{low.pk}", body, format="json").status_code == 400, body
    assert api(bora).delete(f"{url}/role/{low.pk}").status_code == 204
    assert api(bora).delete(f"{url}/role/{low.pk}").status_code == 404


def test_emoji_of_the_server_are_drawn_anew_and_used_there(api, ayse, bora, direct, server, channel):
    url = f"/api/v1/servers/{server.pk}/emoji"
    assert api(bora).post(f"{url}?name=kedi", picture(), content_type="image/png").status_code == 403
    assert api(ayse).post(f"{url}?name=kedi", b"<svg/>", content_type="image/svg+xml").status_code == 415
    assert api(ayse).post(f"{url}?name=k-d", picture(), content_type="image/png").json()["code"] == "emoji.name"
    made = api(ayse).post(f"{url}?name=kedi", picture(), content_type="image/png")
    assert made.status_code == 201
    assert api(ayse).post(f"{url}?name=KEDI", picture(), content_type="image/png").json()["code"] == "server.name_taken"
    shown = api(None).get(made.json()["url"])
    assert (shown.status_code, shown["Content-Type"], shown.content[8:12]) == (200, "image/webp", b"WEBP")
    assert api(None).get(made.json()["url"][:-1]).status_code == 404
    said = send_message(actor=ayse, conversation=channel.conversation, text="Bak :kedi:")
    reacted = api(bora).put(f"/api/v1/messages/{said.pk}/reactions/:KEDI:")
    assert reacted.json()["reactions"] == [{"emoji": ":kedi:", "count": 1}]
    other = send_message(actor=ayse, conversation=direct, text="Burada yok")
    assert api(bora).put(f"/api/v1/messages/{other.pk}/reactions/:kedi:").status_code == 422
    assert api(ayse).delete(f"{url}/{made.json()['id']}").status_code == 204
    assert api(None).get(made.json()["url"]).status_code == 404
    assert api(bora).delete(f"/api/v1/messages/{said.pk}/reactions/:kedi:").status_code == 204


def test_statistics_count_members_messages_and_people(api, ayse, bora, cem, server, channel, time_machine):
    now = timezone.now()
    url = f"/api/v1/servers/{server.pk}/stats"
    assert api(bora).get(url).status_code == 403
    for person, amount in ((ayse, 2), (bora, 1)):
        for _ in range(amount):
            send_message(actor=person, conversation=channel.conversation, text="x")
    (today,) = api(ayse).get(url).json()["days"]
    assert (today["members"], today["joined"], today["messages"], today["active"]) == (2, 1, 3, 2)
    time_machine.move_to(now + timedelta(days=1))
    look_after_servers()
    join(server, cem)
    remove_member(actor=ayse, server=server, user=bora)
    first, second = api(ayse).get(f"{url}?days=7").json()["days"]
    assert (first["members"], first["messages"], first["active"]) == (2, 3, 2)
    assert (second["members"], second["joined"], second["left"], second["messages"]) == (2, 1, 1, 0)
    assert api(ayse).get(f"{url}?days=366").status_code == 400


def test_what_is_done_in_a_server_is_noted(ayse, bora, server):
    role = role_of(server, "Ekip")
    give_role(actor=ayse, server=server, user=bora, role=role)
    ban_member(actor=ayse, server=server, user=bora, reason="spam")
    noted = [event.context["trail"]["action"] for event in Event.objects.filter(type="trail.noted").order_by("id")]
    assert noted[0] == "server.created"
    assert noted[-3:] == ["server.role_created", "server.role_given", "server.member_banned"]
    assert bits_of(["view_channel"]) == BIT["view_channel"] == 1


def test_a_person_who_is_erased_leaves_their_servers_to_others(ayse, bora, server):
    from apps.groups.own_data import erase, export

    assert [rows.name for rows in export(bora)] == ["servers", "invites"]
    erase(ayse)
    server.refresh_from_db()
    assert (server.owner_id, server.member_count) == (bora.pk, 1)
    erase(bora)
    server.refresh_from_db()
    assert server.deletes_at is not None
