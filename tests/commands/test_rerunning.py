"""Running again in each way, and what differs then."""

import pytest

from apps.commands.actions import confirm_command, rerun_command, submit_command
from apps.commands.models import Artifact, Command, TaskRun
from apps.commands.saved.actions import change_saved_command, run_saved_command, save_command

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def failed(ayse, graph, told, do_work):
    """A command of three tasks in a row, whose second failed once."""
    told.failures = 1
    alt = graph(
        ("a", "test.told", {"say": "${variables.word}"}, ()),
        ("b", "test.told", {"say": "b", "fails": True}, ("a",)),
        ("c", "text.count", {"text": "bir iki", "what": "words"}, ("b",)),
        ("d", "test.told", {"say": "d"}, ()),
        variables={"word": "a", "other": 1},
    )
    command = submit_command(actor=ayse, alt=alt)
    do_work()
    command.refresh_from_db()
    assert command.state == "failed"
    told.done.clear()
    return command


def test_it_goes_on_from_what_failed(api, ayse, failed, told, do_work):
    answer = api(ayse).post(f"/api/v1/commands/{failed.pk}/rerun", {"start": "failed"})
    assert answer.status_code == 202
    assert answer.json()["rerun"] == {"from": "failed", "alt": "pinned", "variables": []}
    do_work()
    again = Command.objects.get(pk=answer.json()["id"])
    assert (again.state, told.done) == ("succeeded", ["b"])
    tasks = {task.segment: task for task in TaskRun.objects.filter(run__command=again)}
    assert [name for name, task in tasks.items() if task.reused] == ["a", "d"]
    assert tasks["a"].output == "a"
    assert again.run.last["rerun_of"] == str(failed.pk)
    assert again.run.last["metrics"]["success_rate"] == 1.0


def test_from_the_start_everything_runs(ayse, failed, told, do_work):
    rerun_command(actor=ayse, command=failed)
    do_work()
    assert sorted(told.done) == ["a", "b", "d"]


def test_other_variables_reach_the_tasks_that_use_them(api, ayse, failed, told, do_work):
    url = f"/api/v1/commands/{failed.pk}/rerun"
    again = api(ayse).post(url, {"start": "failed", "variables": {"word": "z"}}).json()
    do_work()
    assert told.done == ["z", "b"] or sorted(told.done) == ["b", "z"]  # d is taken over
    assert again["alt"]["variables"] == {"word": "z", "other": 1}
    refused = api(ayse).post(url, {"variables": {"wrod": "z"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "alt.invalid")
    assert refused.json()["errors"][0]["pointer"] == "/variables/wrod"


def test_only_what_failed_can_be_gone_on_from(api, ayse, graph, told, do_work):
    command = submit_command(actor=ayse, alt=graph(("a", "test.told", {}, ())))
    do_work()
    answer = api(ayse).post(f"/api/v1/commands/{command.pk}/rerun", {"start": "failed"})
    assert (answer.status_code, answer.json()["code"]) == (409, "command.nothing_failed")


def test_the_newest_graph_is_what_the_words_mean_now(api, ayse, do_work):
    command = submit_command(actor=ayse, text="yarın 9'da bana toplantıyı hatırlat", confirm=True)
    Command.objects.filter(pk=command.pk).update(
        state="cancelled", alt={**command.alt, "title": "older", "segments": []}
    )
    newest = api(ayse).post(f"/api/v1/commands/{command.pk}/rerun", {"alt": "newest", "confirm": True}).json()
    assert newest["alt"]["segments"]
    assert newest["state"] == "proposed"
    assert newest["rerun"]["alt"] == "newest"


def test_those_who_see_it_run_it_as_themselves(api, ayse, bora, cem, group, graph, told, do_work):
    command = submit_command(actor=ayse, alt=graph(("a", "test.told", {}, ())), conversation=group)
    do_work()
    assert api(bora).post(f"/api/v1/commands/{command.pk}/rerun", {}).json()["owner"]["username"] == "bora"
    assert api(cem).post(f"/api/v1/commands/{command.pk}/rerun", {}).status_code == 404


def test_artifacts_of_what_is_taken_over_stay_readable(ayse, graph, told, do_work):
    told.failures = 1
    alt = graph(("t", "test.told", {"say": "x"}, ()), ("f", "test.told", {"fails": True}, ("t",)))
    command = submit_command(actor=ayse, alt=alt)
    do_work()
    task = TaskRun.objects.get(run__command=command, segment="t")
    Artifact.objects.create(task=task, name="a.csv", storage_key="k", media_type="text/csv", size=1, sha256="0" * 64)
    command.refresh_from_db()
    again = rerun_command(actor=ayse, command=command, start="failed")
    do_work()
    again.refresh_from_db()
    assert [one["name"] for one in again.run.last["artifacts"]] == ["a.csv"]


def test_two_runs_are_compared(api, ayse, bora, cem, group, failed, told, do_work):
    again = rerun_command(actor=ayse, command=failed, start="failed", variables={"word": "z"})
    assert api(ayse).get(f"/api/v1/commands/{failed.pk}/diff?with={again.pk}").status_code == 404  # no result yet
    do_work()
    found = api(ayse).get(f"/api/v1/commands/{failed.pk}/diff?with={again.pk}").json()
    assert found["definition"] == {"same": True, "changes": [], "more": False}
    assert found["inputs"]["changes"] == [
        {"pointer": "/variables/word", "change": "changed", "before": "a", "after": "z"}
    ]
    assert {row["pointer"]: (row["before"], row["after"]) for row in found["states"]["changes"]} == {
        "/b": ("failed", "succeeded"),
        "/c": ("skipped", "succeeded"),
    }
    assert {row["task"]: row["same"] for row in found["outputs"]["tasks"]} == {
        "a": False, "b": False, "c": False, "d": True
    }  # fmt: skip
    assert found["durations"]["wall_ms"]["change_ms"] is not None
    assert found["artifacts"]["same"]
    for person, with_ in ((cem, again.pk), (bora, again.pk)):
        assert api(person).get(f"/api/v1/commands/{failed.pk}/diff?with={with_}").status_code == 404
    theirs = submit_command(actor=bora, text="asdf")
    assert api(ayse).get(f"/api/v1/commands/{failed.pk}/diff?with={theirs.pk}").status_code == 404
    assert api(ayse).get(f"/api/v1/commands/{failed.pk}/diff").status_code == 400


def test_the_values_of_a_form_can_be_others(api, ayse, graph, told, do_work):
    alt = graph(("a", "test.told", {"say": "${variables.n}"}, ()))
    alt["inputs"] = {"n": {"type": "integer", "default": 3}}
    command = submit_command(actor=ayse, alt=alt)
    do_work()
    url = f"/api/v1/commands/{command.pk}/rerun"
    assert api(ayse).post(url, {"variables": {"n": 1}}).status_code == 202
    do_work()
    assert told.done == [3, 1]
    refused = [api(ayse).post(url, {"variables": {name: value}}) for name, value in (("n", "x"), ("m", 1))]
    assert [(one.status_code, one.json()["errors"][0]["code"]) for one in refused] == [
        (422, "alt.input_invalid"), (422, "alt.variable_unknown"),
    ]  # fmt: skip


def test_the_newest_plan_of_a_saved_command_is_what_is_saved_now(ayse, graph, told, do_work):
    saved = save_command(
        actor=ayse,
        name="say",
        alt=graph(("a", "test.told", {"say": "${variables.word}"}, ()), variables={"word": "eski"}),
    )
    command = run_saved_command(actor=ayse, saved=saved, variables={"word": "benim"})
    do_work()
    change_saved_command(
        actor=ayse,
        saved=saved,
        alt=graph(("a", "test.told", {"say": "yeni ${variables.word}"}, ()), variables={"word": "eski"}),
    )
    command.refresh_from_db()
    for alt in ("pinned", "newest"):
        rerun_command(actor=ayse, command=command, alt=alt)
        do_work()
    assert told.done == ["benim", "benim", "yeni benim"]


def test_what_somebody_else_asked_for_is_shown_before_it_runs(ayse, bora, group, graph, told, do_work):
    command = submit_command(actor=ayse, conversation=group, alt=graph(("a", "test.told", {"say": "x"}, ())))
    do_work()
    command.refresh_from_db()
    again = rerun_command(actor=bora, command=command)
    do_work()
    again.refresh_from_db()
    assert (again.state, again.why, told.done) == ("proposed", "shared", ["x"])
    confirm_command(actor=bora, command=again)
    do_work()
    assert told.done == ["x", "x"]
