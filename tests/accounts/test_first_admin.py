import pytest
from django.test import Client

from apps.accounts.first_admin import first_admin_link, take_first_admin_link
from apps.accounts.models import FirstAdminLink, User
from tests.factories.accounts import PASSWORD

FORM = {"username": "zeynep", "email": "zeynep@example.org", "password": PASSWORD}


@pytest.fixture
def production(settings, db):
    settings.PRODUCTION, settings.EMBEDDED = True, False


@pytest.fixture
def path(production):
    from django.conf import settings

    return first_admin_link().removeprefix(settings.ORIGIN)


def test_the_link_makes_its_first_user_administrator_once(client, path):
    assert client.get(path).context["first_account"]
    assert client.post(path, FORM).status_code == 302
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser) == (True, True)
    assert Client().get(path).status_code == 404
    assert Client().post(path, {**FORM, "username": "two", "email": "two@example.org"}).status_code == 404
    assert first_admin_link() is None


def test_without_the_link_nobody_becomes_administrator(client, path):
    client.post("/accounts/signup/", FORM)
    assert not User.objects.get().is_superuser


def test_only_the_newest_link_is_good(client, path):
    first_admin_link()
    assert client.get(path).status_code == 404
    assert client.get("/accounts/first/nonsense/").status_code == 404


def test_the_token_is_stored_hashed(path):
    token = path.split("/")[-2]
    assert len(token) >= 43
    assert token not in str(list(FirstAdminLink.objects.values()))


def test_a_mistake_in_the_form_does_not_use_it_up(client, path):
    assert client.post(path, {**FORM, "password": "short"}).status_code == 422
    assert client.get(path).status_code == 200


def test_whoever_is_second_stays_a_plain_person(path, bora, cem):
    token = path.split("/")[-2]
    assert take_first_admin_link(token=token, user=bora)
    assert not take_first_admin_link(token=token, user=cem)
    assert list(User.objects.filter(is_superuser=True)) == [bora]


def test_it_works_where_strangers_cannot_register(client, path, bora, settings):
    settings.REGISTRATION = "closed"
    assert client.post(path, FORM).status_code == 302
    assert User.objects.get(username="zeynep").is_superuser


def test_an_embedded_installation_needs_none(db):
    assert first_admin_link() is None
