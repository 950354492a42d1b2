"""The log of a run: told while it is written, kept in bounds, read in pages."""

import json
import threading

import pytest

from apps.commands.actions import submit_command
from apps.commands.models import TaskRun
from apps.commands.runner import context as contexts
from apps.commands.runner import heartbeat
from apps.commands.runner.types import TaskType, register, registry
from apps.commands.runner.worker import work_on
from apps.events import bus

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/commands/{}/log/lines"


@pytest.fixture
def talkative():
    """A task that writes lines, and goes on when it is let."""

    class Talkative(TaskType):
        name = "test.talkative"
        title = description = "talks"
        parameters = {"type": "object"}
        lines, wrote, may_end = 3, threading.Event(), threading.Event()

        def run(self, context, parameters, inputs):
            for number in range(type(self).lines):
                context.log(f"satır {number}")
            type(self).wrote.set()
            assert type(self).may_end.wait(20)
            context.log("son")

    register(Talkative)
    yield Talkative
    registry._types.pop(Talkative.name, None)


@pytest.fixture
def frames(monkeypatch):
    """What sockets would be told in passing."""
    found, heard = [], threading.Event()

    def outlet(deliveries):
        for one in deliveries:
            if one.frame and (frame := json.loads(one.frame))["type"] == "command.log":
                found.append(frame)
                heard.set()

    monkeypatch.setattr(bus, "_outlets", [outlet])
    outlet.found, outlet.heard = found, heard
    return outlet


def test_a_log_is_told_and_read_while_the_task_is_at_work(api, ayse, bora, cem, group, graph, talkative, frames,
                                                          monkeypatch):  # fmt: skip
    monkeypatch.setattr(heartbeat, "BEAT_SECONDS", 0.05)
    command = submit_command(actor=ayse, alt=graph(("a", "test.talkative", {}, ())), conversation=group)
    worker = threading.Thread(target=work_on, args=(str(TaskRun.objects.get().pk),))
    worker.start()
    try:
        assert talkative.wrote.wait(20)
        assert frames.heard.wait(20)
        told = frames.found[0]
        assert (told["topic"], told["data"]["task"], told["data"]["start"]) == (group.topic, "a", 1)
        assert told["data"]["lines"] == ["satır 0", "satır 1", "satır 2"]
        page = waited_for(lambda: api(bora).get(URL.format(command.pk)).json()["results"])
        assert [(row["line"], row["text"]) for row in page] == [(1, "satır 0"), (2, "satır 1"), (3, "satır 2")]
        assert api(cem).get(URL.format(command.pk)).status_code == 404
    finally:
        talkative.may_end.set()
        worker.join(20)
    assert TaskRun.objects.get().log.endswith("son")


def waited_for(look):
    """Return what is there as soon as it is there: the beat that tells of lines writes them a moment later."""
    stop = threading.Event()
    for _ in range(200):
        if found := look():
            return found
        stop.wait(0.05)
    raise AssertionError("nothing came")


def test_a_frame_tells_at_most_so_many_lines(ayse, graph, told, frames, monkeypatch):
    monkeypatch.setattr(contexts, "MAX_STREAMED", 2)
    command = submit_command(actor=ayse, alt=graph(("a", "test.told", {}, ())))
    context = contexts.TaskContext(TaskRun.objects.get(), command)
    assert not context.stream_log()
    for number in range(5):
        context.log(f"satır {number}")
    assert context.stream_log()
    assert not context.stream_log()
    [frame] = frames.found
    assert (frame["topic"], frame["data"]["start"], frame["data"]["lines"]) == (
        command.topic, 4, ["satır 3", "satır 4"]
    )  # fmt: skip


def test_a_long_log_is_read_in_pages(api, ayse, graph, told, do_work, django_assert_num_queries):
    command = submit_command(actor=ayse, alt=graph(("a", "test.told", {}, ()), ("b", "test.told", {}, ("a",))))
    do_work()
    for row in TaskRun.objects.all():
        TaskRun.objects.filter(pk=row.pk).update(log="\n".join(f"{row.segment}{n}" for n in range(1, 151)))
    client, seen, after = api(ayse), [], ""
    while True:
        with django_assert_num_queries(2):
            page = client.get(URL.format(command.pk) + f"?limit=100{after}").json()
        seen += [row["text"] for row in page["results"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == [f"{name}{n}" for name in "ab" for n in range(1, 151)]
    only = client.get(URL.format(command.pk) + "?task=b&limit=1").json()
    assert (only["results"][0]["text"], only["results"][0]["path"]) == ("b1", "b")


@pytest.mark.parametrize("query", ["after=x", "after=1.2", "limit=101", "limit=0", "x=1"])
def test_a_place_that_is_none_is_refused(api, ayse, graph, told, query):
    command = submit_command(actor=ayse, alt=graph(("a", "test.told", {}, ())))
    assert api(ayse).get(URL.format(command.pk) + "?" + query).status_code == 400


def test_before_it_runs_there_is_none(api, ayse, graph, told):
    command = submit_command(actor=ayse, alt=graph(("a", "test.told", {}, ())), confirm=True)
    assert api(ayse).get(URL.format(command.pk)).json() == {"results": [], "next": None}
