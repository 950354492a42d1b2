"""Leaving: switched off, deleted after a grace, kept after all, erased."""

from datetime import timedelta

import pytest
import time_machine
from channels.db import database_sync_to_async as sync_to_async
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from apps.accounts.exports import ask_for_export, build_export
from apps.accounts.leaving import delete_user, when_disabled
from apps.accounts.models import LoginSession, OneTimeToken, Role, User
from apps.accounts.one_time_tokens import issue_link
from apps.accounts.profile_picture import set_avatar
from apps.accounts.roles import create_role, grant_role
from apps.accounts.tasks import erase_people
from apps.chat.actions import create_group_conversation, send_message
from apps.chat.models import Message, Participant
from apps.commands.actions import submit_command
from apps.commands.models import Command
from apps.core.persondata import erasers
from tests.accounts.test_avatar import picture
from tests.factories.accounts import PASSWORD
from tests.realtime.client import Closed
from tests.realtime.conftest import socket  # noqa: F401
from tests.security.conftest import document, run, signed_in

ME = "/api/v1/users/me"
SECRET = {"password": PASSWORD}


def sign_in(api, user):
    """Sign in anew with the password; returns a client with the token, or the answer that refused."""
    answer = api().post("/api/v1/auth/token", {"username": user.username, "password": PASSWORD})
    if answer.status_code != 200:
        return answer
    client = api()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    return client


def test_deactivating_hides_and_signs_out(api, ayse, bora):
    client = signed_in(ayse)
    assert client.post(f"{ME}/deactivate", SECRET).status_code == 204
    assert client.get(ME).status_code == 401
    assert LoginSession.objects.get().end_reason == "left"
    assert api(bora).get(f"/api/v1/users/{ayse.pk}").status_code == 404
    assert api(bora).get("/api/v1/users/search?q=ayse").json()["results"] == []


@pytest.mark.parametrize(("method", "path"), [("post", f"{ME}/deactivate"), ("delete", ME)])
def test_the_password_is_asked_for(api, ayse, method, path):
    for body, status in (({"password": "wrong password"}, 403), ({}, 400), ({"password": PASSWORD, "x": 1}, 400)):
        assert getattr(signed_in(ayse), method)(path, body).status_code == status
    ayse.refresh_from_db()
    assert ayse.is_active


def test_guessing_ones_password_here_is_counted(ayse):
    client = signed_in(ayse)
    codes = [client.delete(ME, {"password": "wrong password"}).status_code for _ in range(12)]
    assert codes[-1] == 429


def test_deleting_shows_a_deleted_account_to_others_at_once(api, ayse, bora, direct):
    send_message(actor=ayse, conversation=direct, text="kalır")
    answer = signed_in(ayse).delete(ME, SECRET)
    assert answer.status_code == 202
    ayse.refresh_from_db()
    assert timedelta(days=13, hours=23) < ayse.deletes_at - timezone.now() <= timedelta(days=14)
    (message,) = api(bora).get(f"/api/v1/conversations/{direct.pk}/messages").json()["results"]
    assert (message["text"], message["sender"]["display_name"]) == ("kalır", "Deleted account")
    assert "ayse" not in str(message).lower()


def test_whoever_signs_in_again_may_only_keep_the_account(api, ayse, direct):
    signed_in(ayse).delete(ME, SECRET)
    client = sign_in(api, ayse)
    me = client.get(ME).json()
    assert (me["username"], me["is_active"]) == ("ayse", False)
    assert me["deletes_at"]
    for method, path, body in (("patch", ME, {"theme": "dark"}), ("get", "/api/v1/conversations", None),
                               ("post", "/api/v1/messages", {"conversation": str(direct.pk), "text": "x"}),
                               ("get", f"{ME}/exports", None), ("delete", ME, SECRET)):  # fmt: skip
        answer = getattr(client, method)(path, body) if body else getattr(client, method)(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "user.left"), path
    kept = client.post(f"{ME}/keep").json()
    assert (kept["is_active"], kept["deletes_at"]) == (True, None)
    assert client.get("/api/v1/conversations").status_code == 200
    assert client.post(f"{ME}/keep").status_code == 200, "twice is no error"


def test_roles_do_not_come_back(api, deniz, ayse):
    grant_role(actor=deniz, role=create_role(actor=deniz, name="x", level=1), user=ayse)
    signed_in(ayse).delete(ME, SECRET)
    client = sign_in(api, ayse)
    client.post(f"{ME}/keep")
    assert [one["name"] for one in client.get(f"{ME}/roles").json()["results"]] == ["member"]


def test_the_sign_in_page_offers_to_keep_the_account(api, ayse):
    signed_in(ayse).delete(ME, SECRET)
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": "ayse", "password": PASSWORD})
    assert answer["Location"] == "/accounts/keep/"
    page = browser.get("/accounts/keep/")
    assert page.status_code == 200
    assert browser.get("/").status_code == 302, "not signed in yet"
    assert browser.post("/accounts/keep/")["Location"] == "/accounts/login/"
    ayse.refresh_from_db()
    assert (ayse.is_active, ayse.deletes_at) == (True, None)
    assert browser.get("/accounts/keep/").status_code == 404
    assert Client().get("/accounts/keep/").status_code == 404


@pytest.mark.django_db(transaction=True)
async def test_the_socket_closes_and_stays_closed(socket, ayse, bora):  # noqa: F811
    client = await socket(ayse)
    path = (await sync_to_async(signed_in)(ayse)).delete
    assert (await sync_to_async(path)(ME, SECRET)).status_code == 202
    with pytest.raises(Closed) as closed:
        await client.read_until("nothing comes but the end")
    assert closed.value.code == 4401
    again = await socket(await sync_to_async(User.objects.get)(pk=ayse.pk))
    assert again.ready["error"]["code"] == "auth.session_ended"
    with pytest.raises(Closed) as closed:
        await again.read()
    assert closed.value.code == 4401


def test_what_else_ends_with_an_account_is_ended(deniz, ayse, monkeypatch):
    ended = []
    monkeypatch.setattr("apps.accounts.leaving._endings", [])
    when_disabled(ended.append)
    delete_user(actor=deniz, user=ayse)
    assert ended == [ayse]


def test_an_administrator_undoes_a_deletion(api, deniz, ayse):
    api(deniz).delete(f"/api/v1/users/{ayse.pk}")
    answer = api(deniz).patch(f"/api/v1/users/{ayse.pk}", {"is_active": True}).json()
    assert (answer["deletes_at"], answer["is_active"], answer["username"]) == (None, True, "ayse")


# after the grace ------------------------------------------------------------------------------------------------------
def erase_now():
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=True):
        return erase_people()


def test_nobody_is_erased_before_the_grace_is_over(deniz, ayse):
    delete_user(actor=deniz, user=ayse)
    assert erase_people() == 0
    ayse.refresh_from_db()
    assert ayse.username == "ayse"


def test_everything_personal_is_erased_and_what_was_said_stays(
    api, deniz, ayse, bora, direct, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client = signed_in(ayse)
        issue_link(purpose=OneTimeToken.Purpose.UNDO, user=ayse, address="eski@example.org")
        set_avatar(actor=ayse, content=picture())
        ayse.refresh_from_db()
        said = send_message(actor=ayse, conversation=direct, text="kalır")
        group = create_group_conversation(actor=ayse, name="Ekip", member_ids=[bora.pk])
        count = {"id": "say", "task_type": "text.count", "parameters": {"text": "x"}}
        private = run(submit_command(actor=ayse, alt=document(count)))
        shared = run(submit_command(actor=ayse, alt=document(count), conversation=direct))
        default_storage.save(f"command-files/{ayse.pk}/abc", ContentFile(b"x"))
        build_export(export=ask_for_export(actor=ayse))
        archive = ayse.data_exports.get().storage_key
        grant_role(actor=deniz, role=create_role(actor=deniz, name="x", level=1), user=ayse)
        client.delete(ME, SECRET)
        assert erase_now() == 1
        assert erase_now() == 0
    old, gone = ayse.avatar, User.objects.get(pk=ayse.pk)
    assert (gone.display_name, gone.avatar, gone.is_active) == ("", "", False)
    assert "ayse" not in f"{gone.username}{gone.email}{gone.search_name}".lower()
    assert not gone.has_usable_password()
    for rows in (gone.login_sessions, gone.role_members, gone.data_exports, gone.groups):
        assert not rows.exists()
    assert not gone.one_time_tokens.exists()
    for key in (f"avatars/{old}/512.webp", archive, f"command-files/{ayse.pk}/abc"):
        assert not default_storage.exists(key), key
    assert Message.objects.get(pk=said.pk).text == "kalır"
    assert not Command.objects.filter(pk=private.pk).exists()
    assert Command.objects.filter(pk=shared.pk).exists()
    assert Participant.objects.get(conversation=group).user == bora
    assert Participant.objects.get(conversation=group).role == "owner", "the group is nobody's no longer"
    group.refresh_from_db()
    assert group.participant_count == 1
    (message,) = [
        one for one in api(bora).get(f"/api/v1/conversations/{direct.pk}/messages").json()["results"]
        if one["id"] == str(said.pk)
    ]  # fmt: skip
    assert message["sender"]["display_name"] == "Deleted account"
    assert "ayse" not in str(message).lower()
    assert api(deniz).get(f"/api/v1/users/{ayse.pk}").status_code == 404
    assert "ayse" not in api(deniz).get("/api/v1/users").text
    assert sign_in(api, ayse).status_code == 401


def test_the_name_and_the_address_are_free_again(api, deniz, ayse):
    delete_user(actor=deniz, user=ayse)
    body = {"username": "ayse", "email": "ayse@example.org", "password": PASSWORD}
    assert api().post("/api/v1/auth/register", body).json()["code"] == "user.name_taken"
    erase_now()
    assert api().post("/api/v1/auth/register", body).status_code == 201
    assert User.objects.filter(username="ayse").count() == 1


def test_whoever_came_back_is_not_erased(api, ayse):
    signed_in(ayse).delete(ME, SECRET)
    sign_in(api, ayse).post(f"{ME}/keep")
    assert erase_now() == 0


def test_an_eraser_that_fails_leaves_everything_for_the_next_time(deniz, ayse, monkeypatch):
    delete_user(actor=deniz, user=ayse)

    def fails(user):
        raise RuntimeError("no")

    with monkeypatch.context() as patch:
        patch.setitem(erasers, "broken", fails)
        assert erase_now() == 0
    ayse.refresh_from_db()
    assert ayse.username == "ayse"
    assert erase_now() == 1


def test_the_owner_role_is_not_lost(deniz):
    answer = signed_in(deniz).delete(ME, SECRET)
    assert answer.json()["code"] == "role.last_owner"
    assert Role.objects.builtin("owner").members.count() == 1
