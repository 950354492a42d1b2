"""Who is here, and who may know."""

from datetime import timedelta

import pytest
import redis
from channels.db import database_sync_to_async as sync_to_async
from django.utils import timezone

from apps.accounts import tasks  # noqa: F401 - the worker of `do_work` looks tasks up by name
from apps.accounts.blocks import block_person
from apps.accounts.models import LoginSession, User
from apps.accounts.preferences import put_preferences
from apps.accounts.presence import announce_anew
from apps.chat import permissions
from apps.chat.actions import create_group_conversation, open_direct_conversation, remove_participant
from apps.core.redis_servers import Servers
from apps.realtime import presence as realtime_presence
from apps.realtime import presence_stores
from apps.realtime.presence import Presence, presence
from apps.realtime.presence_stores import TTL_SECONDS, InMemory, InRedis
from tests.factories.keys import make_key
from tests.realtime.client import SocketClient
from tests.realtime.conftest import socket, stopped_runtime  # noqa: F401

live = pytest.mark.django_db(transaction=True)


def state(client, user):
    return client.get(f"/api/v1/users/{user.pk}/presence")


@pytest.fixture
def device(ayse, pair_of):
    """One of ayse's devices is connected."""
    pair_of(ayse)
    key = str(LoginSession.objects.get(user=ayse).pk)
    presence.came(str(ayse.pk), key, f"c-{ayse.pk}")
    yield f"c-{ayse.pk}"
    presence.left(f"c-{ayse.pk}")


# asking ---------------------------------------------------------------------------------------------------------------
def test_it_is_told_while_a_device_is_connected(api, ayse, bora, device):
    seen = LoginSession.objects.get(user=ayse).last_seen_at
    body = state(api(bora), ayse).json()
    assert (body["user"], body["state"]) == (str(ayse.pk), "online")
    assert body["last_seen_at"][:19] == seen.isoformat()[:19]
    presence.choose(device, "away")
    assert state(api(bora), ayse).json()["state"] == "away"
    presence.left(device)
    assert state(api(bora), ayse).json()["state"] == "offline"


def test_the_liveliest_device_counts(api, ayse, bora, device):
    presence.came(str(ayse.pk), "", "second")
    presence.choose(device, "away")
    assert state(api(bora), ayse).json()["state"] == "online"
    presence.left("second")
    assert state(api(bora), ayse).json()["state"] == "away"


def test_an_unknown_and_a_disabled_person_are_not_found(api, ayse, bora, cem, new_id):
    User.objects.filter(pk=cem.pk).update(is_active=False)
    answers = [state(api(ayse), cem), api(ayse).get(f"/api/v1/users/{new_id()}/presence")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({str({**answer.json(), "request_id": ""}) for answer in answers}) == 1
    assert state(api(), ayse).status_code == 401


HIDDEN = {"state": "offline", "last_seen_at": None}


@pytest.mark.parametrize(("audience", "member", "stranger"), [("everyone", 1, 1), ("shared", 1, 0), ("nobody", 0, 0)])
def test_it_is_shown_to_whom_the_person_wishes(api, ayse, bora, cem, group, device, audience, member, stranger):
    put_preferences(actor=ayse, presence=audience, last_seen=audience)
    for viewer, sees in ((bora, member), (cem, stranger), (ayse, True)):
        body = state(api(viewer), ayse).json()
        if sees:
            assert body["state"] == "online"
            assert body["last_seen_at"]
        else:
            assert body == {"user": str(ayse.pk), **HIDDEN}


def test_a_former_member_sees_what_strangers_see(api, ayse, bora, group, device):
    put_preferences(actor=ayse, presence="shared")
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert state(api(bora), ayse).json()["state"] == "offline"


def test_last_seen_does_not_tell_what_presence_hides(api, ayse, bora, device):
    put_preferences(actor=ayse, presence="nobody")
    body = state(api(bora), ayse).json()
    assert body["state"] == "offline"
    assert body["last_seen_at"].endswith(":00:00.000Z")
    put_preferences(actor=ayse, presence="everyone", last_seen="nobody")
    assert state(api(bora), ayse).json() == {"user": str(ayse.pk), "state": "online", "last_seen_at": None}


def test_across_a_block_nobody_sees_anybody(api, ayse, bora, group, device):
    block_person(actor=bora, user_id=ayse.pk)
    assert state(api(bora), ayse).json() == {"user": str(ayse.pk), **HIDDEN}
    assert state(api(ayse), bora).json() == {"user": str(bora.pk), **HIDDEN}


def test_asking_costs_few_queries(api, ayse, bora, device, django_assert_max_num_queries):
    put_preferences(actor=ayse, presence="shared", last_seen="shared")
    with django_assert_max_num_queries(5):
        state(api(bora), ayse)


# the stores -----------------------------------------------------------------------------------------------------------
@pytest.fixture(params=["memory", "redis"])
def store(request, settings):
    if request.param == "memory":
        yield InMemory()
        return
    if not settings.REDIS_URLS:
        pytest.skip("no Redis")
    names = [name for user in "ab" for name in (presence_stores._part(user), presence_stores._key(user))]
    client = redis.Redis.from_url(settings.REDIS_URLS[0])
    client.delete(*names)
    yield InRedis(Servers(settings.REDIS_URLS[:1]))
    client.delete(*names)


def test_a_note_lives_until_it_is_renewed_no_more(store):
    assert store.note("a", {"1": "online"}, 1_000) == {}
    assert set(store.note("a", {"2": "away"}, 1_030)) == {"1"}
    assert set(store.notes("a", 1_059)) == {"1", "2"}
    assert set(store.notes("a", 1_061)) == {"2"}
    assert store.here(["a", "b"], 1_061) == {"a"}
    assert store.run_out(1_061) == []
    assert store.run_out(1_091) == ["a"]
    assert store.run_out(1_091) == []  # one process gets it, once
    assert store.here(["a"], 1_091) == set()


def test_the_last_to_leave_lingers_a_moment(store):
    store.note("a", {"1": "online", "2": "online"}, 1_000)
    assert set(store.drop("a", "1", 1_001)) == {"2"}
    assert store.drop("a", "2", 1_002) == {}
    assert store.notes("a", 1_002) == {}
    assert store.run_out(1_006) == []
    store.note("a", {"3": "online"}, 1_006)  # the page was only reloaded
    assert store.run_out(1_008) == []
    store.drop("a", "3", 1_010)
    assert store.run_out(1_016) == ["a"]


def test_dropping_what_is_not_there_is_no_error(store):
    assert store.drop("b", "x", 1_000) == {}
    assert store.here([], 1_000) == set()


def test_where_the_store_is_gone_nobody_seems_to_be_here(monkeypatch):
    here = Presence()
    here._store = InRedis(Servers(["redis://127.0.0.1:1/0"]))
    told = []
    here.announce = lambda user, state: told.append(state)
    here.came("a", "s", "1")
    here.choose("1", "away")
    here.renew()
    here.sweep()
    here.left("1")
    assert (here.state_of("a"), here.here(["a"]), told) == ("offline", set(), [])


def test_a_broken_listener_breaks_no_connection():
    here = Presence()
    here._store = InMemory()
    here.announce = here.seen = lambda *args: 1 / 0
    here.came("a", "s", "1")
    here.renew()
    here.left("1")
    assert here.state_of("a") == "offline"


def test_a_process_that_died_leaves_nobody_here(monkeypatch):
    here, told = Presence(), []
    here._store, here.announce = InMemory(), lambda user, state: told.append(state)
    clock = [1_000.0]
    monkeypatch.setattr(realtime_presence.time, "time", lambda: clock[0])
    here.came("a", "s", "1")
    clock[0] += TTL_SECONDS + 1
    here.sweep()
    assert told == ["online", "offline"]


# use renews -----------------------------------------------------------------------------------------------------------
def test_an_open_socket_renews_its_login_session(ayse, device):
    LoginSession.objects.update(last_seen_at=timezone.now() - timedelta(days=3))
    presence.renew()
    assert timezone.now() - LoginSession.objects.get().last_seen_at < timedelta(minutes=1)
    LoginSession.objects.update(last_seen_at=timezone.now() - timedelta(days=3), ended_at=timezone.now())
    presence.renew()
    assert timezone.now() - LoginSession.objects.get().last_seen_at > timedelta(days=2)


# live -----------------------------------------------------------------------------------------------------------------
@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(presence_stores, "LINGER_SECONDS", 0.0)
    monkeypatch.setattr("apps.realtime.runtime.SWEEP_SECONDS", 0.02)


async def listening(socket, *people):  # noqa: F811
    found = []
    for person in people:
        found.append(await socket(person))
        found[-1].hears_presence = True
    return found


async def hears(client, user, wanted):
    """Read until the client is told this state of somebody."""
    while True:
        frame = (await client.read_until("presence"))[-1]
        assert frame["topic"] != f"user:{user.pk}"
        assert "seq" not in frame
        if frame["data"]["user"] == str(user.pk) and frame["data"]["state"] == wanted:
            return frame["data"]


@live
async def test_those_who_share_a_conversation_are_told(socket, quick, ayse, bora, cem, group):  # noqa: F811
    friend, stranger = await listening(socket, bora, cem)
    mine = await socket(ayse)
    assert (await hears(friend, ayse, "online"))["last_seen_at"] is None
    assert (await mine.command("presence.set", state="away"))["data"] == {"state": "away"}
    await hears(friend, ayse, "away")
    await mine.close()
    assert (await hears(friend, ayse, "offline"))["last_seen_at"]
    assert await stranger.silent()


@live
async def test_a_second_device_is_no_news(socket, quick, ayse, bora, group):  # noqa: F811
    first = await socket(ayse)
    (friend,) = await listening(socket, bora)
    second = await socket(ayse)
    await second.close()
    assert await friend.silent()
    await first.close()
    await hears(friend, ayse, "offline")


@live
async def test_whoever_hides_is_not_told_of_and_a_change_of_mind_is(socket, ayse, bora, group, do_work):  # noqa: F811
    await sync_to_async(put_preferences)(actor=ayse, presence="nobody", last_seen="nobody")
    (friend,) = await listening(socket, bora)
    await socket(ayse)
    assert await friend.silent()
    await sync_to_async(put_preferences)(actor=ayse, presence="everyone")
    await sync_to_async(do_work)()
    await hears(friend, ayse, "online")
    await sync_to_async(put_preferences)(actor=ayse, presence="nobody")
    await sync_to_async(do_work)()
    assert (await hears(friend, ayse, "offline"))["last_seen_at"] is None


@live
async def test_from_a_block_on_each_sees_the_other_go(socket, quick, ayse, bora, group):  # noqa: F811
    mine, theirs = await listening(socket, ayse, bora)
    await sync_to_async(block_person)(actor=ayse, user_id=bora.pk)
    for client, other in ((mine, bora), (theirs, ayse)):
        assert (await hears(client, other, "offline"))["last_seen_at"] is None
    await mine.command("presence.set", state="away")
    assert await theirs.silent()


@live
async def test_a_big_room_is_not_told_of_each_of_its_people(socket, monkeypatch, ayse, bora, cem):  # noqa: F811
    monkeypatch.setattr(permissions, "CLOSE", 2)
    await sync_to_async(create_group_conversation)(actor=ayse, name="x", member_ids=[bora.pk, cem.pk])
    await sync_to_async(open_direct_conversation)(actor=ayse, user_id=bora.pk)
    friend, other = await listening(socket, bora, cem)
    await socket(ayse)
    await hears(friend, ayse, "online")
    assert await other.silent()


@live
async def test_a_key_is_nobodys_presence(ayse, bora, group, api):
    _key, text = await sync_to_async(make_key)(ayse, "account:events")
    client = SocketClient()
    await client.link.send_input({"type": "websocket.connect"})
    await client.link.receive_output(5)
    await client.send_json({"type": "auth", "data": {"api_key": text}})
    assert (await client.read())["type"] == "ready"
    assert (await client.command("presence.set", state="away"))["type"] == "error"
    assert await sync_to_async(presence.state_of)(str(ayse.pk)) == "offline"
    await client.close()


@live
async def test_a_state_that_is_none_is_refused(socket, ayse):  # noqa: F811
    mine = await socket(ayse)
    for wrong in ({"state": "offline"}, {"state": None}, {}, {"state": "online", "user": "x"}):
        assert (await mine.command("presence.set", **wrong))["error"]["status"] == 400


def test_whoever_flickers_is_told_of_only_so_often(ayse, bora, group, device, monkeypatch):
    told = []
    monkeypatch.setattr("apps.accounts.presence.broadcast", lambda topic, kind, data: told.append(topic))
    presence.came(str(bora.pk), "", "bora")
    told.clear()
    for _ in range(40):
        presence.choose(device, "away")
        presence.choose(device, "online")
    presence.left("bora")
    assert 0 < told.count(f"user:{bora.pk}") <= 30
    announce_anew(ayse)
