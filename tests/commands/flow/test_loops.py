"""Loops: every round is rows of its own."""

import pytest

from apps.commands.models import TaskRun
from tests.commands.flow.conftest import outputs, states

pytestmark = pytest.mark.django_db(transaction=True)

EACH = """
- {id: rows, task_type: set, parameters: {values: [{n: 1}, {n: 2}, {n: 3}]}}
- {id: each, task_type: loop.each, parameters: {item: row %s}, dependencies: [rows]}
- {id: double, task_type: set, parameters: {values: "${row.n * 2}"}, when: {segment: each, branch: each}}
- {id: note, task_type: test.probe, parameters: {give: "${index}: ${double}"}, dependencies: [double]}
- {id: after, task_type: test.probe, parameters: {give: "${each}"}, dependencies: [each]}
- {id: inner, task_type: test.probe, parameters: {give: "${double}"}, dependencies: [each]}
"""


@pytest.mark.parametrize("more", ["", ", parallel: 2", ", parallel: 50"])
def test_every_entry_has_its_round(run, more):
    command = run(EACH % more)
    assert command.state == "succeeded", command.error
    found = outputs(command)
    assert [found[f"each[{n}]/note"] for n in range(3)] == ["0: 2", "1: 4", "2: 6"]
    assert found["after"] == ["0: 2", "1: 4", "2: 6"]
    assert found["inner"] == [2, 4, 6]


def test_more_rounds_than_are_made_at_once(run, probe):
    values = list(range(230))
    command = run([
        {"id": "rows", "task_type": "set", "parameters": {"values": values}},
        {"id": "each", "task_type": "loop.each", "parameters": {"parallel": 7}, "dependencies": ["rows"]},
        {"id": "note", "task_type": "test.probe", "parameters": {"give": "${item}"}, "when": {"segment": "each", "branch": "each"}},
    ])  # fmt: skip
    assert command.state == "succeeded", command.error
    assert outputs(command)["each"] == values
    task = TaskRun.objects.get(path="each")
    assert task.control["counts"] == {"note": {"succeeded": 230}}
    assert task.detail == "230/230"


def test_no_more_rounds_at_once_than_said(ayse, do_work):
    from apps.commands.actions import submit_command

    submit_command(actor=ayse, alt={"alt": "2.0", "segments": [
        {"id": "each", "task_type": "loop.each", "parameters": {"in": [1, 2, 3, 4, 5], "parallel": 2}},
        {"id": "nap", "task_type": "wait", "parameters": {"duration": "PT1H"}, "when": {"segment": "each", "branch": "each"}},
    ]})  # fmt: skip
    do_work()
    assert TaskRun.objects.filter(segment="nap", state="waiting").count() == 2
    assert TaskRun.objects.filter(segment="nap", state="pending").count() == 3


def test_a_failed_round_ends_the_loop_or_does_not(run, probe):
    text = """
- {id: each, task_type: loop.each, parameters: {in: [0, 5, 0], on_error: %s}}
- {id: work, task_type: test.probe, parameters: {fail: "${item}", key: "${index}", give: ok}, retry: {limit: 0},
   when: {segment: each, branch: each}}
"""
    command = run(text % "stop")
    assert command.state == "failed"
    assert command.error["task"] == "each[1]/work"
    assert states(command)["each[2]/work"] == "cancelled"
    command = run(text % "continue")
    assert (command.state, outputs(command)["each"]) == ("succeeded", ["ok", None, "ok"])


def test_loops_in_loops(run):
    command = run("""
- {id: outer, task_type: loop.each, parameters: {in: [[1, 2], [3]], item: row}}
- {id: inner, task_type: loop.each, parameters: {in: "${row}", item: cell}, when: {segment: outer, branch: each}}
- {id: work, task_type: set, parameters: {values: "${cell * 10}"}, when: {segment: inner, branch: each}}
""")
    assert command.state == "succeeded", command.error
    assert outputs(command)["outer"] == [[10, 20], [30]]
    assert "outer[1]/inner[0]/work" in states(command)
    assert TaskRun.objects.get(path="outer").control["counts"]["work"] == {"succeeded": 3}
    assert set(TaskRun.objects.shown().values_list("path", flat=True)) == {
        "outer", "outer[0]/inner", "outer[0]/inner[0]/work"
    }  # fmt: skip


def test_while_a_condition_holds(run):
    command = run("""
- {id: again, task_type: loop.while, parameters: {condition: "index < 3", delay: PT5S}}
- {id: work, task_type: set, parameters: {values: "${index + 1}"}, when: {segment: again, branch: do}}
""")
    assert (command.state, outputs(command)["again"]) == ("succeeded", 3)


def test_a_loop_that_does_not_end_is_ended(run):
    command = run("""
- {id: again, task_type: loop.while, parameters: {condition: "true", limit: 4}}
- {id: work, task_type: set, parameters: {values: 1}, when: {segment: again, branch: do}}
""")
    assert (command.state, command.error["code"]) == ("failed", "loop.too_long")


def test_what_is_no_list_and_what_is_too_long(run):
    text = """
- {id: each, task_type: loop.each, parameters: {in: %s, limit: 2}}
- {id: work, task_type: test.probe, when: {segment: each, branch: each}}
"""
    assert run(text % "7").error["code"] == "loop.not_a_list"
    assert run(text % "[1, 2, 3]").error["code"] == "loop.too_long"
    assert outputs(run(text % "[]"))["each"] == []


def test_lines_of_a_text_and_a_condition_in_between(run):
    command = run("""
- {id: text, task_type: set, parameters: {values: "a\\n\\nb\\nc"}}
- {id: each, task_type: loop.each, parameters: {while: "item != 'c'"}, dependencies: [text]}
- {id: work, task_type: test.probe, parameters: {give: "${item}!"}, when: {segment: each, branch: each}}
""")
    assert command.state == "succeeded", command.error
    assert states(command).keys() >= {"each[0]/work", "each[1]/work"}
    assert "each[2]/work" not in states(command)
