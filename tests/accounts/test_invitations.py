"""Inviting people by mail, and coming."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from apps.accounts.crypto import digest
from apps.accounts.invitations import accept_invitation, invite
from apps.accounts.leaving import deactivate_user
from apps.accounts.models import ADMINISTRATOR, MODERATOR, OWNER, Invitation, OneTimeToken, Role, User
from apps.accounts.one_time_tokens import issue_invitation_link
from apps.accounts.problems import LinkInvalid
from apps.accounts.roles import change_role, create_role, grant_role, revoke_role
from apps.audit.models import Entry
from tests.accounts.conftest import path_in, token_in
from tests.factories.accounts import PASSWORD, UserFactory

URL, ACCEPT = "/api/v1/invitations", "/api/v1/invitations/accept"
GUEST = "konuk@example.org"


@pytest.fixture
def elif_(deniz):
    """An administrator below the owner."""
    user = UserFactory(username="elif", display_name="Elif Ak")
    grant_role(actor=deniz, role=Role.objects.builtin(ADMINISTRATOR), user=user)
    user.refresh_from_db()
    return user


@pytest.fixture
def worked(do_work, django_capture_on_commit_callbacks):
    """Do something and let the worker follow."""

    def run(what):
        with django_capture_on_commit_callbacks(execute=True):
            found = what()
        do_work()
        return found

    return run


def token_of(invitation):
    return issue_invitation_link(invitation).split("/")[-2]


def accept(api, token, **changes):
    return api().post(ACCEPT, {"token": token, "username": "konuk", "password": PASSWORD, **changes})


# inviting -------------------------------------------------------------------------------------------------------------
def test_an_invitation_is_mailed_and_accepted(api, elif_, worked):
    answer = worked(lambda: api(elif_).post(URL, {"email": "Konuk@Example.org", "language": "tr"}))
    assert answer.status_code == 201
    body = answer.json()
    assert (body["email"], body["state"], body["role"], body["invited_by"]["username"]) == (
        GUEST,
        "pending",
        None,
        "elif",
    )
    assert answer["Location"] == f"{URL}/{body['id']}"
    (letter,) = mail.outbox
    assert letter.to == [GUEST]
    assert "Elif Ak" in letter.body
    assert "davet" in letter.subject
    token = token_in(letter)
    assert token not in answer.content.decode()
    joined = worked(lambda: accept(api, token, display_name="Konuk Bey"))
    assert joined.status_code == 201
    assert joined.json()["email"] == GUEST
    guest = User.objects.get(username="konuk")
    assert (guest.name, guest.language, guest.email_verified_at is not None) == ("Konuk Bey", "tr", True)
    assert len(mail.outbox) == 1, "the address is verified: no other mail"
    assert api().post("/api/v1/auth/token", {"username": GUEST, "password": PASSWORD}).status_code == 200
    row = api(elif_).get(f"{URL}/{body['id']}").json()
    assert (row["state"], row["accepted_by"]["username"]) == ("accepted", "konuk")
    assert set(Entry.objects.filter(target_type="invitation").values_list("action", flat=True)) == {
        "invitation.sent", "invitation.accepted",
    }  # fmt: skip


def test_a_role_comes_with_it(api, deniz, elif_):
    role = create_role(actor=deniz, name="Editor", level=10, permissions=["accounts.view_user"])
    answer = api(elif_).post(URL, {"email": GUEST, "role": str(role.pk)})
    assert answer.json()["role"]["name"] == "Editor"
    assert accept(api, token_of(Invitation.objects.get())).status_code == 201
    guest = User.objects.get(username="konuk")
    assert guest.role_members.get().role == role
    assert guest.role_members.get().granted_by == elif_


@pytest.mark.parametrize("name", [OWNER, ADMINISTRATOR])
def test_nobody_invites_at_or_above_their_own_level(api, elif_, name):
    answer = api(elif_).post(URL, {"email": GUEST, "role": str(Role.objects.builtin(name).pk)})
    assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied")
    assert not Invitation.objects.exists()


def test_a_role_gives_no_more_than_the_inviter_holds(api, deniz):
    inviter = UserFactory()
    own = create_role(
        actor=deniz, name="Davetçi", level=100, permissions=["accounts.invite_user", "accounts.grant_role"]
    )
    more = create_role(actor=deniz, name="Silici", level=1, permissions=["accounts.delete_user"])
    grant_role(actor=deniz, role=own, user=inviter)
    assert api(inviter).post(URL, {"email": GUEST, "role": str(more.pk)}).status_code == 403
    assert api(inviter).post(URL, {"email": GUEST}).status_code == 201


def test_whoever_may_not_give_roles_invites_without_one(api, deniz):
    inviter = UserFactory()
    own = create_role(actor=deniz, name="Davetçi", level=100, permissions=["accounts.invite_user"])
    less = create_role(actor=deniz, name="Az", level=1)
    grant_role(actor=deniz, role=own, user=inviter)
    assert api(inviter).post(URL, {"email": GUEST, "role": str(less.pk)}).status_code == 403


def test_members_moderators_and_nobody_invite_not(api, deniz, ayse, bora):
    grant_role(actor=deniz, role=Role.objects.builtin(MODERATOR), user=bora)
    assert api(ayse).post(URL, {"email": GUEST}).status_code == 403
    assert api(bora).get(URL).status_code == 403
    assert api().post(URL, {"email": GUEST}).status_code == 401


@pytest.mark.parametrize(
    "change",
    [{"email": "x"}, {"email": None}, {"email": "a\0@example.org"}, {"role": "x"}, {"expires_at": "x"}, {"language": "xx"},
     {"expires_at": "2001-01-01T00:00:00Z"}, {"expires_at": "2999-01-01T00:00:00Z"}, {"invited_by": "x"}],
)  # fmt: skip
def test_what_is_not_right_is_400(api, elif_, change):
    assert api(elif_).post(URL, {"email": GUEST, **change}).status_code == 400


def test_there_must_be_such_a_role(api, elif_, new_id):
    assert api(elif_).post(URL, {"email": GUEST, "role": new_id()}).status_code == 404


def test_it_is_good_for_seven_days_or_as_set(api, elif_):
    api(elif_).post(URL, {"email": GUEST})
    until = (timezone.now() + timedelta(days=30)).isoformat()
    api(elif_).post(URL, {"email": "baska@example.org", "expires_at": until})
    days = [
        round((one.expires_at - timezone.now()) / timedelta(days=1))
        for one in Invitation.objects.order_by("created_at")
    ]
    assert days == [7, 30]


def test_one_pending_invitation_for_an_address(api, elif_):
    api(elif_).post(URL, {"email": GUEST})
    answer = api(elif_).post(URL, {"email": "KONUK@example.org"})
    assert (answer.status_code, answer.json()["code"]) == (409, "invitation.open")
    Invitation.objects.update(expires_at=timezone.now())
    assert api(elif_).post(URL, {"email": GUEST}).status_code == 201
    assert sorted(one.state for one in Invitation.objects.all()) == ["pending", "withdrawn"]


def test_a_known_address_is_not_told_and_its_owner_is(api, elif_, ayse, worked):
    known = worked(lambda: api(elif_).post(URL, {"email": "AYSE@example.org"}))
    unknown = worked(lambda: api(elif_).post(URL, {"email": GUEST}))
    assert known.status_code == unknown.status_code == 201
    assert known.json().keys() == unknown.json().keys()
    assert {**known.json(), "id": 0, "email": 0, "created_at": 0, "sent_at": 0, "expires_at": 0} == {
        **unknown.json(), "id": 0, "email": 0, "created_at": 0, "sent_at": 0, "expires_at": 0,
    }  # fmt: skip
    assert [one.to for one in mail.outbox] == [["ayse@example.org"], [GUEST]]
    assert "/accounts/link/" not in mail.outbox[0].body


def test_three_to_an_address_and_fifty_an_hour(api, elif_, settings):
    for _ in range(3):
        api(elif_).post(URL, {"email": GUEST})
    assert api(elif_).post(URL, {"email": GUEST}).status_code == 429
    codes = [api(elif_).post(URL, {"email": f"k{n}@example.org"}).status_code for n in range(48)]
    assert codes == [201] * 47 + [429]


def test_a_closed_installation_invites_nobody(api, elif_, settings):
    api(elif_).post(URL, {"email": GUEST})
    token = token_of(Invitation.objects.get())
    settings.REGISTRATION = "closed"
    answer = api(elif_).post(URL, {"email": "baska@example.org"})
    assert (answer.status_code, answer.json()["code"]) == (403, "user.registration_closed")
    assert accept(api, token).json()["code"] == "link.invalid"
    settings.REGISTRATION = "invited"
    body = {"username": "kapida", "email": "kapida@example.org", "password": PASSWORD}
    assert api().post("/api/v1/auth/register", body).status_code == 403
    assert accept(api, token).status_code == 201


# accepting ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def invitation(elif_):
    return invite(actor=elif_, email=GUEST)


def refused(api, token):
    answer = accept(api, token)
    return (answer.status_code, answer.json()["code"]) == (400, "link.invalid") and not User.objects.filter(
        username="konuk"
    ).exists()


def test_a_link_works_once(api, invitation):
    token = token_of(invitation)
    assert accept(api, token).status_code == 201
    assert accept(api, token, username="ikinci").json()["code"] == "link.invalid"


def test_only_the_newest_link_is_good(api, invitation):
    first, second = token_of(invitation), token_of(invitation)
    assert refused(api, first)
    assert accept(api, second).status_code == 201


def test_an_expired_one_is_refused(api, invitation):
    token = token_of(invitation)
    Invitation.objects.update(expires_at=timezone.now())
    assert refused(api, token)
    OneTimeToken.objects.update(expires_at=timezone.now())
    assert refused(api, token)


def test_one_whose_inviter_may_invite_no_more_is_refused(api, deniz, elif_, invitation):
    token = token_of(invitation)
    revoke_role(actor=deniz, role=Role.objects.builtin(ADMINISTRATOR), user=elif_)
    assert refused(api, token)
    grant_role(actor=deniz, role=Role.objects.builtin(ADMINISTRATOR), user=elif_)
    assert accept(api, token).status_code == 201


def test_one_whose_inviter_is_disabled_is_refused(api, deniz, elif_, invitation):
    token = token_of(invitation)
    deactivate_user(actor=deniz, user=elif_)
    assert refused(api, token)


def test_one_with_a_role_that_was_raised_since_is_refused(api, deniz, elif_):
    role = create_role(actor=deniz, name="Editor", level=10)
    token = token_of(invite(actor=elif_, email=GUEST, role=role.pk))
    change_role(actor=deniz, role=role, level=950)
    assert refused(api, token)


def test_a_role_deleted_since_is_not_given(api, deniz, elif_):
    from apps.accounts.roles import delete_role

    role = create_role(actor=deniz, name="Editor", level=10)
    token = token_of(invite(actor=elif_, email=GUEST, role=role.pk))
    delete_role(actor=deniz, role=role)
    assert accept(api, token).status_code == 201
    assert not User.objects.get(username="konuk").role_members.exists()


def test_a_taken_name_and_a_weak_password_do_not_use_it_up(api, ayse, invitation):
    token = token_of(invitation)
    assert accept(api, token, username="AYŞE").status_code == 400
    assert accept(api, token, username="AYSE").json()["code"] == "user.name_taken"
    assert accept(api, token, password="short").json()["errors"][0]["pointer"] == "/password"
    assert accept(api, token, is_staff=True).status_code == 400
    assert accept(api, token).status_code == 201


def test_whoever_has_made_an_account_meanwhile_is_told(api, invitation):
    token = token_of(invitation)
    UserFactory(username="coktan", email=GUEST)
    assert accept(api, token).json()["code"] == "user.address_taken"


@pytest.mark.django_db(transaction=True)
def test_accepted_twice_at_once_it_makes_one_account(transactional_db):
    owner = UserFactory(is_superuser=True, is_staff=True)
    Role.objects.builtin(OWNER).members.create(user=owner)
    token_hash = digest(token_of(invite(actor=owner, email=GUEST)))
    gate, found = threading.Barrier(3), []

    def come(n):
        gate.wait(5)
        try:
            accept_invitation(token_hash=token_hash, username=f"konuk{n}", password=PASSWORD)
            found.append("good")
        except LinkInvalid:
            found.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == ["good", "refused", "refused"]


@pytest.mark.parametrize("token", ["x", "", None, "x" * 201])
def test_a_token_that_is_none_is_400(api, db, token):
    assert accept(api, token).status_code == 400


def test_accepting_is_counted_with_registering(api, db):
    codes = [accept(api, "x").status_code for _ in range(11)]
    assert codes == [400] * 10 + [429]


# the page -------------------------------------------------------------------------------------------------------------
def test_the_page_leads_in(client, api, elif_, ayse, worked):
    worked(lambda: api(elif_).post(URL, {"email": GUEST}))
    page = client.get(path_in(mail.outbox[0]), follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/invitation/"
    assert "Elif Ak" in page.content.decode()
    assert token_in(mail.outbox[0]) not in page.content.decode()
    form = {"username": "konuk", "password": PASSWORD}
    taken = client.post("/accounts/invitation/", {**form, "username": "AYSE"})
    assert taken.status_code == 422
    assert "username" in taken.context["form"].errors
    assert client.post("/accounts/invitation/", {**form, "password": "short"}).status_code == 422
    assert client.post("/accounts/invitation/", form)["Location"] == "/"
    assert client.get("/api/v1/users/me").json()["username"] == "konuk"
    assert client.get("/accounts/invitation/")["Location"] == "/accounts/link/"


def test_the_page_refuses_what_is_not_good_any_more(client, deniz, elif_, invitation):
    path = f"/accounts/link/invite/{token_of(invitation)}/"
    assert client.get(path)["Location"] == "/accounts/invitation/"
    revoke_role(actor=deniz, role=Role.objects.builtin(ADMINISTRATOR), user=elif_)
    assert client.get("/accounts/invitation/")["Location"] == "/accounts/link/"


def test_the_page_sends_whoever_has_an_account_to_sign_in(client, invitation):
    client.get(f"/accounts/link/invite/{token_of(invitation)}/")
    UserFactory(email=GUEST)
    answer = client.post("/accounts/invitation/", {"username": "konuk", "password": PASSWORD})
    assert answer["Location"] == "/accounts/login/"


# listing, withdrawing, sending again ----------------------------------------------------------------------------------
def test_the_list_costs_the_same_for_many(api, elif_, django_assert_max_num_queries):
    for number in range(5):
        invite(actor=elif_, email=f"k{number}@example.org")
    client = api(elif_)
    with django_assert_max_num_queries(12):  # two of them for the list, the others note an administrator's read
        body = client.get(URL, {"limit": "3"}).json()
    assert [one["email"] for one in body["results"]] == ["k4@example.org", "k3@example.org", "k2@example.org"]
    rest = client.get(body["next"]).json()
    assert [one["email"] for one in rest["results"]] == ["k1@example.org", "k0@example.org"]


def test_a_withdrawn_one_is_refused(api, elif_, invitation):
    token = token_of(invitation)
    for _ in range(2):
        assert api(elif_).delete(f"{URL}/{invitation.pk}").status_code == 204
    assert refused(api, token)
    assert api(elif_).get(f"{URL}/{invitation.pk}").json()["state"] == "withdrawn"
    answer = api(elif_).post(f"{URL}/{invitation.pk}/resend")
    assert (answer.status_code, answer.json()["code"]) == (409, "invitation.answered")


def test_an_accepted_one_cannot_be_withdrawn(api, elif_, invitation):
    accept(api, token_of(invitation))
    assert api(elif_).delete(f"{URL}/{invitation.pk}").status_code == 409


def test_it_is_sent_again_for_as_long_as_before(api, elif_, worked):
    body = worked(lambda: api(elif_).post(URL, {"email": GUEST})).json()
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(days=2))
    answer = worked(lambda: api(elif_).post(f"{URL}/{body['id']}/resend"))
    assert (answer.status_code, answer.json()["state"]) == (200, "pending")
    days = (Invitation.objects.get().expires_at - timezone.now()) / timedelta(days=1)
    assert days == pytest.approx(7, abs=0.01)
    first, second = (token_in(letter) for letter in mail.outbox)
    assert refused(api, first)
    assert accept(api, second).status_code == 201


def test_nobody_touches_those_of_people_at_or_above_them(api, deniz, elif_, new_id):
    above = invite(actor=deniz, email=GUEST)
    assert api(elif_).delete(f"{URL}/{above.pk}").status_code == 403
    assert api(elif_).post(f"{URL}/{above.pk}/resend").status_code == 403
    assert api(elif_).delete(f"{URL}/{new_id()}").status_code == 404
    below = invite(actor=elif_, email="baska@example.org")
    assert api(deniz).delete(f"{URL}/{below.pk}").status_code == 204


# the administration site ----------------------------------------------------------------------------------------------
def test_the_administration_site_invites_withdraws_and_sends_again(client, deniz, ayse, worked):
    client.force_login(deniz)
    add = "/admin/accounts/invitation/add/"
    answer = worked(lambda: client.post(add, {"email": GUEST, "role": "", "language": "tr"}))
    assert answer.status_code == 302, answer.content.decode()
    assert [one.to for one in mail.outbox] == [[GUEST]]
    row = Invitation.objects.get()
    assert row.invited_by == deniz
    assert GUEST in client.get("/admin/accounts/invitation/").content.decode()
    for action in ("send_again", "withdraw", "send_again"):
        worked(lambda action=action: client.post(
            "/admin/accounts/invitation/", {"action": action, "_selected_action": [str(row.pk)]}
        ))  # fmt: skip
    assert len(mail.outbox) == 2
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_administration_site_is_closed_to_others(client, deniz, bora):
    grant_role(actor=deniz, role=Role.objects.builtin(MODERATOR), user=bora)
    client.force_login(bora)
    assert client.get("/admin/accounts/invitation/").status_code in (302, 403)


def test_erasing_an_inviter_withdraws_and_erasing_a_guest_forgets(api, elif_, invitation):
    from apps.accounts.own_data import erase

    accept(api, token_of(invitation))
    invite(actor=elif_, email="baska@example.org")
    erase(User.objects.get(username="konuk"))
    assert [one.email for one in Invitation.objects.all()] == ["baska@example.org"]
    erase(elif_)
    assert not Invitation.objects.exists()
