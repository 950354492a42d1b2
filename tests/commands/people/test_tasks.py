"""To-dos and approvals of people: who gives them, who sees them, who closes them."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Block
from apps.chat.actions import remove_participant, send_message
from apps.commands.models import PersonTask
from apps.commands.people.actions import create_task, decide_task, expire_task
from apps.commands.people.problems import CannotDecide, NobodyDecides, TaskClosed
from apps.commands.people.reminding import look_at_the_clock
from apps.core.persondata import erasers, exporters
from apps.events.models import Event
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(group):
    person = UserFactory(username="dora")
    group.participants.create(user=person)
    return person


def heard(kind):
    return sorted(Event.objects.filter(type=kind).values_list("topic", flat=True))


def test_a_to_do_of_a_message_is_told_to_all_concerned(api, ayse, bora, cem, group):
    message = send_message(actor=bora, conversation=group, text="Raporu bitirelim\nyarına kadar")
    answer = api(ayse).post("/api/v1/tasks", {"message": str(message.pk), "assignees": [str(bora.pk)]})
    assert answer.status_code == 201
    found = answer.json()
    assert (found["title"], found["kind"], found["state"]) == ("Raporu bitirelim", "todo", "open")
    assert (found["conversation"], found["message"]) == (str(group.pk), str(message.pk))
    assert heard("task.created") == sorted([f"conversation:{group.pk}", f"user:{ayse.pk}", f"user:{bora.pk}"])
    assert json.loads(Event.objects.filter(type="task.created").first().data) == found
    assert api(cem).get(f"/api/v1/tasks/{found['id']}").status_code == 404
    assert api(cem).post("/api/v1/tasks", {"message": str(message.pk)}).status_code == 404


def test_whoever_is_asked_completes_it_and_others_do_not(api, ayse, bora, dora, group):
    task = create_task(actor=ayse, title="x", conversation=group, assignees=[bora.pk])
    url = f"/api/v1/tasks/{task.pk}"
    assert api(dora).patch(url, {"state": "done"}).status_code == 403
    done = api(bora).patch(url, {"state": "done"})
    assert (done.json()["state"], done.json()["completed_by"]["username"]) == ("done", "bora")
    assert api(bora).patch(url, {"state": "done"}).status_code == 200
    assert api(bora).patch(url, {"title": "y"}).json()["code"] == "task.closed"
    assert api(ayse).patch(url, {"state": "open"}).json()["completed_at"] is None
    assert api(ayse).patch(url, {"state": "cancelled"}).json()["state"] == "cancelled"


def test_what_was_given_to_nobody_can_be_taken(api, ayse, bora, dora, group):
    task = create_task(actor=ayse, title="x", conversation=group)
    url = f"/api/v1/tasks/{task.pk}"
    assert api(dora).patch(url, {"assignees": [str(bora.pk)]}).status_code == 403
    assert api(dora).patch(url, {"assignees": [str(dora.pk)]}).status_code == 200
    assert api(bora).patch(url, {"assignees": [str(bora.pk)]}).status_code == 403


def test_a_stale_change_is_refused(api, ayse):
    task = create_task(actor=ayse, title="x")
    url = f"/api/v1/tasks/{task.pk}"
    tag = api(ayse).get(url)["ETag"]
    assert api(ayse).get(url, headers={"If-None-Match": tag}).status_code == 304
    assert api(ayse).patch(url, {"title": "y"}, headers={"If-Match": tag}).status_code == 200
    assert api(ayse).patch(url, {"title": "z"}, headers={"If-Match": tag}).status_code == 412


def test_only_people_one_reaches_are_asked(api, ayse, bora, cem, group):
    def asked(person, **where):
        return api(ayse).post("/api/v1/tasks", {"title": "x", "assignees": [str(person.pk)], **where})

    assert asked(cem).status_code == 201
    assert asked(cem, conversation=str(group.pk)).json()["code"] == "task.cannot_be_asked"
    Block.objects.create(blocker=bora, blocked=ayse)
    assert asked(bora).json()["code"] == "task.cannot_be_asked"
    assert asked(UserFactory(is_active=False)).json()["code"] == "task.cannot_be_asked"


def test_who_left_the_conversation_sees_nothing_of_it_any_more(api, ayse, bora, group):
    task = create_task(actor=ayse, title="x", conversation=group, assignees=[bora.pk])
    remove_participant(actor=ayse, conversation=group, user=bora)
    Event.objects.all().delete()
    assert api(bora).get(f"/api/v1/tasks/{task.pk}").status_code == 404
    assert api(bora).get("/api/v1/tasks?role=mine").json()["results"] == []
    api(ayse).patch(f"/api/v1/tasks/{task.pk}", {"title": "y"})
    assert heard("task.updated") == sorted([f"conversation:{group.pk}", f"user:{ayse.pk}"])


class TestApproval:
    def test_two_of_three_say_yes_and_whoever_asks_does_not_count(self, api, ayse, bora, dora, group):
        body = {"kind": "approval", "title": "Yayınla", "conversation": str(group.pk), "needed": 2}
        task = api(ayse).post("/api/v1/tasks", body).json()
        url = f"/api/v1/tasks/{task['id']}"
        assert api(ayse).patch(url, {"decision": "approve"}).json()["code"] == "task.cannot_decide"
        first = api(bora).patch(url, {"decision": "approve", "comment": "olur"}).json()
        assert (first["state"], first["decisions"][0]["comment"]) == ("open", "olur")
        assert api(bora).patch(url, {"decision": "approve"}).json()["version"] == first["version"]
        assert api(bora).patch(url, {"decision": "reject"}).json()["code"] == "task.already_decided"
        assert api(dora).patch(url, {"decision": "approve"}).json()["state"] == "approved"
        assert api(dora).patch(url, {"state": "done"}).status_code == 403

    def test_one_no_ends_it(self, ayse, bora, dora, group):
        task = create_task(actor=ayse, title="x", kind="approval", conversation=group, needed=2)
        assert decide_task(actor=bora, task=task, approves=False).state == "rejected"
        with pytest.raises(TaskClosed):
            decide_task(actor=dora, task=task, approves=True)

    def test_only_those_who_hold_the_right_decide(self, ayse, bora, dora, group):
        task = create_task(actor=bora, title="x", kind="approval", conversation=group, right="chat.change_conversation")
        with pytest.raises(CannotDecide):
            decide_task(actor=dora, task=task, approves=True)
        assert decide_task(actor=ayse, task=task, approves=True).state == "approved"  # she owns the group
        owner = create_task(actor=bora, title="x", kind="approval", conversation=group, right="owner")
        with pytest.raises(CannotDecide):
            decide_task(actor=dora, task=owner, approves=True)

    def test_a_right_lost_in_between_counts_no_more(self, ayse, bora, dora, group):
        task = create_task(actor=ayse, title="x", kind="approval", conversation=group, assignees=[bora.pk])
        with pytest.raises(CannotDecide):
            decide_task(actor=dora, task=task, approves=True)
        remove_participant(actor=ayse, conversation=group, user=bora)
        with pytest.raises(CannotDecide):
            decide_task(actor=bora, task=task, approves=True)

    def test_nobody_but_oneself_is_not_enough(self, api, ayse, group):
        with pytest.raises(NobodyDecides):
            create_task(actor=ayse, title="x", kind="approval", conversation=group, assignees=[ayse.pk])
        assert api(ayse).post("/api/v1/tasks", {"title": "x", "kind": "approval"}).status_code == 422
        bad = {"title": "x", "kind": "approval", "conversation": str(group.pk), "right": "no.such"}
        assert api(ayse).post("/api/v1/tasks", bad).json()["code"] == "task.right_unknown"

    def test_it_expires(self, ayse, bora, group):
        task = create_task(actor=ayse, title="x", kind="approval", conversation=group)
        assert task.expires_at > timezone.now() + timedelta(days=6)
        PersonTask.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        with pytest.raises(TaskClosed):
            decide_task(actor=bora, task=task, approves=True)
        assert look_at_the_clock() == 1
        task.refresh_from_db()
        assert task.state == "expired"
        assert expire_task(task).state == "expired"
        assert look_at_the_clock() == 0


class TestReminding:
    def test_it_reminds_once(self, ayse, bora, group):
        task = create_task(actor=ayse, title="x", conversation=group, assignees=[bora.pk], due_at=timezone.now())
        assert look_at_the_clock() == 1
        assert heard("task.due") == sorted([f"conversation:{group.pk}", f"user:{ayse.pk}", f"user:{bora.pk}"])
        assert look_at_the_clock() == 0
        task.refresh_from_db()
        assert task.is_open

    def test_a_reminder_is_done_when_it_was_told_and_a_repeating_one_goes_on(self, ayse):
        create_task(actor=ayse, title="once", kind="reminder", due_at=timezone.now())
        again = create_task(
            actor=ayse, title="again", kind="reminder", due_at=timezone.now(), rrule="FREQ=DAILY", assignees=[ayse.pk]
        )
        assert look_at_the_clock() == 2
        again.refresh_from_db()
        assert PersonTask.objects.get(title="once").state == "done"
        assert again.is_open
        assert timedelta(hours=22) < again.remind_at - timezone.now() < timedelta(hours=26)

    def test_a_moved_deadline_reminds_anew(self, api, ayse):
        task = create_task(actor=ayse, title="x", due_at=timezone.now())
        look_at_the_clock()
        later = datetime.now(UTC) + timedelta(days=1)
        api(ayse).patch(f"/api/v1/tasks/{task.pk}", {"due_at": later.isoformat(), "remind_at": later.isoformat()})
        task.refresh_from_db()
        assert (task.reminded_at, task.remind_at) == (None, later)


def test_the_list_is_filtered_and_costs_the_same(api, ayse, bora, cem, group, django_assert_num_queries):
    now = timezone.now()
    mine = create_task(actor=bora, title="a", conversation=group, assignees=[ayse.pk], due_at=now - timedelta(days=1))
    given = create_task(actor=ayse, title="b", assignees=[bora.pk])
    create_task(actor=cem, title="c", assignees=[cem.pk])

    def found(query):
        return [row["id"] for row in api(ayse).get(f"/api/v1/tasks?{query}").json()["results"]]

    one, two = str(mine.pk), str(given.pk)
    assert found("") == [two, one]
    assert found("role=mine") == [one]
    assert found("role=given") == [two]
    assert found("due=overdue") == [one]
    assert found("due=none") == [two]
    assert found("due=week") == []
    assert found(f"conversation={group.pk}") == [one]
    assert found("state=done") == []
    assert found("kind=todo&limit=1") == [two]
    assert api(ayse).get("/api/v1/tasks?state=lost").status_code == 400
    client = api(ayse)
    with django_assert_num_queries(3):
        client.get("/api/v1/tasks")
    for _ in range(5):
        create_task(actor=ayse, title="d", assignees=[bora.pk, cem.pk])
    with django_assert_num_queries(3):
        client.get("/api/v1/tasks")


def test_comments_are_told_and_paged(api, ayse, bora, cem, group):
    task = create_task(actor=ayse, title="x", conversation=group)
    url = f"/api/v1/tasks/{task.pk}/comments"
    assert api(bora).post(url, {"text": "bakıyorum"}).status_code == 201
    assert api(cem).post(url, {"text": "ben de"}).status_code == 404
    api(ayse).patch(f"/api/v1/tasks/{task.pk}", {"comment": "tamam"})
    assert [row["text"] for row in api(bora).get(url).json()["results"]] == ["bakıyorum", "tamam"]
    assert api(ayse).get(f"/api/v1/tasks/{task.pk}").json()["comment_count"] == 2
    assert f"conversation:{group.pk}" in heard("task.commented")


def test_a_person_takes_their_tasks_along_and_leaves_none_of_their_own(ayse, bora, group):
    create_task(actor=ayse, title="alone")
    create_task(actor=bora, title="asked", conversation=group, assignees=[ayse.pk])
    create_task(actor=bora, title="not mine")
    rows = {part.name: list(part.rows) for part in exporters["commands"](ayse) if hasattr(part, "rows")}
    assert {row["title"] for row in rows["tasks"]} == {"alone", "asked"}
    erasers["commands"](ayse)
    assert set(PersonTask.objects.values_list("title", flat=True)) == {"asked", "not mine"}
