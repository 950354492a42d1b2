"""What an attacker tries with sockets."""

import json

import pytest
from channels.db import database_sync_to_async as sync_to_async
from django.test import Client

from apps.accounts.models import LoginSession
from apps.chat.actions import remove_participant, send_message
from apps.events import cursor
from apps.realtime import consumers, runtime, sync
from tests.realtime.client import Closed, SocketClient

pytestmark = pytest.mark.django_db(transaction=True)


async def cookie_of(user) -> str:
    client = Client()
    await sync_to_async(client.force_login)(user)
    return f"sessionid={client.cookies['sessionid'].value}"


@pytest.mark.parametrize(
    "origin",
    ["", "null", "http://evil.example", "https://testserver", "ftp://testserver", "http://[", "http://testserver/",
     "http://testserver.evil.example", "http://x@testserver"],
)  # fmt: skip
async def test_a_cookie_signs_in_from_a_page_of_ours_only(socket, ayse, origin):
    client = SocketClient(cookie=await cookie_of(ayse), origin=origin)
    with pytest.raises(Closed) as closed:
        await client.connect()
    assert closed.value.code == 4403


async def test_a_page_of_ours_is_signed_in_by_its_cookie(socket, ayse):
    client = SocketClient(cookie=await cookie_of(ayse), origin="http://testserver")
    assert (await client.connect())["type"] == "ready"
    await client.close()


@pytest.mark.parametrize("kind", ["ping", "auth", "typing.start"])
async def test_a_flood_of_any_frame_is_cut(socket, ayse, kind):
    client = await socket(ayse)
    frame = json.dumps(
        {"type": kind, "data": {"token": client.token, "conversation": client.ready["data"]["connection"]}}
    )
    with pytest.raises(Closed) as closed:  # noqa: PT012 - which of them closes it does not matter
        for _ in range(consumers.BURST + consumers.MAX_REFUSED + 20):
            await client.send(frame)
            await client.read()
    assert closed.value.code == 4429


async def test_an_ended_session_resumes_nothing_even_where_nobody_told_the_socket(socket, ayse, bora, direct):
    client = await socket(bora)
    await sync_to_async(LoginSession.objects.filter(user=bora).update)(ended_at="2026-01-01T00:00:00Z")
    answer = await client.command("resume", cursor=client.ready["data"]["cursor"])
    assert answer["error"]["status"] == 401
    with pytest.raises(Closed) as closed:
        await client.read()
    assert closed.value.code == 4401


async def test_who_is_removed_while_signing_in_hears_nothing_after_it(socket, ayse, bora, group, monkeypatch):
    real, rounds = consumers.topics_of, []

    def slow(user):
        found = real(user)
        rounds.append(found)
        if len(rounds) == 1:  # after the topics were read, before the socket listens to them
            remove_participant(actor=ayse, conversation=group, user=bora)
        return found

    monkeypatch.setattr(consumers, "topics_of", slow)
    client = await socket(bora)
    await sync_to_async(send_message)(actor=ayse, conversation=group, text="gizli")
    assert await client.silent(0.5) or (await client.read())["topic"] != group.topic


async def test_a_session_that_ends_while_signing_in_is_not_signed_in(socket, ayse, monkeypatch):
    real = consumers.topics_of

    def slow(user):
        LoginSession.objects.filter(user=ayse).update(ended_at="2026-01-01T00:00:00Z")
        return real(user)

    monkeypatch.setattr(consumers, "topics_of", slow)
    with pytest.raises(Closed) as closed:
        await socket(ayse)
    assert closed.value.code == 4401


def test_a_replay_holds_nothing_of_a_conversation_one_was_removed_from_meanwhile(ayse, bora, group, monkeypatch):
    position = cursor.now(str(bora.pk))
    real, rounds = sync.topics_of, []

    def slow(user):
        found = real(user)
        rounds.append(found)
        if len(rounds) == 1:
            remove_participant(actor=ayse, conversation=group, user=bora)
            send_message(actor=ayse, conversation=group, text="gizli")
        return found

    monkeypatch.setattr(sync, "topics_of", slow)
    frames = sync.replay(bora, position).frames
    assert frames is not None
    assert not [frame for topic, _seq, frame in frames if topic == group.topic]


async def test_a_session_that_ended_without_a_word_loses_its_socket(socket, ayse, bora, monkeypatch):
    monkeypatch.setattr(runtime, "CHECK_SECONDS", 0.2)
    gone, kept = await socket(ayse), await socket(bora)
    await sync_to_async(LoginSession.objects.filter(user=ayse).update)(created_at="2020-01-01T00:00:00Z")
    with pytest.raises(Closed) as closed:
        await gone.read()
    assert closed.value.code == 4401
    assert await kept.silent()
