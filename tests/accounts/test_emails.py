"""The address of an account: showing that it is one's own, changing it, taking a former one back."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from apps.accounts.actions import register_user
from apps.accounts.addresses import confirm_change
from apps.accounts.crypto import digest
from apps.accounts.models import LoginSession, OneTimeToken, User
from apps.accounts.one_time_tokens import Purpose, issue_link
from apps.accounts.problems import AddressTaken, LinkInvalid
from apps.audit.models import Entry
from apps.events.models import Event
from tests.accounts.conftest import path_in, token_in
from tests.factories.accounts import PASSWORD, UserFactory

VERIFY, RESEND, CHANGE, CONFIRM, UNDO = (
    f"/api/v1/auth/email/{name}" for name in ("verify", "resend", "change", "change/confirm", "change/undo")
)
NEW = "yeni@example.org"


@pytest.fixture
def worked(do_work, django_capture_on_commit_callbacks):
    """Do something and let the worker follow."""

    def run(what):
        with django_capture_on_commit_callbacks(execute=True):
            found = what()
        do_work()
        return found

    return run


@pytest.fixture
def verified(ayse):
    User.objects.filter(pk=ayse.pk).update(email_verified_at=timezone.now())
    ayse.refresh_from_db()
    return ayse


@pytest.fixture
def changed(verified, api, bearer, pair_of, worked):
    """ayse, whose address was changed as it is done; the mails are in the box, the former address is told last."""
    worked(lambda: bearer(pair_of(verified).access).post(CHANGE, {"email": NEW}))
    assert worked(lambda: api().post(CONFIRM, {"token": token_in(mail.outbox[-1])})).status_code == 204
    verified.refresh_from_db()
    return verified


def to(letters):
    return [one.to[0] for one in letters]


# verifying ------------------------------------------------------------------------------------------------------------
def test_the_mailed_link_verifies(api, db, worked):
    user = worked(lambda: register_user(username="zeynep", email="zeynep@example.org", password=PASSWORD))
    token = token_in(mail.outbox[0])
    assert worked(lambda: api().post(VERIFY, {"token": token})).status_code == 204
    assert api(User.objects.get()).get("/api/v1/users/me").json()["email_verified"]
    assert Event.objects.filter(type="user.updated", topic=f"user:{user.pk}").exists()  # the devices follow
    answer = api().post(VERIFY, {"token": token})
    assert (answer.status_code, answer.json()["code"]) == (400, "link.invalid")


def test_the_link_verifies_only_the_address_it_was_sent_to(api, ayse):
    token = issue_link(purpose=Purpose.VERIFY, user=ayse, address=ayse.email).split("/")[-2]
    User.objects.update(email="other@example.org")
    assert api().post(VERIFY, {"token": token}).status_code == 400
    assert User.objects.get().email_verified_at is None


def test_it_is_sent_again_three_times_an_hour_and_the_newest_is_good(ayse, bearer, pair_of, api, worked):
    client = bearer(pair_of(ayse).access)
    answers = [worked(lambda: client.post(RESEND, {})) for _ in range(4)]
    assert [one.status_code for one in answers] == [204] * 3 + [429]
    first, *_others, last = [token_in(letter) for letter in mail.outbox]
    assert api().post(VERIFY, {"token": first}).status_code == 400
    assert api().post(VERIFY, {"token": last}).status_code == 204


def test_nothing_is_sent_to_whoever_is_verified(verified, bearer, pair_of, worked):
    assert worked(lambda: bearer(pair_of(verified).access).post(RESEND)).status_code == 204
    assert mail.outbox == []


def test_the_page_verifies(client, ayse, worked):
    client.force_login(ayse)
    assert "Kanıtlanmadı" not in client.get("/accounts/email/").content.decode()
    worked(lambda: client.post("/accounts/email/", {"do": "resend"}))
    page = client.get(path_in(mail.outbox[0]), follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/email/confirm/"
    assert ayse.email in page.content.decode()
    assert token_in(mail.outbox[0]) not in page.content.decode()
    assert client.post("/accounts/email/confirm/")["Location"] == "/accounts/email/"
    assert User.objects.get().email_verified_at is not None
    assert client.post("/accounts/email/confirm/")["Location"] == "/accounts/link/"


# changing -------------------------------------------------------------------------------------------------------------
def test_the_new_address_confirms_and_the_old_one_is_told(verified, api, bearer, pair_of, worked):
    client = bearer(pair_of(verified).access)
    assert worked(lambda: client.post(CHANGE, {"email": "Yeni@Example.org"})).status_code == 204
    assert to(mail.outbox) == [NEW]
    assert User.objects.get().email == "ayse@example.org"
    assert worked(lambda: api().post(CONFIRM, {"token": token_in(mail.outbox[0])})).status_code == 204
    user = User.objects.get()
    assert (user.email, user.email_verified_at is not None) == (NEW, True)
    assert to(mail.outbox) == [NEW, "ayse@example.org"]
    assert "/accounts/link/undo/" in mail.outbox[1].body
    assert client.get("/api/v1/users/me").json()["email"] == NEW
    entry = Entry.objects.get(action="email.changed")
    assert "example.org" not in str(entry.details)
    for name, status in ((NEW, 200), ("ayse@example.org", 401)):
        assert api().post("/api/v1/auth/token", {"username": name, "password": PASSWORD}).status_code == status


def test_it_needs_a_fresh_session(ayse, bearer, pair_of):
    client = bearer(pair_of(ayse).access)
    LoginSession.objects.update(fresh_at=timezone.now() - timedelta(hours=1))
    answer = client.post(CHANGE, {"email": NEW})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.fresh_factor_required")


def test_a_known_address_answers_the_same_and_its_owner_is_told(ayse, bora, bearer, pair_of, worked):
    client = bearer(pair_of(ayse).access)
    answers = [worked(lambda email=email: client.post(CHANGE, {"email": email})) for email in (NEW, "BORA@example.org")]
    assert {(one.status_code, one.content) for one in answers} == {(204, b"")}
    assert answers[0].headers.keys() == answers[1].headers.keys()
    assert to(mail.outbox) == [NEW, bora.email]
    assert "/accounts/link/" not in mail.outbox[1].body
    assert OneTimeToken.objects.filter(purpose=Purpose.CHANGE).count() == 1


def test_ones_own_address_is_no_change(verified, bearer, pair_of, worked):
    assert (
        worked(lambda: bearer(pair_of(verified).access).post(CHANGE, {"email": "AYSE@example.org"})).status_code == 204
    )
    assert mail.outbox == []


def test_five_changes_an_hour_and_three_mails_to_an_address(ayse, bora, bearer, pair_of):
    client = bearer(pair_of(ayse).access)
    codes = [client.post(CHANGE, {"email": f"n{n}@example.org"}).status_code for n in range(6)]
    assert codes == [204] * 5 + [429]
    client = bearer(pair_of(bora).access)
    assert [client.post(CHANGE, {"email": NEW}).status_code for _ in range(4)] == [204] * 3 + [429]


def test_an_address_taken_meanwhile_stays_whose_it_is(ayse, api):
    token = issue_link(purpose=Purpose.CHANGE, user=ayse, address=NEW).split("/")[-2]
    UserFactory(username="baskasi", email=NEW)
    answer = api().post(CONFIRM, {"token": token})
    assert (answer.status_code, answer.json()["code"]) == (409, "user.address_taken")
    ayse.refresh_from_db()
    assert ayse.email == "ayse@example.org"


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_one_address_at_once(transactional_db):
    people = [UserFactory() for _ in range(3)]
    hashes = [digest(issue_link(purpose=Purpose.CHANGE, user=one, address=NEW).split("/")[-2]) for one in people]
    gate, found = threading.Barrier(3), []

    def confirm(token_hash):
        gate.wait(5)
        try:
            confirm_change(token_hash=token_hash)
            found.append("good")
        except (AddressTaken, LinkInvalid):
            found.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(one,)) for one in hashes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == ["good", "refused", "refused"]
    assert User.objects.filter(email=NEW).count() == 1


def test_an_address_never_verified_is_told_but_gets_no_way_back(ayse, bearer, pair_of, api, worked):
    """Whoever mistyped their address must not hand the account to the stranger who has it."""
    worked(lambda: bearer(pair_of(ayse).access).post(CHANGE, {"email": NEW}))
    worked(lambda: api().post(CONFIRM, {"token": token_in(mail.outbox[0])}))
    assert to(mail.outbox) == [NEW, "ayse@example.org"]
    assert "/accounts/link/" not in mail.outbox[1].body
    assert not OneTimeToken.objects.filter(purpose=Purpose.UNDO).exists()


def test_an_administrators_change_is_told_and_verified_anew(verified, api, deniz, worked):
    worked(lambda: api(deniz).patch(f"/api/v1/users/{verified.pk}", {"email": NEW}))
    assert sorted(to(mail.outbox)) == ["ayse@example.org", NEW]
    former = next(one for one in mail.outbox if one.to == ["ayse@example.org"])
    assert "/accounts/link/" not in former.body
    assert User.objects.get(pk=verified.pk).email_verified_at is None


def test_the_page_changes_it(client, page, ayse, worked):
    page(ayse)
    assert client.post("/accounts/email/", {"email": "x"}).status_code == 422
    worked(lambda: client.post("/accounts/email/", {"email": NEW}))
    assert to(mail.outbox) == [NEW]
    LoginSession.objects.update(fresh_at=timezone.now() - timedelta(hours=1))
    stale = client.get("/accounts/email/").content.decode()
    assert "/accounts/reauthenticate/?next=" in stale
    assert 'name="email"' not in stale
    worked(lambda: client.post("/accounts/email/", {"email": "other@example.org"}))
    assert len(mail.outbox) == 1
    client.get(path_in(mail.outbox[0]))
    client.post("/accounts/email/confirm/")
    assert User.objects.get().email == NEW


# taking it back -------------------------------------------------------------------------------------------------------
def test_the_former_address_takes_it_back_and_everything_ends(changed, api, pair_of, bearer, worked):
    pair = pair_of(changed)
    token = token_in(mail.outbox[-1])
    assert worked(lambda: api().post(UNDO, {"token": token})).status_code == 204
    user = User.objects.get()
    assert (user.email, user.email_verified_at is not None) == ("ayse@example.org", True)
    assert bearer(pair.access).get("/api/v1/users/me").status_code == 401
    assert not user.has_usable_password()  # whoever changed the address may know it
    assert api().post("/api/v1/auth/token", {"username": "ayse", "password": PASSWORD}).status_code == 401
    reset = next(one for one in mail.outbox if "/accounts/link/reset/" in one.body)
    assert reset.to == ["ayse@example.org"]
    confirm = {"token": token_in(reset), "new_password": "another fine password"}
    assert api().post("/api/v1/auth/password/reset/confirm", confirm).status_code == 204
    assert api().post(UNDO, {"token": token}).status_code == 400


def test_for_seven_days(changed):
    row = OneTimeToken.objects.get(purpose=Purpose.UNDO)
    assert timedelta(days=6, hours=23) < row.expires_at - timezone.now() <= timedelta(days=7)


def test_changing_twice_does_not_void_the_first_way_back(changed, api, pair_of, bearer, worked):
    first = token_in(mail.outbox[-1])
    worked(lambda: bearer(pair_of(changed).access).post(CHANGE, {"email": "thief@example.org"}))
    worked(lambda: api().post(CONFIRM, {"token": token_in(mail.outbox[-1])}))
    second = token_in(mail.outbox[-1])
    worked(lambda: api().post(UNDO, {"token": first}))
    assert User.objects.get().email == "ayse@example.org"
    assert api().post(UNDO, {"token": second}).status_code == 400, "of the thief's first address"


def test_nobody_else_gets_the_former_address_meanwhile(changed, api, bora, deniz, worked):
    """Or a thief registers with it, and nobody can take it back."""
    undo = token_in(mail.outbox[-1])
    before = len(mail.outbox)
    body = {"username": "hirsiz", "email": "AYSE@example.org", "password": PASSWORD}
    assert worked(lambda: api().post("/api/v1/auth/register", body)).status_code == 201
    assert not User.objects.filter(username="hirsiz").exists()
    assert to(mail.outbox[before:]) == ["ayse@example.org"]
    assert api(deniz).post("/api/v1/users", body).json()["code"] == "user.address_taken"
    OneTimeToken.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert api().post(UNDO, {"token": undo}).status_code == 204


def test_after_seven_days_it_is_free(changed, api):
    OneTimeToken.objects.update(expires_at=timezone.now())
    body = {"username": "yasemin", "email": "ayse@example.org", "password": PASSWORD}
    api().post("/api/v1/auth/register", body)
    assert User.objects.filter(username="yasemin").exists()


def test_whoever_took_the_account_cannot_end_it_to_void_the_way_back(changed, api):
    token = token_in(mail.outbox[-1])
    api(changed).post("/api/v1/users/me/deactivate", {"password": PASSWORD})
    assert api().post(UNDO, {"token": token}).status_code == 204


def test_the_page_takes_it_back(client, changed):
    page = client.get(path_in(mail.outbox[-1]), follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/email/undo/"
    assert User.objects.get().email == NEW
    assert client.post("/accounts/email/undo/")["Location"] == "/accounts/password/reset/sent/"
    assert User.objects.get().email == "ayse@example.org"
    assert client.get("/accounts/email/undo/")["Location"] == "/accounts/link/"


# in all ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [VERIFY, CONFIRM, UNDO])
@pytest.mark.parametrize("token", ["x", "", None, 5, "x" * 201])
def test_a_token_that_is_none_is_400(api, db, path, token):
    assert api().post(path, {"token": token}).status_code == 400


@pytest.mark.parametrize("email", ["x", "", None, 5, "a@b", "a\0@example.org", f"{'a' * 250}@example.org", "a@b.org\n"])
def test_an_address_that_is_none_is_400(ayse, bearer, pair_of, email):
    answer = bearer(pair_of(ayse).access).post(CHANGE, {"email": email})
    assert answer.status_code == (204 if email == "a@b.org\n" else 400)


def test_a_line_break_makes_no_header(ayse):
    with pytest.raises(ValueError, match="newline"):
        EmailMessage("subject\nBcc: x@example.org", "x", None, ["a@example.org"]).message()


def test_erasing_a_person_erases_their_links_and_mails(changed, worked):
    from apps.accounts.models import OutgoingMail
    from apps.accounts.outbox import post_mail
    from apps.accounts.own_data import erase

    post_mail(template="x", user=changed, to="x@example.org", subject="x", text="x", html="x")
    erase(changed)
    assert not OneTimeToken.objects.exists()
    assert not OutgoingMail.objects.exists()
