"""What may go wrong in the middle of a run: workers die, clocks jump, people lose rights, limits are reached."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import create_group_conversation, remove_participant
from apps.chat.models import Message
from apps.commands.actions import cancel_command, submit_command
from apps.commands.models import Command, TaskRun, TaskState
from apps.commands.runner import engine
from apps.commands.runner.context import TaskContext
from apps.commands.runner.heartbeat import Heartbeat
from apps.commands.runner.recording import Finished, record, stopped
from apps.commands.runner.worker import work_on
from apps.commands.tasks import advance_runs, sweep_runs
from tests.commands.flow.conftest import Probe, finish, states

pytestmark = pytest.mark.django_db(transaction=True)


def claim(row: TaskRun) -> TaskRun | None:
    return next(iter(engine.claim_tasks(row.pk)), None)


def loop(count: int, inner: dict, **parameters) -> dict:
    return {
        "alt": "2.0",
        "segments": [
            {"id": "each", "task_type": "loop.each", "parameters": {"in": list(range(count)), **parameters}},
            {"id": "work", "when": {"segment": "each", "branch": "each"}, **inner},
        ],
    }


POST = {"task_type": "chat.post", "parameters": {"conversation": "here", "text": "n ${item}"}}
NAP = {"task_type": "wait", "parameters": {"duration": "PT1H"}}


def test_a_round_whose_worker_died_after_its_effect_has_it_once(ayse, group, do_work):
    command = submit_command(actor=ayse, alt=loop(3, POST), conversation=group)
    work_on(str(TaskRun.objects.get(path="each").pk))
    row = TaskRun.objects.get(path="each[0]/work")
    dead = claim(row)
    TaskContext(dead, Command.objects.get()).post_message("n 0", "here", "post")  # and then the worker was killed
    posted = Message.objects.filter(type="text").count()
    TaskRun.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    sweep_runs()
    command = finish(command, do_work)
    assert command.state == "succeeded", command.error
    assert posted == 1
    assert record([(dead, Finished("late", ""))])[0] == set()
    assert sorted(set(Message.objects.filter(type="text").values_list("text", flat=True))) == ["n 0", "n 1", "n 2"]


def test_two_workers_get_one_lease(ayse, do_work):
    submit_command(actor=ayse, alt=loop(1, NAP))
    row = TaskRun.objects.get(path="each")
    assert claim(row) is not None
    assert claim(row) is None


def test_a_lease_from_the_future_does_not_hold(ayse, do_work):
    submit_command(actor=ayse, alt=loop(1, NAP))
    row = TaskRun.objects.get(path="each")
    first = claim(row)
    TaskRun.objects.filter(pk=row.pk).update(lease_until=timezone.now() + timedelta(days=2))  # the clock was set back
    second = claim(row)
    assert second is not None
    assert second.fencing > first.fencing


def test_a_cancel_reaches_into_loops(ayse, do_work):
    command = submit_command(actor=ayse, alt=loop(5, POST | NAP, parallel=3))
    work_on(str(TaskRun.objects.get(path="each").pk))
    running = claim(TaskRun.objects.filter(segment="work", state=TaskState.QUEUED).first())
    cancel_command(actor=ayse, command=command)
    command.refresh_from_db()
    assert not command.has_ended
    context, beat = TaskContext(running, command), Heartbeat([running])
    beat.watch(running, context, float("inf"))
    beat._beat()
    assert context.cancelled(), "whoever is at work is told to stop, a second later at most"
    assert record([(running, stopped(""))])[0] == {running.pk}
    command.refresh_from_db()
    assert command.state == "cancelled"
    assert set(states(command).values()) == {"cancelled"}


def test_a_person_who_was_disabled_does_nothing_more(ayse, group, do_work):
    command = submit_command(actor=ayse, alt=loop(2, NAP), conversation=group)
    do_work()
    ayse.is_active = False
    ayse.save(update_fields=["is_active"])
    TaskRun.objects.filter(state="waiting").update(due_at=timezone.now())
    sweep_runs()
    command = finish(command, do_work)
    assert (command.state, command.error["code"]) == ("failed", "permission.lost")


def test_a_person_who_was_removed_from_the_conversation_does_nothing_more_there(ayse, bora, group, do_work):
    alt = {"alt": "2.0", "segments": [{"id": "nap", **NAP}, {"id": "post", **POST, "dependencies": ["nap"]}]}
    alt["segments"][1]["parameters"] = {"text": "after"}
    command = submit_command(actor=bora, alt=alt, conversation=group)
    do_work()
    remove_participant(actor=ayse, conversation=group, user=bora)
    TaskRun.objects.filter(state="waiting").update(due_at=timezone.now())
    sweep_runs()
    command = finish(command, do_work)
    assert (command.state, command.error["code"]) == ("failed", "permission.lost")
    assert not Message.objects.filter(text="after").exists()


def test_a_right_that_is_lost_between_two_tries_is_lost(ayse, bora, group, do_work):
    """The conversation that a task names is looked up with the rights its owner has at that moment."""
    other = create_group_conversation(actor=ayse, name="Gizli", member_ids=[bora.pk])
    alt = {"alt": "2.0", "segments": [
        {"id": "nap", **NAP},
        {"id": "post", "task_type": "chat.post", "dependencies": ["nap"],
         "parameters": {"conversation": str(other.pk), "text": "after"}},
    ]}  # fmt: skip
    command = submit_command(actor=bora, alt=alt, conversation=group)
    do_work()
    remove_participant(actor=ayse, conversation=other, user=bora)
    command = finish(command, do_work)
    assert (command.state, command.error["code"]) == ("failed", "conversation.not_found")


@pytest.mark.parametrize("jump", [timedelta(days=-2), timedelta(hours=-1), timedelta(days=400)])
def test_a_clock_that_jumps_stops_no_run(ayse, do_work, monkeypatch, jump):
    """Whatever the clock says afterwards: what waits is done at its moment or at once, and nothing is done twice."""
    command = submit_command(actor=ayse, alt=loop(2, {"task_type": "test.probe", "parameters": {"give": 1}}))
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + jump)
    work_on(str(TaskRun.objects.get(path="each").pk))
    monkeypatch.setattr(timezone, "now", real)
    sweep_runs()
    command = finish(command, do_work)
    assert command.state == "succeeded", command.error
    assert len(Probe.calls) == 2


def test_a_run_has_an_end(ayse, do_work):
    alt = {**loop(2, NAP), "timeout": "PT1M"}
    command = submit_command(actor=ayse, alt=alt)
    do_work()
    assert command.run.deadline_at - command.run.started_at == timedelta(minutes=1)
    type(command.run).objects.update(deadline_at=timezone.now())
    sweep_runs()
    command.refresh_from_db()
    assert (command.state, command.error["code"], command.error["status"]) == ("failed", "run.timeout", 408)
    assert not TaskRun.objects.still_open().exists()


def test_a_person_has_so_many_tasks_at_work_and_no_more(ayse, bora, do_work, settings):
    settings.ALTLAS_TASKS_PER_PERSON = 2
    wide = {"alt": "2.0", "segments": [{"id": f"t{n}", "task_type": "test.probe"} for n in range(3)]}
    first = submit_command(actor=ayse, alt=wide)
    second = submit_command(actor=ayse, alt=wide)
    other = submit_command(actor=bora, alt=wide)
    queued = {one: TaskRun.objects.filter(run__command=one, state="queued").count() for one in (first, second, other)}
    assert list(queued.values()) == [2, 0, 2]
    assert type(first.run).objects.filter(held=True).count() == 3
    for command in (first, second, other):
        assert finish(command, do_work).state == "succeeded"


def test_the_installation_has_so_many_and_no_more(ayse, bora, do_work, settings):
    settings.ALTLAS_TASKS_AT_ONCE = 1
    one = {"alt": "2.0", "segments": [{"id": "t", "task_type": "test.probe"}]}
    first, second = submit_command(actor=ayse, alt=one), submit_command(actor=bora, alt=one)
    assert list(TaskRun.objects.order_by("pk").values_list("state", flat=True)) == ["queued", "pending"]
    advance_runs([str(second.run.pk)])
    assert TaskRun.objects.filter(state="queued").count() == 1
    assert [finish(command, do_work).state for command in (first, second)] == ["succeeded", "succeeded"]


def test_a_document_says_how_many_of_its_tasks_are_at_work(ayse, do_work):
    wide = {"alt": "2.0", "parallel": 2, "segments": [{"id": f"t{n}", "task_type": "test.probe"} for n in range(5)]}
    command = submit_command(actor=ayse, alt=wide)
    assert TaskRun.objects.filter(state="queued").count() == 2
    assert finish(command, do_work).state == "succeeded"
