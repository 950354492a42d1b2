"""Quick tasks that wait only for each other are computed one after the other and recorded together."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.commands.actions import cancel_command, pause_command, submit_command
from apps.commands.models import Command, Run, TaskRun
from apps.commands.runner import worker
from apps.commands.runner.types import TaskError, TaskType, register, registry

pytestmark = pytest.mark.django_db(transaction=True)


class Added(TaskType):
    """Adds one to what it is given, and lets a test do something meanwhile."""

    name = "test.added"
    title = description = "added"
    parameters = {"type": "object"}
    quick = True
    meanwhile: dict = {}

    def run(self, context, parameters, inputs):
        self.meanwhile.get(context.task.segment, lambda: None)()
        return sum(inputs.values()) + parameters.get("by", 1)


@pytest.fixture(autouse=True)
def added():
    if Added.name not in registry:
        register(Added)
    Added.meanwhile = {}
    yield Added
    registry._types.pop(Added.name, None)


@pytest.fixture
def chain(graph):
    def build(amount):
        return graph(*((f"t{n}", "test.added", {}, [f"t{n - 1}"] if n else []) for n in range(amount)))

    return build


def states():
    return dict(TaskRun.objects.order_by("position").values_list("segment", "state"))


def test_a_chain_is_recorded_at_once(ayse, chain, do_work):
    sent = []
    for amount in (5, 25):
        command = submit_command(actor=ayse, alt=chain(amount))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            do_work()
        sent.append(len(asked))
        command.refresh_from_db()
        rows = TaskRun.objects.filter(run__command=command).order_by("position")
        assert command.state == "succeeded"
        assert [row.output for row in rows] == list(range(1, amount + 1))
        assert {(row.attempt, row.fencing, row.blocked_by, row.lease_until) for row in rows} == {(1, 1, 0, None)}
        moments = [moment for row in rows for moment in (row.started_at, row.finished_at)]
        assert moments == sorted(moments), "one after the other, as they were computed"
    assert sent[1] <= sent[0] + 5, "what it costs does not grow with the chain"


def test_a_fan_and_its_join(ayse, graph, do_work):
    spread = [(f"f{n}", "test.added", {}, ["root"]) for n in range(60)]
    join = ("join", "test.added", {}, [name for name, *_rest in spread])
    command = submit_command(actor=ayse, alt=graph(("root", "test.added", {}, ()), *spread, join))
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded"
    assert TaskRun.objects.get(segment="join").output == 60 * 2 + 1


@pytest.mark.parametrize(("stop", "left"), [(pause_command, "pending"), (cancel_command, "cancelled")])
def test_who_stops_the_run_meanwhile_is_heard(ayse, chain, added, do_work, stop, left):
    command = submit_command(actor=ayse, alt=chain(4))
    added.meanwhile["t1"] = lambda: stop(actor=ayse, command=command)
    do_work()
    assert states() == {"t0": "succeeded", "t1": left, "t2": left, "t3": left}


def test_a_worker_that_lost_its_claim_records_nothing_of_what_followed(ayse, chain, added, do_work):
    submit_command(actor=ayse, alt=chain(3))
    first = TaskRun.objects.get(segment="t0")
    added.meanwhile["t2"] = lambda: TaskRun.objects.filter(segment="t0").update(
        fencing=9, lease_until=timezone.now() + timedelta(seconds=30)
    )
    worker.work_on(str(first.pk))
    assert states() == {"t0": "running", "t1": "pending", "t2": "pending"}


def test_what_depends_on_a_failure_in_the_middle_is_skipped(ayse, chain, added, do_work):
    def fail():
        raise TaskError("test.failed", "as told")

    command = submit_command(actor=ayse, alt=chain(4))
    added.meanwhile["t1"] = fail
    do_work()
    command.refresh_from_db()
    assert states() == {"t0": "succeeded", "t1": "failed", "t2": "skipped", "t3": "skipped"}
    assert (command.state, command.error["task"]) == ("failed", "t1")


def test_a_variable_that_is_set_on_the_way_is_seen(ayse, graph, do_work):
    alt = graph(
        ("a", "test.added", {}, ()),
        ("b", "test.added", {"by": 10}, ("a",)),
        ("c", "test.added", {"by": "${variables.total}"}, ("b",)),
        variables={"total": 0},
    )
    alt["segments"][1]["export"] = {"total": "@"}
    submit_command(actor=ayse, alt=alt)
    do_work()
    assert Run.objects.get().variables["total"] == 11
    assert TaskRun.objects.get(segment="c").output == 22


def test_a_condition_and_a_branch_behind_them_are_asked_as_ever(ayse, graph, do_work):
    alt = graph(
        ("a", "test.added", {}, ()),
        ("b", "test.added", {}, ("a",)),
        ("many", "condition.if", {"expression": "value > 5"}, ("b",)),
        ("c", "test.added", {}, ("b",)),
        ("d", "test.added", {}, ("c",)),
    )
    alt["segments"][4]["if"] = "value > 100"
    alt["segments"].append({"id": "yes", "task_type": "test.added", "when": {"segment": "many", "branch": "then"}})
    alt["segments"].append({"id": "no", "task_type": "test.added", "when": {"segment": "many", "branch": "else"}})
    command = submit_command(actor=ayse, alt=alt)
    do_work()
    command = Command.objects.get(pk=command.pk)
    assert command.state == "succeeded", command.error
    assert states() == {
        "a": "succeeded", "b": "succeeded", "many": "succeeded", "c": "succeeded", "d": "skipped", "no": "succeeded",
    }  # fmt: skip


def test_rounds_that_run_beside_each_other_are_looked_up_together(ayse, graph, do_work):
    asked = []
    for rounds in (4, 20):
        alt = graph(("each", "loop.each", {"in": list(range(rounds)), "parallel": rounds}, ()))
        alt["segments"] += [
            {"id": "a", "task_type": "test.added", "when": {"segment": "each", "branch": "each"}},
            {"id": "b", "task_type": "test.added", "dependencies": ["a"]},
        ]
        command = submit_command(actor=ayse, alt=alt)
        with CaptureQueriesContext(connection) as queries:
            do_work()
        looked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        asked.append(sum("IN ('b')" in sql and '"blocked_by" = 0' not in sql for sql in looked))
        command.refresh_from_db()
        assert command.state == "succeeded", command.error
        assert TaskRun.objects.filter(run__command=command, segment="b", state="succeeded").count() == rounds
    assert asked == [1, 1]
