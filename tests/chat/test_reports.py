import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Role
from apps.chat.actions import remove_participant, send_message
from apps.chat.models import Message, Report
from apps.chat.moderation.actions import report_message, resolve_report
from apps.core.problems import Forbidden
from apps.events.models import Event

pytestmark = pytest.mark.django_db
URL = "/api/v1/reports"


@pytest.fixture
def message(ayse, direct):
    return send_message(actor=ayse, conversation=direct, text="kırıcı söz")


@pytest.fixture
def report(bora, message):
    return report_message(actor=bora, message=message, reason="abuse", text="bana böyle yazdı")[0]


@pytest.fixture
def moderator(cem):
    role = Role.objects.create(name="reports", level=10, permissions=["chat.view_report", "chat.change_report"])
    cem.role_members.create(role=role)
    return cem


def post(client, message, **body):
    return client.post(f"/api/v1/messages/{message.pk}/report", {"reason": "spam", **body})


def test_a_reader_reports_once(api, bora, message):
    first, again = post(api(bora), message, text="x"), post(api(bora), message, reason="other")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert set(first.json()) == {"id", "message", "reason", "text", "created_at"}
    assert Event.objects.filter(type="report.made").count() == 1


def test_nobody_reports_themselves(api, ayse, message):
    answer = post(api(ayse), message)
    assert (answer.status_code, answer.json()["code"]) == (422, "report.own_message")


def test_a_stranger_and_a_former_member_have_nothing_to_report(api, ayse, bora, cem, group):
    message = send_message(actor=ayse, conversation=group, text="x")
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert [post(api(one), message).status_code for one in (cem, bora)] == [404, 404]
    assert post(api(), message).status_code == 401


@pytest.mark.parametrize("body", [{"reason": "x"}, {"reason": None}, {"text": "x" * 2001}, {"text": 5}, {"said": "x"}])
def test_a_malformed_report_is_refused(api, bora, message, body):
    assert post(api(bora), message, **body).status_code == 400


def test_moderators_have_a_queue(api, moderator, report):
    (row,) = api(moderator).get(URL, {"state": "open"}).json()["results"]
    assert (row["reason"], row["sender"]["username"], row["reporter"]["username"]) == ("abuse", "ayse", "bora")
    assert "kırıcı" not in str(row)
    assert api(moderator).get(URL, {"state": "resolved"}).json()["results"] == []
    assert api(moderator).get(URL, {"reason": "spam"}).json()["results"] == []


def test_reading_what_was_said_is_noted(api, moderator, message, report):
    Message.objects.filter(pk=message.pk).update(text="masum", deleted_at=message.created_at)
    body = api(moderator).get(f"{URL}/{report.pk}").json()
    assert (body["said"], body["text"]) == ("kırıcı söz", "bana böyle yazdı")
    event = Event.objects.get(type="report.read")
    assert event.context["trail"]["target"] == ["report", str(report.pk)]
    assert "kırıcı" not in str(event.context)


def test_a_report_is_settled_and_who_did_is_kept(api, moderator, report):
    first = api(moderator).get(f"{URL}/{report.pk}")
    url = f"{URL}/{report.pk}/resolution"
    answer = api(moderator).put(url, {"outcome": "handled", "note": "konuştum"}, headers={"If-Match": first["ETag"]})
    assert (answer.status_code, answer.json()["resolved_by"]["username"]) == (200, "cem")
    assert api(moderator).put(url, {"outcome": "handled", "note": "konuştum"}).json()["version"] == 2
    stale = api(moderator).put(url, {"outcome": "dismissed"}, headers={"If-Match": first["ETag"]})
    assert stale.status_code == 412
    assert Event.objects.filter(type="report.resolved").count() == 1


def test_nobody_else_looks_or_settles(api, ayse, bora, report, new_id):
    for person in (ayse, bora):
        assert api(person).get(URL).status_code == 403
        assert api(person).get(f"{URL}/{report.pk}").status_code == 403
        assert api(person).put(f"{URL}/{report.pk}/resolution", {"outcome": "handled"}).status_code == 403
        with pytest.raises(Forbidden):
            resolve_report(actor=person, report=report, outcome="handled")


def test_the_queue_costs_the_same_for_many(api, moderator, ayse, bora, direct, monkeypatch):
    monkeypatch.setattr("apps.accounts.rights.KEPT_SECONDS", 3600.0)
    client, costs = api(moderator), []
    client.get(URL)
    for amount in (2, 9):
        for _ in range(amount):
            message = send_message(actor=ayse, conversation=direct, text="x")
            report_message(actor=bora, message=message, reason="spam")
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_admin_shows_the_queue_and_settles(client, deniz, report):
    client.force_login(deniz)
    assert "Spam" in client.get("/admin/chat/report/").content.decode()
    page = client.get(f"/admin/chat/report/{report.pk}/change/")
    assert "kırıcı söz" in page.content.decode()
    assert Event.objects.filter(type="report.read").count() == 1
    client.post("/admin/chat/report/", {"action": "dismiss", "_selected_action": [str(report.pk)]})
    assert Report.objects.get().outcome == "dismissed"


def test_who_settles_may_delete_the_message_without_taking_part(api, ayse, bora, moderator, message, report):
    place = f"{URL}/{report.pk}"
    assert api(moderator).delete(f"/api/v1/messages/{message.pk}").status_code == 404
    answer = api(moderator).put(f"{place}/resolution", {"outcome": "handled", "delete": True})
    assert (answer.status_code, answer.json()["outcome"]) == (200, "handled")
    assert api(bora).get(f"/api/v1/messages/{message.pk}").status_code == 404
    assert Event.objects.get(type="report.resolved").context["trail"]["details"]["deleted"] is True
    assert api(moderator).get(place).json()["said"] == "kırıcı söz"
    assert (
        api(moderator).put(f"{place}/resolution", {"outcome": "handled", "delete": True}).status_code == 200
    )  # it is gone already
    assert api(ayse).put(f"{place}/resolution", {"outcome": "handled", "delete": True}).status_code in (403, 404)
