import json

import pytest

from apps.accounts.actions import update_profile
from apps.core.problems import Stale
from apps.events.models import Event

ME = "/api/v1/users/me"


def test_me_is_the_json_of_the_contract(api, ayse):
    body = api(ayse).get(ME).json()
    assert body == {
        "id": str(ayse.pk), "username": "ayse", "display_name": "Ayşe Işık", "avatar_url": None, "is_bot": False,
        "email": "ayse@example.org", "email_verified": False, "language": "tr", "timezone": "Europe/Istanbul",
        "theme": "system", "is_staff": False, "is_active": True, "date_joined": body["date_joined"],
        "deletes_at": None,
    }  # fmt: skip
    assert body["date_joined"].endswith("Z")
    assert len(body["date_joined"]) == 24


def test_only_what_is_named_changes_and_own_devices_hear(api, ayse):
    answer = api(ayse).patch(ME, {"display_name": "Ayşe", "theme": "dark"})
    assert answer.status_code == 200
    assert (answer.json()["display_name"], answer.json()["theme"], answer.json()["language"]) == ("Ayşe", "dark", "tr")
    event = Event.objects.get(type="user.updated")
    assert (event.type, event.topic) == ("user.updated", f"user:{ayse.pk}")
    assert json.loads(event.data) == answer.json()


def test_doing_it_twice_announces_once(ayse):
    for _ in range(2):
        user = update_profile(actor=ayse, theme="dark")
    assert user.version == ayse.version + 1
    assert Event.objects.filter(type="user.updated").count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"is_staff": True}, {"username": "admin"}, {"email": "x@example.org"}, {"id": "x"}, {"password": "x"},
        {"language": "de"}, {"timezone": "Mars/Olympus"}, {"theme": "pink"}, {"display_name": "x" * 65},
        {"display_name": 5}, {"display_name": None}, {"timezone": "../etc/passwd"}, [],
    ],
)  # fmt: skip
def test_other_fields_and_values_are_refused(api, ayse, body):
    answer = api(ayse).patch(ME, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.invalid")
    ayse.refresh_from_db()
    assert (ayse.version, ayse.is_staff) == (1, False)


def test_an_empty_name_falls_back_to_the_username(api, ayse):
    assert api(ayse).patch(ME, {"display_name": ""}).json()["display_name"] == "ayse"


def test_the_longest_name_that_grows_when_folded_fits(api, ayse):
    assert api(ayse).patch(ME, {"display_name": "\ufdfa" * 64}).status_code == 200


def test_etags(api, ayse):
    client = api(ayse)
    tag = client.get(ME)["ETag"]
    assert client.get(ME, HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert client.patch(ME, {"theme": "dark"}, HTTP_IF_MATCH=tag).status_code == 200
    ayse.refresh_from_db()
    assert client.patch(ME, {"theme": "light"}, HTTP_IF_MATCH=tag).json()["code"] == "object.stale"
    assert client.get(ME, HTTP_IF_NONE_MATCH=tag).status_code == 200
    assert client.patch(ME, {"theme": "light"}, HTTP_IF_MATCH="*").status_code == 200


def test_what_changed_since_it_was_seen_is_refused_under_the_lock(ayse):
    from apps.accounts.models import User

    seen = User.objects.get(pk=ayse.pk)
    update_profile(actor=ayse, theme="dark")
    with pytest.raises(Stale):
        update_profile(actor=ayse, seen=seen, theme="light")


def test_a_person_as_everybody_sees_them(api, ayse, bora):
    body = api(bora).get(f"/api/v1/users/{ayse.pk}").json()
    assert body.keys() == {"id", "username", "display_name", "avatar_url", "is_bot"}


def test_a_disabled_person_is_not_found(api, ayse, bora):
    ayse.is_active = False
    ayse.save()
    assert api(bora).get(f"/api/v1/users/{ayse.pk}").status_code == 404
    assert api(bora).get("/api/v1/users/not-an-id").status_code == 404


def test_nobody_signed_in_is_refused(api, ayse):
    assert api().get(f"/api/v1/users/{ayse.pk}").status_code == 401
    assert api().patch(ME, {}).status_code == 401
