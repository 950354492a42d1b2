"""The admin is a door like the others: it ends sessions, and lifts nobody above whoever uses it."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from apps.accounts import keys
from apps.accounts.models import LoginSession, SigningKey

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
    assert admin.post(change_url(ayse), form_of(ayse, is_active=None)).status_code == 302
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
def helper(bora):
    """A member of staff who may change people, but is no superuser."""
    bora.is_staff = True
    bora.save()
    for name in ("view_user", "change_user", "delete_user"):
        bora.user_permissions.add(Permission.objects.get(codename=name, content_type__app_label="accounts"))
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


@pytest.mark.parametrize("name", ["user", "loginsession", "signingkey", "firstadminlink"])
def test_every_list_opens(admin, ayse, name):
    assert admin.get(reverse(f"admin:accounts_{name}_changelist")).status_code == 200
