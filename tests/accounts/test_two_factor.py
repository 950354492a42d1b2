"""Signing in with a second factor, over the API and on the pages; recovery codes; what a change of factors ends."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import close_old_connections, connection
from rest_framework.test import APIClient

from apps.accounts import realtime
from apps.accounts.actions import open_browser_session
from apps.accounts.leaving import leave
from apps.accounts.models import LoginSession, RecoveryCode
from apps.accounts.problems import OtpRequired
from apps.accounts.recovery import normal
from apps.accounts.second_factor import show_code
from apps.events.models import Event
from tests.factories.accounts import PASSWORD
from tests.factories.factors import code_of, give_passkey, give_totp, session_of
from tests.security.conftest import signed_in

TOKEN = "/api/v1/auth/token"
CODES = "/api/v1/auth/2fa/recovery-codes"
SECOND = "/accounts/login/second/"
ME = "/api/v1/users/me"


def sign_in(user, **more):
    return APIClient().post(TOKEN, {"username": user.username, "password": PASSWORD, **more})


def trails(*actions):
    return [event.context["trail"] for event in Event.objects.order_by("id") if "trail" in event.context
            and (event.type in actions or event.context["trail"].get("action") in actions)]  # fmt: skip


# over the API ---------------------------------------------------------------------------------------------------------
def test_the_password_alone_does_not_open_it(ayse):
    give_totp(ayse)
    sessions = LoginSession.objects.count()
    answer = sign_in(ayse)
    assert answer.status_code == 401
    assert answer.json()["code"] == "auth.otp_required"
    assert answer.json()["methods"] == ["totp", "recovery_code"]
    assert answer.json()["passkey"] is None
    assert LoginSession.objects.count() == sessions
    assert trails("session.refused") == []  # nothing failed yet


def test_a_code_opens_it_and_the_session_knows(ayse):
    secret, _codes = give_totp(ayse)
    answer = sign_in(ayse, otp=code_of(secret))
    assert set(answer.json()) == {"access", "refresh"}
    session = LoginSession.objects.latest("id")
    assert (session.factor, session.factor_shown_at is not None) == ("totp", True)
    assert sign_in(ayse, otp=code_of(secret)).json()["code"] == "auth.otp_wrong"  # used


def test_without_a_factor_a_code_is_of_no_matter(bora):
    assert sign_in(bora, otp="123456").status_code == 200
    assert LoginSession.objects.get().factor == ""


def test_a_wrong_password_with_a_right_code_tells_nothing_and_uses_nothing(ayse):
    secret, codes = give_totp(ayse)
    for otp in (code_of(secret), codes[0]):
        answer = APIClient().post(TOKEN, {"username": "ayse", "password": "wrong password", "otp": otp})
        assert answer.json()["code"] == "auth.wrong_credentials"
    assert sign_in(ayse, otp=code_of(secret)).status_code == 200
    assert RecoveryCode.objects.filter(used_at=None).count() == 10


def test_wrong_codes_are_few(ayse):
    secret, codes = give_totp(ayse)
    found = [sign_in(ayse, otp=otp).json()["code"] for otp in ("000000", "111111", "x", codes[0][:-1], "222222")]
    assert found == ["auth.otp_wrong"] * 5
    for otp in (code_of(secret), codes[0]):  # a right one does not help any more
        answer = sign_in(ayse, otp=otp)
        assert (answer.status_code, answer.json()["code"]) == (429, "auth.too_many_attempts")
        assert int(answer["Retry-After"]) > 0
    assert [one["details"]["code"] for one in trails("session.refused")][:5] == ["auth.otp_wrong"] * 5


def test_only_wrong_codes_count(ayse):
    _secret, codes = give_totp(ayse)
    for code in codes[:8]:
        assert sign_in(ayse, otp="000000").status_code == 401
        assert sign_in(ayse, otp=code).status_code == 200


def test_no_session_opens_past_a_factor(ayse):
    give_totp(ayse)
    with pytest.raises(OtpRequired):
        open_browser_session(user=ayse)


# recovery codes -------------------------------------------------------------------------------------------------------
def test_each_recovery_code_is_good_once(ayse):
    _secret, codes = give_totp(ayse)
    assert sign_in(ayse, otp=codes[3]).status_code == 200
    assert sign_in(ayse, otp=codes[3]).json()["code"] == "auth.otp_wrong"
    assert LoginSession.objects.latest("id").factor == "recovery_code"
    assert signed_in(ayse, factor="totp").get(CODES).json() == {"left": 9, "total": 10}
    assert [one["details"]["left"] for one in trails("factor.code_used")] == [9]


@pytest.mark.parametrize("typed", [str.upper, lambda code: code.replace("-", " "), lambda code: code.replace("0", "O"),
                                   lambda code: code.replace("1", "l"), lambda code: code.replace("-", "")])  # fmt: skip
def test_it_may_be_typed_off_a_sheet(ayse, typed):
    _secret, codes = give_totp(ayse)
    assert show_code(ayse, typed(codes[0])) == "recovery_code"


def test_codes_have_eighty_random_bits_and_none_is_stored(ayse):
    _secret, codes = give_totp(ayse)
    assert len(set(codes)) == 10
    assert {len(normal(code)) for code in codes} == {16}
    assert {len(one) for one in RecoveryCode.objects.values_list("code_hash", flat=True)} == {64}


def test_new_codes_kill_the_ones_before(ayse):
    _secret, old = give_totp(ayse)
    answer = signed_in(ayse, factor="totp").post(CODES)
    new = answer.json()["recovery_codes"]
    assert (answer.status_code, len(new)) == (201, 10)
    assert show_code(ayse, old[0]) == ""
    assert show_code(ayse, new[0]) == "recovery_code"
    assert len(trails("factor.codes_renewed")) == 1


def test_codes_are_nothing_without_a_factor(ayse):
    answer = signed_in(ayse).post(CODES)
    assert (answer.status_code, answer.json()["code"]) == (409, "second_factor.none")


def test_the_codes_of_others_are_not_mine(ayse, bora):
    _secret, codes = give_totp(ayse)
    give_totp(bora)
    assert show_code(bora, codes[0]) == ""


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_recovery_code_one_gets_in(ayse):
    _secret, codes = give_totp(ayse)

    def show(number):
        close_old_connections()
        try:
            return show_code(ayse, codes[0])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(show, range(4))) == ["", "", "", "recovery_code"]


# on the pages ---------------------------------------------------------------------------------------------------------
def test_the_page_asks_for_the_code(client, page, ayse):
    secret, _codes = give_totp(ayse)
    answer = page(ayse)
    assert (answer.status_code, answer["Location"]) == (302, SECOND)
    assert 'autocomplete="one-time-code"' in client.get(SECOND).text
    done = client.post(SECOND, {"code": code_of(secret)})
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.get(ME).json()["username"] == "ayse"
    assert LoginSession.objects.get(kind="web").factor == "totp"


def test_where_one_wanted_to_go_is_not_forgotten(client, ayse):
    secret, _codes = give_totp(ayse)
    client.post("/accounts/login/", {"login": "ayse", "password": PASSWORD, "next": "/settings"})
    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/settings"


def test_who_is_half_signed_in_can_do_nothing_but_finish(client, page, ayse):
    secret, _codes = give_totp(ayse)
    page(ayse)
    assert client.get(ME).status_code == 401
    assert client.get("/api/v1/auth/2fa").status_code == 401
    for path in ("/", "/accounts/two-factor/", "/accounts/reauthenticate/", "/accounts/keys/", "/admin/",
                 "/accounts/password/change/", "/accounts/email/"):  # fmt: skip
        assert client.get(path, follow=False)["Location"].startswith(("/accounts/login/", "/admin/login/")), path
    cookie = f"{client.cookies['sessionid'].key}={client.cookies['sessionid'].value}"
    assert realtime.by_cookie({"headers": [(b"cookie", cookie.encode())]}) is None
    assert not LoginSession.objects.filter(kind="web").exists()
    assert client.post(SECOND, {"code": code_of(secret)}).status_code == 302
    assert client.get(ME).status_code == 200


def test_the_second_page_without_the_first_leads_back(client, db):
    assert client.get(SECOND)["Location"] == "/accounts/login/"
    assert client.post(SECOND, {"code": "123456"})["Location"] == "/accounts/login/"


def test_the_page_refuses_a_wrong_code_and_counts(client, page, ayse):
    secret, _codes = give_totp(ayse)
    page(ayse)
    for code in ("000000", "", "x" * 400, "\x00", "\ud800"):
        answer = client.post(SECOND, {"code": code.encode("utf-8", "replace").decode()})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert client.post(SECOND, {"code": code_of(secret)}).status_code == 429
    assert client.get(ME).status_code == 401


@pytest.mark.parametrize("credential", ["", "x", "[]", "null", "{}", '{"rawId": 1}', '{"response": {}}', "[" * 5_000])
def test_a_form_that_no_browser_sends(client, page, ayse, credential):
    give_totp(ayse)
    page(ayse)
    assert client.post(SECOND, {"credential": credential}).status_code == 422
    assert client.post("/accounts/login/passkey/", {"credential": credential}).status_code == 422


def test_whoever_left_is_asked_only_after_the_second_factor(client, page, ayse):
    secret, _codes = give_totp(ayse)
    leave(actor=ayse, password=PASSWORD, address="127.0.0.1", erase=False)
    assert page(ayse)["Location"] == SECOND
    assert client.get("/accounts/keep/").status_code == 404
    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/accounts/keep/"
    assert client.get("/accounts/keep/").status_code == 200
    assert client.get(ME).status_code == 401


# what a change ends, and who is told ----------------------------------------------------------------------------------
def test_a_new_factor_ends_what_was_opened_without_it(ayse):
    other, mine = signed_in(ayse), signed_in(ayse)
    secret = mine.post("/api/v1/auth/2fa/totp").json()["secret"]
    assert mine.post("/api/v1/auth/2fa/totp/confirm", {"code": code_of(secret)}).status_code == 200
    assert other.get(ME).json()["code"] == "auth.session_ended"
    assert mine.get(ME).status_code == 200
    assert LoginSession.objects.get(ended_at=None).factor == "totp"


def test_removing_one_ends_the_others_too(ayse):
    give_totp(ayse)
    other, mine = signed_in(ayse, factor="totp"), signed_in(ayse, factor="totp")
    assert mine.delete("/api/v1/auth/2fa/totp").status_code == 204
    assert (other.get(ME).status_code, mine.get(ME).status_code) == (401, 200)


def test_every_change_is_mailed_in_ones_own_language(ayse, bora, do_work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        session = session_of(ayse)
        give_passkey(ayse, session)
        _secret, _none = give_totp(ayse)
    with django_capture_on_commit_callbacks(execute=True):
        give_totp(bora)
    do_work()
    told = [(one.to[0], one.body) for one in mail.outbox if "/accounts/two-factor/" in one.body]
    assert [to for to, _body in told] == ["ayse@example.org"] * 2 + ["bora@example.org"]
    assert "“Telefon”" in told[0][1]
    assert "Merhaba" in told[0][1]
    assert "A second factor was added to your account: authenticator app." in told[2][1]


def test_ones_devices_and_the_log_hear_of_it(ayse):
    give_totp(ayse)
    event = Event.objects.get(type="factor.added")
    assert event.topic == f"user:{ayse.pk}"
    assert event.data == '{"method":"totp","name":""}'
    assert event.context["trail"] == {"target": ["user", str(ayse.pk)], "details": {"method": "totp"}}


# the page of one's factors --------------------------------------------------------------------------------------------
PAGE = "/accounts/two-factor/"


def test_the_page_sets_up_an_app_without_a_script(client, page, ayse):
    page(ayse)
    begun = client.post(PAGE, {"do": "begin"})
    assert 'src="data:image/svg+xml;base64,' in begun.text
    secret = begun.context["secret"].replace(" ", "")
    wrong = client.post(PAGE, {"do": "confirm", "code": "000000"})
    assert wrong.status_code == 422
    assert wrong.context["secret"] == begun.context["secret"]
    done = client.post(PAGE, {"do": "confirm", "code": code_of(secret)})
    codes = done.context["codes"]
    assert len(codes) == 10
    assert all(code in done.text for code in codes)
    assert 'download="altlas-codes.txt"' in done.text
    again = client.get(PAGE)
    assert not [code for code in codes if code in again.text]
    assert client.get(ME).status_code == 200
    assert client.post(PAGE, {"do": "renew"}).context["codes"] != codes
    assert client.post(PAGE, {"do": "remove"}).status_code == 302
    assert not RecoveryCode.objects.exists()


def test_the_page_is_for_those_who_are_signed_in(client, db):
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    assert client.post(PAGE, {"do": "begin"})["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("form", [{}, {"do": "x"}, {"do": "rename"}, {"do": "rename", "name": "x", "passkey": "x"},
                                  {"do": "remove_passkey", "passkey": ""}, {"do": "add", "credential": "{}"},
                                  {"do": "confirm"}, {"do": "remove"}, {"do": "renew"}])  # fmt: skip
def test_nonsense_on_the_page_changes_nothing(client, page, ayse, form):
    page(ayse)
    assert client.post(PAGE, form)["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
