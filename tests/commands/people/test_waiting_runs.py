"""A run that waits for people holds no worker, and goes on when they have spoken."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.commands.actions import cancel_command, submit_command
from apps.commands.models import PersonTask, TaskRun
from apps.commands.people.actions import complete_task, create_task, decide_task
from apps.commands.people.problems import CannotDecide
from apps.commands.runner import engine
from apps.commands.runner.recording import parked, record
from apps.commands.runner.worker import work_on
from apps.commands.tasks import sweep_people, sweep_runs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asking(ayse, group, graph, told, do_work):
    def start(parameters=None, kind="approval.request", **top):
        alt = graph(
            ("ask", kind, parameters or {"text": "Yayınlayayım mı?"}, ()), ("go", "test.told", {"say": "go"}, ("ask",))
        )
        command = submit_command(actor=ayse, alt=alt, conversation=top.get("conversation", group))
        do_work()
        command.refresh_from_db()
        return command

    return start


def test_the_run_waits_and_goes_on_with_the_yes(bora, asking, told, do_work):
    command = asking()
    task = TaskRun.objects.get(segment="ask")
    assert (command.state, task.state, task.lease_until, task.attempt) == ("waiting", "waiting", None, 0)
    question = PersonTask.objects.get()
    assert (question.task_run_id, question.conversation_id) == (task.pk, command.conversation_id)
    assert command.run.deadline_at > timezone.now() + timedelta(days=7)  # waiting is no run time
    sweep_runs()
    do_work()
    assert told.done == []
    decide_task(actor=bora, task=question, approves=True, comment="olur")
    do_work()
    command.refresh_from_db()
    task.refresh_from_db()
    assert (command.state, task.attempt) == ("succeeded", 1)
    assert task.output["by"] == ["@bora"]
    assert PersonTask.objects.count() == 1


def test_a_no_fails_the_task_and_names_who(bora, asking, told, do_work):
    command = asking()
    decide_task(actor=bora, task=PersonTask.objects.get(), approves=False)
    do_work()
    command.refresh_from_db()
    assert (command.state, command.error["code"]) == ("failed", "approval.rejected")
    assert "@bora" in command.error["detail"]
    assert told.done == []


def test_a_no_can_be_a_result(bora, asking, told, do_work):
    command = asking({"text": "?", "on_reject": "continue"})
    decide_task(actor=bora, task=PersonTask.objects.get(), approves=False)
    do_work()
    command.refresh_from_db()
    assert (command.state, told.done) == ("succeeded", ["go"])


def test_nobody_answers_in_time(asking, do_work):
    command = asking({"text": "?", "expires": "PT1H"})
    past = timezone.now() - timedelta(seconds=1)
    PersonTask.objects.update(expires_at=past)
    TaskRun.objects.filter(segment="ask").update(due_at=past)
    sweep_people()
    do_work()
    command.refresh_from_db()
    assert command.error["code"] == "approval.expired"


def test_the_answer_comes_while_the_worker_is_still_asking(ayse, bora, group, graph, told, do_work):
    submit_command(actor=ayse, conversation=group, alt=graph(("ask", "approval.request", {"text": "?"}, ())))
    row = TaskRun.objects.get()
    [task] = engine.claim_tasks(row.pk)
    question = create_task(actor=ayse, title="?", kind="approval", conversation=group, task_run=task)
    decide_task(actor=bora, task=question, approves=True)
    record([(task, parked(None, "waits", ""))])
    row.refresh_from_db()
    assert row.due_at is not None
    work_on(str(row.pk))
    row.refresh_from_db()
    assert row.state == "succeeded"


def test_a_cancelled_command_asks_no_longer(ayse, bora, asking, do_work):
    command = asking()
    cancel_command(actor=ayse, command=command)
    do_work()
    question = PersonTask.objects.get()
    assert question.state == "cancelled"


def test_asking_myself_is_a_confirmation_of_mine(ayse, bora, asking, do_work):
    command = asking({"from_people": ["me"], "text": "Emin misin?"})
    question = PersonTask.objects.get()
    assert question.author_decides
    with pytest.raises(CannotDecide):
        decide_task(actor=bora, task=question, approves=True)
    decide_task(actor=ayse, task=question, approves=True)
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded"


def test_people_are_named_as_one_speaks_of_them(bora, asking, do_work):
    asking({"from_people": ["Bora"], "text": "?"})
    assert [seat.user for seat in PersonTask.objects.get().seats.all()] == [bora]


def test_an_unknown_approver_fails_at_once(asking):
    assert asking({"from_people": ["@nobody"], "text": "?"}).error["code"] == "user.not_found"


def test_a_to_do_may_be_waited_for(ayse, bora, asking, told, do_work):
    command = asking({"title": "Bitir", "assignee": "@bora", "wait": True}, kind="todo.create")
    assert command.state == "waiting"
    complete_task(actor=bora, task=PersonTask.objects.get())
    do_work()
    command.refresh_from_db()
    assert (command.state, told.done) == ("succeeded", ["go"])


def test_a_to_do_need_not_be_waited_for(asking):
    assert asking({"title": "Bitir", "assignee": "@bora"}, kind="todo.create").state == "succeeded"
    assert PersonTask.objects.get().conversation is not None


def test_a_reminder_is_in_the_time_zone_of_who_asks(ayse, asking):
    ayse.timezone = "Europe/Istanbul"
    ayse.save()
    asking({"text": "Toplantı", "at": "2126-11-24T09:00:00"}, kind="remind.create")
    reminder = PersonTask.objects.get()
    assert reminder.remind_at.isoformat() == "2126-11-24T06:00:00+00:00"
    assert (reminder.kind, reminder.conversation) == ("reminder", None)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY", "x", "FREQ=DAILY;BYHOUR=1,2;FOO=1"])
def test_a_rhythm_that_is_none_is_refused(asking, rule):
    assert asking({"text": "x", "rrule": rule}, kind="remind.create").error["code"] == "remind.rule_invalid"
