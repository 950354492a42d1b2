import threading

import pytest
from django.core import mail
from django.db import connection

from apps.accounts.actions import register_user
from apps.accounts.models import User
from apps.accounts.problems import NameTaken
from apps.core.problems import Invalid
from apps.events.models import Event
from tests.accounts.conftest import path_in

ZEYNEP = {"username": "zeynep", "email": "Zeynep@Example.org", "password": "correct horse battery"}


def register(api, **changes):
    return api().post("/api/v1/auth/register", {**ZEYNEP, **changes})


def test_registering_makes_an_account_that_can_sign_in(api, ayse):
    answer = register(api, display_name="Zeynep Gül")
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(User.objects.get(username="zeynep").pk),
        "username": "zeynep",
        "display_name": "Zeynep Gül",
        "avatar_url": None,
        "is_bot": False,
        "email": "zeynep@example.org",
    }
    token = api().post("/api/v1/auth/token", {"username": "zeynep", "password": ZEYNEP["password"]})
    assert token.status_code == 200


def test_the_password_is_stored_hashed(api, ayse):
    register(api)
    assert ZEYNEP["password"] not in User.objects.get(username="zeynep").password


def test_a_verification_mail_follows_and_its_link_verifies(
    api, client, ayse, do_work, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        register(api)
    do_work()
    (sent,) = mail.outbox
    assert sent.to == ["zeynep@example.org"]
    page = client.get(path_in(sent), follow=True)
    assert page.status_code == 200
    assert User.objects.get(username="zeynep").email_verified_at is None  # looking is not agreeing: mail scanners look
    client.post(page.request["PATH_INFO"])
    assert User.objects.get(username="zeynep").email_verified_at is not None


def test_it_is_announced_to_the_person_only(ayse):
    user = register_user(**ZEYNEP)
    event = Event.objects.get(type="user.registered")
    assert event.topic == f"user:{user.pk}"
    assert "correct horse" not in event.data


@pytest.mark.parametrize("name", ["ayse", "AYSE", "Ayse"])
def test_a_taken_name_is_told_whatever_its_case(api, ayse, name):
    answer = register(api, username=name)
    assert (answer.status_code, answer.json()["code"]) == (409, "user.name_taken")


def test_a_known_address_answers_the_same_and_makes_nothing(api, ayse, do_work, django_capture_on_commit_callbacks):
    known = register(api, email="AYSE@example.org")
    unknown = register(api, username="yasemin", email="yasemin@example.org")
    assert known.status_code == unknown.status_code == 201
    assert known.json().keys() == unknown.json().keys()
    assert {k: type(v) for k, v in known.json().items()} == {k: type(v) for k, v in unknown.json().items()}
    assert known.json()["email"] == "ayse@example.org"
    assert known.headers.keys() == unknown.headers.keys()
    assert set(User.objects.values_list("username", flat=True)) == {"ayse", "yasemin"}


def test_the_owner_of_a_known_address_gets_a_mail_in_their_language(
    api, ayse, do_work, django_capture_on_commit_callbacks
):
    for _ in range(5):
        with django_capture_on_commit_callbacks(execute=True):
            register(api, email="ayse@example.org")
        do_work()
    assert [sent.to for sent in mail.outbox] == [["ayse@example.org"]] * 3  # and no flood
    assert ayse.display_name in mail.outbox[0].body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""), ("username", "a"), ("username", "x" * 33), ("username", "ayşe"), ("username", "a b"),
        ("username", "-ab"), ("username", 12345), ("username", None), ("username", ["ab"]), ("username", "ab\ncd"),
        ("email", "nobody"), ("email", ""), ("email", 5), ("email", f"a@{'b' * 60}.{'c' * 250}.org"),
        ("email", "a@" + ".".join(["İ" * 60] * 4)),
        ("password", "short"), ("password", "1234567890123"), ("password", "password123"), ("password", "x" * 129),
        ("password", "zeynep@example.org"), ("password", 1234567890123), ("display_name", "x" * 65),
    ],
)  # fmt: skip
def test_what_is_not_right_is_named(api, ayse, field, value):
    answer = register(api, **{field: value})
    assert answer.status_code == 400, answer.json()
    assert {error["pointer"] for error in answer.json()["errors"]} == {f"/{field}"}
    assert User.objects.count() == 1


def test_unknown_fields_are_refused(api, ayse):
    answer = register(api, is_staff=True)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/is_staff")


def test_a_name_that_grows_when_folded_fits(api, ayse):
    assert register(api, display_name="\ufdfa" * 64).status_code == 201


def test_too_many_from_one_address_are_refused(api, ayse):
    for number in range(10):
        assert register(api, username=f"kisi{number}", email=f"k{number}@example.org").status_code == 201
    answer = register(api, username="kisi10", email="k10@example.org")
    assert (answer.status_code, answer.json()["code"]) == (429, "auth.too_many_attempts")
    assert int(answer["Retry-After"]) > 0


def test_the_limits_factor_counts(api, ayse, settings):
    settings.LIMITS_FACTOR = 100
    for number in range(15):
        assert register(api, username=f"kisi{number}", email=f"k{number}@example.org").status_code == 201


def test_a_closed_installation_refuses_strangers_but_not_the_first(api, client, settings, db):
    settings.REGISTRATION = "closed"
    assert register(api).status_code == 201
    answer = register(api, username="yasemin", email="yasemin@example.org")
    assert (answer.status_code, answer.json()["code"]) == (403, "user.registration_closed")
    assert client.get("/accounts/signup/").status_code == 403


def test_the_first_account_administers_an_embedded_installation(api, db, robot):
    register(api)
    register(api, username="yasemin", email="yasemin@example.org")
    flags = {user.username: (user.is_staff, user.is_superuser) for user in User.objects.filter(is_bot=False)}
    assert flags == {"zeynep": (True, True), "yasemin": (False, False)}


@pytest.mark.parametrize(("embedded", "production"), [(False, False), (True, True), (False, True)])
def test_elsewhere_the_first_account_is_like_any_other(db, settings, embedded, production):
    settings.EMBEDDED, settings.PRODUCTION = embedded, production
    assert not register_user(**ZEYNEP).is_superuser


def at_once(*calls):
    """Run calls in threads that start together; return what they returned or raised."""
    gate, found = threading.Barrier(len(calls)), []

    def run(call):
        try:
            gate.wait(5)
            found.append(call())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_first_accounts_at_once_make_one_administrator():
    found = at_once(
        *(
            lambda n=n: register_user(username=f"ilk{n}", email=f"ilk{n}@example.org", password=ZEYNEP["password"])
            for n in range(4)
        )
    )
    assert all(isinstance(one, User) for one in found), found
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_name_at_once_is_made_once():
    found = at_once(
        *(lambda n=n: register_user(**{**ZEYNEP, "email": f"z{n}@example.org"}) for n in range(3)),
    )
    assert sorted(type(one).__name__ for one in found) == ["NameTaken", "NameTaken", "User"], found
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_address_at_once_is_made_once_and_never_told():
    found = at_once(*(lambda n=n: register_user(**{**ZEYNEP, "username": f"zeynep{n}"}) for n in range(3)))
    assert [type(one).__name__ for one in found] == ["User"] * 3
    assert User.objects.count() == 1


def test_the_action_refuses_what_the_door_would(db, ayse):
    with pytest.raises(NameTaken):
        register_user(username="ayse", email="x@example.org", password=ZEYNEP["password"])
    with pytest.raises(Invalid):
        register_user(username="yeni", email="x@example.org", password="short")
