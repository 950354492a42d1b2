"""The authenticator app: setting up, codes by time, each good once."""

import json
from base64 import b32encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import close_old_connections, connection
from django.utils import timezone

from apps.accounts import totp
from apps.accounts.challenges import SECOND_FACTOR
from apps.accounts.crypto import decrypt
from apps.accounts.factor_selectors import has_second_factor
from apps.accounts.models import LoginSession, RecoveryCode, Totp
from apps.accounts.problems import OtpWrong
from apps.accounts.second_factor import show_code, show_second_factor
from apps.events.models import Event
from tests.factories.factors import code_of, give_totp, session_of
from tests.security.conftest import signed_in

URL = "/api/v1/auth/2fa/totp"
STATUS = "/api/v1/auth/2fa"
RFC = b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_vectors_of_the_standard(moment, code):
    assert totp.code_at(RFC, moment // 30) == code


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_good_one_step_before_and_after(steps, good):
    with time_machine.travel(1_800_000_010, tick=False):
        found = totp.matching_step(RFC, totp.code_at(RFC, totp.step_now() + steps), after=0)
        assert found == (totp.step_now() + steps if good else None)


@time_machine.travel(1_800_000_010, tick=False)
def test_an_app_is_set_up(ayse):
    client = signed_in(ayse)
    begun = client.post(URL)
    assert begun.status_code == 201
    address = urlsplit(begun.json()["uri"])
    secret = begun.json()["secret"]
    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/ALT_LAS:ayse")
    assert parse_qs(address.query) == {"secret": [secret], "issuer": ["ALT_LAS"]}
    assert begun.json()["qr_svg"].startswith("<?xml")
    assert client.get(STATUS).json()["totp"]["enabled"] is False
    assert not has_second_factor(ayse)
    done = client.post(f"{URL}/confirm", {"code": code_of(secret)})
    assert done.status_code == 200
    assert len(done.json()["recovery_codes"]) == 10
    status = client.get(STATUS).json()
    assert status["totp"]["enabled"] is True
    assert status["recovery_codes"] == {"left": 10, "total": 10}
    assert (status["passkeys"], status["required"], status["satisfied"]) == (0, False, True)


@time_machine.travel(1_800_000_010, tick=False)
def test_nothing_that_is_stored_or_told_holds_the_seed_or_a_code(ayse):
    secret, codes = give_totp(ayse)
    row = Totp.objects.values().get()
    stored = json.dumps([row, list(RecoveryCode.objects.values())], default=str)
    told = json.dumps(list(Event.objects.values("data", "context")))
    for text in (stored, told):
        assert secret not in text
        assert not [code for code in codes if code in text or code.replace("-", "") in text]
    assert decrypt(row["secret"]) == secret


@time_machine.travel(1_800_000_010, tick=False)
def test_a_code_is_good_once_and_none_before_it(ayse):
    secret, _codes = give_totp(ayse)
    code = code_of(secret, 1)
    assert show_code(ayse, code) == "totp"
    assert show_code(ayse, code) == ""
    assert show_code(ayse, code_of(secret)) == ""  # older than the last


@time_machine.travel(1_800_000_010, tick=False)
def test_the_code_that_was_confirmed_is_used_up(ayse):
    client = signed_in(ayse)
    secret = client.post(URL).json()["secret"]
    client.post(f"{URL}/confirm", {"code": code_of(secret)})
    assert show_code(ayse, code_of(secret)) == ""
    assert show_code(ayse, code_of(secret, 1)) == "totp"


@time_machine.travel(1_800_000_010, tick=False)
@pytest.mark.parametrize("typed", ["{a} {b}", " {a}{b} ", "{a}\u00a0{b}"])
def test_it_may_be_typed_with_spaces(ayse, typed):
    secret, _codes = give_totp(ayse)
    code = code_of(secret)
    assert show_code(ayse, typed.format(a=code[:3], b=code[3:])) == "totp"


@pytest.mark.parametrize("typed", ["", "x" * 32, "٠١٢٣٤٥", "12345\x00", "-12345", "1e5000", "１２３４５６"])
def test_nonsense_is_no_code(ayse, typed):
    give_totp(ayse)
    assert show_code(ayse, typed) == ""


@time_machine.travel(1_800_000_010, tick=False)
def test_a_wrong_first_code_sets_nothing_up(ayse):
    client = signed_in(ayse)
    secret = client.post(URL).json()["secret"]
    answer = client.post(f"{URL}/confirm", {"code": code_of(secret, 5)})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.factor_wrong")
    assert not has_second_factor(ayse)
    assert client.post(f"{URL}/confirm", {"code": code_of(secret)}).status_code == 200


def test_there_is_nothing_to_confirm_before_one_begins_or_after_a_while(ayse):
    client = signed_in(ayse)
    answer = client.post(f"{URL}/confirm", {"code": "123456"})
    assert (answer.status_code, answer.json()["code"]) == (409, "totp.not_begun")
    secret = client.post(URL).json()["secret"]
    Totp.objects.update(pending_at=timezone.now() - timedelta(minutes=16))
    assert client.post(f"{URL}/confirm", {"code": code_of(secret)}).status_code == 409


@time_machine.travel(1_800_000_010, tick=False)
def test_another_app_replaces_the_first_only_when_its_code_was_shown(ayse):
    session = session_of(ayse)
    old, _codes = give_totp(ayse)
    client = signed_in(ayse, factor="totp")
    new = client.post(URL).json()["secret"]
    assert show_code(ayse, code_of(old, -1)) == "totp"
    assert show_code(ayse, code_of(new, 1)) == ""
    done = client.post(f"{URL}/confirm", {"code": code_of(new)})
    assert done.json() == {"recovery_codes": None}  # the ones before are still good
    assert show_code(ayse, code_of(old, 1)) == ""
    assert show_code(ayse, code_of(new, 1)) == "totp"
    session.refresh_from_db()
    assert session.end_reason == "factor_added"


def test_it_is_removed_with_the_recovery_codes(ayse):
    give_totp(ayse)
    client = signed_in(ayse, factor="totp")
    assert client.delete(URL).status_code == 204
    assert (Totp.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    answer = client.delete(URL)
    assert (answer.status_code, answer.json()["code"]) == (409, "second_factor.none")
    assert client.get(STATUS).json()["recovery_codes"] is None
    assert not LoginSession.objects.get(ended_at=None).factor


def test_a_stale_session_changes_nothing(ayse):
    give_totp(ayse)
    client = signed_in(ayse, factor="totp")
    LoginSession.objects.update(fresh_at=timezone.now() - timedelta(minutes=11))
    before = Totp.objects.values().get()
    for method, path, body in (
        ("post", URL, None), ("delete", URL, None), ("post", f"{URL}/confirm", {"code": "123456"}),
        ("post", f"{STATUS}/recovery-codes", None),
    ):  # fmt: skip
        answer = getattr(client, method)(path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.fresh_factor_required"), path
    assert Totp.objects.values().get() == before
    assert client.get(STATUS).status_code == 200


def test_wrong_first_codes_are_counted(ayse):
    client = signed_in(ayse)
    client.post(URL)
    statuses = [client.post(f"{URL}/confirm", {"code": "000000"}).status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]


@pytest.mark.parametrize("body", [{}, {"code": 123456}, {"code": None}, {"code": "1" * 33}, {"code": "1", "x": 1}])
def test_bad_input(ayse, body):
    assert signed_in(ayse).post(f"{URL}/confirm", body).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_code_one_gets_in(ayse):
    secret, _codes = give_totp(ayse)
    code = code_of(secret, 1)

    def show(number):
        close_old_connections()
        try:
            return show_second_factor(user=ayse, purpose=SECOND_FACTOR, otp=code, passkey=None, wrong=OtpWrong)
        except OtpWrong:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(show, range(4)))
    assert sorted(found) == ["refused"] * 3 + ["totp"]
