"""Commands kept under a name: who keeps them where, who sees them, and running them with a form."""

import threading

import pytest
from django.db import connection

from apps.chat.actions import remove_participant
from apps.commands.actions import cancel_command, confirm_command
from apps.commands.models import Command, SavedCommand
from apps.commands.saved.actions import change_saved_command, run_saved_command, save_command
from apps.commands.saved.problems import CannotSave, NameTaken
from apps.core.persondata import erasers, exporters
from apps.core.text import fold
from apps.events.models import Event
from apps.groups.actions.members import remove_member
from apps.groups.actions.servers import create_server
from tests.factories.accounts import UserFactory
from tests.groups.conftest import join

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/saved-commands"


@pytest.fixture
def alt(graph, told):
    return graph(
        ("a", "test.told", {"say": "${variables.city}: ${variables.limit}"}, ()),
        inputs={
            "city": {"type": "string", "enum": ["İzmir", "Van"], "required": True, "title": "Şehir"},
            "limit": {"type": "integer", "minimum": 1, "default": 3},
        },
    )


@pytest.fixture
def saved(ayse, alt):
    return save_command(actor=ayse, name="özet", alt=alt, description="Kısa özet")


@pytest.fixture
def server(ayse):
    return create_server(actor=ayse, name="Mahalle")


def names(answer):
    return [row["name"] for row in answer.json()["results"]]


def test_a_document_is_kept_under_a_name_and_run_with_values(api, ayse, alt, told, do_work):
    made = api(ayse).post(URL, {"name": "/özet", "description": "Kısa", "alt": alt})
    assert made.status_code == 201
    body = made.json()
    assert (body["name"], body["input_count"], body["author"]["username"]) == ("özet", 2, "ayse")
    form = api(ayse).get(f"{URL}/{body['id']}/form").json()
    assert form["inputs"]["city"]["enum"] == ["İzmir", "Van"]
    assert (form["shown_first"], form["may_change"]) == (False, True)
    assert [step["task_type"] for step in form["steps"]] == ["test.told"]
    run = api(ayse).post(f"{URL}/{body['id']}/run", {"variables": {"city": "Van"}})
    assert (run.status_code, run.json()["text"], run.json()["saved"]) == (202, "/özet city=Van", body["id"])
    do_work()
    assert told.done == ["Van: 3"]
    assert Command.objects.get().state == "succeeded"


def test_the_conversation_reads_what_was_run(api, ayse, group, saved):
    body = {"variables": {"city": "Van", "limit": 2}, "conversation": str(group.pk)}
    run = api(ayse).post(f"{URL}/{saved.pk}/run", body)
    assert group.messages.get(pk=run.json()["message"]).text == "/özet city=Van limit=2"


@pytest.mark.parametrize(
    ("variables", "pointer", "code"),
    [
        ({}, "/variables/city", "alt.input_missing"),
        ({"city": "Oz"}, "/variables/city", "alt.input_invalid"),
        ({"city": "Van", "limit": 0}, "/variables/limit", "alt.input_invalid"),
        ({"city": "Van", "limit": "3"}, "/variables/limit", "alt.input_invalid"),
        ({"city": "Van", "town": "x"}, "/variables/town", "alt.variable_unknown"),
    ],
)
def test_each_wrong_value_is_named(api, ayse, saved, variables, pointer, code):
    answer = api(ayse).post(f"{URL}/{saved.pk}/run", {"variables": variables})
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert not Command.objects.exists()


def test_a_graph_that_ran_is_kept(api, ayse, bora, cem, direct, saved):
    command = run_saved_command(actor=ayse, saved=saved, conversation=direct, variables={"city": "Van"})
    made = api(bora).post(URL, {"name": "van", "command": str(command.pk)})
    assert made.status_code == 201
    assert api(bora).get(f"{URL}/{made.json()['id']}/alt").json()["variables"]["city"] == "Van"
    assert api(cem).post(URL, {"name": "van", "command": str(command.pk)}).status_code == 404


@pytest.mark.parametrize("name", ["", "/", "-x", "a b", "a/b", "x" * 33, "😀", "a\u0000b"])
def test_names_that_cannot_be_typed_are_refused(api, ayse, alt, name):
    assert api(ayse).post(URL, {"name": name, "alt": alt}).status_code == 400


def test_run_stays_what_it_is(api, ayse, alt):
    assert api(ayse).post(URL, {"name": "RUN", "alt": alt}).json()["code"] == "saved_command.name_reserved"


@pytest.mark.parametrize("twin", ["ÖZET", "ozet", "Özet", "o\u0308zet"])
def test_a_name_is_given_once_in_a_place(api, ayse, bora, saved, alt, twin):
    assert api(ayse).post(URL, {"name": twin, "alt": alt}).json()["code"] == "saved_command.name_taken"
    assert api(bora).post(URL, {"name": twin, "alt": alt}).status_code == 201  # a name of somebody else's


def test_a_document_that_is_not_valid_is_refused(api, ayse):
    answer = api(ayse).post(URL, {"name": "x", "alt": {"alt": "2.0", "segments": []}})
    assert (answer.status_code, answer.json()["code"]) == (422, "alt.invalid")


def test_only_one_place_and_one_source(api, ayse, group, server, alt):
    both = {"name": "x", "alt": alt, "conversation": str(group.pk), "server": str(server.pk)}
    assert api(ayse).post(URL, both).status_code == 400
    assert api(ayse).post(URL, {"name": "x"}).status_code == 400


class TestWho:
    def test_a_stranger_finds_none(self, api, ayse, cem, group, saved, alt):
        shared = save_command(actor=ayse, name="grup", alt=alt, place=group)
        for one in (saved, shared):
            for call in (
                lambda url: api(cem).get(url),
                lambda url: api(cem).get(f"{url}/form"),
                lambda url: api(cem).get(f"{url}/alt"),
                lambda url: api(cem).patch(url, {"name": "y"}),
                lambda url: api(cem).delete(url),
                lambda url: api(cem).post(f"{url}/run", {"variables": {"city": "Van"}}),
            ):
                assert call(f"{URL}/{one.pk}").status_code == 404
        assert names(api(cem).get(URL)) == []
        assert api(cem).get(f"{URL}?conversation={group.pk}").status_code == 404
        assert api(cem).post(URL, {"name": "x", "alt": alt, "conversation": str(group.pk)}).status_code == 404
        assert api(None).get(URL).status_code == 401

    def test_whoever_changes_the_settings_of_a_group_keeps_commands_there(self, api, ayse, bora, group, alt):
        body = {"name": "grup", "alt": alt, "conversation": str(group.pk)}
        assert api(bora).post(URL, body).json()["code"] == "saved_command.forbidden"
        made = api(ayse).post(URL, body).json()
        url = f"{URL}/{made['id']}"
        assert api(bora).patch(url, {"description": "x"}).status_code == 403
        assert api(bora).delete(url).status_code == 403
        assert names(api(bora).get(f"{URL}?conversation={group.pk}")) == ["grup"]
        assert Event.objects.filter(type="saved_command.updated").get().topic == group.topic

    def test_both_of_a_direct_conversation_may(self, ayse, bora, direct, alt):
        saved = save_command(actor=bora, name="ikimiz", alt=alt, place=direct)
        assert change_saved_command(actor=ayse, saved=saved, description="x").version == 2

    def test_who_left_sees_and_runs_them_no_more(self, api, ayse, bora, group, alt):
        saved = save_command(actor=ayse, name="grup", alt=alt, place=group)
        assert api(bora).get(f"{URL}/{saved.pk}").status_code == 200
        remove_participant(actor=ayse, conversation=group, user=bora)
        assert api(bora).get(f"{URL}/{saved.pk}").status_code == 404
        assert api(bora).post(f"{URL}/{saved.pk}/run", {"variables": {"city": "Van"}}).status_code == 404
        assert names(api(bora).get(URL)) == []

    def test_of_a_server(self, api, ayse, bora, cem, server, direct, alt):
        join(server, bora)
        body = {"name": "duyuru", "alt": alt, "server": str(server.pk)}
        assert api(bora).post(URL, body).status_code == 403
        assert api(cem).post(URL, body).status_code == 404
        made = api(ayse).post(URL, body).json()
        channel = server.channels.get().conversation_id
        assert names(api(bora).get(f"{URL}?conversation={channel}")) == ["duyuru"]
        assert names(api(bora).get(f"{URL}?conversation={direct.pk}")) == []
        assert names(api(bora).get(f"{URL}?server={server.pk}")) == ["duyuru"]
        assert Event.objects.filter(type="saved_command.updated").get().topic == server.topic
        remove_member(actor=ayse, server=server, user=bora)
        assert api(bora).get(f"{URL}/{made['id']}").status_code == 404

    def test_it_runs_with_the_rights_of_who_asks(self, api, ayse, bora, cem, group, direct, alt):
        saved = save_command(actor=ayse, name="grup", alt=alt, place=group)
        other = save_command(actor=cem, name="cem", alt=alt)
        body = {"variables": {"city": "Van"}, "conversation": str(direct.pk)}
        run = api(bora).post(f"{URL}/{saved.pk}/run", body)
        assert (run.status_code, run.json()["owner"]["username"]) == (202, "bora")
        body["conversation"] = str(group.pk)
        assert api(cem).post(f"{URL}/{other.pk}/run", body).status_code == 404


class TestShownFirst:
    def test_what_somebody_else_wrote_is_shown_once_for_each_version(self, ayse, bora, group, alt, told, do_work):
        saved = save_command(actor=ayse, name="grup", alt=alt, place=group)

        def run():
            saved.refresh_from_db()
            return run_saved_command(actor=bora, saved=saved, conversation=group, variables={"city": "Van"})

        first = run()
        assert (first.state, first.why) == ("proposed", "shared")
        cancel_command(actor=bora, command=first)
        second = run()
        assert second.state == "proposed"
        confirm_command(actor=bora, command=second)
        do_work()
        assert run().why == ""
        change_saved_command(actor=ayse, saved=saved, description="anders")
        assert run().state == "proposed"

    def test_the_author_is_not_asked(self, ayse, group, alt):
        saved = save_command(actor=ayse, name="grup", alt=alt, place=group)
        command = run_saved_command(actor=ayse, saved=saved, conversation=group, variables={"city": "Van"})
        assert command.why == ""

    def test_whoever_changes_the_document_is_its_author(self, ayse, bora, direct, alt):
        saved = save_command(actor=bora, name="ikimiz", alt=alt, place=direct)
        change_saved_command(actor=ayse, saved=saved, alt={**alt, "title": "Başka"})
        saved.refresh_from_db()
        command = run_saved_command(actor=bora, saved=saved, conversation=direct, variables={"city": "Van"})
        assert (saved.author, saved.title, command.why) == (ayse, "Başka", "shared")


class TestChanging:
    def test_a_stale_change_is_refused(self, api, ayse, saved):
        url = f"{URL}/{saved.pk}"
        tag = api(ayse).get(url)["ETag"]
        assert api(ayse).get(url, headers={"If-None-Match": tag}).status_code == 304
        assert api(ayse).patch(url, {"name": "y"}, headers={"If-Match": tag}).json()["name"] == "y"
        assert api(ayse).patch(url, {"name": "z"}, headers={"If-Match": tag}).status_code == 412

    def test_its_own_name_is_not_taken(self, ayse, saved, alt):
        assert change_saved_command(actor=ayse, saved=saved, name="ÖZET").name == "ÖZET"
        save_command(actor=ayse, name="başka", alt=alt)
        with pytest.raises(NameTaken):
            change_saved_command(actor=ayse, saved=saved, name="Baska")

    def test_forgotten_what_ran_stays(self, api, ayse, saved):
        command = run_saved_command(actor=ayse, saved=saved, variables={"city": "Van"})
        assert api(ayse).delete(f"{URL}/{saved.pk}").status_code == 204
        assert api(ayse).get(f"{URL}/{saved.pk}").status_code == 404
        command.refresh_from_db()
        assert command.saved_id is None
        assert Event.objects.get(type="saved_command.removed").topic == f"user:{ayse.pk}"

    def test_the_right_is_that_of_the_moment(self, ayse, bora, group, alt):
        group.participants.filter(user=bora).update(role="administrator")
        saved = save_command(actor=bora, name="grup", alt=alt, place=group)
        group.participants.filter(user=bora).update(role="member")
        with pytest.raises(CannotSave):
            change_saved_command(actor=bora, saved=saved, description="x")


def test_two_at_once_of_one_name_one_is_kept(ayse, group, alt):
    found, start = [], threading.Barrier(2)

    def keep():
        try:
            start.wait(10)
            found.append(save_command(actor=ayse, name="özet", alt=alt, place=group).name)
        except NameTaken:
            found.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=keep) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(found) == ["taken", "özet"]
    assert SavedCommand.objects.count() == 1


def test_sending_twice_runs_once(api, ayse, saved, new_id):
    body, headers = {"variables": {"city": "Van"}}, {"Idempotency-Key": new_id()}
    first = api(ayse).post(f"{URL}/{saved.pk}/run", body, headers=headers)
    again = api(ayse).post(f"{URL}/{saved.pk}/run", body, headers=headers)
    assert first.json()["id"] == again.json()["id"]
    assert Command.objects.count() == 1


def test_a_place_keeps_so_many(api, ayse, alt, monkeypatch):
    monkeypatch.setattr("apps.commands.saved.actions.MOST", 1)
    assert api(ayse).post(URL, {"name": "a", "alt": alt}).status_code == 201
    assert api(ayse).post(URL, {"name": "b", "alt": alt}).json()["code"] == "saved_command.too_many"


def test_ten_thousand_cost_as_much_as_ten(api, ayse, group, alt, django_assert_num_queries):
    def keep(*found):
        SavedCommand.objects.bulk_create(
            SavedCommand(conversation=group, author=UserFactory() if number % 1000 == 0 else ayse, alt=alt,
                         name=f"Iş-{number}", folded=fold(f"Iş-{number}"))
            for number in found
        )  # fmt: skip

    keep(*range(10))
    client = api(ayse)
    for amount in (10, 10_000):
        with django_assert_num_queries(2):
            listed = client.get(f"{URL}?conversation={group.pk}&q=/ış-&limit=8")
        assert (len(names(listed)), names(listed)[0]) == (8, "Iş-0")
        with django_assert_num_queries(1):
            assert len(names(client.get(URL))) == min(amount, 50)
        if amount == 10:
            keep(*range(10, 10_000))
    second = client.get(client.get(f"{URL}?limit=100").json()["next"])
    assert len(set(names(second))) == 100
    assert names(client.get(f"{URL}?conversation={group.pk}&q=İŞ-9999")) == ["Iş-9999"]


def test_what_is_of_a_person_goes_with_them(ayse, bora, group, saved, alt):
    shared = save_command(actor=ayse, name="grup", alt=alt, place=group)
    rows = {part.name: list(part.rows) for part in exporters["commands"](ayse) if hasattr(part, "rows")}
    assert [row["name"] for row in rows["saved-commands"]] == ["özet", "grup"]
    erasers["commands"](ayse)
    assert list(SavedCommand.objects.values_list("pk", "author")) == [(shared.pk, None)]
