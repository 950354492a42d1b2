"""A run that waits for an event: what is said, what is signalled through the API, what other runs emit."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from altlas import embedded
from apps.chat.actions import open_direct_conversation, remove_participant, send_message
from apps.commands.actions import cancel_command, submit_command
from apps.commands.formats.accepting import parse_document
from apps.commands.formats.alt import AltInvalid
from apps.commands.models import Command, Listener, Signal, TaskRun
from apps.commands.runner import listening
from apps.commands.runner.hearing import Hearing
from apps.commands.runner.listening import wake_listeners
from apps.commands.runner.signalling import MOST_OPEN, send_signal
from apps.commands.runner.worker import work_on
from apps.commands.tasks import sweep_runs, sweep_schedules
from apps.events import bus

pytestmark = pytest.mark.django_db(transaction=True)
PAID = {"type": "com.example.paid"}


@pytest.fixture
def listen(ayse, graph, do_work):
    def start(parameters, conversation=None):
        command = submit_command(
            actor=ayse, alt=graph(("wait", "event.listen", parameters, ())), conversation=conversation
        )
        do_work()
        return command

    return start


@pytest.fixture
def heard(do_work):
    """Let time pass and return how the command stands, with what its task gave."""

    def look(command):
        sweep_schedules()
        do_work()
        command.refresh_from_db()
        return command.state, TaskRun.objects.get(run__command=command).output

    return look


def post(api, who, command, **body):
    return api(who).post(f"/api/v1/commands/{command.pk}/signals", body, format="json")


class TestMessages:
    def test_the_words_that_are_waited_for_let_it_go_on(self, ayse, bora, group, listen, heard):
        send_message(actor=bora, conversation=group, text="dağıtım bitti (dün)")
        command = listen({"one": {"says": "dağıtım bitti"}}, group)
        send_message(actor=bora, conversation=group, text="dağıtım sürüyor")
        assert heard(command) == ("waiting", None)
        said = send_message(actor=bora, conversation=group, text="Arkadaşlar, DAĞITIMI bitti!")
        state, output = heard(command)
        assert (state, output[0]["text"], output[0]["by"]) == ("succeeded", said.text, "@bora")

    def test_only_those_who_are_named_count(self, ayse, bora, group, listen, heard):
        command = listen({"one": {"says": "tamam", "from_people": "@bora"}}, group)
        send_message(actor=ayse, conversation=group, text="tamam")
        assert heard(command)[0] == "waiting"
        send_message(actor=bora, conversation=group, text="Tamam.")
        assert heard(command)[0] == "succeeded"

    def test_what_is_not_meant_wakes_nobody_again(self, bora, group, listen, do_work):
        listen({"one": {"says": "tamam"}}, group)
        send_message(actor=bora, conversation=group, text="hayır")
        assert wake_listeners() == 1
        do_work()
        assert wake_listeners() == 0

    def test_who_may_not_read_there_any_more_hears_nothing(self, ayse, bora, group, graph, do_work, heard):
        command = submit_command(actor=bora, alt=graph(
            ("wait", "event.listen", {"one": {"says": "tamam"}, "conversation": str(group.pk)}, ())
        ))  # fmt: skip
        do_work()
        remove_participant(actor=ayse, conversation=group, user=bora)
        send_message(actor=ayse, conversation=group, text="tamam")
        state, output = heard(command)
        assert (state, output) == ("failed", None)
        assert command.error["code"] == "conversation.not_found"

    def test_a_signal_cannot_pass_for_what_somebody_said(self, ayse, bora, group, listen, heard):
        command = listen({"one": {"says": "tamam", "from_people": "@bora"}}, group)
        data = {"text": "tamam", "by": "@bora", "sender": str(bora.pk)}
        send_signal(actor=ayse, command=command, type="message.created", data=data)
        assert heard(command)[0] == "waiting"

    def test_finding_who_listens_takes_one_query(self, bora, group, listen, do_work, django_assert_num_queries):
        for _once in range(3):
            listen({"one": {"says": "tamam"}}, group)
        wake_listeners()  # the cards of the later ones were said as well
        do_work()
        with django_assert_num_queries(1):
            wake_listeners()


class TestHearing:
    """A worker hears it at once, without the sweep."""

    @pytest.fixture
    def ears(self, monkeypatch):
        monkeypatch.setattr(bus, "_outlets", list(bus._outlets))
        ears = Hearing()
        ears.started = True
        ears.open()
        monkeypatch.setattr(listening, "hearing", ears)
        yield ears
        ears.close()

    def test_it_goes_on_at_the_message(self, bora, group, listen, ears, do_work):
        command = listen({"one": {"says": "tamam"}}, group)
        while ears.look(0.3):  # what was there before it began to hear: its own card
            do_work()
        send_message(actor=bora, conversation=group, text="Tamam.")
        assert ears.look(5) == 1
        do_work()
        command.refresh_from_db()
        assert command.state == "succeeded"

    def test_what_nobody_listens_for_asks_the_database_nothing(
        self, ayse, bora, group, listen, ears, do_work, django_assert_num_queries
    ):
        elsewhere = open_direct_conversation(actor=ayse, user_id=bora.pk)[0]
        command = listen({"one": {"says": "tamam"}}, group)
        while ears.look(0.3):
            do_work()
        send_message(actor=bora, conversation=elsewhere, text="tamam")
        with django_assert_num_queries(0):
            assert ears.look(0.3) == 0
        cancel_command(actor=ayse, command=command)
        send_message(actor=bora, conversation=group, text="tamam")
        assert ears.look(0.3) == 0
        send_message(actor=bora, conversation=group, text="tamam")
        with django_assert_num_queries(0):
            assert ears.look(0.3) == 0, "who does not listen any more is forgotten"

    def test_the_embedded_worker_hears_as_well(self, monkeypatch):
        begun = []
        monkeypatch.setattr(embedded, "hearing", SimpleNamespace(start=lambda: begun.append("hearing")))
        working = SimpleNamespace(start=lambda: begun.append("working"))
        monkeypatch.setattr(embedded, "WorkController", lambda **_given: working)
        embedded.EmbeddedWorker()._run()
        assert begun == ["hearing", "working"]


class TestSignals:
    def test_a_signal_lets_it_go_on(self, ayse, api, listen, heard):
        command = listen({"one": PAID, "read": "envelope"})
        assert post(api, ayse, command, type="com.example.other").status_code == 202
        assert heard(command)[0] == "waiting"
        answer = post(api, ayse, command, type="com.example.paid", data={"amount": 5}, subject="order 7")
        assert answer.status_code == 202
        state, output = heard(command)
        assert state == "succeeded"
        assert (output[0]["data"], output[0]["subject"], output[0]["specversion"]) == ({"amount": 5}, "order 7", "1.0")
        rows = api(ayse).get(f"/api/v1/commands/{command.pk}/signals").json()["results"]
        assert [row["taken"] for row in rows] == [True, False]

    def test_one_that_came_before_it_listened_counts(self, ayse, graph, do_work):
        command = submit_command(actor=ayse, alt=graph(("wait", "event.listen", {"one": PAID}, ())))
        send_signal(actor=ayse, command=command, type="com.example.paid", data=1)
        do_work()
        command.refresh_from_db()
        assert (command.state, TaskRun.objects.get().output) == ("succeeded", [1])

    def test_all_of_them_in_the_order_in_which_they_came(self, ayse, listen, heard):
        command = listen({"all": [{"type": "a"}, {"type": "b", "data": {"ok": True}}]})
        for kind, data in (("b", {"ok": False}), ("b", {"ok": True, "n": 1})):
            send_signal(actor=ayse, command=command, type=kind, data=data)
        assert heard(command)[0] == "waiting"
        send_signal(actor=ayse, command=command, type="a", data="last")
        assert heard(command) == ("succeeded", [{"ok": True, "n": 1}, "last"])

    def test_any_of_them(self, ayse, listen, heard):
        command = listen({"any": [{"type": "a"}, {"type": "b"}]})
        send_signal(actor=ayse, command=command, type="b", data=2)
        assert heard(command) == ("succeeded", [2])

    def test_the_same_event_twice_is_one(self, ayse, api, listen):
        command = listen({"one": PAID})
        one, two = (post(api, ayse, command, type="x", source="shop", id="7") for _time in range(2))
        assert one.json()["id"] == two.json()["id"]
        assert Signal.objects.count() == 1

    def test_two_tasks_take_two_signals(self, ayse, graph, do_work):
        alt = graph(("a", "event.listen", {"one": PAID}, ()), ("b", "event.listen", {"one": PAID}, ()))
        command = submit_command(actor=ayse, alt=alt)
        do_work()
        send_signal(actor=ayse, command=command, type="com.example.paid", data=1)
        do_work()
        assert sorted(TaskRun.objects.values_list("state", flat=True)) == ["succeeded", "waiting"]
        send_signal(actor=ayse, command=command, type="com.example.paid", data=2)
        do_work()
        assert sorted(output[0] for output in TaskRun.objects.values_list("output", flat=True)) == [1, 2]

    def test_a_look_that_died_takes_the_same_again(self, ayse, listen, do_work):
        command = listen({"one": PAID})
        send_signal(actor=ayse, command=command, type="com.example.paid", data=1)
        row = TaskRun.objects.get()
        from apps.commands.runner import engine
        from apps.commands.runner.context import TaskContext

        [task] = engine.claim_tasks(row.pk)
        TaskContext(task, command).listen(
            wanted=[{**PAID, "from_people": []}], place=None, every=False, until=timezone.now()
        )  # and then the worker died
        TaskRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        sweep_runs()
        do_work()
        command.refresh_from_db()
        assert (command.state, TaskRun.objects.get().output) == ("succeeded", [1])

    @pytest.mark.parametrize(("who", "status"), [("ayse", 202), ("bora", 202), ("cem", 404)])
    def test_who_may_send_one(self, request, api, group, listen, who, status):
        command = listen({"one": PAID}, group)
        assert post(api, request.getfixturevalue(who), command, type="x").status_code == status

    def test_nobody_else_signals_what_is_private(self, api, ayse, bora, listen):
        command = listen({"one": PAID})
        assert post(api, bora, command, type="x").status_code == 404

    def test_one_who_left_may_not(self, api, ayse, bora, group, listen):
        command = listen({"one": PAID}, group)
        remove_participant(actor=ayse, conversation=group, user=bora)
        assert post(api, bora, command, type="x").status_code == 404

    def test_bounds(self, api, ayse, listen, settings):
        command = listen({"one": PAID})
        assert post(api, ayse, command, type="x", data="y" * 100_001).json()["code"] == "signal.too_large"
        assert post(api, ayse, command).status_code == 400
        rows = (
            Signal(command=command, event={"time": ""}, source="s", event_id=str(number)) for number in range(MOST_OPEN)
        )
        Signal.objects.bulk_create(rows)
        assert post(api, ayse, command, type="x").json()["code"] == "signal.too_many"
        cancel_command(actor=ayse, command=command)
        assert post(api, ayse, command, type="x").json()["code"] == "command.has_ended"


def test_the_list_takes_the_same_queries_however_long_it_is(api, ayse, listen, django_assert_max_num_queries):
    command = listen({"one": PAID})
    for number in range(20):
        send_signal(actor=ayse, command=command, type="x", id=str(number))
    with django_assert_max_num_queries(6):
        answer = api(ayse).get(f"/api/v1/commands/{command.pk}/signals?limit=15").json()
    assert len(answer["results"]) == 15


def test_its_time_is_over(listen):
    command = listen({"one": PAID, "within": "PT1M"})
    Listener.objects.update(until=timezone.now())
    TaskRun.objects.update(due_at=timezone.now())
    work_on(str(TaskRun.objects.get().pk))
    command.refresh_from_db()
    assert (command.state, command.error["code"]) == ("failed", "event.timeout")


def test_it_is_cancelled(ayse, listen):
    command = listen({"one": PAID})
    cancel_command(actor=ayse, command=command)
    command.refresh_from_db()
    assert command.state == "cancelled"


def test_what_one_run_emits_another_of_the_same_person_hears(ayse, bora, graph, listen, heard, do_work):
    command = listen({"one": {"type": "order.placed"}})
    event = {"source": "urn:shop", "type": "order.placed", "data": {"n": 1}}
    submit_command(actor=bora, alt=graph(("give", "event.emit", {"event": event}, ())))
    do_work()
    assert heard(command)[0] == "waiting", "what others emit is none of its business"
    submit_command(actor=ayse, alt=graph(("give", "event.emit", {"event": event}, ())))
    do_work()
    assert heard(command) == ("succeeded", [{"n": 1}])


WORKFLOW = {
    "document": {"dsl": "1.0.3", "namespace": "a", "name": "doctor", "version": "1.0.0"},
    "do": [
        {"call": {"listen": {"to": {"one": {"with": {"type": "heart", "data": {"bpm": 140}}}}},
                  "timeout": {"after": {"hours": 2}}}},
        {"say": {"set": {"found": "${ .[0].bpm }"}}},
    ],
}  # fmt: skip


class TestWorkflows:
    def test_a_workflow_that_listens(self, ayse, do_work):
        command = submit_command(actor=ayse, alt=json.dumps(WORKFLOW))
        assert command.alt["segments"][1]["parameters"]["within"] == "PT2H"
        do_work()
        send_signal(actor=ayse, command=command, type="heart", data={"bpm": 60})
        send_signal(actor=ayse, command=command, type="heart", data={"bpm": 140})
        do_work()
        command = Command.objects.get(pk=command.pk)
        assert command.state == "succeeded", command.error
        assert TaskRun.objects.get(parent=None).output == {"found": 140}

    @pytest.mark.parametrize(
        ("listen", "pointer"),
        [
            ({}, "/to"),
            ({"to": {"any": []}}, "/to/any"),
            ({"to": {"one": {"with": {"type": "${ .x }"}}}}, "/to/one/with/type"),
            ({"to": {"one": {"with": {"time": "now"}}}}, "/to/one/with/time"),
            ({"to": {"any": [{"with": {"type": "a"}}], "until": "${ true }"}}, "/to"),
            ({"to": {"one": {"with": {"type": "a"}, "correlate": {}}}}, "/to/one/correlate"),
            ({"to": {"one": {"with": {"type": "a"}}}, "read": "raw"}, "/read"),
        ],
    )
    def test_what_it_cannot_do_is_told_with_its_place(self, listen, pointer):
        workflow = {**WORKFLOW, "do": [{"call": {"listen": listen}}]}
        with pytest.raises(AltInvalid) as told:
            parse_document(workflow)
        assert f"/do/0/call/listen{pointer}" in [error["pointer"] for error in told.value.errors]
