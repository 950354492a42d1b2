"""Passkeys: making, showing, signing in with one alone; everything a forged answer could try."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import close_old_connections, connection
from django.utils import timezone
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AuthenticatorData
from rest_framework.test import APIClient

from altlas.environment import passkey_domain
from apps.accounts.challenges import forget_challenges
from apps.accounts.leaving import deactivate_user, leave
from apps.accounts.models import LoginSession, Passkey, RecoveryCode, SpentChallenge
from apps.accounts.passkeys import MAX_PASSKEYS
from apps.events.models import Event
from tests.factories.accounts import PASSWORD
from tests.factories.factors import SoftPasskey, give_passkey, session_of
from tests.security.conftest import signed_in

URL = "/api/v1/auth/passkeys"
BEGIN, FINISH = f"{URL}/login/begin", f"{URL}/login/finish"
TOKEN = "/api/v1/auth/token"
ME = "/api/v1/users/me"
FLAG = AuthenticatorData.FLAG


def options_to_make(client, **body):
    return client.post(f"{URL}/options", body).json()["options"]


def options_to_sign_in():
    return APIClient().post(BEGIN).json()["options"]


def finish(answer):
    return APIClient().post(FINISH, {"credential": answer})


def sign_in(user, **more):
    return APIClient().post(TOKEN, {"username": user.username, "password": PASSWORD, **more})


def refusals():
    found = Event.objects.filter(type="trail.passkey_refused").order_by("id")
    return [(one.context["trail"]["target"][1], one.context["trail"]["details"]["code"]) for one in found]


# making ---------------------------------------------------------------------------------------------------------------
def test_a_passkey_is_made(ayse):
    client, other = signed_in(ayse), signed_in(ayse)
    options = options_to_make(client)
    assert options["rp"] == {"id": "localhost", "name": "ALT_LAS"}
    assert options["user"]["name"] == "ayse"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    answer = client.post(URL, {"name": "Telefonum", "credential": SoftPasskey().make(options)})
    assert answer.status_code == 201
    assert len(answer.json()["recovery_codes"]) == 10
    (row,) = client.get(URL).json()["results"]
    assert (row["name"], row["passwordless"], row["last_used_at"]) == ("Telefonum", True, None)
    assert {**row, "recovery_codes": answer.json()["recovery_codes"]} == answer.json()
    assert client.get("/api/v1/auth/2fa").json()["passkeys"] == 1
    assert Passkey.objects.get().transports == ["internal"]
    assert other.get(ME).status_code == 401  # opened without it
    assert LoginSession.objects.get(ended_at=None).factor == "passkey"


def test_a_second_one_excludes_the_first_and_brings_no_codes(ayse):
    first = give_passkey(ayse)
    client = signed_in(ayse, factor="passkey")
    options = options_to_make(client, passwordless=False)
    assert [websafe_decode(one["id"]) for one in options["excludeCredentials"]] == [first.credential_id]
    assert options["authenticatorSelection"]["residentKey"] == "discouraged"
    answer = client.post(URL, {"name": "Anahtar", "credential": SoftPasskey().make(options)})
    assert answer.json()["recovery_codes"] is None
    assert [one["passwordless"] for one in client.get(URL).json()["results"]] == [True, False]


@pytest.mark.parametrize(
    ("made", "client"),
    [
        ({"origin": "https://evil.example"}, {}),
        ({"origin": "http://localhost:1"}, {}),
        ({"domain": "evil.example"}, {}),
        ({"flags": FLAG.UP}, {}),  # nobody showed finger or PIN
        ({"flags": FLAG.UV}, {}),  # nobody was there
        ({}, {"type": "webauthn.get"}),
        ({}, {"challenge": websafe_encode(b"x" * 40)}),
        ({}, {"challenge": 7}),
    ],
)
def test_an_answer_that_does_not_hold_makes_nothing(ayse, made, client):
    api = signed_in(ayse)
    answer = api.post(URL, {"name": "x", "credential": SoftPasskey(**made).make(options_to_make(api), **client)})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.factor_wrong")
    assert not Passkey.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_a_challenge_is_for_one_person_and_one_purpose(ayse, bora):
    api = signed_in(ayse)
    for options in (options_to_make(signed_in(bora)), {**options_to_sign_in(), "user": {"id": "eA"}}):
        answer = api.post(URL, {"name": "x", "credential": SoftPasskey().make(options)})
        assert answer.json()["code"] == "auth.factor_wrong"
    assert not Passkey.objects.exists()


def test_the_same_answer_again_is_refused(ayse):
    api = signed_in(ayse)
    answer = SoftPasskey().make(options_to_make(api))
    assert api.post(URL, {"name": "x", "credential": answer}).status_code == 201
    assert api.post(URL, {"name": "x", "credential": answer}).json()["code"] == "auth.factor_wrong"


def test_one_credential_belongs_to_one_person(ayse, bora):
    phone = give_passkey(ayse)
    api = signed_in(bora)
    answer = api.post(URL, {"name": "x", "credential": phone.make(options_to_make(api))})
    assert (answer.status_code, answer.json()["code"]) == (409, "passkey.known")
    assert not bora.passkeys.exists()


def test_there_are_at_most_twenty(ayse):
    rows = [Passkey(user=ayse, name="x", credential_id=str(n), credential=b"") for n in range(MAX_PASSKEYS)]
    options = options_to_make(api := signed_in(ayse))
    Passkey.objects.bulk_create(rows)
    answer = api.post(URL, {"name": "x", "credential": SoftPasskey().make(options)})
    assert (answer.status_code, answer.json()["code"]) == (409, "passkey.too_many")


def test_making_and_removing_wants_a_fresh_session(ayse):
    give_passkey(ayse)
    api = signed_in(ayse, factor="passkey")
    options = options_to_make(api)
    LoginSession.objects.update(fresh_at=timezone.now() - timedelta(minutes=11))
    for answer in (
        api.post(f"{URL}/options", {}),
        api.post(URL, {"name": "x", "credential": SoftPasskey().make(options)}),
        api.delete(f"{URL}/{ayse.passkeys.get().pk}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.fresh_factor_required")
    assert ayse.passkeys.count() == 1


@pytest.mark.parametrize("body", [
    {}, {"name": "x"}, {"name": "", "credential": {}}, {"name": "x" * 65, "credential": {}}, {"name": 1, "credential": {}},
    {"name": "x", "credential": []}, {"name": "x", "credential": "x"}, {"name": "a\x00b", "credential": {}},
    {"name": "x", "credential": {}, "user": "x"},
])  # fmt: skip
def test_bad_input(ayse, body):
    assert signed_in(ayse).post(URL, body).status_code == 400


@pytest.mark.parametrize("response", [
    {}, {"clientDataJSON": 1}, {"clientDataJSON": "!"}, {"clientDataJSON": websafe_encode(b"[]")},
    {"clientDataJSON": websafe_encode(b"[" * 100_000)}, {"clientDataJSON": websafe_encode(b'{"challenge":"\xff"}')},
])  # fmt: skip
def test_hostile_answers_are_no_faults(ayse, response):
    credential = {"rawId": "eA", "type": "public-key", "response": response}
    assert signed_in(ayse).post(URL, {"name": "x", "credential": credential}).status_code == 403
    assert finish(credential).status_code == 401


@pytest.mark.parametrize("attestation", ["", "!", websafe_encode(b"\x9f" * 50_000), websafe_encode(b"\xa0"),
                                         websafe_encode(b"\xbf" + b"\xff" * 9), None, 7, {"a": 1}])  # fmt: skip
def test_hostile_attestations_are_no_faults(ayse, attestation):
    api = signed_in(ayse)
    answer = SoftPasskey().make(options_to_make(api))
    answer["response"]["attestationObject"] = attestation
    assert api.post(URL, {"name": "x", "credential": answer}).status_code == 403


# renaming, removing ---------------------------------------------------------------------------------------------------
def test_it_is_renamed_and_removed(ayse):
    give_passkey(ayse)
    api = signed_in(ayse, factor="passkey")
    one = f"{URL}/{ayse.passkeys.get().pk}"
    assert api.patch(one, {"name": "İş bilgisayarı"}).json()["name"] == "İş bilgisayarı"
    assert api.delete(one).status_code == 204
    assert api.get(URL).json()["results"] == []
    assert not RecoveryCode.objects.exists()
    assert [event.type for event in Event.objects.filter(type__startswith="factor.").order_by("id")] == [
        "factor.added", "factor.renamed", "factor.removed"]  # fmt: skip
    assert (api.patch(one, {"name": "x"}).status_code, api.delete(one).status_code) == (404, 404)


def test_those_of_others_are_not_there(ayse, bora):
    give_passkey(ayse)
    api = signed_in(bora)
    one = f"{URL}/{ayse.passkeys.get().pk}"
    assert api.get(URL).json()["results"] == []
    assert (api.patch(one, {"name": "x"}).status_code, api.delete(one).status_code) == (404, 404)


# signing in with it alone ---------------------------------------------------------------------------------------------
def test_it_signs_in_without_name_and_password(ayse):
    phone = give_passkey(ayse)
    options = options_to_sign_in()
    assert "allowCredentials" not in options
    assert options["userVerification"] == "required"
    answer = finish(phone.show(options))
    assert set(answer.json()) == {"access", "refresh"}
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    assert client.get(ME).json()["username"] == "ayse"
    passkey = Passkey.objects.get()
    assert (passkey.sign_count, passkey.last_used_at is not None) == (1, True)
    assert LoginSession.objects.latest("id").factor == "passkey"


def test_an_answer_is_good_once(ayse):
    phone = give_passkey(ayse)
    answer = phone.show(options_to_sign_in())
    assert finish(answer).status_code == 200
    assert finish(answer).json()["code"] == "auth.passkey_refused"


def test_a_challenge_is_good_once_even_for_a_new_answer(ayse):
    phone = give_passkey(ayse)
    options = options_to_sign_in()
    assert finish(phone.show(options)).status_code == 200
    assert finish(phone.show(options)).status_code == 401


def test_a_failed_answer_uses_the_challenge_up(ayse):
    phone = give_passkey(ayse)
    options = options_to_sign_in()
    wrong = phone.show(options)
    wrong["response"]["signature"] = websafe_encode(b"x" * 70)
    assert finish(wrong).status_code == 401
    assert finish(phone.show(options)).status_code == 401


def test_a_challenge_expires(ayse):
    phone = give_passkey(ayse)
    options = options_to_sign_in()
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert finish(phone.show(options)).status_code == 401


def test_spent_challenges_are_forgotten_once_they_have_expired(ayse):
    give_passkey(ayse)
    assert forget_challenges() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert forget_challenges() == 1
    assert not SpentChallenge.objects.exists()


def test_a_copied_key_is_noticed(ayse):
    phone = give_passkey(ayse)
    for _ in range(3):
        assert finish(phone.show(options_to_sign_in())).status_code == 200
    for earlier in (1, 2, 3):
        phone.count = earlier - 1
        assert finish(phone.show(options_to_sign_in())).json()["code"] == "auth.passkey_refused"
    assert Passkey.objects.get().sign_count == 3
    assert refusals() == [(str(ayse.pk), "counter")] * 3


def test_one_that_does_not_count_is_good(ayse):
    phone = give_passkey(ayse)
    for _ in range(2):
        phone.count = -1
        assert finish(phone.show(options_to_sign_in())).status_code == 200


@pytest.mark.parametrize(
    ("change", "client"),
    [
        ({"origin": "https://evil.example"}, {}),
        ({"domain": "evil.example"}, {}),
        ({"flags": FLAG.UP}, {}),
        ({"flags": FLAG.UV}, {}),
        ({}, {"type": "webauthn.create"}),
        ({"user": b"somebody else..."}, {}),
    ],
)
def test_a_forged_answer_opens_nothing(ayse, change, client):
    phone = give_passkey(ayse)
    for name, value in change.items():
        setattr(phone, name, value)
    sessions = LoginSession.objects.count()
    answer = finish(phone.show(options_to_sign_in(), **client))
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.passkey_refused")
    assert LoginSession.objects.count() == sessions
    assert len(refusals()) == 1


def test_everybody_who_does_not_get_in_is_told_the_same(ayse, bora, deniz):
    alone, beside = give_passkey(ayse), give_passkey(bora, passwordless=False)
    stranger = SoftPasskey()
    deactivated = give_passkey(disabled := deniz)
    bodies = []
    for key in (beside, stranger):
        bodies.append(finish(key.show(options_to_sign_in())).json())
    disabled.is_active = False
    disabled.save()
    bodies.append(finish(deactivated.show(options_to_sign_in())).json())
    alone.key = stranger.key
    bodies.append(finish(alone.show(options_to_sign_in())).json())
    assert len({json.dumps({**body, "request_id": ""}) for body in bodies}) == 1
    assert bodies[0]["code"] == "auth.passkey_refused"


def test_whoever_left_may_come_back_with_it(ayse, deniz):
    phone = give_passkey(ayse)
    leave(actor=ayse, password=PASSWORD, address="127.0.0.1", erase=False)
    assert finish(phone.show(options_to_sign_in())).status_code == 200
    ayse.refresh_from_db()
    deactivate_user(actor=deniz, user=ayse)
    assert finish(phone.show(options_to_sign_in())).status_code == 401


def test_an_address_that_tries_on_is_held_up(ayse):
    phone = give_passkey(ayse)
    stranger = SoftPasskey()
    statuses = [finish(stranger.show(options_to_sign_in())).status_code for _ in range(31)]
    assert statuses == [401] * 30 + [429]
    assert finish(phone.show(options_to_sign_in())).status_code == 429


# beside the password --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("passwordless", [True, False])
def test_it_is_a_second_factor(ayse, passwordless):
    phone = give_passkey(ayse, passwordless=passwordless)
    asked = sign_in(ayse).json()
    assert (asked["code"], asked["methods"]) == ("auth.otp_required", ["passkey", "recovery_code"])
    assert [websafe_decode(one["id"]) for one in asked["passkey"]["allowCredentials"]] == [phone.credential_id]
    assert sign_in(ayse, passkey=phone.show(asked["passkey"])).status_code == 200
    assert LoginSession.objects.latest("id").factor == "passkey"


def test_somebody_elses_is_none(ayse, bora):
    give_passkey(ayse)
    theirs = give_passkey(bora)
    answer = sign_in(ayse, passkey=theirs.show(sign_in(ayse).json()["passkey"]))
    assert answer.json()["code"] == "auth.otp_wrong"


def test_a_challenge_for_signing_in_alone_is_none_for_the_second_half(ayse):
    phone = give_passkey(ayse)
    assert sign_in(ayse, passkey=phone.show(options_to_sign_in())).json()["code"] == "auth.otp_wrong"
    assert finish(phone.show(sign_in(ayse).json()["passkey"])).status_code == 401


def test_wrong_passkeys_count_as_wrong_codes(ayse):
    phone = give_passkey(ayse)
    good = phone.show(sign_in(ayse).json()["passkey"])
    bad = [sign_in(ayse, passkey=SoftPasskey().show(sign_in(ayse).json()["passkey"])) for _ in range(5)]
    assert {answer.status_code for answer in bad} == {401}
    assert sign_in(ayse, passkey=good).status_code == 429


# on the pages ---------------------------------------------------------------------------------------------------------
def test_the_page_signs_in_with_one_alone(client, ayse):
    phone = give_passkey(ayse)
    assert 'data-begin="/api/v1/auth/passkeys/login/begin"' in client.get("/accounts/login/").text
    form = {"credential": json.dumps(phone.show(options_to_sign_in())), "next": "/settings"}
    answer = client.post("/accounts/login/passkey/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/settings")
    assert client.get(ME).json()["username"] == "ayse"
    assert LoginSession.objects.get(kind="web").factor == "passkey"


def test_the_page_leads_nowhere_else(client, ayse):
    phone = give_passkey(ayse)
    form = {"credential": json.dumps(phone.show(options_to_sign_in())), "next": "https://evil.example/"}
    assert client.post("/accounts/login/passkey/", form)["Location"] == "/"


def test_the_page_asks_whoever_left_first(client, ayse):
    phone = give_passkey(ayse)
    leave(actor=ayse, password=PASSWORD, address="127.0.0.1", erase=False)
    form = {"credential": json.dumps(phone.show(options_to_sign_in()))}
    assert client.post("/accounts/login/passkey/", form)["Location"] == "/accounts/keep/"
    assert client.get(ME).status_code == 401


def test_the_second_page_takes_one(client, page, ayse):
    phone = give_passkey(ayse, passwordless=False)
    page(ayse)
    options = client.get("/accounts/login/second/").context["passkey"]
    form = {"credential": json.dumps(phone.show(options))}
    assert client.post("/accounts/login/second/", form).status_code == 302
    assert client.get(ME).status_code == 200


def test_the_page_of_ones_factors_takes_one(client, page, ayse):
    page(ayse)
    options = client.post(f"{URL}/options", {"passwordless": True}, content_type="application/json").json()["options"]
    form = {"do": "add", "name": "Diz üstü", "credential": json.dumps(SoftPasskey().make(options))}
    answer = client.post("/accounts/two-factor/", form)
    assert len(answer.context["codes"]) == 10
    passkey = ayse.passkeys.get()
    assert passkey.name == "Diz üstü"
    changed = {"do": "rename", "name": "Yeni ad", "passkey": str(passkey.pk)}
    assert "Yeni ad" in client.post("/accounts/two-factor/", changed, follow=True).text
    client.post("/accounts/two-factor/", {"do": "remove_passkey", "passkey": str(passkey.pk)})
    assert not ayse.passkeys.exists()


# settings, races ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("origin", "domain", "origins"),
    [
        ("https://chat.example.org", "chat.example.org", ["https://chat.example.org"]),
        ("http://localhost:8000", "localhost", ["http://localhost:8000"]),
        ("http://127.0.0.1:8000", "localhost", ["http://localhost:8000"]),
        ("http://[::1]:8000", "localhost", ["http://localhost:8000"]),
        ("http://192.0.2.7", "", []),
    ],
)
def test_what_passkeys_are_bound_to(origin, domain, origins):
    assert passkey_domain(origin) == (domain, origins)


def test_a_server_without_a_name_says_so(ayse, settings):
    settings.PASSKEY_DOMAIN, settings.PASSKEY_ORIGINS = "", []
    for answer in (signed_in(ayse).post(f"{URL}/options", {}), APIClient().post(BEGIN)):
        assert (answer.status_code, answer.json()["code"]) == (409, "passkey.unavailable")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_answer_one_gets_in(ayse):
    phone = give_passkey(ayse, session_of(ayse))
    answer = phone.show(options_to_sign_in())

    def show(number):
        close_old_connections()
        try:
            return finish(answer).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(show, range(4))) == [200, 401, 401, 401]
