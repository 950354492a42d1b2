from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.api_keys import MAX_KEYS, create_api_key, revoke_api_key, rotate_api_key
from apps.accounts.crypto import digest
from apps.accounts.key_format import checksum, name_of, new_key, new_name
from apps.accounts.leaving import activate_user, deactivate_user
from apps.accounts.models import ApiKey, LoginSession
from apps.accounts.problems import FreshFactorRequired, KeyRotating, TooManyKeys
from apps.core.problems import Forbidden
from apps.events.models import Event
from tests.factories.keys import fresh_session, make_key, with_key

pytestmark = pytest.mark.django_db
URL = "/api/v1/auth/api-keys"
BODY = {"name": "yedek betiği", "scopes": ["messages:read", "account:read"]}


@pytest.fixture
def mine(bearer, pair_of, ayse):
    return bearer(pair_of(ayse).access)


def test_a_key_has_a_form_of_its_own_and_a_checksum():
    name = new_name()
    text = new_key(name)
    assert name_of(text) == name
    assert len({new_key(name) for _ in range(20)}) == 20
    for wrong in (text[:-1], text + "x", text.replace("alt_", "ALT_"), text[:20] + "_" + text[21:], "", "alt_"):
        assert name_of(wrong) is None
    flipped = text[:30] + ("a" if text[30] != "a" else "b") + text[31:]
    assert name_of(flipped) is None
    assert len(checksum("x")) == 6


def test_a_key_is_shown_once_and_only_its_hash_is_kept(mine, ayse):
    made = mine.post(URL, BODY)
    assert made.status_code == 201
    text, key = made.json()["key"], ApiKey.objects.get()
    assert key.secret_hash == digest(text)
    assert text not in str(vars(key))
    assert made.json()["scopes"] == ["account:read", "messages:read"]
    for answer in (mine.get(URL), mine.get(f"{URL}/{key.pk}")):
        assert answer.status_code == 200
        assert text not in answer.text
        assert key.secret_hash not in answer.text
    assert Event.objects.filter(data__contains=text.split("_")[2]).count() == 0


def test_a_key_acts_for_its_owner_within_its_scopes(mine, ayse, direct):
    client = with_key(mine.post(URL, BODY).json()["key"])
    assert client.get("/api/v1/users/me").json()["id"] == str(ayse.pk)
    assert client.get(f"/api/v1/conversations/{direct.pk}/messages").status_code == 200
    answer = client.get("/api/v1/conversations")
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.scope_missing")
    assert client.patch("/api/v1/users/me", {"theme": "dark"}).status_code == 403


def test_a_key_never_has_more_than_its_owner(ayse, cem, direct):
    stranger = with_key(make_key(cem)[1])
    assert stranger.get(f"/api/v1/conversations/{direct.pk}").status_code == 404
    assert stranger.get("/api/v1/audit").json()["code"] == "permission.denied"


def test_no_key_manages_keys_or_sessions(ayse):
    key, text = make_key(ayse)
    client = with_key(text)
    for method, path, body in (
        ("get", URL, None), ("post", URL, BODY), ("get", f"{URL}/scopes", None), ("get", f"{URL}/{key.pk}", None),
        ("patch", f"{URL}/{key.pk}", {"name": "x"}), ("post", f"{URL}/{key.pk}/rotate", {}),
        ("delete", f"{URL}/{key.pk}", None), ("get", "/api/v1/auth/sessions", None),
        ("delete", "/api/v1/auth/sessions", None),
    ):  # fmt: skip
        answer = getattr(client, method)(path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.scope_missing"), path
    with pytest.raises(FreshFactorRequired):
        create_api_key(actor=ayse, session=key, name="x", scopes=["account:read"])


@pytest.mark.parametrize("what", ["create", "change", "rotate"])
def test_making_changing_and_rotating_need_a_fresh_session(mine, ayse, what):
    key, _text = make_key(ayse)
    LoginSession.objects.update(fresh_at=timezone.now() - timedelta(minutes=11))
    answer = {
        "create": lambda: mine.post(URL, BODY),
        "change": lambda: mine.patch(f"{URL}/{key.pk}", {"name": "y"}),
        "rotate": lambda: mine.post(f"{URL}/{key.pk}/rotate", {}),
    }[what]()
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.fresh_factor_required")
    assert mine.delete(f"{URL}/{key.pk}").status_code == 204  # whoever lost a key is not slowed


def test_revoked_expired_disabled_forged_and_malformed_are_refused_alike(ayse):
    revoked, revoked_text = make_key(ayse)
    revoke_api_key(actor=ayse, key=revoked)
    expired_text = make_key(ayse, expires_at=timezone.now() + timedelta(minutes=1))[1]
    key, good = make_key(ayse)
    forged = new_key(key.prefix)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        answers = [
            with_key(text).get("/api/v1/users/me") for text in (revoked_text, expired_text, forged, "x", "", "\x7f")
        ]
        assert with_key(good).get("/api/v1/users/me").status_code == 200
    ayse.is_active = False
    ayse.save()
    answers.append(with_key(good).get("/api/v1/users/me"))
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(401, "auth.key_invalid")}
    assert {answer["WWW-Authenticate"] for answer in answers} == {"Api-Key"}
    assert {answer["RateLimit-Limit"] for answer in answers} == {"120"}  # counted by address


def test_disabling_ends_keys_for_good(ayse, deniz):
    text = make_key(ayse)[1]
    deactivate_user(actor=deniz, user=ayse)
    activate_user(actor=deniz, user=ayse)
    assert with_key(text).get("/api/v1/users/me").status_code == 401
    assert ApiKey.objects.get().revoke_reason == "disabled"


def test_a_key_only_from_its_addresses(ayse):
    text = make_key(ayse, addresses=["203.0.113.0/24", "2001:db8::/32"])[1]
    for address, status in (
        ("203.0.113.9", 200), ("::ffff:203.0.113.9", 200), ("2001:db8::1", 200), ("198.51.100.1", 403), ("::1", 403),
    ):  # fmt: skip
        answer = with_key(text, REMOTE_ADDR=address).get("/api/v1/users/me")
        assert answer.status_code == status, address
    assert answer.json()["code"] == "address.denied"


def test_a_use_is_written_once_a_minute(ayse, django_assert_num_queries):
    key, text = make_key(ayse, "account:read")
    client = with_key(text, REMOTE_ADDR="203.0.113.9")
    client.get("/api/v1/users/me")
    key.refresh_from_db()
    assert key.last_used_address == "203.0.113.9"
    with django_assert_num_queries(1):
        client.get("/api/v1/users/me")
    with time_machine.travel(timezone.now() + timedelta(seconds=61)), django_assert_num_queries(2):
        client.get("/api/v1/users/me")


def test_a_rotated_key_leaves_the_old_one_good_for_a_while(mine, ayse):
    key, old = make_key(ayse, "account:read")
    answer = mine.post(f"{URL}/{key.pk}/rotate", {"grace_seconds": 60})
    new = answer.json()["key"]
    assert new != old
    assert answer.json()["prefix"] == key.prefix
    assert [with_key(text).get("/api/v1/users/me").status_code for text in (old, new)] == [200, 200]
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert [with_key(text).get("/api/v1/users/me").status_code for text in (old, new)] == [401, 200]


def test_a_second_rotation_waits_and_one_without_grace_ends_everything_before(ayse):
    key, first = make_key(ayse, "account:read")
    session = fresh_session(ayse)
    second = rotate_api_key(actor=ayse, session=session, key=key)[1]
    with pytest.raises(KeyRotating):
        rotate_api_key(actor=ayse, session=session, key=key)
    third = rotate_api_key(actor=ayse, session=session, key=key, grace=timedelta(0))[1]
    assert [with_key(text).get("/api/v1/users/me").status_code for text in (first, second, third)] == [401, 401, 200]


def test_at_most_fifty_keys(ayse):
    keys = [make_key(ayse, "account:read")[0] for _ in range(MAX_KEYS)]
    with pytest.raises(TooManyKeys):
        make_key(ayse, "account:read")
    revoke_api_key(actor=ayse, key=keys[0])
    make_key(ayse, "account:read")


def test_the_list_costs_the_same_for_many(mine, ayse, django_assert_max_num_queries):
    for _ in range(12):
        make_key(ayse, "account:read")
    with django_assert_max_num_queries(3):  # with the key set of the token
        assert len(mine.get(URL).json()["results"]) == 12


def test_a_stranger_finds_no_key(bearer, pair_of, ayse, cem, new_id):
    key, _text = make_key(ayse)
    client = bearer(pair_of(cem).access)
    for one in (key.pk, new_id()):
        for method, path, body in (
            ("get", "", None),
            ("patch", "", {"name": "x"}),
            ("delete", "", None),
            ("post", "/rotate", {}),
        ):
            assert getattr(client, method)(f"{URL}/{one}{path}", body).status_code == 404
    assert client.get(URL).json()["results"] == []
    with pytest.raises(Forbidden):
        revoke_api_key(actor=cem, key=key)
    with pytest.raises(Forbidden):
        rotate_api_key(actor=cem, session=fresh_session(cem), key=key)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": ""}, "/name"), ({"name": "x" * 65}, "/name"), ({"name": 5}, "/name"), ({"scopes": []}, "/scopes"),
        ({"scopes": ["everything"]}, "/scopes"), ({"scopes": "messages:read"}, "/scopes"), ({"scopes": [None]}, "/scopes/0"),
        ({"addresses": ["nowhere"]}, "/addresses"), ({"addresses": ["10.0.0.0/99"]}, "/addresses"),
        ({"limit_per_minute": 0}, "/limit_per_minute"), ({"limit_per_minute": 10**6}, "/limit_per_minute"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"), ({"expires_at": "9999-12-31T23:59:59-14:00"}, "/expires_at"),
        ({"owner": "x"}, "/owner"), ({"secret_hash": "x"}, "/secret_hash"),
    ],
)  # fmt: skip
def test_malformed_is_refused_at_its_field(mine, fields, pointer):
    answer = mine.post(URL, {**BODY, **fields})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert not ApiKey.objects.exists()


def test_addresses_are_written_in_one_way(mine):
    made = mine.post(URL, {**BODY, "addresses": ["10.1.2.3/8", "::ffff:192.0.2.1", "2001:DB8::1/32", "10.0.0.0/8"]})
    assert made.json()["addresses"] == ["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32"]


def test_a_change_takes_hold_and_a_stale_one_is_refused(mine, ayse):
    made = mine.post(URL, BODY).json()
    url = f"{URL}/{made['id']}"
    seen = mine.get(url)["ETag"]
    changed = mine.patch(url, {"scopes": ["users:read"], "limit_per_minute": 7}, headers={"If-Match": seen})
    assert (changed.json()["scopes"], changed.json()["limit_per_minute"], changed.json()["name"]) == (
        ["users:read"],
        7,
        BODY["name"],
    )
    assert with_key(made["key"]).get("/api/v1/users/me").status_code == 403
    assert mine.patch(url, {"name": "x"}, headers={"If-Match": seen}).status_code == 412
    assert mine.get(url, headers={"If-None-Match": changed["ETag"]}).status_code in (200, 304)
    assert mine.delete(url).status_code == 204
    assert mine.get(url).status_code == mine.patch(url, {"name": "x"}).status_code == 404


def test_what_happens_is_announced_without_the_key(mine, ayse):
    made = mine.post(URL, BODY).json()
    url = f"{URL}/{made['id']}"
    mine.patch(url, {"name": "başka"})
    mine.patch(url, {"name": "başka"})  # nothing changes
    mine.post(f"{url}/rotate", {})
    mine.delete(url)
    events = Event.objects.filter(type__startswith="api_key.").order_by("id")
    assert [event.type for event in events] == [
        "api_key.created",
        "api_key.changed",
        "api_key.rotated",
        "api_key.revoked",
    ]
    assert {event.topic for event in events} == {f"user:{ayse.pk}"}
    assert all("key" not in event.context["trail"]["details"] for event in events)
    assert events[0].context["credential"] == "session"
    assert UUID(events[0].context["credential_id"])


def test_the_catalogue_says_what_every_scope_opens(mine):
    found = {one["name"]: one for one in mine.get(f"{URL}/scopes").json()["results"]}
    assert "GET /api/v1/users/me" in found["account:read"]["opens"]
    assert "socket message.send" in found["messages:write"]["opens"]
    assert "GET /api/v1/conversations/{id}/messages" in found["messages:read"]["opens"]
    assert all(one["label"] != one["name"] for one in found.values()), "give the scope a label in apps/core/scopes.py"


def test_an_administrator_revokes_in_the_admin_site(client, ayse, deniz):
    key, text = make_key(ayse)
    client.force_login(deniz)
    page = client.get("/admin/accounts/apikey/")
    assert key.prefix in page.text
    assert client.get(f"/admin/accounts/apikey/{key.pk}/change/").text.find(key.secret_hash) == -1
    client.post("/admin/accounts/apikey/", {"action": "revoke", "_selected_action": [str(key.pk)]})
    assert with_key(text).get("/api/v1/users/me").status_code == 401
    key.refresh_from_db()
    assert key.revoke_reason == "revoked_by_administrator"
