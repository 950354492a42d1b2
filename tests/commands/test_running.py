"""A run from the wish to knowledge, with this thread as the worker."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import remove_participant
from apps.chat.models import Message
from apps.commands.actions import submit_command
from apps.commands.models import Command, TaskRun, TaskState
from apps.commands.runner import engine
from apps.commands.runner.recording import Finished, record
from apps.commands.runner.types import TaskError, TaskType, register, registry
from apps.commands.runner.worker import work_on
from apps.commands.tasks import sweep_runs
from apps.events.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


class Flaky(TaskType):
    """Fails as often as it is told to."""

    name = "test.flaky"
    title = description = "flaky"
    parameters = {"type": "object"}
    failures = 0

    def run(self, context, parameters, inputs):
        if type(self).failures > 0:
            type(self).failures -= 1
            raise TaskError("test.flaky", "not yet", retryable=True)
        return {"attempt": context.attempt}


@pytest.fixture(autouse=True)
def flaky():
    if Flaky.name not in registry:
        register(Flaky)
    Flaky.failures = 0
    yield
    registry._types.pop(Flaky.name, None)


def graph(*segments):
    return {
        "alt": "2.0",
        "title": "Test",
        "segments": [
            {"id": name, "task_type": kind, "parameters": parameters, "dependencies": list(needs)}
            for name, kind, parameters, needs in segments
        ],
    }


COUNT = graph(
    ("write", "file.write", {"path": "a.csv", "content": "city\nA\nB\nA\n"}, ()),
    ("read", "file.read", {"path": "a.csv"}, ("write",)),
)


def test_a_post_is_made_and_the_card_follows(ayse, bora, group, do_work):
    alt = graph(("say", "chat.post", {"conversation": "here", "text": "Merhaba"}, ()))
    command = submit_command(actor=ayse, alt=alt, conversation=group)
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded"
    card = Message.objects.get(type="command").card
    assert (card["state"], card["progress"]) == ("succeeded", {"done": 1, "total": 1})
    assert Message.objects.filter(type="text", text="Merhaba", sender=ayse).count() == 1
    assert Event.objects.filter(type="command.finished").count() == 1
    newest = Event.objects.filter(type="message.updated").latest("id")
    assert json.loads(newest.data)["card"] == card


def test_what_depends_on_a_failure_is_skipped(ayse, do_work):
    Flaky.failures = 99
    alt = graph(
        ("a", "test.flaky", {}, ()), ("b", "test.flaky", {}, ("a",)), ("c", "wait", {"duration": "PT0.01S"}, ())
    )
    alt["segments"][0]["retry"] = {"limit": 0}
    command = submit_command(actor=ayse, alt=alt)
    do_work()
    states = dict(TaskRun.objects.values_list("segment", "state"))
    assert (states["a"], states["b"]) == ("failed", "skipped")
    TaskRun.objects.filter(segment="c").update(due_at=timezone.now())
    sweep_runs()
    do_work()
    command.refresh_from_db()
    assert command.state == "failed"
    assert command.error["code"] == "test.flaky"


def test_a_failure_that_may_pass_is_tried_again(ayse, do_work):
    Flaky.failures = 1
    command = submit_command(actor=ayse, alt=graph(("a", "test.flaky", {}, ())))
    do_work()
    task = TaskRun.objects.get()
    assert task.state == TaskState.WAITING
    TaskRun.objects.update(due_at=timezone.now())
    sweep_runs()
    do_work()
    command.refresh_from_db()
    task.refresh_from_db()
    assert (command.state, task.attempt, task.output) == ("succeeded", 2, {"attempt": 2})


def test_a_lost_wake_up_is_found_by_the_sweep(ayse, do_work, monkeypatch):
    command = submit_command(actor=ayse, alt=graph(("a", "test.flaky", {}, ())))
    for cell in do_work.__closure__:
        if isinstance(cell.cell_contents, list):
            cell.cell_contents.clear()
    do_work()
    assert TaskRun.objects.get().state == TaskState.QUEUED
    sweep_runs()
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded"


def test_a_task_of_a_dead_worker_is_taken_over_and_its_late_result_refused(ayse, do_work):
    submit_command(actor=ayse, alt=graph(("a", "test.flaky", {}, ())))
    task = TaskRun.objects.get()
    [dead] = engine.claim_tasks(task.pk)
    assert engine.claim_tasks(task.pk) == []
    TaskRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_on(str(task.pk))
    assert record([(dead, Finished("late", ""))])[0] == set()
    task.refresh_from_db()
    assert (task.state, task.output) == ("succeeded", {"attempt": 2})


def test_a_wait_holds_no_worker(ayse, do_work):
    command = submit_command(actor=ayse, alt=graph(("a", "wait", {"duration": "PT1H"}, ())))
    do_work()
    command.refresh_from_db()
    task = TaskRun.objects.get()
    assert (command.state, task.state, task.lease_until) == ("waiting", "waiting", None)
    TaskRun.objects.update(due_at=timezone.now())
    sweep_runs()
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded"


def test_a_cancelled_command_begins_nothing_new(api, ayse, bora, group, do_work):
    alt = graph(("a", "wait", {"duration": "PT1H"}, ()), ("b", "test.flaky", {}, ("a",)))
    command = submit_command(actor=ayse, alt=alt, conversation=group)
    do_work()
    assert api(bora).delete(f"/api/v1/commands/{command.pk}").status_code == 403
    assert api(ayse).delete(f"/api/v1/commands/{command.pk}").status_code == 202
    command.refresh_from_db()
    assert command.state == "cancelled"
    assert set(TaskRun.objects.values_list("state", flat=True)) == {"cancelled"}
    assert api(ayse).delete(f"/api/v1/commands/{command.pk}").status_code == 409


def test_the_rights_of_the_owner_are_those_of_now(ayse, bora, group, do_work):
    alt = graph(
        ("a", "wait", {"duration": "PT1H"}, ()), ("b", "chat.post", {"conversation": "here", "text": "x"}, ("a",))
    )
    command = submit_command(actor=bora, alt=alt, conversation=group)
    do_work()
    remove_participant(actor=ayse, conversation=group, user=bora)
    TaskRun.objects.filter(segment="a").update(due_at=timezone.now())
    sweep_runs()
    do_work()
    command.refresh_from_db()
    assert command.state == "failed"
    assert not Message.objects.filter(type="text").exists()


def test_a_success_becomes_knowledge_that_is_found(api, ayse, bora, cem, group, do_work):
    alt = graph(("say", "chat.post", {"conversation": "here", "text": "Kitaplar İstanbul'da"}, ()))
    alt["title"] = "Kitapları say"
    command = submit_command(actor=ayse, alt=alt, conversation=group)
    do_work()
    for words in ("kitap", "KİTAPLARI", "istanbul", "ISTANBUL kitap"):
        for person in (ayse, bora):
            found = api(person).get(f"/api/v1/atlas?q={words}").json()["results"]
            assert [entry["command"] for entry in found] == [str(command.pk)], words
    assert api(ayse).get("/api/v1/atlas?q=ankara").json()["results"] == []
    assert api(cem).get("/api/v1/atlas?q=kitap").json()["results"] == []
    for name in ("", "/alt", "/last", "/atlas", "/report", "/graph", "/log"):
        assert api(bora).get(f"/api/v1/commands/{command.pk}{name}").status_code == 200, name
        assert api(cem).get(f"/api/v1/commands/{command.pk}{name}").status_code == 404, name


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"q": '"her şehre bir"'}, True),
        ({"q": '"bir şehre her"'}, False),
        ({"q": "şehirler"}, True),
        ({"q": "şehir -kitap"}, False),
        ({"q": "şehir -defter"}, True),
        ({"q": "van"}, True),
        ({"q": '"'}, True),
        ({"tag": "chat.post"}, True),
        ({"tag": "chat"}, False),
        ({"tag": "%"}, False),
    ],
)
def test_knowledge_is_found_by_phrases_without_words_by_tag_and_by_its_values(
    api, ayse, group, do_work, query, is_found
):
    alt = graph(("say", "chat.post", {"conversation": "here", "text": "Her şehre bir kitap"}, ()))
    submit_command(actor=ayse, alt={**alt, "variables": {"city": "Van"}}, conversation=group)
    do_work()
    assert "chat.post" in api(ayse).get("/api/v1/atlas").json()["results"][0]["tags"]
    found = api(ayse).get("/api/v1/atlas", query).json()["results"]
    assert bool(found) is is_found


def test_submitting_twice_runs_once(api, ayse, new_id):
    body = {"alt": graph(("a", "test.flaky", {}, ())), "client_id": new_id()}
    first, second = api(ayse).post("/api/v1/commands", body), api(ayse).post("/api/v1/commands", body)
    assert first.json()["id"] == second.json()["id"]
    assert Command.objects.count() == 1


def test_an_unsure_wish_waits_for_a_confirmation(api, ayse, do_work):
    answer = api(ayse).post("/api/v1/commands", {"text": "asdf qwer"}).json()
    assert answer["state"] == "proposed"
    assert answer["why"]
    assert not TaskRun.objects.exists()


def test_a_proposed_command_runs_as_it_was_edited(api, ayse, bora, group, do_work):
    body = {"alt": graph(("a", "wait", {"duration": "PT1H"}, ())), "confirm": True, "conversation": str(group.pk)}
    proposed = api(ayse).post("/api/v1/commands", body).json()
    url = f"/api/v1/commands/{proposed['id']}/confirm"
    assert api(bora).post(url, {}).status_code == 403
    assert api(ayse).post(url, {"alt": graph(("b", "test.flaky", {}, ()))}).status_code == 202
    do_work()
    assert Command.objects.get().state == "succeeded"
    assert api(ayse).post(url, {}).status_code == 409


def test_a_rerun_is_a_new_command(api, ayse, do_work):
    command = submit_command(actor=ayse, alt=graph(("a", "test.flaky", {}, ())))
    assert api(ayse).post(f"/api/v1/commands/{command.pk}/rerun", {}).status_code == 409
    do_work()
    again = api(ayse).post(f"/api/v1/commands/{command.pk}/rerun", {}).json()
    assert again["rerun_of"] == str(command.pk)
    do_work()
    assert set(Command.objects.values_list("state", flat=True)) == {"succeeded"}


def test_the_list_costs_the_same_for_many(api, ayse, do_work, django_assert_num_queries):
    def fill(amount):
        for _ in range(amount):
            submit_command(actor=ayse, alt=graph(("a", "test.flaky", {}, ())))
        do_work()

    fill(2)
    client = api(ayse)
    with django_assert_num_queries(2):
        client.get("/api/v1/commands")
    fill(6)
    with django_assert_num_queries(2):
        client.get("/api/v1/commands")


def test_the_server_goes_to_no_private_address(ayse, do_work, settings):
    settings.ALTLAS_ALLOW_OWN_DEMO = False
    url = f"http://127.0.0.1:{settings.ALTLAS_OWN_PORT}/static/demo/cities.csv"
    command = submit_command(actor=ayse, alt=graph(("get", "http.request", {"url": url}, ())))
    do_work()
    command.refresh_from_db()
    assert (command.state, command.error["code"]) == ("failed", "outgoing.refused")


def test_results_and_variables_are_filled_in(ayse, group, do_work):
    alt = graph(
        ("count", "text.count", {"text": "bir iki üç", "what": "words"}, ()),
        ("say", "chat.post", {"conversation": "here", "text": "${variables.selam}: ${count.output}"}, ("count",)),
    )
    alt["variables"] = {"selam": "Sayı"}
    command = submit_command(actor=ayse, alt=alt, conversation=group)
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded", command.error
    assert Message.objects.get(type="text").text.startswith("Sayı: ")


def test_a_message_to_a_person_goes_to_the_direct_conversation(ayse, bora, do_work):
    alt = graph(("say", "chat.post", {"people": ["@bora"], "text": "selam"}, ()))
    command = submit_command(actor=ayse, alt=alt)
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded", command.error
    assert Message.objects.get().conversation.kind == "direct"


def test_the_server_speaks_the_language_of_the_wish(ayse, group, do_work):
    alt = {
        **graph(("say", "chat.post", {"conversation": "here"}, ("none",)), ("none", "file.read", {"path": "yok"}, ())),
        "language": "tr",
    }
    alt["segments"].reverse()
    command = submit_command(actor=ayse, alt=alt, conversation=group)
    do_work()
    command.refresh_from_db()
    assert "dosya yok" in command.error["detail"]
