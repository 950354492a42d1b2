"""Attempts, forks, groups, functions, sub-runs."""

import pytest
from django.utils import timezone

from apps.commands.models import TaskRun
from tests.commands.flow.conftest import outputs, states

pytestmark = pytest.mark.django_db(transaction=True)

TRY = """
- {id: attempt, task_type: try, parameters: {catch: %s}}
- {id: work, task_type: test.probe, parameters: {fail: 2, key: k, give: done}, retry: {limit: 0},
   when: {segment: attempt, branch: try}}
- {id: instead, task_type: test.probe, parameters: {give: "${problem.code}"}, when: {segment: attempt, branch: catch}}
- {id: after, task_type: test.probe, dependencies: [attempt]}
"""


def test_what_fails_is_caught(run):
    command = run(TRY % "{as: problem, errors: {with: {status: 503}}}")
    assert (command.state, outputs(command)["attempt"]) == ("succeeded", "test.failed")
    assert outputs(command)["after"] == {"attempt": "test.failed"}


def test_what_is_not_named_is_not_caught(run):
    command = run(TRY % "{as: problem, errors: {with: {status: 404}}}")
    assert (command.state, command.error["code"]) == ("failed", "test.failed")
    command = run(TRY % "{as: problem, except_when: 'problem.status == 503'}")
    assert (command.state, command.error["code"], command.error["task"]) == ("failed", "test.failed", "attempt/work")


def test_a_try_tries_again(run):
    command = run(TRY % "{as: problem, retry: {limit: 3, delay: PT1S}}")
    assert (command.state, outputs(command)["attempt"]) == ("succeeded", "done")
    assert states(command)["attempt/work"] == "failed"
    assert states(command)["attempt[2]/work"] == "succeeded"


def test_a_try_gives_up_at_last(run):
    command = run(TRY % "{as: problem, retry: {limit: 1, delay: PT1S}}")
    assert (command.state, outputs(command)["attempt"]) == ("succeeded", "test.failed")


def test_a_fork_waits_for_all_or_takes_the_first(run):
    text = """
- {id: split, task_type: fork, parameters: {compete: %s}}
- {id: a, task_type: test.probe, parameters: {give: 1}, when: {segment: split, branch: left}}
- {id: b, task_type: wait, parameters: {duration: PT1H}, when: {segment: split, branch: right}}
- {id: c, task_type: test.probe, dependencies: [b]}
"""
    command = run(text % "true")
    assert (command.state, outputs(command)["split"]) == ("succeeded", 1)
    assert states(command)["split[1]/b"] == "cancelled"
    command = run(text % "false")
    assert command.state == "succeeded"
    assert outputs(command)["split"].keys() == {"left", "right"}


def test_all_branches_of_a_competition_may_fail(run):
    command = run("""
- {id: split, task_type: fork, parameters: {compete: true}}
- {id: a, task_type: raise, parameters: {code: one}, when: {segment: split, branch: left}}
- {id: b, task_type: raise, parameters: {code: two}, when: {segment: split, branch: right}}
""")
    assert command.state == "failed"


def test_a_group_has_one_timeout(ayse, do_work):
    from apps.commands.actions import submit_command
    from tests.commands.flow.conftest import finish

    command = submit_command(actor=ayse, alt={"alt": "2.0", "segments": [
        {"id": "g", "task_type": "group", "timeout": "PT30S"},
        {"id": "nap", "task_type": "wait", "parameters": {"duration": "PT1H"}, "when": {"segment": "g", "branch": "do"}},
    ]})  # fmt: skip
    do_work()
    task = TaskRun.objects.get(segment="g")
    assert task.state == "running"
    assert 0 < (task.due_at - timezone.now()).total_seconds() <= 30
    control = {**task.control, "deadline": timezone.now().isoformat()}
    TaskRun.objects.filter(segment="g").update(due_at=timezone.now(), control=control)
    command = finish(command, do_work)
    assert (command.state, command.error["code"], states(command)["g/nap"]) == ("failed", "task.timeout", "cancelled")


FUNCTION = """
alt: "2.0"
functions:
  greet:
    inputs: {name: {type: string, required: true}, sign: {type: string, default: "!"}}
    output: {as: "{text: @}"}
    segments:
      - {id: say, task_type: set, parameters: {values: "Hi ${variables.name}${variables.sign}"}}
segments:
  - {id: one, task_type: call, parameters: {function: greet, with: {name: Ada}}}
  - {id: two, task_type: call, parameters: {function: greet, with: {name: "${one.text}", sign: "?"}}, dependencies: [one]}
"""


def test_functions(run):
    import yaml

    command = run(yaml.safe_load(FUNCTION))
    assert command.state == "succeeded", command.error
    assert outputs(command)["two"] == {"text": "Hi Hi Ada!?"}
    assert states(command)["two/say"] == "succeeded"


def test_a_function_that_calls_itself_ends(run):
    command = run({
        "functions": {"f": {"segments": [{"id": "again", "task_type": "call", "parameters": {"function": "f"}}]}},
        "segments": [{"id": "start", "task_type": "call", "parameters": {"function": "f"}}],
    })  # fmt: skip
    assert (command.state, command.error["code"]) == ("failed", "run.too_deep")


def test_a_command_runs_another(run):
    run({"title": "Weekly Report", "inputs": {"who": {"type": "string", "required": True, "default": "x"}},
         "segments": [{"id": "a", "task_type": "set", "parameters": {"values": "for ${variables.who}"}}]})  # fmt: skip
    command = run(
        [
            {
                "id": "sub",
                "task_type": "command.run",
                "parameters": {"name": "weekly-report", "variables": {"who": "Ayşe"}},
            }
        ]
    )
    assert command.state == "succeeded", command.error
    assert outputs(command) == {"sub": "for Ayşe", "sub/a": "for Ayşe"}
    command = run([{"id": "sub", "task_type": "command.run", "parameters": {"name": "unknown"}}])
    assert command.error["code"] == "command.not_found"


def test_nobody_runs_what_they_may_not_see(run, cem, do_work):
    from apps.commands.actions import submit_command

    secret = submit_command(
        actor=cem, alt={"alt": "2.0", "segments": [{"id": "a", "task_type": "set", "parameters": {"values": 1}}]}
    )
    command = run([{"id": "sub", "task_type": "command.run", "parameters": {"command": str(secret.pk)}}])
    assert command.error["code"] == "command.not_found"


def test_variables_are_shaped_and_exported(run):
    command = run(
        """
- {id: a, task_type: set, parameters: {values: {items: [{n: 3}, {n: 4}]}}, output: {as: "items[*].n"}, export: {best: "max(@)"}}
- {id: b, task_type: set, parameters: {values: "${variables.best + variables.start}"}, dependencies: [a]}
- {id: c, task_type: test.probe, input: {from: "{x: @}"}, dependencies: [b]}
""",
        variables={"start": 10},
    )
    assert command.state == "succeeded", command.error
    assert outputs(command)["a"] == [3, 4]
    assert outputs(command)["b"] == 14
    assert outputs(command)["c"] == {"b": {"x": 14}}
