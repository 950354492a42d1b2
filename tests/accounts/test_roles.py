"""Roles: who may make, change, give and take them, and that nobody lifts themselves."""

import json

import pytest
from django.contrib.auth.models import Permission

from apps.accounts.models import ADMINISTRATOR, MODERATOR, OWNER, Role, RoleMember, User
from apps.accounts.problems import LastOwner
from apps.accounts.rights import held_by
from apps.accounts.roles import change_role, create_role, delete_role, ensure_builtin_roles, grant_role, revoke_role
from apps.core.problems import Forbidden
from apps.events.models import Event
from tests.factories.accounts import UserFactory

ROLES = "/api/v1/roles"
HELPER = ["accounts.view_user", "accounts.view_role", "accounts.grant_role", "accounts.add_role",
          "accounts.change_role", "accounts.delete_role"]  # fmt: skip


def builtin(name):
    return Role.objects.builtin(name)


@pytest.fixture
def elif_(db, deniz):
    """An administrator who is not the owner."""
    user = UserFactory(username="elif")
    grant_role(actor=deniz, role=builtin(ADMINISTRATOR), user=user)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def helper(deniz, bora):
    """bora may manage roles below level 100, and holds nothing else."""
    role = create_role(actor=deniz, name="helper", level=100, permissions=HELPER)
    grant_role(actor=deniz, role=role, user=bora)
    return role


def test_the_built_in_roles_are_there(api, deniz):
    found = {role["name"]: role for role in api(deniz).get(ROLES).json()["results"]}
    assert [found[name]["level"] for name in ("owner", "administrator", "moderator", "member")] == [1000, 900, 500, 0]
    assert all(role["is_builtin"] for role in found.values())
    assert "accounts.delete_user" in found["owner"]["permissions"]
    assert (found["owner"]["members"], found["member"]["members"]) == (1, 1)


def test_ensuring_twice_makes_nothing_twice_and_maps_whoever_ran_the_place(db):
    Role.objects.all().delete()
    old, staff = UserFactory(is_superuser=True, is_staff=True), UserFactory(is_staff=True)
    ensure_builtin_roles()
    ensure_builtin_roles()
    assert Role.objects.count() == 4
    assert {(row.user_id, row.role.name) for row in RoleMember.objects.select_related("role")} == {
        (old.pk, OWNER), (staff.pk, ADMINISTRATOR)}  # fmt: skip
    UserFactory(is_superuser=True)
    ensure_builtin_roles()
    assert RoleMember.objects.count() == 2, "only the first time: afterwards a flag in the table lifts nobody"


def test_a_role_is_made_changed_and_deleted(api, deniz, ayse):
    client = api(deniz)
    body = {"name": "Destek", "level": 50, "permissions": ["accounts.view_user"], "description": "Yardım"}
    answer = client.post(ROLES, body)
    assert answer.status_code == 201
    role = answer.json()
    assert {**body, "id": role["id"], "members": 0, "second_factor_required": False, "is_builtin": False} == role
    url = f"{ROLES}/{role['id']}"
    assert client.get(url).json() == role
    assert client.post(f"{url}/members", {"users": [str(ayse.pk)]}).json()["results"][0]["status"] == 200
    assert api(ayse).get("/api/v1/users").status_code == 200
    changed = client.put(url, {"name": "Destek", "level": 60, "permissions": [], "second_factor_required": True}).json()
    assert (changed["level"], changed["permissions"], changed["members"]) == (60, [], 1)
    assert api(ayse).get("/api/v1/users").status_code == 403, "at once"
    assert held_by(ayse).second_factor_required
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404
    assert not held_by(ayse).second_factor_required


@pytest.mark.parametrize(
    "body",
    [
        {}, {"name": "x"}, {"name": "x", "level": 1001}, {"name": "x", "level": -1}, {"name": "x", "level": "5"},
        {"name": "x", "level": True}, {"name": "", "level": 5}, {"name": "x", "level": 5, "is_builtin": True},
        {"name": "x", "level": 5, "permissions": ["no.such"]}, {"name": "x", "level": 5, "permissions": ["*"]},
        {"name": "x", "level": 5, "permissions": "accounts.view_user"}, {"name": "x" * 65, "level": 5},
        {"name": "x", "level": 5, "permissions": ["chat.view_conversation"]}, {"name": 5, "level": 5},
    ],
)  # fmt: skip
def test_malformed_roles_are_refused(api, deniz, body):
    answer = api(deniz).post(ROLES, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.invalid")


def test_a_name_is_there_once(api, deniz):
    assert api(deniz).post(ROLES, {"name": "OWNER", "level": 5}).json()["code"] == "role.name_taken"


def test_what_is_built_in_stays(api, deniz):
    client = api(deniz)
    for name in (OWNER, ADMINISTRATOR, MODERATOR, "member"):
        url = f"{ROLES}/{builtin(name).pk}"
        assert client.delete(url).json()["code"] == "role.fixed"
        shown = client.get(url).json()
        kept = {key: shown[key] for key in ("name", "description", "level", "permissions")}
        assert client.put(url, {**kept, "level": 7}).json()["code"] == "role.fixed"
        assert client.put(url, {**kept, "name": "x"}).json()["code"] == "role.fixed"
        assert client.put(url, {**kept, "second_factor_required": True}).status_code == 200, "as it was shown"
    assert builtin(ADMINISTRATOR).permissions == ["*"], "all stays all, also of permissions that are yet to come"
    url = f"{ROLES}/{builtin(ADMINISTRATOR).pk}"
    assert client.put(url, {"name": "administrator", "level": 900, "permissions": []}).json()["code"] == "role.fixed"


def test_everybody_is_a_member_and_what_members_get_everybody_gets(api, deniz, ayse):
    assert [role["name"] for role in api(ayse).get("/api/v1/users/me/roles").json()["results"]] == ["member"]
    change_role(actor=deniz, role=builtin("member"), permissions=["accounts.view_role"])
    assert api(ayse).get("/api/v1/users/me/permissions").json() == {"permissions": ["accounts.view_role"]}
    assert api(ayse).get(ROLES).status_code == 200
    with pytest.raises(Forbidden):
        grant_role(actor=deniz, role=builtin("member"), user=ayse)


# the hierarchy --------------------------------------------------------------------------------------------------------
def test_nobody_makes_a_role_at_or_above_their_own_level(api, bora, helper):
    for level, status in ((99, 201), (100, 403), (900, 403), (1000, 403)):
        assert api(bora).post(ROLES, {"name": f"r{level}", "level": level}).status_code == status


def test_nobody_gives_a_permission_they_do_not_hold(api, bora, deniz, ayse, helper):
    body = {"name": "x", "level": 5, "permissions": ["accounts.delete_user"]}
    assert api(bora).post(ROLES, body).status_code == 403
    strong = create_role(actor=deniz, name="strong", level=5, permissions=["accounts.delete_user"])
    url = f"{ROLES}/{strong.pk}"
    answer = api(bora).post(f"{url}/members", {"users": [str(bora.pk), str(ayse.pk)]})
    assert [one["code"] for one in answer.json()["results"]] == ["permission.denied"] * 2
    own = create_role(actor=bora, name="own", level=5)
    answer = api(bora).put(f"{ROLES}/{own.pk}", {**body, "name": "own"})
    assert answer.status_code == 403
    body = {"name": "strong", "level": 6, "permissions": ["accounts.delete_user"]}
    assert api(bora).put(url, body).status_code == 200, "what is in it already may stay in it"


def test_nobody_changes_or_lifts_a_role_to_their_own_level(api, bora, helper):
    url = f"{ROLES}/{helper.pk}"
    assert api(bora).put(url, {"name": "helper", "level": 999, "permissions": HELPER}).status_code == 403
    assert api(bora).delete(url).status_code == 403
    own = create_role(actor=bora, name="own", level=5)
    assert api(bora).put(f"{ROLES}/{own.pk}", {"name": "own", "level": 100}).status_code == 403


@pytest.mark.parametrize("name", [OWNER, ADMINISTRATOR, MODERATOR])
def test_nobody_promotes_themselves(api, bora, helper, name):
    url = f"{ROLES}/{builtin(name).pk}/members"
    answer = api(bora).post(url, {"users": [str(bora.pk)]})
    assert answer.json()["results"] == [{"id": str(bora.pk), "status": 403, "code": "permission.denied"}]
    bora.refresh_from_db()
    assert (bora.is_staff, bora.is_superuser) == (False, False)


def test_an_administrator_does_not_touch_owners_or_other_administrators(api, elif_, deniz, ayse):
    grant_role(actor=deniz, role=builtin(ADMINISTRATOR), user=ayse)
    client = api(elif_)
    owner, administrator, low = builtin(OWNER), builtin(ADMINISTRATOR), create_role(actor=deniz, name="low", level=1)
    assert client.delete(f"{ROLES}/{owner.pk}/members/{deniz.pk}").status_code == 403
    assert client.delete(f"{ROLES}/{administrator.pk}/members/{ayse.pk}").status_code == 403
    for user in (deniz, ayse):
        answer = client.post(f"{ROLES}/{low.pk}/members", {"users": [str(user.pk)]})
        assert answer.json()["results"][0]["status"] == 403
    assert client.put(f"{ROLES}/{administrator.pk}", {"name": "administrator", "level": 900}).status_code == 403


def test_owners_make_and_unmake_owners(api, deniz, ayse):
    grant_role(actor=deniz, role=builtin(OWNER), user=ayse)
    ayse.refresh_from_db()
    assert (ayse.is_superuser, ayse.is_staff) == (True, True)
    revoke_role(actor=ayse, role=builtin(OWNER), user=deniz)
    deniz.refresh_from_db()
    assert (deniz.is_superuser, deniz.is_staff) == (False, False)
    assert not held_by(deniz).everything


def test_the_last_owner_stays(api, deniz, ayse):
    url = f"{ROLES}/{builtin(OWNER).pk}/members/{deniz.pk}"
    assert api(deniz).delete(url).json()["code"] == "role.last_owner"
    other = UserFactory(is_active=False)
    RoleMember.objects.create(role=builtin(OWNER), user=other)
    User.objects.filter(pk=other.pk).update(is_superuser=True)
    assert api(deniz).delete(url).json()["code"] == "role.last_owner", "somebody disabled is no other owner"
    grant_role(actor=deniz, role=builtin(OWNER), user=ayse)
    assert api(deniz).delete(url).status_code == 204


def test_one_lays_down_ones_own_role(api, bora, helper):
    assert api(bora).delete(f"{ROLES}/{helper.pk}/members/{bora.pk}").status_code == 204
    assert api(bora).get(ROLES).status_code == 403


def test_who_has_no_right_gets_nowhere(api, ayse, deniz):
    role = create_role(actor=deniz, name="x", level=1)
    url = f"{ROLES}/{role.pk}"
    for method, path in (("get", ROLES), ("post", ROLES), ("get", url), ("put", url), ("delete", url),
                         ("get", f"{ROLES}/permissions"), ("get", f"{url}/members"),
                         ("post", f"{url}/members")):  # fmt: skip
        assert getattr(api(ayse), method)(path).status_code == 403, (method, path)
        assert getattr(api(), method)(path).status_code == 401, (method, path)


def test_who_sees_no_roles_lays_down_only_their_own(api, ayse, deniz):
    role, other = (create_role(actor=deniz, name=name, level=1) for name in "xy")
    for user in (ayse, deniz):
        grant_role(actor=deniz, role=role, user=user)
    for hidden in (f"{other.pk}/members/{ayse.pk}", f"{role.pk}/members/{deniz.pk}"):
        assert api(ayse).delete(f"{ROLES}/{hidden}").status_code == 404
    assert api().delete(f"{ROLES}/{role.pk}/members/{ayse.pk}").status_code == 401
    assert api(ayse).delete(f"{ROLES}/{role.pk}/members/{ayse.pk}").status_code == 204


def test_djangos_own_permissions_give_nothing(api, ayse):
    ayse.user_permissions.add(*Permission.objects.all())
    assert not User.objects.get(pk=ayse.pk).has_perm("accounts.view_user")


def test_a_disabled_administrator_holds_nothing(api, elif_):
    elif_.is_active = False
    assert not elif_.has_perm("accounts.view_user")


# what is told ---------------------------------------------------------------------------------------------------------
def test_whom_it_concerns_is_told_and_twice_is_told_once(deniz, ayse):
    role = create_role(actor=deniz, name="x", level=1)
    assert grant_role(actor=deniz, role=role, user=ayse)
    assert not grant_role(actor=deniz, role=role, user=ayse)
    revoke_role(actor=deniz, role=role, user=ayse)
    events = Event.objects.filter(topic=f"user:{ayse.pk}").order_by("id")
    assert [event.type for event in events] == ["role.granted", "role.revoked"]
    assert json.loads(events[0].data) == {"role": {"id": str(role.pk), "name": "x"}}


def test_staff_follows_the_roles(deniz, ayse):
    role = create_role(actor=deniz, name="x", level=1, permissions=["accounts.open_admin"])
    for act, staff in (
        (lambda: grant_role(actor=deniz, role=role, user=ayse), True),
        (lambda: change_role(actor=deniz, role=role, permissions=[]), False),
        (lambda: change_role(actor=deniz, role=role, permissions=["accounts.open_admin"]), True),
        (lambda: delete_role(actor=deniz, role=role), False),
    ):
        act()
        ayse.refresh_from_db()
        assert ayse.is_staff is staff


def test_has_perm_costs_one_query_for_a_user_object(deniz, ayse, django_assert_num_queries):
    grant_role(actor=deniz, role=builtin(MODERATOR), user=ayse)
    user = User.objects.get(pk=ayse.pk)
    with django_assert_num_queries(1):
        assert user.has_perm("chat.delete_message")
        assert not user.has_perm("accounts.delete_user")
        assert user.has_module_perms("chat")


def test_another_process_sees_a_change_within_a_second(deniz, ayse, monkeypatch):
    from apps.accounts import rights

    now = [100.0]
    monkeypatch.setattr(rights.time, "monotonic", lambda: now[0])
    assert not held_by(ayse).has("accounts.view_role")
    RoleMember.objects.create(role=builtin(MODERATOR), user=ayse)  # as another process does: unheard of here
    assert not held_by(ayse).has("accounts.view_role")
    now[0] += 1.1
    assert held_by(ayse).has("accounts.view_role")


# two at once ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_unmake_each_other_one_is_left(deniz, ayse):
    from tests.accounts.test_refresh_login_session import at_once

    grant_role(actor=deniz, role=builtin(OWNER), user=ayse)
    deniz, ayse = User.objects.get(pk=deniz.pk), User.objects.get(pk=ayse.pk)
    at_once(
        lambda: revoke_role(actor=deniz, role=builtin(OWNER), user=ayse),
        lambda: revoke_role(actor=ayse, role=builtin(OWNER), user=deniz),
    )
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_giving_at_the_same_moment_gives_once(deniz, ayse):
    from tests.accounts.test_refresh_login_session import at_once

    role = create_role(actor=deniz, name="x", level=1)
    at_once(*[lambda: grant_role(actor=User.objects.get(pk=deniz.pk), role=role, user=ayse)] * 4)
    assert RoleMember.objects.filter(role=role).count() == 1
    assert Event.objects.filter(type="role.granted", topic=f"user:{ayse.pk}").count() == 1


def test_the_last_owner_is_kept_by_the_action_too(deniz):
    with pytest.raises(LastOwner):
        revoke_role(actor=deniz, role=builtin(OWNER), user=deniz)
