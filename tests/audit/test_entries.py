"""What is written, and that it is written once."""

import json
from typing import Any

import pytest

from apps.accounts.actions import end_other_login_sessions
from apps.accounts.models import User
from apps.audit.models import AppendOnly, Entry
from apps.audit.noting import changed_fields
from apps.events.models import Event, Handled
from apps.events.tasks import dispatch
from tests.factories.accounts import PASSWORD
from tests.factories.keys import make_key, with_key
from tests.security.conftest import signed_in

pytestmark = pytest.mark.django_db


def last(entries: list[Entry], action: str) -> Entry:
    return [entry for entry in entries if entry.action == action][-1]


def test_a_sign_in_says_who_from_where_and_in_which_request(api, ayse, work):
    body = {"username": "ayse", "password": PASSWORD}
    api().post("/api/v1/auth/token", body, REMOTE_ADDR="203.0.113.9", headers={"X-Request-ID": "bir-istek"})
    entry = last(work(), "session.opened")
    assert (entry.actor_id, entry.actor_name, entry.address) == (str(ayse.pk), "Ayşe Işık", "203.0.113.9")
    assert (entry.outcome, entry.request_id, entry.target_type) == ("ok", "bir-istek", "session")


@pytest.mark.parametrize(("name", "known"), [("ayse", True), ("nobody", False)])
def test_a_failed_sign_in_is_kept_without_what_was_typed(api, ayse, work, name, known):
    api().post("/api/v1/auth/token", {"username": name, "password": "wrong password"}, REMOTE_ADDR="203.0.113.9")
    entry = last(work(), "session.refused")
    assert (entry.outcome, entry.actor_id, entry.address) == ("failed", "", "203.0.113.9")
    assert entry.target_id == (str(ayse.pk) if known else "")
    assert entry.details == {"code": "auth.wrong_credentials"}
    assert name not in json.dumps(entry.details)


def test_a_failed_sign_in_on_the_page_is_kept_too(client, ayse, work):
    client.post("/accounts/login/", {"login": "ayse", "password": "wrong password"})
    assert last(work(), "session.refused").target_id == str(ayse.pk)


def test_an_attack_does_not_fill_the_log(api, ayse, work):
    for _ in range(25):
        api().post("/api/v1/auth/token", {"username": "ayse", "password": "wrong password"})
    refused = [entry.details["code"] for entry in work() if entry.action == "session.refused"]
    assert refused.count("auth.wrong_credentials") == 10
    assert refused.count("auth.too_many_attempts") == 4


def test_sessions_keys_and_passwords_leave_traces(ayse, work):
    client = signed_in(ayse)
    key = client.post("/api/v1/auth/api-keys", {"name": "x", "scopes": ["users:read"]}).json()
    client.post(f"/api/v1/auth/api-keys/{key['id']}/rotate", {})
    client.delete(f"/api/v1/auth/api-keys/{key['id']}")
    end_other_login_sessions(actor=ayse, keep=None, reason="password_changed")
    entries = work()
    made = last(entries, "api_key.created")
    assert (made.actor_id, made.credential, made.target_id) == (str(ayse.pk), "session", key["id"])
    assert made.details["scopes"] == ["users:read"]
    assert last(entries, "api_key.revoked").details["reason"] == "revoked_by_owner"
    assert last(entries, "session.others_ended").details == {"reason": "password_changed", "count": 1}
    assert last(entries, "session.ended").details["reason"] == "password_changed"
    everything = json.dumps(list(Entry.objects.values("details", "target_id", "actor_name")))
    assert key["key"] not in everything
    assert ayse.email not in everything


def test_what_a_key_does_names_the_key(ayse, deniz, work):
    key, text = make_key(deniz, "audit:read")
    with_key(text).get("/api/v1/audit")
    entry = last(work(), "administration.read")
    assert (entry.actor_id, entry.credential, entry.credential_id) == (str(deniz.pk), "key", str(key.pk))


def test_the_admin_site_leaves_traces(client, ayse, deniz, work):
    client.force_login(deniz)
    client.get("/admin/accounts/user/")
    client.get(f"/admin/accounts/user/{ayse.pk}/change/")
    form: dict[str, Any] = {"username": "ayse", "email": ayse.email, "display_name": "Başka", "language": "tr",
                            "timezone": "Europe/Istanbul", "theme": "dark", "is_active": "on"}  # fmt: skip
    assert client.post(f"/admin/accounts/user/{ayse.pk}/change/", form).status_code == 302
    entries = work()
    reads = [entry for entry in entries if entry.action == "admin.read"]
    assert [entry.target_id for entry in reads] == ["", str(ayse.pk)]
    changed = last(entries, "admin.changed")
    assert (changed.actor_id, changed.target_type, changed.target_id) == (str(deniz.pk), "accounts.user", str(ayse.pk))
    assert "Başka" not in json.dumps(changed.details)
    assert changed.details["fields"]


def test_administrators_refused_and_reading_leave_traces(client, ayse, deniz, work):
    helper = User.objects.create(username="yardimci", email="y@example.org", is_staff=True)
    assert signed_in(helper).get("/api/v1/audit").status_code == 403
    client.force_login(helper)
    assert client.get("/admin/audit/entry/").status_code == 403
    assert signed_in(ayse).get("/api/v1/audit").status_code == 403  # an ordinary person: no entry
    assert signed_in(deniz).get("/api/v1/audit").status_code == 200
    entries = work()
    assert [entry.outcome for entry in entries if entry.action == "permission.refused"] == ["refused", "refused"]
    assert last(entries, "administration.read").details == {"permission": "audit.view_entry"}


def test_an_event_is_written_once_however_often_it_is_dispatched(noted):
    noted(1)
    event = Event.objects.get(type="audit.noted")
    Event.objects.update(handled_at=None)
    dispatch(event.pk)
    assert (Entry.objects.count(), Handled.objects.count()) == (1, 1)


def test_entries_refuse_to_change(noted):
    entry = noted(1)[0]
    for attempt in (
        entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(action="x"),
        lambda: Entry.objects.bulk_update([entry], ["action"]),
        lambda: Entry.objects.filter(pk=1)._raw_delete("default"),
    ):  # fmt: skip
        with pytest.raises(AppendOnly):
            attempt()
    assert Entry.objects.count() == 1


def test_the_admin_logs_message_gives_only_names_of_fields():
    message = [{"changed": {"fields": ["Name"], "object": "gizli"}}, {"added": {"name": "x", "object": "gizli"}}]
    assert changed_fields(message) == ["Name"]
    assert changed_fields("Changed password.") == []
