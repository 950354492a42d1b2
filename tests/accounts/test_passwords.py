"""Changing a password, and choosing a new one with a mailed link."""

import io
import threading
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.crypto import digest
from apps.accounts.leaving import deactivate_user
from apps.accounts.models import LoginSession, OneTimeToken, User
from apps.accounts.one_time_tokens import Purpose, issue_link
from apps.accounts.passwords import reset_password
from apps.accounts.problems import LinkInvalid
from apps.audit.models import Entry
from tests.accounts.conftest import path_in, token_in
from tests.factories.accounts import PASSWORD, UserFactory

NEW = "another fine password"
CHANGE, RESET, CONFIRM = (f"/api/v1/auth/password/{name}" for name in ("change", "reset", "reset/confirm"))
WEAK = ["short", "1234567890123", "password123", "x" * 129, "ayse@example.org"]


def token_for(user, purpose=Purpose.RESET, address=None):
    return issue_link(purpose=purpose, user=user, address=address or user.email).split("/")[-2]


def signs_in(api, user, password):
    return api().post("/api/v1/auth/token", {"username": user.username, "password": password}).status_code == 200


@pytest.fixture
def worked(do_work, django_capture_on_commit_callbacks):
    """Do something and let the worker follow."""

    def run(what):
        with django_capture_on_commit_callbacks(execute=True):
            found = what()
        do_work()
        return found

    return run


# changing -------------------------------------------------------------------------------------------------------------
def test_a_new_password_ends_everything_else_that_is_signed_in(api, ayse, pair_of, bearer, worked):
    mine, other = pair_of(ayse), pair_of(ayse)
    browser = Client()
    browser.force_login(ayse)
    body = {"old_password": PASSWORD, "new_password": NEW}
    assert worked(lambda: bearer(mine.access).post(CHANGE, body)).status_code == 204
    assert bearer(mine.access).get("/api/v1/users/me").status_code == 200
    assert bearer(other.access).get("/api/v1/users/me").status_code == 401
    assert api().post("/api/v1/auth/token/refresh", {"refresh": other.refresh}).status_code == 401
    assert api().post("/api/v1/auth/token/refresh", {"refresh": mine.refresh}).status_code == 200
    assert browser.get("/api/v1/users/me").status_code == 401
    assert (signs_in(api, ayse, PASSWORD), signs_in(api, ayse, NEW)) == (False, True)
    (letter,) = mail.outbox
    assert letter.to == ["ayse@example.org"]
    assert NEW not in letter.body
    assert Entry.objects.filter(action="password.changed", target_id=str(ayse.pk)).count() == 1


def test_sockets_of_the_other_sessions_close(ayse, pair_of, bearer, monkeypatch, django_capture_on_commit_callbacks):
    closed = []
    monkeypatch.setattr("apps.accounts.login_sessions.close_sockets", lambda user, session: closed.append(session))
    mine, other = pair_of(ayse), pair_of(ayse)
    with django_capture_on_commit_callbacks(execute=True):
        bearer(mine.access).post(CHANGE, {"old_password": PASSWORD, "new_password": NEW})
    assert closed == [str(LoginSession.objects.get(end_reason="password_changed").pk)]
    assert other.refresh.startswith(closed[0].replace("-", ""))


def test_the_browser_that_changes_it_stays_signed_in(ayse):
    client = APIClient(enforce_csrf_checks=False)
    client.force_login(ayse)
    assert client.post(CHANGE, {"old_password": PASSWORD, "new_password": NEW}).status_code == 204
    assert client.get("/api/v1/users/me").status_code == 200


def test_changing_it_is_showing_who_one_is(ayse, pair_of, bearer):
    pair = pair_of(ayse)
    LoginSession.objects.update(fresh_at=timezone.now() - timedelta(hours=1))
    bearer(pair.access).post(CHANGE, {"old_password": PASSWORD, "new_password": NEW})
    assert LoginSession.objects.get().is_fresh


def test_the_old_one_is_asked_for_and_guesses_are_counted(api, ayse, pair_of, bearer):
    client = bearer(pair_of(ayse).access)
    answers = [client.post(CHANGE, {"old_password": "a guess", "new_password": NEW}) for _ in range(11)]
    assert [one.status_code for one in answers] == [403] * 10 + [429]
    assert answers[0].json()["code"] == "auth.wrong_password"
    assert api().post("/api/v1/auth/token", {"username": "ayse", "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_one_is_refused_with_words(ayse, pair_of, bearer, weak):
    answer = bearer(pair_of(ayse).access).post(CHANGE, {"old_password": PASSWORD, "new_password": weak})
    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/new_password"}
    ayse.refresh_from_db()
    assert ayse.check_password(PASSWORD)


@pytest.mark.parametrize("length", [10, 128])
def test_ten_to_128_characters_are_taken_as_they_are(api, ayse, pair_of, bearer, length):
    new = (" İıßğ🔑 " * 30)[:length]
    assert bearer(pair_of(ayse).access).post(CHANGE, {"old_password": PASSWORD, "new_password": new}).status_code == 204
    assert signs_in(api, ayse, new)


@pytest.mark.parametrize(
    "body", [{}, {"old_password": PASSWORD}, {"old_password": PASSWORD, "new_password": 1234567890123}, [],
             {"old_password": PASSWORD, "new_password": "a\0" * 9},
             {"old_password": PASSWORD, "new_password": NEW, "user": "x"}],
)  # fmt: skip
def test_what_is_malformed_is_400(ayse, pair_of, bearer, body):
    assert bearer(pair_of(ayse).access).post(CHANGE, body).status_code == 400


def test_an_api_key_changes_no_password(api, ayse):
    from apps.accounts.actions import open_browser_session
    from apps.accounts.api_keys import create_api_key

    _key, text = create_api_key(
        actor=ayse, session=open_browser_session(user=ayse), name="x", scopes=["account:write"], expires_at=None,
        addresses=[], limit_per_minute=None,
    )  # fmt: skip
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {text}")
    assert client.post(CHANGE, {"old_password": PASSWORD, "new_password": NEW}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_succeeds(ayse, pair_of, bearer):
    clients = [bearer(pair_of(ayse).access) for _ in range(2)]
    gate, codes = threading.Barrier(2), []

    def change(client, new):
        codes.append(client.post(CHANGE, {"old_password": PASSWORD, "new_password": new}).status_code)
        connection.close()

    threads = [threading.Thread(target=change, args=(one, f"{NEW} {n}")) for n, one in enumerate(clients)]
    with patch("apps.accounts.passwords.make_password", side_effect=lambda text: (gate.wait(5), f"!{text}")[1]):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert sorted(codes) == [204, 403]


# the page -------------------------------------------------------------------------------------------------------------
def test_the_page_changes_it(client, page, ayse):
    page(ayse)
    wrong = client.post("/accounts/password/change/", {"old_password": "x", "new_password": NEW})
    assert wrong.status_code == 422
    assert "old_password" in wrong.context["form"].errors
    weak = client.post("/accounts/password/change/", {"old_password": PASSWORD, "new_password": "short"})
    assert weak.status_code == 422
    assert "new_password" in weak.context["form"].errors
    done = client.post("/accounts/password/change/", {"old_password": PASSWORD, "new_password": NEW}, follow=True)
    assert done.redirect_chain == [("/accounts/password/change/", 302)]
    ayse.refresh_from_db()
    assert ayse.check_password(NEW)


def test_whoever_has_no_password_is_told_how_to_get_one(client, ayse):
    ayse.set_unusable_password()
    ayse.save()
    client.force_login(ayse)
    assert "/accounts/password/reset/" in client.get("/accounts/password/change/").content.decode()


def test_nobody_is_sent_to_sign_in(client, db):
    assert client.get("/accounts/password/change/")["Location"].startswith("/accounts/login/")


# the command line -----------------------------------------------------------------------------------------------------
def test_the_command_line_ends_what_is_signed_in(ayse, pair_of, bearer, worked):
    pair = pair_of(ayse)
    typed = iter([NEW, "something else", "short", "short", NEW, NEW])
    with patch("getpass.getpass", side_effect=lambda prompt: next(typed)):
        worked(lambda: call_command("changepassword", "AYSE", stdout=io.StringIO(), stderr=io.StringIO()))
    ayse.refresh_from_db()
    assert ayse.check_password(NEW)
    assert bearer(pair.access).get("/api/v1/users/me").status_code == 401
    assert Entry.objects.get(action="password.changed").details == {"how": "command_line"}
    assert [one.to for one in mail.outbox] == [["ayse@example.org"]]


def test_the_command_line_gives_up_and_knows_no_strangers(ayse):
    with patch("getpass.getpass", return_value="short"), pytest.raises(CommandError):
        call_command("changepassword", "ayse", stdout=io.StringIO(), stderr=io.StringIO())
    with pytest.raises(CommandError):
        call_command("changepassword", "kimse", stdout=io.StringIO())


# forgotten ------------------------------------------------------------------------------------------------------------
def test_a_forgotten_password_is_set_anew_by_mail(api, ayse, pair_of, bearer, worked):
    pair = pair_of(ayse)
    assert worked(lambda: api().post(RESET, {"email": "AYSE@example.org"})).status_code == 204
    (letter,) = mail.outbox
    assert letter.to == ["ayse@example.org"]
    assert "Merhaba" in letter.body
    token = token_in(letter)
    assert len(token) >= 43
    answer = worked(lambda: api().post(CONFIRM, {"token": token, "new_password": NEW}))
    assert (answer.status_code, answer.content) == (204, b"")  # nobody is signed in by it
    assert bearer(pair.access).get("/api/v1/users/me").status_code == 401
    assert (signs_in(api, ayse, PASSWORD), signs_in(api, ayse, NEW)) == (False, True)
    ayse.refresh_from_db()
    assert ayse.email_verified_at is not None
    assert Entry.objects.get(action="password.changed").details == {"how": "reset"}
    assert len(mail.outbox) == 2


def test_a_link_works_once(api, ayse):
    token = token_for(ayse)
    assert api().post(CONFIRM, {"token": token, "new_password": NEW}).status_code == 204
    answer = api().post(CONFIRM, {"token": token, "new_password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (400, "link.invalid")


def test_a_weak_password_does_not_use_the_link_up(api, ayse):
    token = token_for(ayse)
    for weak in WEAK:
        assert api().post(CONFIRM, {"token": token, "new_password": weak}).status_code == 400
    assert api().post(CONFIRM, {"token": token, "new_password": NEW}).status_code == 204


def test_a_link_is_good_for_an_hour(api, ayse):
    token = token_for(ayse)
    row = OneTimeToken.objects.get()
    assert timedelta(minutes=59) < row.expires_at - timezone.now() <= timedelta(hours=1)
    OneTimeToken.objects.update(expires_at=timezone.now())
    assert api().post(CONFIRM, {"token": token, "new_password": NEW}).json()["code"] == "link.invalid"


def test_only_the_newest_link_is_good(api, ayse):
    first, second = token_for(ayse), token_for(ayse)
    assert api().post(CONFIRM, {"token": first, "new_password": NEW}).status_code == 400
    assert api().post(CONFIRM, {"token": second, "new_password": NEW}).status_code == 204


@pytest.mark.parametrize("purpose", [Purpose.VERIFY, Purpose.CHANGE, Purpose.UNDO])
def test_a_link_for_something_else_is_not_good(api, ayse, purpose):
    token = token_for(ayse, purpose)
    assert api().post(CONFIRM, {"token": token, "new_password": NEW}).json()["code"] == "link.invalid"


def test_only_a_digest_is_kept(ayse):
    token = token_for(ayse)
    row = OneTimeToken.objects.get()
    assert row.token_hash == digest(token)
    assert token not in str(row.__dict__)


def test_a_link_dies_with_the_password_the_address_and_the_account(api, ayse, bora, deniz, pair_of, bearer):
    first = token_for(ayse)
    bearer(pair_of(ayse).access).post(CHANGE, {"old_password": PASSWORD, "new_password": NEW})
    assert api().post(CONFIRM, {"token": first, "new_password": NEW}).status_code == 400
    second = token_for(ayse)
    api(deniz).patch(f"/api/v1/users/{ayse.pk}", {"email": "ayse2@example.org"})
    assert api().post(CONFIRM, {"token": second, "new_password": NEW}).status_code == 400
    third = token_for(bora)
    deactivate_user(actor=deniz, user=bora)
    assert api().post(CONFIRM, {"token": third, "new_password": NEW}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_a_link_used_twice_at_once_works_once():
    user = UserFactory()
    token_hash, gate, found = digest(token_for(user)), threading.Barrier(4), []

    def use(n):
        gate.wait(5)
        try:
            reset_password(token_hash=token_hash, new_password=f"{NEW} {n}")
            found.append("good")
        except LinkInvalid:
            found.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == ["good", "refused", "refused", "refused"]


def test_known_and_unknown_hear_the_same(api, ayse, robot, worked):
    UserFactory(username="pasif", is_active=False)
    names = ["ayse", "nobody", "pasif", "robot"]
    answers = [
        worked(lambda name=name: api().post(RESET, {"email": f"{name}@example.org"}))
        for name in names
        for _ in range(2)
    ]
    assert {(one.status_code, one.content) for one in answers} == {(204, b"")}
    assert all(one.headers.keys() == answers[0].headers.keys() for one in answers)
    assert [one.to for one in mail.outbox] == [["ayse@example.org"]] * 2


def test_asking_does_the_same_work_for_known_and_unknown(api, ayse):
    counts = {}
    for name in ("ayse", "nobody", "ayse", "nobody"):
        with CaptureQueriesContext(connection) as caught:
            api().post(RESET, {"email": f"{name}@example.org"})
        counts[name] = [query["sql"].split()[0] for query in caught]
    assert counts["ayse"] == counts["nobody"]


def test_three_an_hour_for_an_address_known_or_not(api, ayse):
    for name in ("ayse", "nobody"):
        answers = [api().post(RESET, {"email": f"{name}@example.org"}) for _ in range(4)]
        assert [one.status_code for one in answers] == [204] * 3 + [429]
        assert 3500 < int(answers[-1]["Retry-After"]) <= 3600


def test_thirty_an_hour_from_a_client(api, db):
    answers = [api().post(RESET, {"email": f"n{n}@example.org"}).status_code for n in range(31)]
    assert answers == [204] * 30 + [429]


def test_a_reset_clears_what_failed_at_sign_in(api, ayse):
    for _ in range(10):
        signs_in(api, ayse, "wrong")
    assert not signs_in(api, ayse, PASSWORD)
    api().post(CONFIRM, {"token": token_for(ayse), "new_password": NEW})
    assert signs_in(api, ayse, NEW)


@pytest.mark.parametrize("token", ["", "x", "x" * 201, 5, None, "a\0b", "‮"])
def test_a_token_that_is_none_is_400(api, db, token):
    assert api().post(CONFIRM, {"token": token, "new_password": NEW}).status_code == 400


def test_whoever_left_may_reset_and_come_back(api, ayse, worked):
    api(ayse).post("/api/v1/users/me/deactivate", {"password": PASSWORD})
    worked(lambda: api().post(RESET, {"email": ayse.email}))
    assert api().post(CONFIRM, {"token": token_in(mail.outbox[-1]), "new_password": NEW}).status_code == 204
    assert signs_in(api, ayse, NEW)


# the pages of a mailed link -------------------------------------------------------------------------------------------
def test_the_pages_lead_from_the_form_to_a_new_password(client, ayse, worked, pair_of, bearer, api):
    pair = pair_of(ayse)
    asked = worked(lambda: client.post("/accounts/password/reset/", {"email": ayse.email}))
    assert asked["Location"] == "/accounts/password/reset/sent/"
    assert client.get(asked["Location"]).status_code == 200
    path = path_in(mail.outbox[0])
    opened = client.get(path)
    assert (opened.status_code, opened["Location"]) == (302, "/accounts/password/new/")
    assert opened["Referrer-Policy"] == "no-referrer"
    assert "no-store" in opened["Cache-Control"]
    form = client.get(opened["Location"])
    assert token_in(mail.outbox[0]) not in form.content.decode()
    assert client.post("/accounts/password/new/", {"new_password": "short"}).status_code == 422
    done = client.post("/accounts/password/new/", {"new_password": NEW})
    assert done["Location"] == "/accounts/login/"
    assert client.get("/api/v1/users/me").status_code == 401  # not signed in: a second factor may be due
    assert bearer(pair.access).get("/api/v1/users/me").status_code == 401
    assert signs_in(api, ayse, NEW)
    for again in (path, "/accounts/password/new/"):
        assert client.get(again)["Location"] == "/accounts/link/"
    assert client.get("/accounts/link/").status_code == 410


def test_the_session_holds_no_token(client, ayse):
    token = token_for(ayse)
    client.get(f"/accounts/link/reset/{token}/")
    assert token not in str(dict(client.session))


def test_opening_a_link_changes_nothing(client, ayse):
    """Mail scanners open them all."""
    purposes = [purpose for purpose in Purpose if purpose != Purpose.INVITE]  # that one is for nobody yet
    for purpose in purposes:
        token = token_for(ayse, purpose)
        before = User.objects.filter(pk=ayse.pk).values().get()
        for _ in range(2):
            client.get(f"/accounts/link/{purpose}/{token}/", follow=True)
        client.head(f"/accounts/link/{purpose}/{token}/")
        assert client.post(f"/accounts/link/{purpose}/{token}/").status_code == 405
        assert User.objects.filter(pk=ayse.pk).values().get() == before
    assert OneTimeToken.objects.count() == len(purposes)


@pytest.mark.parametrize("path", ["reset/x", "verify/x", "nothing/x", "reset/%00", "reset/%ff", "reset/" + "x" * 500])
def test_a_link_that_is_none_leads_to_the_page_that_says_so(client, db, path):
    assert client.get(f"/accounts/link/{path}/")["Location"] == "/accounts/link/"


def test_a_link_opened_under_another_purpose_is_not_good(client, ayse):
    assert client.get(f"/accounts/link/verify/{token_for(ayse)}/")["Location"] == "/accounts/link/"


def test_the_page_counts_as_the_api_does(client, api, ayse):
    for _ in range(3):
        api().post(RESET, {"email": ayse.email})
    assert client.post("/accounts/password/reset/", {"email": ayse.email}).status_code == 429
    assert client.post("/accounts/password/reset/", {"email": "x"}).status_code == 422


@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_mail_speaks_the_language_of_its_account(client, ayse, worked, language):
    User.objects.update(language=language)
    other = "tr" if language == "en" else "en"
    worked(lambda: client.post("/accounts/password/reset/", {"email": ayse.email}, headers={"Accept-Language": other}))
    (letter,) = mail.outbox
    assert ("Merhaba" in letter.body) == (language == "tr")
    assert letter.alternatives


def test_old_tokens_are_dropped(ayse):
    from apps.accounts.tasks import drop_attempts

    token_for(ayse)
    token_for(ayse, Purpose.UNDO)
    OneTimeToken.objects.filter(purpose=Purpose.RESET).update(expires_at=timezone.now())
    drop_attempts()
    assert OneTimeToken.objects.get().purpose == Purpose.UNDO
