"""Administering people: found, made, changed, disabled, deleted; one by one and many at once."""

import pytest
from django.core import mail

from apps.accounts.models import ADMINISTRATOR, LoginSession, Role, User
from apps.accounts.roles import create_role, grant_role
from tests.accounts.conftest import path_in
from tests.factories.accounts import PASSWORD, UserFactory

USERS = "/api/v1/users"


@pytest.fixture
def elif_(deniz):
    """An administrator who is not the owner."""
    user = UserFactory(username="elif")
    grant_role(actor=deniz, role=Role.objects.builtin(ADMINISTRATOR), user=user)
    return User.objects.get(pk=user.pk)


def url(user):
    return f"{USERS}/{user.pk}"


# the list -------------------------------------------------------------------------------------------------------------
def names(answer):
    return [one["username"] for one in answer.json()["results"]]


def test_the_list_shows_what_administrators_need(api, deniz, ayse, pair_of):
    pair_of(ayse)
    body = api(deniz).get(USERS).json()["results"][0]
    assert body == {
        "id": str(ayse.pk), "username": "ayse", "display_name": "Ayşe Işık", "avatar_url": None, "is_bot": False,
        "email": "ayse@example.org", "email_verified": False, "is_active": True, "is_staff": False, "roles": [],
        "date_joined": body["date_joined"], "last_seen_at": body["last_seen_at"], "deletes_at": None,
    }  # fmt: skip
    assert body["last_seen_at"].endswith("Z")


def test_searching_filtering_and_ordering(api, deniz, ayse, bora, cem):
    client = api(deniz)
    cem.is_active = False
    cem.save()
    assert names(client.get(USERS, {"order": "username"})) == ["ayse", "bora", "cem", "deniz"]
    assert names(client.get(USERS, {"order": "-username"})) == ["deniz", "cem", "bora", "ayse"]
    assert names(client.get(USERS, {"order": "date_joined"})) == ["deniz", "ayse", "bora", "cem"]
    assert names(client.get(USERS, {"q": "ISIK"})) == ["ayse"]
    assert names(client.get(USERS, {"q": "BORA@ex"})) == ["bora"]
    assert names(client.get(USERS, {"q": "%"})) == []
    assert names(client.get(USERS, {"is_active": "false"})) == ["cem"]
    role = create_role(actor=deniz, name="x", level=1)
    grant_role(actor=deniz, role=role, user=bora)
    assert names(client.get(USERS, {"role": str(role.pk)})) == ["bora"]
    assert len(names(client.get(USERS, {"role": str(Role.objects.builtin("member").pk)}))) == 4
    for query in ({"order": "password"}, {"role": "x"}, {"is_active": "maybe"}, {"is_superuser": "1"}):
        assert client.get(USERS, query).status_code == 400, query


@pytest.mark.parametrize("order", ["-date_joined", "username", "-username", "date_joined"])
def test_pages_follow_each_other_in_every_order(api, deniz, order):
    UserFactory.create_batch(7)
    client, found, address = api(deniz), [], f"{USERS}?limit=3&order={order}"
    while address:
        page = client.get(address)
        found += names(page)
        last, address = page.json(), page.json()["next"]
    assert len(found) == len(set(found)) == 8
    assert names(client.get(last["previous"])) == found[3:6]
    key = order.removeprefix("-")
    wanted = list(User.objects.order_by(order, "-id" if order[0] == "-" else "id").values_list(key, flat=True))
    assert [getattr(User.objects.get(username=name), key) for name in found] == wanted


def test_many_people_cost_as_many_queries_as_few(api, deniz, ayse, pair_of, django_assert_num_queries):
    role = create_role(actor=deniz, name="x", level=1)
    for user in UserFactory.create_batch(60):
        grant_role(actor=deniz, role=role, user=user)
    pair_of(ayse)
    client = api(deniz)
    client.get(USERS)  # the address rules and the reader's own rights are known afterwards, for a second
    noting = 4  # to note in the audit log that it was read
    for limit in (1, 60):
        with django_assert_num_queries(2 + noting):
            assert len(names(client.get(USERS, {"limit": limit, "q": "p" if limit > 1 else ""}))) == limit


def test_strangers_see_profiles_only(api, ayse, bora):
    assert api(ayse).get(USERS).status_code == 403
    assert "email" not in api(ayse).get(url(bora)).json()


# one account ----------------------------------------------------------------------------------------------------------
def test_an_account_is_made_with_a_password_and_roles(api, deniz, client):
    role = create_role(actor=deniz, name="x", level=1)
    body = {"username": "yeni", "email": "Yeni@Example.org", "password": PASSWORD, "roles": [str(role.pk)]}
    answer = api(deniz).post(USERS, body)
    assert answer.status_code == 201
    assert answer.json()["roles"] == [{"id": str(role.pk), "name": "x"}]
    assert answer.json()["email"] == "yeni@example.org"
    assert api().post("/api/v1/auth/token", {"username": "yeni", "password": PASSWORD}).status_code == 200


def test_without_a_password_a_mail_lets_them_set_one(api, deniz, client, do_work):
    assert api(deniz).post(USERS, {"username": "yeni", "email": "yeni@example.org"}).status_code == 201
    do_work()
    (letter,) = mail.outbox
    assert letter.to == ["yeni@example.org"]
    page = client.get(path_in(letter), follow=True)
    page = client.post(page.request["PATH_INFO"], {"new_password": PASSWORD})
    assert page.status_code == 302
    assert api().post("/api/v1/auth/token", {"username": "yeni", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"username": "AYSE"}, 409, "user.name_taken"),
        ({"email": "AYSE@example.org"}, 409, "user.address_taken"),
        ({"password": "short"}, 400, "request.invalid"),
        ({"is_superuser": True}, 400, "request.invalid"),
        ({"is_staff": True}, 400, "request.invalid"),
        ({"id": "x"}, 400, "request.invalid"),
        ({"username": "a\0b"}, 400, "request.invalid"),
        ({"roles": ["x"]}, 400, "request.invalid"),
        ({"roles": ["00000000-0000-7000-8000-000000000000"]}, 404, "object.not_found"),
    ],
)
def test_what_cannot_be_made_leaves_nothing(api, deniz, ayse, change, status, code):
    body = {"username": "yeni", "email": "yeni@example.org", "password": PASSWORD, **change}
    answer = api(deniz).post(USERS, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert User.objects.count() == 2


def test_nobody_makes_an_account_above_themselves(api, elif_):
    owner = Role.objects.builtin("owner")
    body = {"username": "yeni", "email": "yeni@example.org", "password": PASSWORD, "roles": [str(owner.pk)]}
    assert api(elif_).post(USERS, body).status_code == 403
    assert not User.objects.filter(username="yeni").exists()


def test_an_account_is_read_and_changed(api, deniz, ayse):
    client = api(deniz)
    tag = client.get(url(ayse))["ETag"]
    answer = client.patch(url(ayse), {"email": "baska@example.org"}, HTTP_IF_MATCH=tag)
    assert (answer.json()["email"], answer.json()["email_verified"]) == ("baska@example.org", False)
    assert client.patch(url(ayse), {"display_name": "x"}, HTTP_IF_MATCH=tag).status_code == 412
    answer = client.put(url(ayse), {"username": "Ayse2", "email": "baska@example.org"})
    assert (answer.json()["username"], answer.json()["display_name"]) == ("Ayse2", "Ayse2")
    assert client.put(url(ayse), {"username": "x2"}).status_code == 400
    assert client.patch(url(ayse), {"username": "DENIZ"}).json()["code"] == "user.name_taken"
    for field in ("is_staff", "is_superuser", "password", "roles", "deletes_at", "level"):
        assert client.patch(url(ayse), {field: True}).status_code == 400, field


def test_nobody_acts_on_people_at_or_above_their_level(api, elif_, deniz):
    peer = UserFactory()
    grant_role(actor=deniz, role=Role.objects.builtin(ADMINISTRATOR), user=peer)
    for user in (deniz, peer):
        for method, body in (("patch", {"display_name": "x"}), ("patch", {"email": "x@example.org"}),
                             ("patch", {"is_active": False}), ("delete", None)):  # fmt: skip
            assert getattr(api(elif_), method)(url(user), body).status_code == 403
    assert api(elif_).patch(url(elif_), {"display_name": "Ben"}).status_code == 200
    assert api(elif_).delete(url(elif_)).status_code == 403, "one's own account ends with one's password"


def test_who_may_see_people_may_not_change_them(api, deniz, ayse, bora):
    role = create_role(actor=deniz, name="x", level=1, permissions=["accounts.view_user"])
    grant_role(actor=deniz, role=role, user=bora)
    assert api(bora).get(url(ayse)).json()["email"] == ayse.email
    for method in ("put", "patch", "delete"):
        assert getattr(api(bora), method)(url(ayse), {}).status_code == 403
    body = {"action": "deactivate", "ids": [str(ayse.pk)]}
    assert api(bora).post(f"{USERS}/bulk", body).json()["results"][0]["status"] == 403


def test_disabling_ends_everything_and_enabling_revives_nothing(api, deniz, ayse, pair_of, bearer):
    pair = pair_of(ayse)
    for active in (False, True):
        assert api(deniz).patch(url(ayse), {"is_active": active}).json()["is_active"] is active
        assert bearer(pair.access).get(f"{USERS}/me").status_code == 401
        assert api().post("/api/v1/auth/token/refresh", {"refresh": pair.refresh}).status_code == 401
    assert LoginSession.objects.get().end_reason == "disabled"
    assert api().post("/api/v1/auth/token", {"username": "ayse", "password": PASSWORD}).status_code == 200


def test_somebody_disabled_does_not_come_back_by_themselves(api, deniz, ayse):
    api(deniz).patch(url(ayse), {"is_active": False})
    assert api().post("/api/v1/auth/token", {"username": "ayse", "password": PASSWORD}).status_code == 401
    api(deniz).patch(url(ayse), {"is_active": True})
    api(deniz).delete(url(ayse))
    assert api().post("/api/v1/auth/token", {"username": "ayse", "password": PASSWORD}).status_code == 401


def test_the_last_owner_cannot_be_disabled_or_deleted(api, deniz, ayse):
    grant_role(actor=deniz, role=Role.objects.builtin("owner"), user=ayse)
    ayse.refresh_from_db()
    assert api(ayse).patch(url(deniz), {"is_active": False}).status_code == 200
    assert api(ayse).patch(url(ayse), {"is_active": False}).status_code == 403, "oneself by another way"
    answer = api(ayse).post(f"{USERS}/me/deactivate", {"password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (409, "role.last_owner")


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_disable_each_other_one_is_left(deniz, ayse):
    from apps.accounts.leaving import deactivate_user
    from tests.accounts.test_register_user import at_once

    grant_role(actor=deniz, role=Role.objects.builtin("owner"), user=ayse)
    deniz, ayse = User.objects.get(pk=deniz.pk), User.objects.get(pk=ayse.pk)
    at_once(
        lambda: deactivate_user(actor=deniz, user=ayse),
        lambda: deactivate_user(actor=ayse, user=deniz),
    )
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


# many at once ---------------------------------------------------------------------------------------------------------
def bulk(api, actor, action, ids, **more):
    answer = api(actor).post(f"{USERS}/bulk", {"action": action, "ids": [str(one) for one in ids], **more})
    assert answer.status_code == 200, answer.json()
    return [(one["status"], one.get("code")) for one in answer.json()["results"]]


def test_each_of_many_has_a_status_of_its_own(api, deniz, elif_, ayse, bora, new_id):
    ids = [ayse.pk, deniz.pk, new_id(), bora.pk, elif_.pk, ayse.pk]
    refused = (403, "permission.denied")
    wanted = [(200, None), refused, (404, "object.not_found"), (200, None), refused]
    assert bulk(api, elif_, "deactivate", ids) == wanted
    assert User.objects.filter(is_active=False).count() == 2
    assert bulk(api, elif_, "activate", [ayse.pk, bora.pk]) == [(200, None)] * 2
    assert bulk(api, elif_, "delete", ids) == wanted
    assert User.objects.filter(deletes_at__isnull=False).count() == 2


def test_roles_in_bulk(api, deniz, elif_, ayse, bora):
    role = create_role(actor=deniz, name="x", level=1)
    assert bulk(api, elif_, "add_role", [ayse.pk, bora.pk, deniz.pk], role=str(role.pk)) == [
        (200, None), (200, None), (403, "permission.denied")]  # fmt: skip
    assert bulk(api, elif_, "remove_role", [ayse.pk, ayse.pk], role=str(role.pk)) == [(200, None)]
    assert bulk(api, elif_, "remove_role", [ayse.pk], role=str(role.pk)) == [(404, "object.not_found")]
    owner = str(Role.objects.builtin("owner").pk)
    assert bulk(api, elif_, "add_role", [elif_.pk], role=owner) == [(403, "permission.denied")]


@pytest.mark.parametrize(
    "body",
    [
        {}, {"action": "deactivate"}, {"action": "deactivate", "ids": []}, {"action": "explode", "ids": ["0" * 32]},
        {"action": "add_role", "ids": ["0" * 32]}, {"action": "deactivate", "ids": ["0" * 32], "role": "0" * 32},
        {"action": "deactivate", "ids": ["0" * 32] * 101}, {"action": "deactivate", "ids": ["x"]},
    ],
)  # fmt: skip
def test_malformed_bulk(api, deniz, body):
    assert api(deniz).post(f"{USERS}/bulk", body).status_code == 400
