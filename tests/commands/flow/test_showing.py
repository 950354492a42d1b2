"""What people see of branches and rounds: card, picture, `.last`, log."""

import pytest

from apps.commands.formats.schema import published, validator

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = """
- {id: c, task_type: condition.if, parameters: {expression: "false"}}
- {id: no, task_type: test.probe, when: {segment: c, branch: then}}
- {id: each, task_type: loop.each, parameters: {in: [0, 1, 0], on_error: continue}, dependencies: [c]}
- {id: work, task_type: test.probe, parameters: {fail: "${item}", key: "${index}"}, retry: {limit: 0},
   when: {segment: each, branch: each}}
"""


def test_branches_passed_over_and_rounds_are_shown(api, ayse, run):
    command = run(TEXT)
    url = f"/api/v1/commands/{command.pk}"
    found = api(ayse).get(url).json()
    tasks = {task["id"]: task for task in found["tasks"]}
    assert {name: task["state"] for name, task in tasks.items()} == {
        "c": "succeeded", "no": "skipped", "each": "succeeded", "work": "failed",
    }  # fmt: skip
    assert (tasks["no"]["opener"], tasks["no"]["branch"], tasks["work"]["rounds"]) == (
        "c", "then", {"done": 3, "failed": 1},
    )  # fmt: skip
    assert found["progress"] == {"done": 4, "total": 4}
    last = api(ayse).get(f"{url}/last").json()
    assert not list(validator(published("last-1.0")).iter_errors(last))
    assert [(task["id"], task["state"]) for task in last["tasks"]] == [
        ("c", "succeeded"), ("each", "succeeded"), ("each[0]/work", "succeeded"), ("each[1]/work", "failed"),
        ("each[2]/work", "succeeded"), ("no", "skipped"),
    ]  # fmt: skip
    assert last["metrics"]["tasks"] == 6
    picture = api(ayse).get(f"{url}/graph").content.decode()
    assert "×3 (1 ✗)" in picture
    assert "[each[1]/work] test.failed" in api(ayse).get(f"{url}/log").content.decode()
    assert "×3" in api(ayse).get(f"{url}/report").content.decode()


def test_a_long_loop_leaves_a_short_last(api, ayse, run, monkeypatch):
    monkeypatch.setattr("apps.commands.archive.MAX_LISTED", 5)
    command = run("""
- {id: each, task_type: loop.each, parameters: {in: [1, 2, 3, 4, 5, 6, 7, 8], parallel: 4}}
- {id: work, task_type: test.probe, when: {segment: each, branch: each}}
""")
    last = command.run.last
    assert [task["id"] for task in last["tasks"]] == ["each", "each[0]/work"]
    assert (last["metrics"]["tasks"], last["metrics"]["succeeded"]) == (9, 9)
    assert last["segments"][1]["rounds"] == {"done": 8, "failed": 0}
