"""Pausing, going on, many at once, and what goes first."""

import pytest
from django.utils import timezone

from apps.commands.actions import pause_command, submit_command
from apps.commands.models import Command, TaskRun
from apps.commands.runner import engine
from apps.commands.runner.recording import Finished, record
from apps.commands.runner.worker import work_on
from apps.commands.tasks import sweep_runs
from apps.events.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chain(graph, told):
    return graph(("a", "test.told", {"say": "a"}, ()), ("b", "test.told", {"say": "b"}, ("a",)))


def test_a_paused_command_begins_nothing_and_then_goes_on(api, ayse, chain, told, do_work):
    command = submit_command(actor=ayse, alt=chain)
    answer = api(ayse).post(f"/api/v1/commands/{command.pk}/pause")
    assert (answer.status_code, answer.json()["state"]) == (202, "paused")
    assert answer.json()["paused_at"]
    do_work()
    sweep_runs()
    do_work()
    assert told.done == []
    assert api(ayse).post(f"/api/v1/commands/{command.pk}/pause").status_code == 202
    assert api(ayse).post(f"/api/v1/commands/{command.pk}/resume").json()["state"] == "running"
    do_work()
    assert told.done == ["a", "b"]
    command.refresh_from_db()
    assert (command.state, command.paused_at) == ("succeeded", None)


def test_what_is_at_work_ends_but_nothing_follows(ayse, chain, told, do_work):
    command = submit_command(actor=ayse, alt=chain)
    task = engine.claim_tasks(TaskRun.objects.get(segment="a").pk)[0]
    pause_command(actor=ayse, command=command)
    assert record([(task, Finished("late", ""))])[0] == {task.pk}
    do_work()
    assert dict(TaskRun.objects.values_list("segment", "state")) == {"a": "succeeded", "b": "pending"}
    command.refresh_from_db()
    assert command.state == "paused"
    assert Event.objects.filter(type="command.updated").latest("id").data.count('"state":"paused"') >= 1


def test_a_moment_that_comes_while_paused_is_not_lost(api, ayse, graph, do_work):
    command = submit_command(actor=ayse, alt=graph(("a", "wait", {"duration": "PT1H"}, ())))
    do_work()
    pause_command(actor=ayse, command=command)
    TaskRun.objects.update(due_at=timezone.now())
    work_on(str(TaskRun.objects.get().pk))
    assert TaskRun.objects.get().state == "waiting"
    api(ayse).post(f"/api/v1/commands/{command.pk}/resume")
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded"


def test_a_paused_command_can_be_cancelled(api, ayse, chain, do_work):
    command = submit_command(actor=ayse, alt=chain)
    pause_command(actor=ayse, command=command)
    assert api(ayse).delete(f"/api/v1/commands/{command.pk}").json()["state"] == "cancelled"
    assert api(ayse).post(f"/api/v1/commands/{command.pk}/resume").json()["code"] == "command.has_ended"


def test_who_may_pause(api, ayse, bora, cem, group, chain, do_work):
    command = submit_command(actor=ayse, alt=chain, conversation=group)
    for verb in ("pause", "resume"):
        assert api(bora).post(f"/api/v1/commands/{command.pk}/{verb}").status_code == 403
        assert api(cem).post(f"/api/v1/commands/{command.pk}/{verb}").status_code == 404
    assert api(ayse).post(f"/api/v1/commands/{command.pk}/resume").json()["code"] == "command.not_paused"
    proposed = submit_command(actor=ayse, alt=chain, confirm=True)
    assert api(ayse).post(f"/api/v1/commands/{proposed.pk}/pause").json()["code"] == "command.not_running"


def test_many_are_steered_each_by_itself(api, ayse, bora, cem, group, chain, new_id, do_work):
    mine = [submit_command(actor=ayse, alt=chain) for _ in range(2)]
    ended = submit_command(actor=ayse, alt=chain, confirm=True)
    api(ayse).delete(f"/api/v1/commands/{ended.pk}")
    shared = submit_command(actor=bora, alt=chain, conversation=group)
    hidden = submit_command(actor=cem, alt=chain)
    ids = [str(one.pk) for one in (*mine, ended, shared, hidden)] + [new_id()]
    answer = api(ayse).post("/api/v1/commands/bulk", {"action": "cancel", "ids": ids}).json()["results"]
    assert [row["status"] for row in answer] == [200, 200, 409, 403, 404, 404]
    assert set(Command.objects.filter(pk__in=ids[:2]).values_list("state", flat=True)) == {"cancelled"}
    assert Command.objects.get(pk=hidden.pk).state == "running"
    assert api(ayse).post("/api/v1/commands/bulk", {"action": "burn", "ids": ids}).status_code == 400


def test_the_urgent_goes_first(api, ayse, graph, told, do_work):
    for say, priority in (("low", "low"), ("normal", None), ("high", "high"), ("high too", "high")):
        body = {"alt": graph(("a", "test.told", {"say": say}, ())), **({"priority": priority} if priority else {})}
        answer = api(ayse).post("/api/v1/commands", body)
        assert answer.json()["priority"] == (priority or "normal")
    do_work()
    assert told.done == ["high", "low", "high too", "normal"] or told.done[0] == "high"
    assert told.done.index("low") > 0
    assert set(Command.objects.values_list("state", flat=True)) == {"succeeded"}
    assert api(ayse).post("/api/v1/commands", {"text": "x", "priority": "urgent"}).status_code == 400


def test_the_list_is_filtered(api, ayse, bora, group, graph, told, do_work):
    first = submit_command(actor=ayse, alt=graph(("a", "test.told", {}, ()), title="Kitapları say"))
    second = submit_command(actor=bora, alt=graph(("a", "test.told", {}, ()), title="Weather"), conversation=group)
    do_work()
    third = submit_command(actor=ayse, alt=graph(("a", "wait", {"duration": "PT1H"}, ())), conversation=group)
    do_work()

    def found(query):
        return [row["id"] for row in api(ayse).get(f"/api/v1/commands?{query}").json()["results"]]

    one, two, three = (str(command.pk) for command in (first, second, third))
    assert found("") == [three, two, one]
    assert found("state=waiting,failed") == [three]
    assert found("q=KİTAP") == [one]
    assert found("q=weather") == [two]
    assert found(f"conversation={group.pk}") == [three, two]
    assert found("mine=true") == [three, one]
    moment = second.created_at.isoformat().replace("+00:00", "Z")
    assert found(f"after={moment}") == [three, two]
    assert found(f"before={moment}") == [one]
    for bad in ("state=asleep", "after=never", "colour=red"):
        assert api(ayse).get(f"/api/v1/commands?{bad}").status_code == 400
