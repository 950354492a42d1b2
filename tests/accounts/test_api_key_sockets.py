"""API keys on the socket: scopes for commands and topics, and the end of a key."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from channels.db import database_sync_to_async as sync_to_async
from django.utils import timezone

from apps.accounts.api_keys import change_api_key, revoke_api_key, rotate_api_key
from apps.accounts.leaving import deactivate_user
from apps.accounts.models import ApiKey
from apps.chat.actions import send_message
from apps.realtime.registry import authentication, commands, may_hear
from apps.realtime.runtime import runtime
from tests.factories.keys import fresh_session, make_key
from tests.realtime.client import Closed, SocketClient
from tests.realtime.conftest import stopped_runtime  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def keyed() -> AsyncIterator:
    opened = []

    async def connect(text: str, address: str = "127.0.0.1") -> SocketClient:
        client = SocketClient(address=address)
        opened.append(client)
        await client.link.send_input({"type": "websocket.connect"})
        await client.link.receive_output(5)
        await client.send_json({"type": "auth", "data": {"api_key": text}})
        client.ready = await client.read()
        return client

    yield connect
    for client in opened:
        await client.close()


async def code_of(client: SocketClient) -> int:
    try:
        while True:
            await client.read()
    except Closed as closed:
        return closed.code


async def test_a_key_signs_a_socket_in(keyed, ayse):
    _key, text = await sync_to_async(make_key)(ayse)
    client = await keyed(text)
    assert client.ready["type"] == "ready"
    assert client.ready["data"]["user"]["id"] == str(ayse.pk)


@pytest.mark.parametrize("text", ["x", "alt_", "", None, 5])
async def test_what_is_no_key_closes_the_socket(keyed, ayse, text):
    client = await keyed(text)
    assert client.ready["type"] == "error"
    assert client.ready["error"]["code"] in ("auth.key_invalid", "frame.invalid")


async def test_every_command_needs_its_scope(keyed, ayse, bora, direct):
    _key, text = await sync_to_async(make_key)(ayse, "users:read")
    client = await keyed(text)
    for name in commands:
        answer = await client.command(name, conversation=str(direct.pk), text="x")
        assert answer["error"]["code"] == "auth.scope_missing", name
    without = {name for name, one in commands.items() if not one.scope}
    assert without == {"presence.set"}, "declare a scope, or say here why no key may"  # a program is nobody's presence


async def test_a_command_with_its_scope_is_done(keyed, ayse, direct):
    _key, text = await sync_to_async(make_key)(ayse, "messages:write")
    client = await keyed(text)
    answer = await client.command("message.send", conversation=str(direct.pk), text="merhaba")
    assert answer["data"]["text"] == "merhaba"


async def test_a_topic_is_heard_only_with_its_scope(keyed, ayse, bora, direct):
    deaf = await keyed((await sync_to_async(make_key)(ayse, "users:read"))[1])
    hears = await keyed((await sync_to_async(make_key)(ayse, "messages:read"))[1])
    await sync_to_async(send_message)(actor=bora, conversation=direct, text="gizli")
    found = (await hears.read_until("message.created"))[-1]
    assert found["data"]["text"] == "gizli"
    assert await deaf.silent()
    cursor = hears.ready["data"]["cursor"]
    await deaf.send_json({"id": "r", "type": "resume", "data": {"cursor": cursor}})
    frames = await deaf.read_until("resumed")
    assert [frame["type"] for frame in frames] == ["resumed"]
    assert frames[0]["data"]["seqs"] == {}


def test_what_declares_no_scope_is_heard_by_no_key():
    assert may_hear("unknown:1", None)
    assert not may_hear("unknown:1", {"messages:read"})
    assert not may_hear("unknown:1", frozenset())


@pytest.mark.parametrize("how", ["revoke", "disable", "change", "rotate"])
async def test_the_end_of_a_key_closes_its_sockets(keyed, ayse, deniz, how):
    key, text = await sync_to_async(make_key)(ayse)
    _other, other_text = await sync_to_async(make_key)(ayse)
    client, stays = await keyed(text), await keyed(other_text)

    def end() -> None:
        session = fresh_session(ayse)
        if how == "revoke":
            revoke_api_key(actor=ayse, key=key)
        elif how == "change":
            change_api_key(actor=ayse, session=session, key=key, scopes=["users:read"])
        elif how == "rotate":
            rotate_api_key(actor=ayse, session=session, key=key)
        else:
            deactivate_user(actor=deniz, user=ayse)

    await sync_to_async(end)()
    assert await code_of(client) == 4401
    if how == "disable":
        assert await code_of(stays) == 4401
    else:
        assert (await stays.command("conversation.read", conversation=str(key.pk)))["error"][
            "code"
        ] == "object.not_found"


async def test_a_key_that_ended_without_a_word_is_found(keyed, ayse):
    key, text = await sync_to_async(make_key)(ayse)
    client = await keyed(text)
    await sync_to_async(ApiKey.objects.filter(pk=key.pk).update)(revoked_at=timezone.now())
    await runtime()._end_dead_sessions()
    assert await code_of(client) == 4401


def test_the_old_key_speaks_until_its_grace_ends(ayse):
    end = timezone.now() + timedelta(days=9)
    key, old = make_key(ayse, expires_at=end)
    new = rotate_api_key(actor=ayse, session=fresh_session(ayse), key=key)[1]
    key.refresh_from_db()
    assert authentication.by_key(old, "127.0.0.1").expires_at == key.previous_until
    assert authentication.by_key(new, "127.0.0.1").expires_at == end


async def test_a_key_only_from_its_addresses(keyed, ayse):
    _key, text = await sync_to_async(make_key)(ayse, addresses=["203.0.113.0/24"])
    assert (await keyed(text, "203.0.113.7")).ready["type"] == "ready"
    assert (await keyed(text, "198.51.100.1")).ready["error"]["code"] == "address.denied"
