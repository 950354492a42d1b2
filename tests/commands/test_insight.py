"""What runs teach over time."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import remove_participant, send_message
from apps.chat.search.keeping import catch_up
from apps.commands.actions import rerun_command, submit_command
from apps.commands.insight.learning import learn_from
from apps.commands.models import AtlasEntry, Command, PersonTask
from apps.commands.people.reminding import look_at_the_clock
from apps.events.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(ayse, graph, told, do_work):
    def start(title="Say", again=None, fails=False, conversation=None):
        told.failures = int(fails)
        if again is None:
            alt = graph(("a", "test.told", {"fails": True}, ()), title=title)
            command = submit_command(actor=ayse, alt=alt, conversation=conversation)
        else:
            command = rerun_command(actor=ayse, command=again)
        do_work()
        command.refresh_from_db()
        assert command.state == ("failed" if fails else "succeeded")
        return command

    return start


def test_knowledge_goes_stale_when_its_repetition_fails_and_holds_again_after(api, ayse, run):
    first = run()
    failed = run(again=first, fails=True)
    [entry] = api(ayse).get("/api/v1/atlas").json()["results"]
    assert (entry["stale"], entry["runs"], entry["success_rate"]) == (True, 2, 0.5)
    run(again=failed)
    entry = AtlasEntry.objects.get(command=first)
    assert (entry.stale_at, entry.runs, entry.successes) == (None, 3, 2)


def test_a_falling_rate_is_told_once(run):
    first = run()
    for _ in range(4):
        run(again=first, fails=True)
    told = [json.loads(event.data) for event in Event.objects.filter(type="command.unreliable")]
    assert [(one["runs"], one["success_rate"]) for one in told] == [(3, 0.3333)]


def test_the_owner_and_the_conversation_are_reminded_of_a_falling_rate(ayse, bora, cem, group, run):
    first = run(title="Yedek", conversation=group)
    for _ in range(4):
        run(again=first, fails=True)
    [alarm] = PersonTask.objects.all()
    assert alarm.title == "“Yedek” sık başarısız oluyor: son 3 çalışmasının 2 tanesi"
    assert (alarm.kind, [seat.user for seat in alarm.seats.all()]) == ("reminder", [ayse])
    assert [PersonTask.objects.visible_to(one).count() for one in (ayse, bora, cem)] == [1, 1, 0]
    assert look_at_the_clock() == 1, "it is due at once"


def test_an_alarm_of_what_is_private_is_private(ayse, bora, run):
    first = run(title="Yedek")
    for _ in range(2):
        run(again=first, fails=True)
    assert [PersonTask.objects.visible_to(one).count() for one in (ayse, bora)] == [1, 0]


def test_who_may_not_write_there_any_more_is_told_alone(ayse, bora, group, run):
    first = run(title="Yedek", conversation=group)
    Command.objects.update(owner=bora)
    remove_participant(actor=ayse, conversation=group, user=bora)
    for _ in range(2):
        last = Command.objects.create(
            owner=bora, rerun_of=first, title="Yedek", alt={}, state="failed", conversation=group
        )
    learn_from(str(last.pk))
    [alarm] = PersonTask.objects.all()
    assert (alarm.conversation, [seat.user for seat in alarm.seats.all()]) == (None, [bora])


def test_figures_are_of_my_own(api, ayse, bora, run):
    run()
    run(fails=True)
    found = api(ayse).get("/api/v1/commands/analytics?days=7").json()
    assert (found["commands"], found["success_rate"]) == (2, 0.5)
    assert found["states"] == {"succeeded": 1, "failed": 1}
    assert found["task_types"][0]["task_type"] == "test.told"
    assert found["task_types"][0]["failed"] == 1
    assert [(day["succeeded"], day["failed"]) for day in found["by_day"]] == [(1, 1)]
    assert api(bora).get("/api/v1/commands/analytics").json()["commands"] == 0
    assert api(ayse).get("/api/v1/commands/analytics?days=0").status_code == 400


def test_what_ran_last_week_is_suggested(api, ayse, bora, run):
    weekly, daily = run(title="Weekly"), run(title="Today")
    Command.objects.filter(pk=weekly.pk).update(created_at=timezone.now() - timedelta(days=7))
    found = api(ayse).get("/api/v1/commands/suggestions").json()["results"]
    assert [(one["title"], one["why"]) for one in found] == [("Weekly", "last_week")]
    assert daily.title not in str(found)
    assert api(bora).get("/api/v1/commands/suggestions").json()["results"] == []


def test_one_search_finds_all_that_one_may_see(api, ayse, bora, cem, group, run):
    run(title="Bütçe raporu")
    send_message(actor=ayse, conversation=group, text="bütçe toplantısı")
    catch_up()
    found = api(ayse).get("/api/v1/search?q=bütçe").json()
    assert [len(found[kind]) for kind in ("messages", "atlas", "commands")] == [1, 1, 1]
    found = api(bora).get("/api/v1/search?q=bütçe").json()
    assert [len(found[kind]) for kind in ("messages", "atlas", "commands")] == [1, 0, 0]
    assert api(cem).get("/api/v1/search?q=bütçe").json() == {"messages": [], "atlas": [], "commands": []}
    assert api(ayse).get("/api/v1/search").status_code == 400
