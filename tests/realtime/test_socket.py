import asyncio
import json
from datetime import timedelta

import pytest
from channels.db import database_sync_to_async as sync_to_async

from apps.chat.actions import (
    add_participants,
    create_group_conversation,
    open_direct_conversation,
    remove_participant,
    send_message,
)
from apps.events.bus import close_sockets
from apps.realtime import consumers, sync
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
    assert (await client.read())["data"]["system"]["what"] == "members_added"
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
    assert kinds == ["conversation.added", "message.created", "message.created", "resumed"]  # the first tells of it


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


# what was on its way at the cut ---------------------------------------------------------------------------------------
async def test_with_seqs_nothing_that_was_on_its_way_at_the_cut_is_skipped_or_repeated(
    socket, ayse, bora, direct, group
):
    """An event of the group was committed, and the client got the next one of another topic, but not this one."""
    client = await socket(bora)
    begin = client.ready["data"]["cursor"]
    await say(ayse, group, "bir")
    first = await client.read()
    await client.close()
    await say(ayse, group, "on its way")
    await say(ayse, direct, "the client has this one")
    heard = {f"conversation:{group.pk}": first["seq"], f"conversation:{direct.pk}": 1}
    again = await socket(bora)
    await again.send_json({"type": "resume", "data": {"cursor": begin, "seqs": heard}})
    frames = await again.read_until("resumed")
    assert [frame["data"].get("text") for frame in frames] == ["on its way", None]
    assert await again.silent()


async def test_seqs_of_topics_that_one_may_not_hear_bring_nothing(socket, ayse, cem, group):
    client = await socket(cem)
    await say(ayse, group, "gizli")
    seqs = {f"conversation:{group.pk}": 0, "conversation:no": 3, "x": 1}
    await client.send_json({"type": "resume", "data": {"cursor": client.ready["data"]["cursor"], "seqs": seqs}})
    assert [frame["type"] for frame in await client.read_until("resumed")] == ["resumed"]


async def test_what_is_missing_of_many_topics_comes_in_the_order_of_each(socket, ayse, bora, monkeypatch):
    @sync_to_async
    def talk(amount):
        made = [create_group_conversation(actor=ayse, name="x", member_ids=[bora.pk]) for _ in range(amount)]
        for conversation in made:
            for text in "ab":
                send_message(actor=ayse, conversation=conversation, text=text)
        return {conversation.topic: 0 for conversation in made}

    monkeypatch.setattr(sync, "TOPICS_AT_ONCE", 3)
    begin = (await socket(bora)).ready["data"]["cursor"]
    seqs = await talk(7)
    client = await socket(bora)
    await client.send_json({"type": "resume", "data": {"cursor": begin, "seqs": seqs}})
    frames = [frame for frame in await client.read_until("resumed") if frame["type"] == "message.created"]
    frames = [frame for frame in frames if frame["data"]["type"] != "system"]
    assert len(frames) == 14
    for topic in seqs:
        assert [frame["data"]["text"] for frame in frames if frame["topic"] == topic] == ["a", "b"]


@pytest.mark.parametrize("seqs", [[], 7, {"a": "x"}, {"a": -1}, {"a": True}, {"a": 1.5}, {"a": 2**63}])
async def test_seqs_that_are_none_are_refused(socket, ayse, seqs):
    client = await socket(ayse)
    if not seqs:
        seqs = [1]
    await client.send_json({"id": "r", "type": "resume", "data": {"cursor": "x", "seqs": seqs}})
    assert (await client.read())["error"]["code"] == "frame.invalid"


# cursors that are none ------------------------------------------------------------------------------------------------
async def test_a_cursor_of_the_future_is_a_reset(socket, ayse, transactional_db):
    from apps.events import cursor

    client = await socket(ayse, cursor.after(10**15))
    assert (await client.read())["type"] == "reset"


async def test_a_cursor_older_than_what_is_kept_is_a_reset(socket, ayse, bora, direct, monkeypatch):
    from apps.events import cursor

    client = await socket(bora)
    await say(ayse, direct, "x")
    event = await client.read()
    old = [client.ready["data"]["cursor"], event["cursor"]]
    monkeypatch.setattr(cursor, "KEPT", timedelta(seconds=-1))  # everything is too old
    for position in old:
        again = await socket(bora, position)
        assert (await again.read())["type"] == "reset"


# what is written in a frame -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ['"\\u0000"', '"\\ud800"', '"a\\udfff"', "NaN", "Infinity", "-Infinity", "1e999"])
async def test_what_strict_json_does_not_know_is_refused_and_nothing_is_sent(socket, ayse, direct, text):
    client = await socket(ayse)
    await client.send(f'{{"id":"c","type":"message.send","data":{{"conversation":"{direct.pk}","text":{text}}}}}')
    answer = await client.read()
    assert (answer["error"]["status"], answer["id"]) == (400, "c")
    assert not await sync_to_async(direct.messages.exists)()
    assert (await client.command("ping"))["type"] == "pong"


@pytest.mark.parametrize(("text", "kind"), [("ç" * 20_000, "ack"), ("🙂" * 20_000, "ack"), ("ç" * 20_001, "error")])
async def test_a_message_may_be_so_long_and_no_longer(socket, ayse, direct, text, kind):
    client = await socket(ayse)
    answer = await client.command("message.send", conversation=str(direct.pk), text=text)
    assert answer["type"] == kind
    assert (await client.command("ping"))["type"] == "pong"


def frame_of(size: int) -> str:
    """Return a frame of so many bytes, of which some characters are longer than one."""
    head, tail = '{"type":"ping","data":{"x":"ç', '"}}'
    return head + "y" * (size - len((head + tail).encode())) + tail


@pytest.mark.parametrize(("size", "closed"), [(256_000, False), (256_001, True)])
async def test_a_frame_may_be_so_large_and_no_larger(socket, ayse, size, closed):
    client = await socket(ayse)
    await client.send(frame_of(size))
    if closed:
        with pytest.raises(Closed) as caught:
            await client.read()
        assert caught.value.code == 4413
    else:
        assert (await client.read())["type"] == "pong"


@pytest.mark.parametrize(("size", "closed"), [(4_000, False), (4_001, True)])
async def test_before_sign_in_a_frame_is_smaller(transactional_db, size, closed):
    client = SocketClient()
    await client.link.send_input({"type": "websocket.connect"})
    await client.link.receive_output(5)
    await client.send(frame_of(size))
    if closed:
        with pytest.raises(Closed) as caught:
            await client.read()
        assert caught.value.code == 4413
    else:
        assert (await client.read())["type"] == "pong"
    await client.close()


async def test_bytes_instead_of_text_are_closed(socket, ayse):
    client = await socket(ayse)
    await client.link.send_input({"type": "websocket.receive", "bytes": b"x"})
    with pytest.raises(Closed) as caught:
        await client.read()
    assert caught.value.code == 4400


# several devices, the end ---------------------------------------------------------------------------------------------
async def test_all_devices_of_a_person_hear_the_same_and_one_may_go(socket, ayse, bora, direct):
    phone, laptop = await socket(bora), await socket(bora)
    assert phone.ready["data"]["connection"] != laptop.ready["data"]["connection"]
    await say(ayse, direct, "bir")
    assert [(await one.read())["data"]["text"] for one in (phone, laptop)] == ["bir", "bir"]
    await phone.close()
    await say(ayse, direct, "iki")
    assert (await laptop.read())["data"]["text"] == "iki"


async def test_the_21st_connection_of_a_person_is_refused(socket, ayse):
    for _ in range(consumers.MAX_PER_USER):
        await socket(ayse)
    with pytest.raises(Closed) as caught:
        await socket(ayse)
    assert caught.value.code == 4429


async def test_a_heartbeat_names_the_newest_numbers_of_the_topics_that_moved(socket, ayse, bora, cem, direct, group):
    client, stranger = await socket(bora), await socket(cem)
    await say(ayse, direct, "x")
    await client.read()
    moved = await sync_to_async(sync.newest_seqs)(list(runtime().hub.listeners))
    for one in runtime().hub.all_sockets():
        one.beat(moved)
    beat = await client.read()
    assert (beat["type"], beat["data"]["seqs"][f"conversation:{direct.pk}"]) == ("heartbeat", 1)
    assert f"conversation:{direct.pk}" not in (await stranger.read())["data"]["seqs"]


async def test_a_stopping_server_closes_its_sockets_as_restarting_spread_over_a_while(socket, ayse, bora, monkeypatch):
    one, other = await socket(ayse), await socket(bora)
    waits: list[float] = []
    monkeypatch.setattr("apps.realtime.runtime.random.uniform", lambda low, high: waits.append(high) or 0.0)
    await runtime().stop(0.4)
    for client in (one, other):
        with pytest.raises(Closed) as caught:
            await client.read()
        assert caught.value.code == 1012
    assert waits == [0.4, 0.4]
