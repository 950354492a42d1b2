"""Modes on the server: what only shows, what may be chosen, and chaos only where it is allowed."""

import pytest

from apps.chat.models import Message
from apps.commands.actions import change_modes, confirm_command, rerun_command, submit_command
from apps.commands.models import TaskRun
from apps.commands.problems import ChaosNotAllowed, ModesNotYours
from apps.core.problems import Invalid

pytestmark = pytest.mark.django_db(transaction=True)

WISH = "a.csv dosyasını oku, şehre göre say, ilk 2'yi buraya yaz"


def document(mode="chaos", **metadata):
    return {
        "alt": "2.0",
        "title": "Test",
        "mode": mode,
        "metadata": metadata,
        "segments": [
            {"id": "measure", "task_type": "text.count", "parameters": {"text": "one two"}, "dependencies": []},
            {
                "id": "say", "task_type": "chat.post", "parameters": {"conversation": "here", "text": "Merhaba"},
                "dependencies": ["measure"],
            },
        ],
    }  # fmt: skip


def struck(kind, **more):
    fault = {"segment": "say", "kind": kind, "attempts": 1, **more}
    return document(chaos={"level": 3, "seed": 1, "faults": [fault], "blast_radius": {}})


@pytest.fixture
def wild(group, ayse):
    change_modes(actor=ayse, conversation=group, chaos=True)
    return group


@pytest.mark.parametrize("mode", ["dream", "explore"])
def test_dream_and_explore_only_show(ayse, group, do_work, mode):
    command = submit_command(actor=ayse, text=WISH, conversation=group, mode=mode)
    do_work()
    command.refresh_from_db()
    assert (command.state, command.why) == ("proposed", mode)
    assert not TaskRun.objects.exists()


def test_what_dream_proposed_can_be_taken_in(ayse, group):
    command = submit_command(actor=ayse, text=WISH, conversation=group, mode="dream")
    proposal = command.alt["metadata"]["proposals"][-1]
    before = len(command.alt["segments"])
    command = confirm_command(actor=ayse, command=command, proposals=[proposal["id"]])
    added = [segment["id"] for segment in command.alt["segments"][before:]]
    assert added == [segment["id"] for segment in proposal["segments"]]


def test_a_variant_runs_and_another_one_again(ayse, group, do_work):
    command = submit_command(actor=ayse, text=WISH, conversation=group, mode="explore")
    first, second = command.alt["metadata"]["variants"][:2]
    command = confirm_command(actor=ayse, command=command, variant=first["id"])
    assert command.alt["segments"][-1]["parameters"]["limit"] == first["changes"][0]["to"]
    do_work()
    command.refresh_from_db()
    again = rerun_command(actor=ayse, command=command, variant=second["id"])
    assert again.alt["segments"][-1]["parameters"]["limit"] == second["changes"][0]["to"]
    assert again.state != "proposed"


def test_a_variant_that_is_not_there_is_refused(ayse, group):
    command = submit_command(actor=ayse, text=WISH, conversation=group, mode="explore")
    with pytest.raises(Invalid):
        confirm_command(actor=ayse, command=command, variant="v99")


@pytest.mark.parametrize("where", ["nowhere", "forbidden"])
def test_chaos_is_refused_where_it_is_not_allowed(ayse, group, where):
    conversation = group if where == "forbidden" else None
    for wish in ({"text": WISH, "mode": "chaos", "chaos_level": 3}, {"alt": document()}):
        with pytest.raises(ChaosNotAllowed):
            submit_command(actor=ayse, conversation=conversation, **wish)


def test_chaos_cannot_be_edited_into_a_graph(ayse, group):
    command = submit_command(actor=ayse, text=WISH, conversation=group, confirm=True)
    with pytest.raises(ChaosNotAllowed):
        confirm_command(actor=ayse, command=command, alt=document())


def test_only_who_may_change_the_conversation_allows_chaos(bora, cem, group):
    for person in (bora, cem):
        with pytest.raises(ModesNotYours):
            change_modes(actor=person, conversation=group, chaos=True)


def test_nothing_leaves_the_sandbox(ayse, wild, do_work):
    command = submit_command(actor=ayse, alt=struck("delay", seconds=0.01), conversation=wild)
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded"
    assert not Message.objects.filter(text="Merhaba").exists()
    output = TaskRun.objects.get(segment="say").output
    assert output["sandbox"] is True
    assert output["would"]["text"] == "Merhaba"


def test_a_fault_fails_an_attempt_and_the_next_one_goes_well(ayse, wild, do_work):
    command = submit_command(actor=ayse, alt=struck("error"), conversation=wild)
    do_work()
    task = TaskRun.objects.get(run__command=command, segment="say")
    assert task.error["code"] == "chaos.error" or task.attempt > 1


def test_a_result_comes_empty(ayse, wild, do_work):
    submit_command(actor=ayse, alt=struck("empty"), conversation=wild)
    do_work()
    assert TaskRun.objects.get(segment="say").output == {}


def test_forbidding_ends_the_faults_of_a_run_under_way(ayse, wild, do_work):
    command = submit_command(actor=ayse, alt=struck("delay", seconds=0.01), conversation=wild)
    change_modes(actor=ayse, conversation=wild, chaos=False)
    do_work()
    command.refresh_from_db()
    assert command.state == "failed"
    assert TaskRun.objects.get(segment="measure").error["code"] == "command.chaos_not_allowed"


def test_a_chaos_document_without_faults_gets_those_of_its_level(ayse, wild):
    command = submit_command(actor=ayse, alt=document() | {"chaos_level": 4}, conversation=wild)
    chaos = command.alt["metadata"]["chaos"]
    assert chaos["level"] == 4
    assert {fault["segment"] for fault in chaos["faults"]} <= {"measure", "say"}
    assert chaos["faults"]


@pytest.mark.parametrize(
    "chaos",
    [
        {"faults": 7},
        {"faults": [7, {"segment": "say"}]},
        {"faults": [{"segment": "say", "kind": "delay", "seconds": "∞"}]},
    ],
)
def test_malformed_faults_do_no_harm(ayse, wild, do_work, chaos):
    command = submit_command(actor=ayse, alt=document(chaos=chaos), conversation=wild)
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded"


def test_the_door_tells_and_changes_the_modes(api, ayse, bora, cem, group):
    url = f"/api/v1/conversations/{group.pk}/command-modes"
    assert api(bora).get(url).json() == {"modes": ["normal", "dream", "explore"]}
    assert api(ayse).put(url, {"chaos": True}, format="json").json()["modes"][-1] == "chaos"
    assert api(bora).put(url, {"chaos": False}, format="json").status_code == 403
    assert api(cem).get(url).status_code == 404
    assert api(cem).put(url, {"chaos": False}, format="json").status_code == 404
    assert api(ayse).put(url, {"chaos": "maybe"}, format="json").status_code == 400


def test_the_door_refuses_to_edit_and_choose_at_once(api, ayse, group):
    command = submit_command(actor=ayse, text=WISH, conversation=group, mode="explore")
    body = {"alt": document("normal"), "variant": "v1"}
    assert api(ayse).post(f"/api/v1/commands/{command.pk}/confirm", body, format="json").status_code == 400
