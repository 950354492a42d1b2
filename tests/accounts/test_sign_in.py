import time

import pytest
from django.contrib.auth.hashers import check_password, make_password

from apps.accounts.hashers import Argon2Hasher
from apps.accounts.models import LoginSession
from tests.factories.accounts import PASSWORD, UserFactory


def sign_in(api, username, password=PASSWORD, **headers):
    return api().post("/api/v1/auth/token", {"username": username, "password": password}, **headers)


@pytest.mark.parametrize("name", ["ayse", "AYSE", "Ayşe", "AYŞE", " ayse ", "ayse@example.org", "AYSE@EXAMPLE.ORG"])
def test_a_person_signs_in_by_name_or_address_on_any_keyboard(api, bearer, ayse, name):
    answer = sign_in(api, name)
    assert answer.status_code == 200
    assert answer.json().keys() == {"access", "refresh"}
    me = bearer(answer.json()["access"]).get("/api/v1/users/me")
    assert me.json()["username"] == "ayse"


@pytest.mark.parametrize("name", ["irem", "IREM", "İREM", "ırem"])
def test_the_four_turkish_letters_are_one(api, db, name):
    UserFactory(username="Irem")
    assert sign_in(api, name).status_code == 200


def test_the_session_remembers_the_device(api, ayse):
    sign_in(api, "ayse", HTTP_USER_AGENT="Firefox " + "x" * 400, REMOTE_ADDR="198.51.100.7")
    session = LoginSession.objects.get()
    assert (session.kind, session.address, len(session.user_agent)) == ("api", "198.51.100.7", 300)


def test_whoever_does_not_get_in_hears_the_same(api, ayse, robot):
    UserFactory(username="pasif", is_active=False)
    UserFactory(username="bos", password="!")
    answers = [
        sign_in(api, "ayse", "wrong password"),
        sign_in(api, "nobody", "wrong password"),
        sign_in(api, "nobody@example.org", "wrong password"),
        sign_in(api, "pasif"),
        sign_in(api, "bos"),
        sign_in(api, "robot"),
        sign_in(api, "ayse", "x" * 128),
    ]
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert (answers[0].status_code, bodies[0]["code"]) == (401, "auth.wrong_credentials")
    drop = ("X-Request-ID", "RateLimit", "RateLimit-Remaining", "RateLimit-Reset")
    headers = [{k: v for k, v in answer.headers.items() if k not in drop} for answer in answers]
    assert all(one == headers[0] for one in headers)
    assert not LoginSession.objects.exists()


def test_an_unknown_name_takes_as_long_as_a_wrong_password(ayse, settings):
    from apps.accounts import signin

    settings.PASSWORD_HASHERS = ["apps.accounts.hashers.Argon2Hasher"]
    settings.LIMITS_FACTOR = 100
    signin._nobodys_password.cache_clear()
    ayse.set_password(PASSWORD)
    ayse.save()

    def seconds(name):
        start = time.process_time()
        with pytest.raises(signin.WrongCredentials):
            signin.check_credentials(username=name, password="wrong password", address="127.0.0.1")
        return time.process_time() - start

    seconds("ayse")
    known = min(seconds("ayse") for _ in range(5))
    unknown = min(seconds("nobody") for _ in range(5))
    signin._nobodys_password.cache_clear()
    assert 0.5 < unknown / known < 2


def test_too_long_a_password_is_never_hashed(api, ayse, monkeypatch):
    assert sign_in(api, "ayse", "x" * 129).json()["code"] == "request.invalid"
    encoded = Argon2Hasher().encode("x", "saltsalt")
    assert not Argon2Hasher().verify("x" * 129, encoded)
    assert Argon2Hasher().verify("x", encoded)


def test_passwords_are_argon2id_with_our_figures(settings):
    settings.PASSWORD_HASHERS = ["apps.accounts.hashers.Argon2Hasher"]
    encoded = make_password(PASSWORD)
    assert encoded.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")
    assert check_password(PASSWORD, encoded)


@pytest.mark.parametrize(
    "body",
    [{}, {"username": "ayse"}, {"username": 5, "password": "x"}, {"username": "a", "password": ["x"]}, [], 7,
     {"username": "ayse", "password": PASSWORD, "admin": True}],
)  # fmt: skip
def test_malformed_is_400(api, ayse, body):
    assert api().post("/api/v1/auth/token", body).status_code == 400


def test_the_twenty_first_login_session_ends_the_one_seen_longest_ago(ayse, pair_of):
    pairs = [pair_of(ayse) for _ in range(21)]
    assert LoginSession.objects.filter(ended_at=None).count() == 20
    ended = LoginSession.objects.exclude(ended_at=None).get()
    assert ended.end_reason == "too_many"
    assert pairs[0].refresh.startswith(ended.pk.hex)
