"""Commands that run later, or again and again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import remove_participant
from apps.chat.models import Message
from apps.chat.problems import CannotWrite
from apps.commands.actions import submit_command
from apps.commands.models import Command, Schedule
from apps.commands.schedules.running import run_due
from apps.commands.segmenting import propose
from apps.commands.tasks import sweep_runs
from apps.core.persondata import erasers, exporters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alt(graph, told):
    return graph(("a", "test.told", {"say": "now"}, ()))


@pytest.fixture
def later(api, ayse, alt):
    def submit(person=None, **schedule):
        body = {"alt": alt, "schedule": schedule}
        if "conversation" in schedule:
            body["conversation"] = schedule.pop("conversation")
        return api(person or ayse).post("/api/v1/commands", body)

    return submit


def due(**changes):
    Schedule.objects.update(next_at=timezone.now() - timedelta(seconds=1), **changes)


def tomorrow():
    return (timezone.now() + timedelta(days=1)).isoformat()


def test_a_command_waits_for_its_moment_and_runs_once(api, ayse, later, told, do_work):
    answer = later(at=tomorrow())
    assert answer.status_code == 202
    found = answer.json()
    assert (found["state"], found["started_at"]) == ("queued", None)
    assert found["starts_at"]
    do_work()
    assert run_due() == 0
    assert told.done == []
    due()
    assert run_due() == 1
    do_work()
    assert told.done == ["now"]
    schedule = Schedule.objects.get()
    assert (schedule.next_at, schedule.runs) == (None, 1)
    assert Command.objects.get().state == "succeeded"
    assert run_due() == 0


def test_no_sweep_starts_it_before_its_moment(later, told, do_work):
    later(at=tomorrow())
    Command.objects.update(created_at=timezone.now() - timedelta(days=1))
    sweep_runs()
    do_work()
    assert (told.done, Command.objects.get().state) == ([], "queued")


def test_what_repeats_makes_a_command_each_time(api, ayse, later, told, do_work):
    later(rrule="FREQ=DAILY", timezone="Europe/Istanbul")
    for _ in range(3):
        due()
        assert run_due() == 1
        do_work()
    assert Command.objects.filter(state="succeeded", schedule__isnull=False).count() == 3
    [row] = api(ayse).get("/api/v1/schedules").json()["results"]
    assert (row["runs"], row["rrule"], row["timezone"]) == (3, "FREQ=DAILY", "Europe/Istanbul")
    assert len(row["upcoming"]) == 5
    assert row["upcoming"][0] == row["next_at"]
    assert datetime.fromisoformat(row["next_at"]) > datetime.now(UTC)


def test_the_list_costs_the_same_for_many(api, ayse, later, django_assert_num_queries):
    client = api(ayse)
    for amount in (1, 12):
        for _ in range(amount):
            later(rrule="FREQ=DAILY")
        with django_assert_num_queries(1):
            rows = client.get("/api/v1/schedules").json()["results"]
        assert len(rows) == Schedule.objects.count()


def test_two_clocks_at_once_run_it_once(later, told, do_work):
    later(at=tomorrow())
    due()
    assert run_due() + run_due() == 1


@pytest.mark.parametrize(
    ("overlap", "problem", "runs"),
    [("skip", "schedule.overlap", 1), ("allow", "", 2), ("cancel", "", 2)],
)
def test_the_run_before_is_not_over(api, ayse, graph, do_work, overlap, problem, runs):
    body = {
        "alt": graph(("a", "wait", {"duration": "PT1H"}, ())),
        "schedule": {"rrule": "FREQ=HOURLY", "overlap": overlap},
    }
    api(ayse).post("/api/v1/commands", body)
    for _ in range(2):
        due()
        run_due()
        do_work()
    schedule = Schedule.objects.get()
    assert (schedule.problem, schedule.runs) == (problem, runs)
    states = sorted(Command.objects.values_list("state", flat=True))
    assert states == {"skip": ["waiting"], "allow": ["waiting", "waiting"], "cancel": ["cancelled", "waiting"]}[overlap]


@pytest.mark.parametrize(("missed", "done"), [("once", ["now"]), ("skip", [])])
def test_the_server_was_away(later, told, do_work, missed, done):
    later(rrule="FREQ=DAILY", missed=missed)
    Schedule.objects.update(next_at=timezone.now() - timedelta(days=3), starts_at=timezone.now() - timedelta(days=3))
    assert run_due() == 1
    do_work()
    assert told.done == done
    assert Schedule.objects.get().next_at > timezone.now()
    assert run_due() == 0


def test_the_rights_are_those_of_the_moment(api, ayse, bora, group, later, told, do_work):
    later(bora, rrule="FREQ=DAILY", conversation=str(group.pk))
    remove_participant(actor=ayse, conversation=group, user=bora)
    due()
    run_due()
    do_work()
    assert told.done == []
    assert Command.objects.get().error["code"] == "permission.lost"
    due()
    run_due()
    assert Schedule.objects.get().problem == CannotWrite.code
    assert Command.objects.count() == 1


def test_a_disabled_owner_ends_it(bora, later, told, do_work):
    later(bora, rrule="FREQ=DAILY")
    bora.is_active = False
    bora.save()
    due()
    run_due()
    do_work()
    schedule = Schedule.objects.get()
    assert (told.done, schedule.next_at, schedule.problem) == ([], None, "owner.gone")
    assert Command.objects.get().state == "failed"


def test_it_is_paused_changed_and_deleted(api, ayse, bora, later, told, do_work):
    command = later(rrule="FREQ=DAILY").json()
    url = f"/api/v1/schedules/{command['schedule']}"
    assert api(bora).get(url).status_code == 404
    assert api(bora).patch(url, {"paused": True}).status_code == 404
    assert api(bora).delete(url).status_code == 404
    assert api(ayse).patch(url, {"paused": True}).json()["paused_at"]
    due()
    assert run_due() == 0
    assert api(ayse).patch(url, {"paused": False}).json()["paused_at"] is None
    moved = api(ayse).patch(url, {"rrule": "FREQ=WEEKLY", "overlap": "allow"}).json()
    assert (moved["rrule"], moved["overlap"]) == ("FREQ=WEEKLY", "allow")
    assert api(ayse).patch(url, {"rrule": "FREQ=SECONDLY"}).status_code in (400, 422)
    assert api(ayse).delete(url).status_code == 204
    assert Command.objects.get().state == "cancelled"
    assert not Schedule.objects.exists()


def test_the_first_run_can_be_cancelled_alone(api, ayse, later, told, do_work):
    command = later(rrule="FREQ=DAILY").json()
    api(ayse).delete(f"/api/v1/commands/{command['id']}")
    due()
    run_due()
    due()
    run_due()
    do_work()
    assert told.done == ["now"]


@pytest.mark.parametrize(
    "schedule",
    [{}, {"at": "2020-01-01T00:00:00Z"}, {"rrule": "FREQ=SECONDLY"}, {"rrule": "FREQ=MINUTELY;INTERVAL=1"},
     {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, {"at": "9999-01-01T00:00:00Z"}, {"rrule": "x"},
     {"rrule": "FREQ=DAILY", "timezone": "Mars/Base"}, {"rrule": "FREQ=DAILY", "overlap": "burn"}],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(later, schedule):
    assert later(**schedule).status_code in (400, 422)
    assert not Command.objects.exists()


def test_a_card_says_when_it_runs(ayse, group, graph, told, do_work):
    moment = timezone.now() + timedelta(days=1)
    submit_command(actor=ayse, alt=graph(("a", "test.told", {}, ())), conversation=group, timing={"at": moment})
    card = Message.objects.get(type="command").card
    assert card["starts_at"]
    due()
    run_due()
    do_work()
    assert Message.objects.get(type="command").card["state"] == "succeeded"


def test_when_is_heard_from_the_words(ayse):
    ayse.timezone = "Europe/Istanbul"
    said = propose("yarın 9'da #genel kanalına 'merhaba' yaz", user=ayse)
    assert said.timing["at"].endswith("T09:00:00")
    assert said.unsure == ""
    said = propose("Every Monday at 9 fetch https://example.org/a.csv and post the top 3 to #general", user=ayse)
    assert said.timing == {"rrule": "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;BYHOUR=9;BYMINUTE=0"}
    assert said.unsure == "schedule"
    assert "rrule" not in said.alt["segments"][0]["parameters"]
    assert propose("yarın 9'da bana toplantıyı hatırlat", user=ayse).timing is None


def test_what_repeats_by_words_is_asked_about_first(api, ayse, group, do_work):
    body = {"text": "her pazartesi 9'da bu sohbete 'günaydın' yaz", "conversation": str(group.pk)}
    command = api(ayse).post("/api/v1/commands", body).json()
    assert (command["state"], command["why"]) == ("proposed", "schedule")
    assert not Schedule.objects.exists()
    confirmed = api(ayse).post(f"/api/v1/commands/{command['id']}/confirm", {}).json()
    assert (confirmed["state"], confirmed["schedule"]) == ("queued", str(Schedule.objects.get().pk))


def test_a_person_takes_their_schedules_along(ayse, later):
    later(rrule="FREQ=DAILY")
    rows = {part.name: list(part.rows) for part in exporters["commands"](ayse) if hasattr(part, "rows")}
    assert [row["rrule"] for row in rows["schedules"]] == ["FREQ=DAILY"]
    erasers["commands"](ayse)
    assert not Schedule.objects.exists()
