"""Sends that come while others are at work go together, and still each gets its own answer."""

import asyncio

import pytest
from channels.db import database_sync_to_async as sync_to_async

from apps.accounts.models import LoginSession
from apps.chat import realtime as door
from apps.chat.models import Message
from apps.realtime import consumers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def batches(monkeypatch):
    """The sizes of the batches that were sent."""
    sizes = []
    real = door.send_messages
    monkeypatch.setattr(door, "send_messages", lambda drafts: (sizes.append(len(drafts)), real(drafts))[1])
    return sizes


async def answers(client, amount):
    """Read until so many answers came; return them by id."""
    found = {}
    while len(found) < amount:
        frame = await client.read()
        if frame["type"] in ("ack", "error"):
            found[frame["id"]] = frame
    return found


def sending(place, number, **more):
    return {
        "id": str(number),
        "type": "message.send",
        "data": {"conversation": str(place.pk), "text": str(number), **more},
    }


async def test_what_is_sent_without_waiting_keeps_its_order(socket, ayse, direct, batches):
    client = await socket(ayse)
    for number in range(40):
        await client.send_json(sending(direct, number))
    found = await answers(client, 40)
    assert [found[str(number)]["data"]["seq"] for number in range(40)] == list(range(1, 41))
    assert sum(batches) == 40
    assert len(batches) < 40


async def test_several_people_share_a_batch_and_one_refusal_stays_ones_own(socket, ayse, bora, cem, direct, batches):
    clients = [await socket(person) for person in (ayse, bora, cem)]
    for number in range(10):
        for client in clients:
            await client.send_json(sending(direct, number))
    one, two, stranger = [await answers(client, 10) for client in clients]
    assert {frame["type"] for frame in [*one.values(), *two.values()]} == {"ack"}
    assert {frame["error"]["code"] for frame in stranger.values()} == {"object.not_found"}
    assert sorted(frame["data"]["seq"] for frame in [*one.values(), *two.values()]) == list(range(1, 21))
    assert max(batches) > 1


async def test_fields_that_are_wrong_harm_no_neighbour(socket, ayse, direct):
    client = await socket(ayse)
    for number in range(6):
        await client.send_json(sending(direct, number, **({"reply_to": 7} if number % 2 else {})))
    found = await answers(client, 6)
    assert [found[str(number)]["type"] for number in range(6)] == ["ack", "error"] * 3


async def test_another_command_waits_for_what_was_sent_before(socket, ayse, direct):
    client = await socket(ayse)
    for number in range(5):
        await client.send_json(sending(direct, number))
    await client.send_json({"id": "read", "type": "conversation.read", "data": {"conversation": str(direct.pk)}})
    assert (await answers(client, 6))["read"]["data"]["read_seq"] == 5


async def test_one_connection_has_a_bounded_number_at_work(socket, ayse, direct, monkeypatch):
    monkeypatch.setattr(consumers, "MAX_UNANSWERED", 2)
    client = await socket(ayse)
    for number in range(12):
        await client.send_json(sending(direct, number))
    found = await answers(client, 12)
    assert [found[str(number)]["data"]["seq"] for number in range(12)] == list(range(1, 13))


async def test_who_was_signed_out_sends_nothing_more(socket, ayse, bora, direct):
    client, other = await socket(ayse), await socket(bora)
    await sync_to_async(LoginSession.objects.filter(user=ayse).delete)()
    await asyncio.gather(client.send_json(sending(direct, 0)), other.send_json(sending(direct, 1)))
    assert (await answers(client, 1))["0"]["error"]["status"] == 401
    assert (await answers(other, 1))["1"]["type"] == "ack"
    assert await sync_to_async(Message.objects.count)() == 1


async def test_a_batch_that_breaks_answers_everybody(socket, ayse, direct, monkeypatch):
    def broken(drafts):
        raise RuntimeError

    monkeypatch.setattr(door, "send_messages", broken)
    client = await socket(ayse)
    for number in range(3):
        await client.send_json(sending(direct, number))
    assert {frame["error"]["code"] for frame in (await answers(client, 3)).values()} == {"server.error"}
    monkeypatch.undo()
    await client.send_json(sending(direct, 9))
    assert (await answers(client, 1))["9"]["type"] == "ack"
