"""Taking one's own data along."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts import exports
from apps.accounts.actions import open_login_session
from apps.accounts.exports import ask_for_export, build_export
from apps.accounts.models import DataExport, LoginSession
from apps.accounts.tasks import sweep_exports
from apps.chat.actions import create_group_conversation, remove_participant, send_message
from apps.commands.actions import submit_command
from apps.core.persondata import exporters
from apps.events.models import Event
from tests.factories.accounts import PASSWORD
from tests.security.conftest import document, run, signed_in

ME = "/api/v1/users/me"


def made(user):
    export = ask_for_export(actor=user)
    assert build_export(export=export)
    export.refresh_from_db()
    return export


def archive_of(answer):
    content = b"".join(answer.streaming_content)
    assert len(content) == int(answer["Content-Length"])
    return zipfile.ZipFile(io.BytesIO(content))


def test_from_asking_to_downloading(api, ayse, do_work):
    client = signed_in(ayse)
    answer = client.post(f"{ME}/export")
    assert (answer.status_code, answer.json()["state"], answer.json()["url"]) == (202, "queued", None)
    do_work()
    (row,) = client.get(f"{ME}/exports").json()["results"]
    assert (row["state"], row["id"]) == ("ready", answer.json()["id"])
    assert row["size"] > 0
    (letter,) = mail.outbox
    assert letter.to == [ayse.email]
    download = client.get(row["url"])
    assert download["Content-Type"] == "application/zip"
    assert download["Content-Disposition"].startswith("attachment")
    folder = archive_of(download)
    assert folder.testzip() is None
    assert json.loads(folder.read("accounts/profile.json"))[0]["username"] == "ayse"
    assert Event.objects.filter(type="export.ready", topic=f"user:{ayse.pk}").exists()


def test_it_holds_what_is_mine_and_what_i_still_see_and_no_secret(ayse, bora, direct):
    group = create_group_conversation(actor=bora, name="Eski", member_ids=[ayse.pk])
    send_message(actor=ayse, conversation=group, text="görünmez")
    remove_participant(actor=bora, conversation=group, user=ayse)
    send_message(actor=ayse, conversation=direct, text="benim sözüm")
    send_message(actor=bora, conversation=direct, text="onun sözü")
    pair = open_login_session(user=ayse)
    post = {"id": "yaz", "task_type": "file.write", "parameters": {"path": "not.txt", "content": "dosyam"}}
    run(submit_command(actor=ayse, alt=document(post, title="dilek")))
    client = signed_in(ayse)
    folder = archive_of(client.get(f"{ME}/exports/{made(ayse).pk}/content"))
    everything = {name: folder.read(name) for name in folder.namelist()}
    assert [one["text"] for one in json.loads(everything["chat/messages.json"])] == ["benim sözüm"]
    assert [one["kind"] for one in json.loads(everything["chat/conversations.json"])] == ["direct"]
    assert json.loads(everything["commands/commands.json"])[0]["title"] == "dilek"
    assert b"dosyam" in [content for name, content in everything.items() if name.startswith("commands/files/")]
    assert len(json.loads(everything["accounts/sessions.json"])) == 2
    text = b"\n".join(everything.values()).decode()
    session = LoginSession.objects.filter(user=ayse).first()
    ayse.refresh_from_db()
    for secret in (ayse.password, pair.refresh, pair.access, session.refresh_hash, PASSWORD, "onun sözü", "görünmez",
                   bora.email):  # fmt: skip
        assert secret not in text
    assert not [name for name in everything if ".." in name or name.startswith("/")]


def test_one_at_a_time(ayse):
    client = signed_in(ayse)
    assert client.post(f"{ME}/export").status_code == 202
    answer = client.post(f"{ME}/export")
    assert (answer.status_code, answer.json()["code"]) == (409, "export.at_work")
    assert build_export(export=DataExport.objects.get())
    assert client.post(f"{ME}/export").status_code == 202


def test_only_for_its_owner_in_a_fresh_session(api, ayse, bora):
    export = made(ayse)
    url = f"{ME}/exports/{export.pk}/content"
    assert api().get(url).status_code == 401
    assert signed_in(bora).get(url).status_code == 404
    client = signed_in(ayse)
    LoginSession.objects.filter(user=ayse).update(fresh_at=timezone.now() - timedelta(minutes=11))
    assert client.get(url).json()["code"] == "auth.fresh_factor_required"
    assert signed_in(ayse).get(url).status_code == 200


def test_it_is_kept_for_seven_days(ayse):
    export = made(ayse)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=True):
        sweep_exports()
        answer = signed_in(ayse).get(f"{ME}/exports/{export.pk}/content")
    assert answer.json()["code"] == "export.not_ready"
    assert not default_storage.exists(export.storage_key)


def test_not_ready_yet(ayse):
    export = ask_for_export(actor=ayse)
    assert signed_in(ayse).get(f"{ME}/exports/{export.pk}/content").status_code == 409


def test_a_lost_wake_up_and_a_dead_worker_are_made_good(ayse):
    export = ask_for_export(actor=ayse)
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        assert exports._claim(export) is not None
        assert not build_export(export=export), "another worker is at it"
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=True):
        sweep_exports()
    export.refresh_from_db()
    assert (export.state, export.attempt) == ("ready", 2)


def test_a_late_worker_changes_nothing(ayse):
    late = exports._claim(ask_for_export(actor=ayse))
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=True):
        assert build_export(export=DataExport.objects.get())
    assert not exports._end(late, "failed")
    assert DataExport.objects.get().state == "ready"


def test_after_three_attempts_it_has_failed_and_may_be_asked_for_again(ayse, monkeypatch):
    def broken(user):
        raise RuntimeError("no")

    monkeypatch.setitem(exporters, "broken", broken)
    export = ask_for_export(actor=ayse)
    for minutes in (0, 5, 10):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True):
            assert not build_export(export=export)
    export.refresh_from_db()
    assert export.state == "failed"
    assert Event.objects.filter(type="export.failed").exists()
    assert ask_for_export(actor=ayse)


def test_a_thousand_messages_cost_as_many_queries_as_one(ayse, direct):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked, io.BytesIO() as out:
            exports.write_archive(out, ayse, lambda: None)
        return len(asked)

    send_message(actor=ayse, conversation=direct, text="m")
    one = queries()
    for number in range(60):
        send_message(actor=ayse, conversation=direct, text=f"m{number}")
    assert queries() == one


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_the_same_moment_get_one(ayse):
    from tests.accounts.test_register_user import at_once

    at_once(*[lambda: ask_for_export(actor=ayse)] * 4)
    assert DataExport.objects.count() == 1
