"""One document of preferences for all devices."""

import threading

import pytest
from channels.db import database_sync_to_async as sync_to_async
from django.db import close_old_connections, connection

from apps.accounts.actions import open_login_session, update_profile
from apps.accounts.models import Preferences, User
from apps.accounts.preferences import put_preferences
from apps.core.problems import Stale
from tests.realtime.conftest import socket, stopped_runtime  # noqa: F401

URL = "/api/v1/users/me/preferences"
DEFAULTS = {
    "version": 1,
    "language": "tr",
    "timezone": "Europe/Istanbul",
    "theme": "system",
    "who_may_write": "everyone",
    "presence": "everyone",
    "last_seen": "everyone",
    "receipts": True,
    "typing": True,
    "notifications": {"sound": True, "desktop": True, "preview": True},
    "client": {},
}


def test_who_chose_nothing_has_the_defaults(api, ayse, django_assert_num_queries):
    client = api(ayse)
    with django_assert_num_queries(1):
        answer = client.get(URL)
    assert answer.json() == DEFAULTS
    assert answer["ETag"] == f'"{ayse.pk}-1"'
    assert client.get(URL, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert not Preferences.objects.exists()


def test_what_is_named_changes_and_the_rest_stays(api, ayse):
    client = api(ayse)
    changes = {
        "presence": "nobody",
        "notifications": {"sound": False},
        "client": {"sidebar": ["İ", 1]},
        "theme": "dark",
    }
    body = client.put(URL, changes).json()
    wanted = {**DEFAULTS, **changes, "version": 2, "notifications": {"sound": False, "desktop": True, "preview": True}}
    assert body == wanted == client.get(URL).json()
    body = client.put(URL, {"notifications": {"desktop": False}, "client": {}}).json()
    assert body["notifications"] == {"sound": False, "desktop": False, "preview": True}
    assert (body["client"], body["presence"], body["version"]) == ({}, "nobody", 3)
    assert User.objects.get(pk=ayse.pk).theme == "dark"


def test_the_same_again_changes_nothing(api, ayse):
    client = api(ayse)
    for _ in range(2):
        assert client.put(URL, {"typing": False, "language": "tr"}).json()["version"] == 2
    assert client.put(URL, {}).json()["version"] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"presence": "friends"},
        {"who_may_write": None},
        {"receipts": "yes"},
        {"receipts": 1},
        {"timezone": "Mars/Olympus"},
        {"language": "xx"},
        {"theme": "pink"},
        {"notifications": []},
        {"notifications": {"sound": "loud"}},
        {"notifications": {"smell": True}},
        {"client": []},
        {"client": None},
        {"client": "x"},
        {"client": {"x": "y" * 16_000}},
        {"version": 5},
        {"user": "x"},
        {"unknown": True},
    ],
)
def test_what_is_wrong_is_refused_and_changes_nothing(api, ayse, wrong):
    answer = api(ayse).put(URL, {"typing": False, **wrong})
    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert not Preferences.objects.exists()


@pytest.mark.parametrize("text", ['"\\u0000"', '"\\ud800"', "NaN", "1e999", "9" * 50])
def test_what_no_database_keeps_is_no_fault_of_ours(api, ayse, text):
    answer = api(ayse).put(URL, f'{{"client": {{"x": {text}}}}}', content_type="application/json")
    assert answer.status_code == 400


def test_a_change_made_on_an_older_version_gets_both_versions(api, ayse):
    phone, laptop = api(ayse), api(ayse)
    seen = phone.get(URL)["ETag"]
    newer = laptop.put(URL, {"presence": "nobody"}, headers={"If-Match": seen})
    assert newer.status_code == 200
    answer = phone.put(URL, {"presence": "shared", "client": {"a": 1}}, headers={"If-Match": seen})
    assert (answer.status_code, answer.json()["code"]) == (412, "object.stale")
    assert answer.json()["current"] == newer.json()
    assert answer.json()["sent"] == {"presence": "shared", "client": {"a": 1}}
    assert phone.put(URL, {"presence": "shared"}, headers={"If-Match": f'"x", {newer["ETag"]}'}).status_code == 200
    assert phone.put(URL, {"presence": "nobody"}, headers={"If-Match": "*"}).status_code == 200


@pytest.mark.parametrize("tag", ['"nonsense"', '"{other}-1"', "", '"{own}-99999999999999999999"'])
def test_a_tag_that_is_none_of_ours_matches_nothing(api, ayse, cem, tag):
    tag = tag.format(other=cem.pk, own=ayse.pk)
    answer = api(ayse).put(URL, {"typing": False}, headers={"If-Match": tag})
    assert answer.status_code == 412


def test_the_profile_and_the_preferences_are_one_truth(api, ayse):
    client = api(ayse)
    before = client.get(URL)["ETag"]
    update_profile(actor=ayse, theme="dark", display_name="Ayşe")
    after = client.get(URL)
    assert (after.json()["theme"], after.json()["version"]) == ("dark", 2)
    assert after["ETag"] != before
    update_profile(actor=ayse, display_name="Ayşe Başka")
    assert client.get(URL).json()["version"] == 2
    client.put(URL, {"theme": "light"})
    assert User.objects.get(pk=ayse.pk).theme == "light"


def test_they_are_nobody_elses(api, ayse, cem):
    api(ayse).put(URL, {"client": {"secret": "kanarya"}})
    assert "kanarya" not in api(cem).get(URL).text
    assert api().get(URL).status_code == 401
    assert api().put(URL, {}).status_code == 401


def test_who_is_disabled_changes_nothing(bearer, ayse):
    client = bearer(open_login_session(user=ayse).access)
    User.objects.filter(pk=ayse.pk).update(is_active=False)
    assert client.put(URL, {"typing": False}).status_code == 401
    assert not Preferences.objects.exists()


@pytest.mark.django_db(transaction=True)
async def test_other_devices_follow(socket, ayse, cem):  # noqa: F811
    phone, laptop, stranger = await socket(ayse), await socket(ayse), await socket(cem)
    await sync_to_async(put_preferences)(actor=ayse, presence="nobody")
    for device in (phone, laptop):
        event = (await device.read_until("preferences.updated"))[-1]
        assert event["topic"] == f"user:{ayse.pk}"
        assert event["data"] == {**DEFAULTS, "presence": "nobody", "version": 2}
    assert await stranger.silent()


@pytest.mark.django_db(transaction=True)
async def test_a_theme_changed_in_the_profile_reaches_them_too(socket, ayse):  # noqa: F811
    device = await socket(ayse)
    await sync_to_async(update_profile)(actor=ayse, theme="dark")
    kinds = [frame["type"] for frame in await device.read_until("user.updated")]
    assert "preferences.updated" in kinds


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_that_saw_the_same_version_one_wins(ayse):
    ready, results = threading.Barrier(2), []

    def put(audience):
        ready.wait()
        try:
            results.append(put_preferences(actor=ayse, seen={1}, presence=audience).presence)
        except Stale:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=(audience,)) for audience in ("nobody", "shared")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    (won,) = [one for one in results if one != "stale"]
    assert "stale" in results
    mine = Preferences.objects.get()
    assert (mine.presence, mine.version) == (won, 2)


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_change_other_things_lose_nothing(ayse):
    ready = threading.Barrier(2)

    def put(changes):
        ready.wait()
        put_preferences(actor=ayse, **changes)
        connection.close()

    changes = {"presence": "nobody"}, {"typing": False}
    threads = [threading.Thread(target=put, args=(one,)) for one in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mine = Preferences.objects.get()
    assert (mine.presence, mine.typing, mine.version) == ("nobody", False, 3)
