"""Administrators take second factors away from people who lost them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from apps.accounts.models import ADMINISTRATOR, LoginSession, Role
from apps.events.models import Event
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.factors import give_passkey, give_totp
from tests.security.conftest import signed_in

LIST = "/admin/accounts/user/"


def url(user):
    return f"/api/v1/users/{user.pk}/second-factors"


def administrator():
    user = UserFactory(username="yonetici", is_staff=True)
    user.role_members.create(role=Role.objects.builtin(ADMINISTRATOR))
    return user


@pytest.fixture
def protected(ayse):
    give_totp(ayse)
    give_passkey(ayse)
    return ayse


def test_they_are_taken_away_and_the_person_is_signed_out_and_told(
    protected, deniz, api, do_work, django_capture_on_commit_callbacks
):
    theirs = signed_in(protected, factor="totp")
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in(deniz).delete(url(protected)).status_code == 204
    do_work()
    assert theirs.get("/api/v1/users/me").json()["code"] == "auth.session_ended"
    assert (protected.passkeys.count(), protected.recovery_codes.count()) == (0, 0)
    (told,) = [one for one in mail.outbox if "administrator removed" in one.body or "yönetici" in one.body]
    assert told.to == ["ayse@example.org"]
    event = Event.objects.get(type="factor.reset")
    assert event.context["actor"] == str(deniz.pk)
    assert event.context["trail"]["target"] == ["user", str(protected.pk)]
    assert api().post("/api/v1/auth/token", {"username": "ayse", "password": PASSWORD}).status_code == 200


def test_it_wants_a_fresh_session(protected, deniz):
    client = signed_in(deniz)
    LoginSession.objects.filter(user=deniz).update(fresh_at=timezone.now() - timedelta(minutes=11))
    assert client.delete(url(protected)).json()["code"] == "auth.fresh_factor_required"
    assert protected.passkeys.count() == 1


def test_only_by_right_and_only_of_those_below(protected, bora, deniz):
    assert signed_in(bora).delete(url(protected)).status_code == 403
    assert signed_in(protected, factor="totp").delete(url(protected)).status_code == 403
    boss = administrator()
    give_totp(deniz)
    assert signed_in(boss).delete(url(deniz)).json()["code"] == "permission.denied"
    assert signed_in(boss).delete(url(boss)).json()["code"] == "permission.denied"  # one's own one removes oneself
    assert signed_in(boss).delete(url(protected)).status_code == 204


def test_there_must_be_some(deniz, bora, new_id):
    client = signed_in(deniz)
    assert client.delete(url(bora)).json()["code"] == "second_factor.none"
    assert client.delete(f"/api/v1/users/{new_id()}/second-factors").status_code == 404


def test_in_the_administration_site(client, page, protected, bora, deniz):
    page(deniz)
    chosen = [str(protected.pk), str(bora.pk)]
    form = {"action": "reset_second_factors", "_selected_action": chosen}
    LoginSession.objects.filter(user=deniz).update(fresh_at=timezone.now() - timedelta(minutes=11))
    assert client.post(LIST, form)["Location"].startswith("/accounts/reauthenticate/?next=")
    assert protected.passkeys.count() == 1
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.post(LIST, form, follow=True)
    assert "Done: 1. Refused: 1." in answer.text
    assert protected.passkeys.count() == 0


def test_the_site_shows_no_factor_to_anybody(client, page, protected, deniz):
    page(deniz)
    assert client.get("/admin/").status_code == 200
    for name in ("totp", "passkey", "recoverycode", "spentchallenge"):
        assert client.get(f"/admin/accounts/{name}/").status_code == 404
