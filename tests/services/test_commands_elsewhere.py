"""Commands whose parts are served elsewhere: well, unwell, and gone in the middle."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.commands.actions import cancel_command, submit_command
from apps.commands.elsewhere import serving
from apps.commands.elsewhere.archiving import deliver
from apps.commands.models import AtlasEntry, TaskRun
from apps.commands.problems import AltInvalidProblem
from apps.commands.runner.worker import work_on
from apps.commands.segmenting import preview
from apps.commands.tasks import sweep_deliveries
from apps.core.problems import Unavailable
from apps.events import tasks as event_tasks  # noqa: F401 - the worker looks tasks up by name
from apps.services.actions import change_service, register_service, remove_service
from apps.services.circuit import FAILURES
from apps.services.contract import fault
from apps.services.models import Delivery, Job
from tests.services.conftest import hang, over, reply, reset

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def look_at_once(monkeypatch):
    """What is registered is known at once, and forgotten after the test."""
    monkeypatch.setattr(serving, "KEPT_SECONDS", 0.0)
    yield
    serving.registry.serve({})
    serving.known = serving.Known()


def graph(*segments, **more):
    return {
        "alt": "2.0",
        "title": "Test",
        "segments": [
            {"id": name, "task_type": kind, "parameters": parameters, "dependencies": list(needs), **more}
            for name, kind, parameters, needs in segments
        ],
    }


def submit(actor, *segments, **more):
    return submit_command(actor=actor, alt=graph(*segments, **more))


def only_task():
    return TaskRun.objects.get()


def due_again():
    """Let its moment come."""
    assert TaskRun.objects.filter(state="waiting").update(due_at=timezone.now()) == 1
    work_on(str(only_task().pk))


def test_a_task_type_that_only_a_service_knows(ayse, runner, fake, do_work):
    fake.answers(200, {"output": {"label": "kedi"}, "log": ["baktım"]})
    alt = graph(
        ("write", "file.write", {"path": "a.txt", "content": "x"}, ()),
        ("look", "image.label", {"of": "a.txt"}, ("write",)),
    )
    command = submit_command(actor=ayse, alt=alt)
    do_work()
    command.refresh_from_db()
    assert command.state == "succeeded"
    task = TaskRun.objects.get(segment="look")
    assert (task.output, task.log) == ({"label": "kedi"}, "baktım")
    sent = json.loads(fake.asked[0][2])
    assert (sent["parameters"], sent["task_type"]) == ({"of": "a.txt"}, "image.label")
    assert sent["inputs"]["write"]["path"] == "a.txt"
    assert fake.asked[0][1]["idempotency-key"] == str(task.pk)


@pytest.mark.parametrize("words", ['describe the picture "kedi"', '"kedi" için image.describe yap'])
def test_its_words_are_understood_while_it_is_registered(ayse, deniz, words):
    kinds = [one["task_type"] for one in preview(text=words, user=ayse)["segments"]]
    assert "image.describe" not in kinds
    types = [
        {
            "name": "image.describe",
            "title": "Describe a picture",
            "parameters": {"type": "object", "properties": {"of": {"type": "string"}}, "required": ["of"]},
        }
    ]
    register_service(actor=deniz, name="pictures", type="runner", task_types=types)
    [one] = preview(text=words, user=ayse)["segments"]
    assert (one["task_type"], one["parameters"]) == ("image.describe", {"of": "kedi"})


def test_its_parameters_are_checked_with_the_document(ayse, runner):
    with pytest.raises(AltInvalidProblem):
        submit(ayse, ("look", "image.describe", {"of": 5}, ()))
    with pytest.raises(AltInvalidProblem):
        submit(ayse, ("look", "image.unknown", {}, ()))


def test_a_task_whose_target_is_open_waits_and_then_succeeds(ayse, runner, fake, do_work):
    fake.close()
    command = submit(ayse, ("look", "image.describe", {}, ()), retry={"limit": 0})
    do_work()
    command.refresh_from_db()
    task = only_task()
    assert (command.state, task.state, task.attempt) == ("waiting", "waiting", 0)
    assert "pictures" in task.detail
    assert task.due_at > timezone.now() - timedelta(seconds=5)
    due_again()  # this opens the circuit
    due_again()
    task = only_task()
    assert task.state == "waiting"
    assert task.due_at > timezone.now() + timedelta(seconds=2)  # as long as the circuit is open
    from tests.services.conftest import FakeService

    back = FakeService()
    back.answers(200, {"output": 1})
    runner.instances.update(url=back.url)
    over(runner.instances.get().pk)
    due_again()
    back.close()
    command.refresh_from_db()
    assert (command.state, only_task().attempt) == ("succeeded", 1)


def test_a_waiting_task_is_cancelled(ayse, runner, fake, do_work):
    fake.close()
    command = submit(ayse, ("look", "image.describe", {}, ()))
    do_work()
    cancel_command(actor=ayse, command=command)
    command.refresh_from_db()
    assert command.state == "cancelled"


def test_waiting_ends_after_a_day(ayse, runner, fake, do_work):
    fake.close()
    command = submit(ayse, ("look", "image.describe", {}, ()), retry={"limit": 0})
    do_work()
    TaskRun.objects.update(started_at=timezone.now() - timedelta(hours=25))
    due_again()
    command.refresh_from_db()
    assert (command.state, command.error["code"]) == ("failed", "service.unavailable")


@pytest.mark.parametrize("fault", [hang, reset])
def test_what_may_have_been_done_and_may_not_be_repeated_fails(ayse, runner, fake, do_work, fault):
    fake.behave = fault
    command = submit(ayse, ("look", "image.describe", {}, ()))
    do_work()
    command.refresh_from_db()
    assert (command.state, command.error["code"], len(fake.asked)) == ("failed", "service.no_answer", 1)


def test_a_refusal_fails_the_task_with_the_services_words(ayse, runner, fake, do_work):
    fake.answers(422, {"code": "image.unreadable", "detail": "Bu bir resim değil."})
    command = submit(ayse, ("look", "image.label", {}, ()))
    do_work()
    command.refresh_from_db()
    assert (command.error["code"], command.error["detail"]) == ("image.unreadable", "Bu bir resim değil.")


def test_long_work_is_asked_again_at_the_same_instance(ayse, deniz, runner, fake, second, do_work):
    fake.answers(202, {"state": "running", "retry_after_seconds": 60, "detail": "yarısı"})
    command = submit(ayse, ("look", "image.label", {}, ()))
    do_work()
    task = only_task()
    assert (task.state, task.detail, Job.objects.count()) == ("waiting", "yarısı", 1)
    assert task.due_at > timezone.now() + timedelta(seconds=50)
    second.answers(200, {"output": "somebody else's"})
    change_service(actor=deniz, service=runner, urls=[fake.url, second.url])
    fake.answers(200, {"output": "mine"})
    due_again()
    command.refresh_from_db()
    assert (command.state, only_task().output, second.asked) == ("succeeded", "mine", [])
    assert len({headers["idempotency-key"] for _path, headers, _body in fake.asked}) == 1
    assert not Job.objects.exists()


@pytest.mark.parametrize("answer", [200, 204, 404, 500, None])
def test_a_service_that_is_still_at_work_is_told_of_the_cancel(ayse, runner, fake, do_work, answer):
    fake.answers(202, {"state": "running", "retry_after_seconds": 60})
    command = submit(ayse, ("look", "image.label", {}, ()))
    do_work()
    asked = len(fake.asked)
    fake.behave = (lambda handler: reply(handler, answer, b"")) if answer else reset
    cancel_command(actor=ayse, command=command)
    do_work()
    path, headers, body = fake.asked[asked]
    key = str(only_task().pk)
    assert (path, json.loads(body)) == ("/tasks/cancel", {"type": "cancel", "key": key, "run": str(command.run.pk)})
    assert fault("cancel.request", json.loads(body)) == ""
    assert headers["idempotency-key"] == f"{key}-cancel"
    assert not Job.objects.exists(), "it is told once, whatever it answers"
    command.refresh_from_db()
    assert command.state == "cancelled"


def test_a_service_that_has_answered_is_not_told(ayse, runner, fake, do_work):
    fake.answers(200, {"output": 1})
    submit(ayse, ("look", "image.label", {}, ()))
    do_work()
    assert [path for path, _headers, _body in fake.asked] == ["/tasks"]


def test_a_built_in_type_is_taken_over_and_steps_in(ayse, deniz, fake, do_work):
    register_service(
        actor=deniz, name="counter", type="runner", urls=[fake.url], task_types=[{"name": "text.count"}],
        timeout_seconds=1.0,
    )  # fmt: skip
    fake.answers(200, {"output": {"words": 77}})
    submit(ayse, ("a", "text.count", {"text": "bir iki", "what": "words"}, ()))
    do_work()
    assert only_task().output == {"words": 77}
    TaskRun.objects.all().delete()
    fake.behave = reset
    submit(ayse, ("a", "text.count", {"text": "bir iki", "what": "words"}, ()))
    do_work()
    assert only_task().output == {"words": 2}
    assert "counter" in only_task().log


def test_without_fallback_a_built_in_type_waits(ayse, deniz, fake, do_work):
    register_service(
        actor=deniz, name="counter", type="runner", urls=[fake.url], task_types=[{"name": "text.count"}], fallback=False
    )
    fake.close()
    submit(ayse, ("a", "text.count", {"text": "bir iki"}, ()))
    do_work()
    assert only_task().state == "waiting"


def test_a_task_whose_service_was_removed_says_so(ayse, deniz, runner, fake, do_work):
    fake.close()
    command = submit(ayse, ("look", "image.describe", {}, ()))
    do_work()
    remove_service(actor=deniz, service=runner)
    due_again()
    command.refresh_from_db()
    assert (command.state, command.error["code"]) == ("failed", "task_type.gone")


# segmentation ---------------------------------------------------------------------------------------------------------
ALT = {
    "alt": "2.0",
    "title": "Elsewhere",
    "mode": "chaos",
    "chaos_level": 9,
    "segments": [{"id": "a", "task_type": "text.count", "content": "say", "parameters": {"text": "x y"}}],
}


@pytest.fixture
def segmenter(deniz, fake):
    fake.answers(200, {"alt": ALT})
    return register_service(actor=deniz, name="words", type="segmentation", urls=[fake.url], timeout_seconds=1.0)[0]


def test_a_wish_is_segmented_elsewhere_and_not_believed_more_than_anybody(ayse, segmenter, fake, do_work):
    command = submit_command(actor=ayse, text="x y kaç kelime")
    assert (command.title, command.mode, command.alt["metadata"]["generator"]) == (
        "Elsewhere", "normal", "service:words",
    )  # fmt: skip
    assert "chaos_level" not in command.alt
    sent = json.loads(fake.asked[0][2])
    assert (sent["text"], sent["timezone"], sent["mode"]) == ("x y kaç kelime", ayse.timezone, "normal")
    assert "text.count" in {one["name"] for one in sent["task_types"]}
    assert preview(text="x", user=ayse)["title"] == "Elsewhere"


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"alt": {"alt": "2.0", "segments": [{"id": "a"}]}}),
        (200, {"alt": {"alt": "2.0", "title": "t", "segments": [
            {"id": "a", "task_type": "text.count", "content": "x", "dependencies": ["a"]}]}}),
        (200, {"segments": []}),
        (200, b"nonsense"),
        (500, {}),
        (422, {"code": "words.unknown", "detail": "?"}),
    ],
)  # fmt: skip
def test_the_built_in_segmentation_steps_in(ayse, segmenter, fake, answer):
    fake.answers(*answer)
    alt = preview(text="5 dakika bekle", user=ayse)
    assert alt["segments"][0]["task_type"] == "wait"


def test_an_unknown_task_type_from_elsewhere_is_asked_about(ayse, segmenter, fake):
    fake.answers(200, {"alt": {**ALT, "segments": [{"id": "a", "task_type": "no.such", "content": "x"}]}})
    command = submit_command(actor=ayse, text="bir şey")
    assert (command.state, command.why) == ("proposed", "unsupported_task_type")


def test_without_fallback_the_wish_is_refused_for_now(ayse, deniz, segmenter, fake):
    change_service(actor=deniz, service=segmenter, fallback=False)
    fake.close()
    with pytest.raises(Unavailable):
        preview(text="x", user=ayse)


def test_an_open_circuit_costs_nobody_time(ayse, segmenter, fake):
    fake.behave = hang
    for _ in range(FAILURES):
        preview(text="5 dakika bekle", user=ayse)
        if len(fake.asked) >= FAILURES:
            break
    asked = len(fake.asked)
    preview(text="5 dakika bekle", user=ayse)
    assert len(fake.asked) == asked == FAILURES


# archive --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def archive(deniz, fake):
    fake.answers(200, {"title": "Daha iyi bir ad", "summary": "Özet", "tags": ["kelime"]})
    return register_service(actor=deniz, name="shelf", type="archive", urls=[fake.url], timeout_seconds=1.0)[0]


COUNT = ("a", "text.count", {"text": "bir iki", "what": "words"}, ())


def test_an_external_archive_keeps_a_success_and_may_name_it(ayse, archive, fake, do_work):
    command = submit(ayse, COUNT)
    do_work()
    for delivery in Delivery.objects.filter(state="waiting"):
        deliver(delivery.pk)
    entry = AtlasEntry.objects.get()
    assert (entry.title, entry.summary, entry.tags) == ("Daha iyi bir ad", "Özet", ["kelime"])
    assert "kelime" in entry.search_text
    assert json.loads(fake.asked[0][2])["command"] == str(command.pk)
    assert Delivery.objects.get().state == "done"
    assert len(fake.asked) == 1


def test_the_built_in_entry_stays_and_the_archive_is_told_later(ayse, archive, fake, do_work):
    fake.close()
    submit(ayse, COUNT)
    do_work()
    delivery = Delivery.objects.get()
    if delivery.attempts == 0:
        deliver(delivery.pk)
    delivery.refresh_from_db()
    assert AtlasEntry.objects.get().title == "Test"
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.due_at > timezone.now() + timedelta(seconds=20)
    assert not deliver(delivery.pk)  # not due
    assert sweep_deliveries() == 0
    Delivery.objects.update(due_at=timezone.now())
    assert sweep_deliveries() == 1


@pytest.mark.parametrize("answer", [(422, {"code": "a.b"}), (200, {"title": ""}), (200, {"tags": ["x"] * 21})])
def test_what_it_answers_wrongly_changes_nothing(ayse, archive, fake, do_work, answer):
    fake.answers(*answer)
    submit(ayse, COUNT)
    do_work()
    delivery = Delivery.objects.get()
    if delivery.attempts == 0:
        deliver(delivery.pk)
    assert AtlasEntry.objects.get().title == "Test"
    delivery.refresh_from_db()
    assert delivery.state == ("failed" if answer[0] == 422 else "waiting")


def test_a_deleted_command_is_told_to_nobody(ayse, archive, fake):
    command = submit(ayse, COUNT)
    work_on(str(TaskRun.objects.get().pk))
    command.delete()
    for delivery in Delivery.objects.all():
        assert not deliver(delivery.pk)
    assert fake.asked == []


def test_a_failure_is_not_archived(ayse, archive, fake, do_work):
    submit(ayse, ("a", "file.read", {"path": "none.txt"}, ()), retry={"limit": 0})
    do_work()
    assert not Delivery.objects.exists()


def test_two_workers_tell_an_archive_once(ayse, archive, fake):
    submit(ayse, COUNT)
    work_on(str(TaskRun.objects.get().pk))
    key = Delivery.objects.get().pk
    fake.behave = lambda handler: (deliver(key), reply(handler, 200, {}))[1]  # a second one while the first waits
    assert deliver(key)
    assert len(fake.asked) == 1
