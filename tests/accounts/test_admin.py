"""The admin is a door like the others: it ends sessions, and lifts nobody above whoever uses it."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from apps.accounts import keys
from apps.accounts.models import LoginSession, Role, RoleMember, SigningKey, User
from apps.accounts.roles import create_role, grant_role
from apps.events.models import Event

FORM = {"language": "en", "timezone": "Europe/Istanbul", "theme": "system", "display_name": "", "is_active": "on"}


@pytest.fixture
def admin(deniz):
    client = Client()
    client.force_login(deniz)
    return client


def form_of(user, **changes):
    form = {**FORM, "username": user.username, "email": user.email, **changes}
    return {name: value for name, value in form.items() if value is not None}


def change_url(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def test_disabling_somebody_signs_them_out_for_good(admin, ayse, pair_of, bearer):
    pair = pair_of(ayse)
    assert (
        admin.post(change_url(ayse), form_of(ayse, is_active=None, display_name=ayse.display_name)).status_code == 302
    )
    ayse.refresh_from_db()
    assert (ayse.is_active, ayse.version) == (False, 2)
    assert LoginSession.objects.get(user=ayse).end_reason == "disabled"
    admin.post(change_url(ayse), form_of(ayse))
    assert bearer(pair.access).get("/api/v1/users/me").status_code == 401


def test_a_password_set_by_an_administrator_signs_out(admin, ayse, pair_of):
    pair_of(ayse)
    url = reverse("admin:auth_user_password_change", args=[ayse.pk])
    form = {"password1": "another fine password", "password2": "another fine password", "usable_password": "true"}
    assert admin.post(url, form).status_code == 302
    ayse.refresh_from_db()
    assert ayse.check_password("another fine password")
    assert LoginSession.objects.get(user=ayse).end_reason == "password_changed"


def test_sessions_can_be_ended(admin, ayse, pair_of):
    pair_of(ayse)
    session = LoginSession.objects.get(user=ayse)
    url = reverse("admin:accounts_loginsession_changelist")
    admin.post(url, {"action": "end_sessions", "_selected_action": [str(session.pk)]})
    session.refresh_from_db()
    assert session.end_reason == "ended_by_administrator"


def test_neither_keys_nor_digests_are_shown(admin, ayse, pair_of):
    pair_of(ayse)
    key, session = SigningKey.objects.get(pk=keys.key_set().signing_id), LoginSession.objects.get(user=ayse)
    page = admin.get(reverse("admin:accounts_signingkey_change", args=[key.pk])).content.decode()
    assert key.private_key[:20] not in page
    page = admin.get(reverse("admin:accounts_loginsession_change", args=[session.pk])).content.decode()
    assert session.refresh_hash not in page


@pytest.fixture
def helper(bora, deniz):
    """A member of staff who may change people, but is no superuser."""
    names = ["accounts.open_admin", *(f"accounts.{name}_user" for name in ("view", "change", "delete"))]
    grant_role(actor=deniz, role=create_role(actor=deniz, name="helper", level=10, permissions=names), user=bora)
    client = Client()
    client.force_login(bora)
    return client


def test_staff_lift_nobody_above_themselves(helper, ayse, bora, deniz):
    helper.post(change_url(bora), form_of(bora, is_superuser="on", is_staff="on", display_name="Yeni"))
    bora.refresh_from_db()
    assert (bora.display_name, bora.is_superuser) == ("Yeni", False)


def test_staff_do_not_touch_administrators(helper, deniz):
    assert helper.post(change_url(deniz), form_of(deniz, display_name="x")).status_code == 403
    url = reverse("admin:auth_user_password_change", args=[deniz.pk])
    form = {"password1": "another fine password", "password2": "another fine password", "usable_password": "true"}
    assert helper.post(url, form).status_code == 403
    assert helper.post(reverse("admin:accounts_user_delete", args=[deniz.pk]), {"post": "yes"}).status_code == 403


def test_accounts_are_disabled_not_deleted(admin, cem):
    assert admin.post(reverse("admin:accounts_user_delete", args=[cem.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "name", ["user", "loginsession", "signingkey", "firstadminlink", "role", "rolemember", "dataexport"]
)
def test_every_list_opens(admin, ayse, name):
    assert admin.get(reverse(f"admin:accounts_{name}_changelist")).status_code == 200


def test_roles_are_made_given_and_taken_by_the_same_actions(admin, helper, ayse, bora, deniz):
    form = {"name": "Destek", "level": 5, "permissions": ["accounts.view_role"], "description": ""}
    assert admin.post(reverse("admin:accounts_role_add"), form).status_code == 302
    role = Role.objects.get(name="Destek")
    assert (role.level, role.permissions) == (5, ["accounts.view_role"])
    url = reverse("admin:accounts_role_change", args=[role.pk])
    assert admin.get(url).status_code == 200
    assert admin.post(url, {**form, "level": 6}).status_code == 302
    add = reverse("admin:accounts_rolemember_add")
    assert admin.post(add, {"role": str(role.pk), "user": str(ayse.pk)}).status_code == 302
    member = RoleMember.objects.get(role=role)
    assert (member.user, member.granted_by) == (ayse, deniz)
    assert helper.post(add, {"role": str(role.pk), "user": str(bora.pk)}).status_code == 403
    assert admin.post(reverse("admin:accounts_rolemember_delete", args=[member.pk]), {"post": "yes"}).status_code == 302
    assert admin.post(reverse("admin:accounts_role_delete", args=[role.pk]), {"post": "yes"}).status_code == 302
    assert not Role.objects.filter(pk=role.pk).exists()
    owner = reverse("admin:accounts_role_change", args=[Role.objects.builtin("owner").pk])
    assert admin.get(owner).status_code == 200


def test_people_are_made_disabled_and_deleted_by_the_same_actions(admin, helper, ayse, deniz):
    form = {"username": "yeni", "email": "Yeni@example.org", "usable_password": "true",
            "password1": "another fine password", "password2": "another fine password"}  # fmt: skip
    assert admin.post(reverse("admin:accounts_user_add"), form).status_code == 302
    made = User.objects.get(username="yeni")
    assert (made.email, made.check_password("another fine password")) == ("yeni@example.org", True)
    assert Event.objects.filter(type="user.created", topic=f"user:{made.pk}").exists()
    url = reverse("admin:accounts_user_changelist")
    for client, action in ((admin, "deactivate"), (admin, "activate"), (helper, "delete_later")):
        client.post(url, {"action": action, "_selected_action": [str(ayse.pk), str(deniz.pk)]})
        ayse.refresh_from_db()
        deniz.refresh_from_db()
        assert ayse.is_active is (action == "activate")
        assert deniz.is_active, "neither oneself nor whom one does not stand above"
    assert ayse.deletes_at is not None
    assert deniz.deletes_at is None


def test_an_administrator_ends_no_session_of_somebody_above_them(admin, bora, deniz, pair_of):
    grant_role(actor=deniz, role=Role.objects.builtin("administrator"), user=bora)
    pair_of(deniz)
    client = Client()
    client.force_login(bora)
    url = reverse("admin:accounts_loginsession_changelist")
    mine = LoginSession.objects.filter(user=deniz).latest("id")
    client.post(url, {"action": "end_sessions", "_selected_action": [str(mine.pk)]})
    mine.refresh_from_db()
    assert mine.ended_at is None


@pytest.mark.parametrize("name", ["auth_group", "account_emailaddress"])
def test_what_would_go_around_the_actions_is_not_in_the_admin(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}_changelist")
