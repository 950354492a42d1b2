"""Conditions and choices: one way is gone, the other is not, and what follows goes on."""

import pytest

from tests.commands.flow.conftest import outputs, states

pytestmark = pytest.mark.django_db(transaction=True)

BRANCHES = """
- {id: rows, task_type: set, parameters: {values: %s}}
- {id: enough, task_type: condition.if, parameters: {expression: "%s"}, dependencies: [rows]}
- {id: yes_first, task_type: test.probe, parameters: {give: a}, when: {segment: enough, branch: then}}
- {id: yes_then, task_type: test.probe, parameters: {give: "${yes_first}b"}, dependencies: [yes_first]}
- {id: no, task_type: test.probe, parameters: {give: n}, when: {segment: enough, branch: else}}
- {id: after, task_type: test.probe, dependencies: [enough]}
- {id: both, task_type: test.probe, dependencies: [yes_then, no]}
"""


def test_the_branch_of_a_condition_that_holds(run):
    command = run(BRANCHES % ("[1, 2, 3]", "count > 2"))
    assert command.state == "succeeded", command.error
    assert states(command) == {
        "rows": "succeeded", "enough": "succeeded", "enough/yes_first": "succeeded", "enough/yes_then": "succeeded",
        "after": "succeeded", "both": "succeeded",
    }  # fmt: skip
    found = outputs(command)
    assert found["enough"] == "ab"
    assert found["after"] == {"enough": "ab"}
    assert found["both"] == {"yes_then": "ab"}


def test_the_branch_of_one_that_does_not(run):
    command = run(BRANCHES % ("[1, 2, 3]", "size(rows) > 3 || variables.x == 2"), variables={"x": 1})
    assert command.state == "succeeded", command.error
    assert outputs(command)["both"] == {"no": "n"}
    assert "enough/yes_first" not in states(command)


def test_a_condition_without_that_branch_hands_on_what_came(run):
    command = run("""
- {id: a, task_type: set, parameters: {values: [1]}}
- {id: c, task_type: condition.if, parameters: {expression: "empty"}, dependencies: [a]}
- {id: never, task_type: test.probe, when: {segment: c, branch: then}}
- {id: next, task_type: test.probe, dependencies: [c]}
""")
    assert outputs(command)["next"] == {"c": [1]}


@pytest.mark.parametrize(("fail", "said"), [(0, "well"), (9, "badly")])
def test_a_condition_may_ask_whether_it_went_well(run, fail, said):
    command = run(
        f"""
- {{id: work, task_type: test.probe, parameters: {{key: k, fail: {fail}}}, retry: {{limit: 0}}}}
- {{id: good, task_type: condition.if, parameters: {{expression: succeeded}}, dependencies: [work]}}
- {{id: well, task_type: test.probe, when: {{segment: good, branch: then}}}}
- {{id: bad, task_type: condition.if, parameters: {{expression: failed}}, dependencies: [work]}}
- {{id: badly, task_type: test.probe, parameters: {{give: "${{work.x}}"}}, when: {{segment: bad, branch: then}}, if: "status == 503"}}
""".replace('give: "${work.x}"', "give: 1")
    )
    assert command.state == "succeeded", command.error
    ran = {path.partition("/")[2] for path, state in states(command).items() if "/" in path}
    assert ran == {said}


def test_a_task_itself_has_branches_for_success_and_failure(run):
    text = """
- {id: work, task_type: test.probe, parameters: {key: k, fail: %d, give: 5}, retry: {limit: 0}}
- {id: well, task_type: test.probe, parameters: {give: "${work}"}, when: {segment: work, branch: then}}
- {id: badly, task_type: test.probe, parameters: {give: "${error.code}"}, when: {segment: work, branch: else}}
- {id: after, task_type: test.probe, dependencies: [work]}
"""
    command = run(text % 0)
    assert (command.state, outputs(command).get("work/well")) == ("succeeded", 5)
    command = run(text % 9)
    assert (command.error, outputs(command).get("work/badly")) == (None, "test.failed")
    assert states(command)["work"] == "failed"
    assert states(command)["after"] == "succeeded"


def test_the_first_case_that_holds_is_chosen(run):
    text = """
- {id: n, task_type: set, parameters: {values: %d}}
- id: size
  task_type: condition.switch
  dependencies: [n]
  parameters: {cases: [{name: small, when: "n < 10"}, {name: middle, when: "n < 100"}, {name: large}]}
- {id: s, task_type: test.probe, parameters: {give: s}, when: {segment: size, branch: small}}
- {id: m, task_type: test.probe, parameters: {give: m}, when: {segment: size, branch: middle}}
- {id: l, task_type: test.probe, parameters: {give: l}, when: {segment: size, branch: large}}
"""
    assert [outputs(run(text % n))["size"] for n in (5, 50, 500)] == ["s", "m", "l"]


def test_a_failure_in_a_branch_fails_what_opened_it(run):
    command = run("""
- {id: c, task_type: condition.if, parameters: {expression: "true"}}
- {id: bad, task_type: raise, parameters: {status: 418, title: Teapot, detail: short, type: "https://example.org/teapot"},
   when: {segment: c, branch: then}}
- {id: beside, task_type: test.probe, when: {segment: c, branch: then}}
- {id: after, task_type: test.probe, dependencies: [c]}
""")
    assert command.state == "failed"
    assert {name: command.error[name] for name in ("status", "title", "detail", "type", "task", "instance")} == {
        "status": 418, "title": "Teapot", "detail": "short", "type": "https://example.org/teapot", "task": "c/bad",
        "instance": "/c/bad",
    }  # fmt: skip
    assert states(command)["after"] == "skipped"
    assert states(command)["c/beside"] == "succeeded"


def test_a_task_whose_own_condition_does_not_hold_is_passed_over(run):
    command = run(
        """
- {id: a, task_type: test.probe, parameters: {give: 1}, if: "variables.wanted"}
- {id: b, task_type: test.probe, parameters: {give: 2}, dependencies: [a]}
""",
        variables={"wanted": False},
    )
    assert command.state == "succeeded"
    assert states(command) == {"a": "skipped", "b": "succeeded"}
