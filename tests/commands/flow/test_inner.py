"""What people see of functions and of other graphs that a command runs: their names, and how their steps stand."""

import pytest

from apps.commands.actions import submit_command
from apps.commands.cards import card_of
from apps.commands.formats.alt import yaml_reader
from apps.commands.inner import MAX_IN_ALL, MAX_STEPS
from apps.commands.models import Command

pytestmark = pytest.mark.django_db(transaction=True)

CALLS = """
alt: "2.0"
functions:
  greet:
    segments:
      - {id: ask, task_type: condition.if, parameters: {expression: "${variables.loud}"}}
      - {id: shout, task_type: test.probe, title: Shout, when: {segment: ask, branch: then}}
      - {id: say, task_type: test.probe, title: Say, parameters: {fail: 9}, retry: {limit: 0}, dependencies: [ask]}
    inputs: {loud: {type: boolean, required: true}}
segments:
  - {id: one, task_type: call, parameters: {function: greet, with: {loud: true}}}
  - {id: two, task_type: call, parameters: {function: greet, with: {loud: false}}, dependencies: [one]}
"""


def inner(api, who, command):
    tasks = api(who).get(f"/api/v1/commands/{command.pk}").json()["tasks"]
    return {task["id"]: task["inner"] for task in tasks}


def steps(found):
    return [(step["id"], step["state"]) for step in found["tasks"]]


def test_a_call_shows_the_steps_of_its_function(api, ayse, run):
    alt = yaml_reader.read(CALLS)[0]
    proposed = submit_command(actor=ayse, alt=alt, confirm=True)
    before = inner(api, ayse, proposed)["one"]
    assert (before["name"], before["count"]) == ("greet", 3)
    assert steps(before) == [("ask", "pending"), ("shout", "pending"), ("say", "pending")]
    after = inner(api, ayse, run(CALLS))
    assert steps(after["one"]) == [("ask", "succeeded"), ("shout", "succeeded"), ("say", "failed")]
    assert after["one"]["tasks"][1]["opener"] == "ask"
    assert steps(after["two"]) == [("ask", "skipped"), ("shout", "skipped"), ("say", "skipped")]


def test_two_calls_of_a_function_are_told_apart(api, ayse, run):
    found = inner(api, ayse, run(CALLS.replace("fail: 9", "fail: 0")))
    assert steps(found["one"])[1] == ("shout", "succeeded")
    assert steps(found["two"])[1] == ("shout", "skipped")


def test_another_command_shows_its_steps_once_it_runs(api, ayse, run):
    run("""
title: Weekly Report
segments:
  - {id: a, task_type: set, parameters: {values: 1}}
  - {id: check, task_type: condition.if, parameters: {expression: "a > 0"}, dependencies: [a]}
  - {id: again, task_type: set, parameters: {values: 2}, when: {segment: check, branch: then}}
""")
    alt = {"alt": "2.0", "segments": [
        {"id": "sub", "task_type": "command.run", "parameters": {"name": "weekly-report"}},
        {"id": "here", "task_type": "command.run", "parameters": {"alt": {"alt": "2.0", "segments": [
            {"id": "b", "task_type": "set", "parameters": {"values": 2}}]}}},
        {"id": "plain", "task_type": "set", "parameters": {"values": 3}},
    ]}  # fmt: skip
    before = inner(api, ayse, submit_command(actor=ayse, alt=alt, confirm=True))
    assert before["sub"] == {"name": "weekly-report", "count": 0, "tasks": []}
    assert (before["here"]["name"], steps(before["here"])) == ("", [("b", "pending")])
    assert before["plain"] is None
    after = inner(api, ayse, run(alt))
    assert (after["sub"]["name"], steps(after["sub"])) == (
        "weekly-report",
        [("a", "succeeded"), ("check", "succeeded"), ("again", "succeeded")],
    )
    assert (after["sub"]["tasks"][2]["opener"], after["sub"]["tasks"][2]["branch"]) == ("check", "then")


def test_in_a_loop_it_is_the_first_round(api, ayse, run):
    found = inner(
        api,
        ayse,
        run("""
functions: {f: {segments: [{id: work, task_type: test.probe}]}}
segments:
  - {id: each, task_type: loop.each, parameters: {in: [1, 2]}}
  - {id: go, task_type: call, parameters: {function: f}, when: {segment: each, branch: each}}
"""),
    )
    assert steps(found["go"]) == [("work", "succeeded")]


def test_a_card_stays_small(run, django_assert_num_queries):
    body = [{"id": f"s{n}", "task_type": "set", "parameters": {"values": n}} for n in range(30)]
    calls = [{"id": f"c{n}", "task_type": "call", "parameters": {"function": "f"}} for n in range(8)]
    command = run({"functions": {"f": {"segments": body}}, "segments": calls})
    fresh = Command.objects.with_people().get(pk=command.pk)
    with django_assert_num_queries(0):
        found = [task["inner"] for task in card_of(fresh)["tasks"]]
    assert {one["count"] for one in found} == {30}
    assert len(found[0]["tasks"]) == MAX_STEPS
    assert sum(len(one["tasks"]) for one in found) == MAX_IN_ALL
