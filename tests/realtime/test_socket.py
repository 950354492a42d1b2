import asyncio
import json

import pytest
from channels.db import database_sync_to_async as sync_to_async

from apps.chat.actions import add_participants, open_direct_conversation, remove_participant, send_message
from apps.events.bus import close_sockets
from apps.realtime import consumers
from apps.realtime.runtime import runtime
from tests.realtime.client import Closed, SocketClient

pytestmark = pytest.mark.django_db(transaction=True)


@sync_to_async
def say(actor, conversation, text, **more):
    return send_message(actor=actor, conversation=conversation, text=text, **more)


async def test_ready_tells_who_and_the_limits(socket, ayse):
    client = await socket(ayse)
    assert client.ready["type"] == "ready"
    data = client.ready["data"]
    assert data["user"]["username"] == "ayse"
    assert data["heartbeat_seconds"] == 25
    assert data["cursor"]
    assert data["limits"]["frame_bytes"] == 256_000


async def test_a_message_reaches_the_other_live_and_the_sender_gets_an_ack(socket, ayse, bora, direct, new_id):
    one, two = await socket(ayse), await socket(bora)
    client_id = new_id()
    ack = await one.command("message.send", conversation=str(direct.pk), text="Selam", client_id=client_id)
    assert ack["type"] == "ack"
    event = await two.read()
    assert (event["type"], event["topic"], event["seq"]) == ("message.created", f"conversation:{direct.pk}", 1)
    assert event["data"] == ack["data"]
    assert event["cursor"]
    assert (await one.read())["data"]["client_id"] == client_id


async def test_every_device_of_a_person_hears(socket, ayse, bora, direct):
    phone, laptop = await socket(bora), await socket(bora)
    await say(ayse, direct, "x")
    assert (await phone.read())["seq"] == (await laptop.read())["seq"] == 1


async def test_a_stranger_hears_nothing_and_cannot_send(socket, ayse, cem, direct):
    client = await socket(cem)
    await say(ayse, direct, "gizli")
    assert await client.silent()
    answer = await client.command("message.send", conversation=str(direct.pk), text="x")
    assert answer["error"]["code"] == "object.not_found"


async def test_resume_replays_what_was_missed_once_and_in_order(socket, ayse, bora, direct, group):
    client = await socket(bora)
    for n in range(3):
        await say(ayse, direct, f"önce {n}")
    seen = [await client.read() for _ in range(3)]
    await client.close()
    for n in range(4):
        await say(ayse, direct, f"sonra {n}")
        await say(ayse, group, f"grup {n}")
    again = await socket(bora, seen[-1]["cursor"])
    frames = await again.read_until("resumed")
    texts = [frame["data"]["text"] for frame in frames[:-1]]
    assert [text for text in texts if text.startswith("sonra")] == [f"sonra {n}" for n in range(4)]
    assert [text for text in texts if text.startswith("grup")] == [f"grup {n}" for n in range(4)]
    assert len(texts) == 8
    assert await again.silent()


async def test_resume_from_ready_and_by_command(socket, ayse, bora, direct):
    client = await socket(bora)
    cursor = client.ready["data"]["cursor"]
    await client.close()
    await say(ayse, direct, "bir")
    again = await socket(bora)
    await again.send_json({"id": "r", "type": "resume", "data": {"cursor": cursor}})
    frames = await again.read_until("resumed")
    assert [frame.get("seq") for frame in frames] == [1, None]
    assert frames[-1]["id"] == "r"


async def test_resume_under_live_traffic_has_no_gap_and_no_duplicate(socket, ayse, bora, direct):
    client = await socket(bora)
    cursor = client.ready["data"]["cursor"]
    await client.close()
    for n in range(20):
        await say(ayse, direct, f"{n}")
    traffic = asyncio.ensure_future(_talk(ayse, direct, 40))
    again = await socket(bora, cursor)
    await traffic
    seqs = []
    while len(seqs) < 60:
        frame = await again.read()
        if frame["type"] == "message.created":
            seqs.append(frame["seq"])
    assert seqs == list(range(1, 61))
    assert await again.silent()


async def _talk(actor, conversation, amount):
    for n in range(amount):
        await say(actor, conversation, f"canlı {n}")


@pytest.mark.parametrize("cursor", ["x", "e1.AAAA", "s.y", "", "e999999999999.x", "\ud800"])
async def test_a_forged_cursor_is_an_honest_reset(socket, ayse, cursor):
    client = await socket(ayse)
    await client.send(json.dumps({"type": "resume", "data": {"cursor": cursor}}))
    answer = await client.read()
    assert answer["type"] == ("error" if cursor == "\ud800" else "reset")


async def test_a_cursor_of_somebody_elses_conversation_is_a_reset(socket, ayse, bora, cem, direct):
    client = await socket(bora)
    await say(ayse, direct, "x")
    cursor = (await client.read())["cursor"]
    stranger = await socket(cem, cursor)
    assert (await stranger.read())["type"] == "reset"
    other = await socket(cem, client.ready["data"]["cursor"])
    assert (await other.read())["type"] == "reset"


async def test_membership_takes_effect_both_ways(socket, ayse, cem, group):
    client = await socket(cem)
    await sync_to_async(add_participants)(actor=ayse, conversation=group, user_ids=[cem.pk])
    added = await client.read()
    assert (added["type"], added["data"]["id"]) == ("conversation.added", str(group.pk))
    await say(ayse, group, "hoş geldin")
    assert (await client.read())["data"]["text"] == "hoş geldin"
    await sync_to_async(remove_participant)(actor=ayse, conversation=group, user=cem)
    await say(ayse, group, "artık duymaz")
    kinds = [(await client.read())["type"], (await client.read())["type"]]
    assert sorted(kinds) == ["conversation.removed", "member.removed"]
    assert await client.silent()


async def test_a_conversation_opened_while_connected_is_heard(socket, ayse, bora):
    client = await socket(bora)
    conversation, _ = await sync_to_async(open_direct_conversation)(actor=ayse, user_id=bora.pk)
    assert (await client.read())["type"] == "conversation.added"
    await say(ayse, conversation, "merhaba")
    assert (await client.read())["data"]["text"] == "merhaba"


async def test_typing_is_told_and_never_stored(socket, ayse, bora, direct):
    one, two = await socket(ayse), await socket(bora)
    await one.command("typing.start", conversation=str(direct.pk))
    event = await two.read()
    assert event["type"] == "typing"
    assert "seq" not in event


@pytest.mark.parametrize(
    "frame",
    [
        "{", "[]", "7", '"x"', "null", "{}", '{"type": 7}', '{"type": "ping", "data": []}', '{"type":"ping","more":1}',
        '{"id": 5, "type": "ping"}', '{"id": "c", "type": "message.send", "data": {}, "seq": 1}', '{"a":1,"a":2}',
        '{"type": NaN}',
    ],
)  # fmt: skip
async def test_a_malformed_frame_gets_an_error_and_the_connection_lives(socket, ayse, frame):
    client = await socket(ayse)
    await client.send(frame)
    assert (await client.read())["error"]["code"] == "frame.invalid"
    assert (await client.command("ping"))["type"] == "pong"


async def test_an_error_echoes_the_id(socket, ayse):
    client = await socket(ayse)
    await client.send_json({"id": "c9", "type": "message.send", "data": {"text": 5}})
    answer = await client.read()
    assert answer["id"] == "c9"
    assert {error["pointer"] for error in answer["error"]["errors"]} == {"/conversation", "/text"}


@pytest.mark.parametrize("kind", ["message.created", "nothing.here", "ready", "close"])
async def test_server_types_cannot_be_sent(socket, ayse, kind):
    client = await socket(ayse)
    assert (await client.command(kind))["error"]["code"] == "command.unknown"


async def test_endless_garbage_is_closed(socket, ayse):
    client = await socket(ayse)
    for _ in range(30):
        await client.send("{")
    with pytest.raises(Closed) as closed:
        await client.read_until("never")
    assert closed.value.code == 4400


async def test_too_large_a_frame_is_closed(socket, ayse):
    client = await socket(ayse)
    await client.send(json.dumps({"type": "ping", "data": {"x": "y" * 260_000}}))
    with pytest.raises(Closed) as closed:
        await client.read()
    assert closed.value.code == 4413


async def test_before_sign_in_frames_are_small_and_commands_refused(ayse, transactional_db):
    client = SocketClient()
    await client.link.send_input({"type": "websocket.connect"})
    await client.link.receive_output(5)
    assert (await client.command("message.send"))["error"]["code"] == "auth.required"
    await client.send(json.dumps({"type": "auth", "data": {"token": "y" * 5_000}}))
    with pytest.raises(Closed) as closed:
        await client.read()
    assert closed.value.code == 4413


async def test_a_bad_token_is_closed_as_not_signed_in(transactional_db):
    client = SocketClient("not.a.token")
    assert (await client.connect())["type"] == "error"
    with pytest.raises(Closed) as closed:
        await client.read()
    assert closed.value.code == 4401


async def test_ending_the_login_session_closes_its_sockets(socket, ayse, bora):
    one, other = await socket(ayse), await socket(bora)
    close_sockets(str(ayse.pk))
    with pytest.raises(Closed) as closed:
        await one.read()
    assert closed.value.code == 4401
    assert await other.silent()


async def test_too_many_commands_are_refused(socket, ayse, monkeypatch):
    monkeypatch.setattr(consumers, "COMMANDS_PER_SECOND", 0)  # what the burst allows, however long it takes
    client = await socket(ayse)
    for _ in range(70):
        await client.send_json({"type": "typing.start", "data": {}})
    codes = [(await client.read())["error"]["code"] for _ in range(70)]
    assert "request.rate_limited" in codes


async def test_resume_goes_on_inside_a_transaction(socket, ayse, cem, group):
    """A cursor of the first event of a transaction must not skip its second, on another topic."""
    from apps.events import cursor
    from apps.events.models import Event

    await sync_to_async(add_participants)(actor=ayse, conversation=group, user_ids=[cem.pk])
    first = await sync_to_async(Event.objects.get)(type="member.added")
    await say(ayse, group, "sonra")
    client = await socket(cem, cursor.after(first.pk))
    kinds = [frame["type"] for frame in await client.read_until("resumed")]
    assert kinds == ["conversation.added", "message.created", "resumed"]


async def test_nothing_is_missing_where_two_say_the_first_thing_at_once(socket, ayse, bora, group):
    """The hub knows of a silent topic that nothing has happened there, and so of what overtakes."""
    from apps.events.bus import deliver
    from apps.events.models import Event

    client = await socket(bora)
    topic = f"conversation:{group.pk}"
    known = runtime().hub.seqs[topic]
    await say(ayse, group, "bir")
    await say(ayse, group, "iki")
    deliver([await sync_to_async(Event.objects.get)(topic=topic, seq=known + 2)])  # again, and no harm
    frames = [await client.read() for _ in range(2)]
    assert [frame["data"]["text"] for frame in frames] == ["bir", "iki"]
    assert await client.silent()
