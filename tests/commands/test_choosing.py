"""What a proposed command's card offers, answering what it asks, and saying how urgent it is."""

import pytest

from apps.commands.actions import change_modes, submit_command
from apps.commands.models import Command, Priority, TaskRun
from apps.commands.segmentation.answering import answered

pytestmark = pytest.mark.django_db(transaction=True)
WISH = "a.csv dosyasını oku, şehre göre say, ilk 2'yi buraya yaz"


def test_dream_offers_what_it_proposes_until_it_is_confirmed(api, ayse, group):
    command = submit_command(actor=ayse, text=WISH, conversation=group, mode="dream")
    card = command.message.card
    assert card["mode"] == "dream"
    assert card["proposals"]
    assert set(card["proposals"][0]) == {"id", "title", "why", "steps"}
    url = f"/api/v1/commands/{command.pk}"
    assert api(ayse).get(url).json()["proposals"] == card["proposals"]
    done = api(ayse).post(f"{url}/confirm", {"proposals": [card["proposals"][0]["id"]]})
    assert (done.status_code, done.json()["proposals"]) == (202, [])


def test_explore_offers_variants_and_says_which_one_ran(api, ayse, group):
    command = submit_command(actor=ayse, text=WISH, conversation=group, mode="explore")
    variants = command.message.card["variants"]
    assert variants[0]["changes"][0].keys() == {"segment", "pointer", "before", "after"}
    url = f"/api/v1/commands/{command.pk}"
    assert api(ayse).post(f"{url}/confirm", {"variant": variants[1]["id"]}).json()["variant"] == variants[1]["id"]


def test_chaos_is_shown_as_such(api, ayse, group):
    change_modes(actor=ayse, conversation=group, chaos=True)
    command = submit_command(actor=ayse, text=WISH, conversation=group, mode="chaos", chaos_level=4, confirm=True)
    assert command.message.card["chaos"]["level"] == 4
    assert command.message.card["chaos"]["faults"] > 0


def test_a_document_cannot_make_the_card_large(ayse, group, graph, told):
    rows = [{"id": f"p{n}", "title": "x" * 9_000, "why": 3, "segments": [{"id": "a"}] * 99} for n in range(99)]
    rows += [None, {"id": 7}, "p"]
    alt = graph(("a", "test.told", {}, ()), metadata={"proposals": rows, "variants": {"id": "v1"}, "variant": 3})
    card = submit_command(actor=ayse, alt=alt, conversation=group, confirm=True).message.card
    assert (len(card["proposals"]), card["variants"], card["variant"]) == (20, [], None)
    assert len(str(card["proposals"])) < 10_000


class TestAnswers:
    @pytest.fixture
    def asked(self, ayse, group):
        command = submit_command(actor=ayse, text="email the report", conversation=group)
        assert (command.state, command.why) == ("proposed", "missing_parameter")
        return command

    def test_an_answer_is_put_where_it_was_missing(self, api, ayse, asked):
        question = asked.alt["metadata"]["questions"][0]
        answer = {name: question[name] for name in ("segment", "code", "parameter")}
        url = f"/api/v1/commands/{asked.pk}/confirm"
        wrong = api(ayse).post(url, {"answers": [{**answer, "value": {"x": 1}}]})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "alt.invalid")
        done = api(ayse).post(url, {"answers": [{**answer, "value": ["@ayse"]}]})
        assert done.status_code == 202
        segment = next(one for one in done.json()["alt"]["segments"] if one["id"] == question["segment"])
        assert segment["parameters"]["to"] == ["@ayse"]
        assert done.json()["questions"] == []

    def test_nothing_runs_until_what_is_missing_was_said(self, api, ayse, asked):
        url = f"/api/v1/commands/{asked.pk}/confirm"
        refused = api(ayse).post(url, {}, headers={"accept-language": "tr"})
        assert (refused.status_code, refused.json()["code"]) == (422, "command.questions_open")
        question = asked.alt["metadata"]["questions"][0]
        assert [one["pointer"] for one in refused.json()["errors"]] == [f"/answers/{question['segment']}/to"]
        assert refused.json()["errors"][0]["detail"] == question["text"]["tr"]
        asked.refresh_from_db()
        assert asked.state == "proposed"

    def test_a_plan_that_somebody_edited_is_not_asked_about(self, api, ayse, asked):
        alt = asked.alt
        alt["segments"] = [{**one, "parameters": {**one["parameters"], "to": ["@ayse"]}} for one in alt["segments"]]
        done = api(ayse).post(f"/api/v1/commands/{asked.pk}/confirm", {"alt": alt})
        assert (done.status_code, done.json()["alt"]["metadata"].get("questions")) == (202, None)

    def test_nobody_else_answers(self, api, bora, cem, asked):
        url = f"/api/v1/commands/{asked.pk}/confirm"
        assert api(bora).post(url, {"answers": []}).status_code == 403
        assert api(cem).post(url, {"answers": []}).status_code == 404

    def test_not_together_with_an_edited_graph(self, api, ayse, asked):
        body = {"alt": asked.alt, "answers": [{"segment": "a", "code": "missing", "value": 1}]}
        assert api(ayse).post(f"/api/v1/commands/{asked.pk}/confirm", body).status_code == 400


def test_a_task_for_a_model_waits_where_none_is_set(api, ayse, group, settings):
    command = submit_command(actor=ayse, text="rapor.txt dosyasını özetle ve buraya yaz", conversation=group)
    assert "model.run" in {one["task_type"] for one in command.alt["segments"]}
    assert (command.state, command.why) == ("proposed", "not_set_up")
    url = f"/api/v1/commands/{command.pk}/confirm"
    refused = api(ayse).post(url, {})
    assert (refused.status_code, refused.json()["code"]) == (422, "command.not_set_up")
    assert "ALTLAS_MODEL_URL" in refused.json()["detail"]
    settings.ALTLAS_MODEL_URL = "http://127.0.0.1:9/v1"
    assert api(ayse).post(url, {}).status_code == 202


def question(code, **more):
    return {"segment": "a", "code": code, "text": {"tr": "?", "en": "?"}, **more}


def document(kind, parameters, *questions):
    segment = {"id": "a", "task_type": kind, "parameters": parameters}
    return {"segments": [segment], "metadata": {"questions": list(questions), "unsure": "ambiguous"}}


@pytest.mark.parametrize(
    ("kind", "parameters", "asked", "value", "after"),
    [
        ("http.request", {}, question("missing", parameter="url"), "https://x.org", {"url": "https://x.org"}),
        ("data.transform", {"steps": [{"op": "sort"}]}, question("missing", parameter="by"), "city",
         {"steps": [{"op": "sort", "by": "city"}]}),
        ("chat.post", {}, question("what"), "Merhaba", {"text": "Merhaba"}),
        ("chat.post", {"conversation": "here"}, question("where"), "#genel", {"conversation": "#genel"}),
        ("file.delete", {}, question("which_file"), "a.csv", {"path": "a.csv"}),
    ],
)  # fmt: skip
def test_each_kind_of_answer_has_its_place(kind, parameters, asked, value, after):
    before = document(kind, parameters, asked)
    found = answered(before, [{**asked, "value": value}])
    assert found["segments"][0]["parameters"] == after
    assert found["metadata"] == {"questions": []}
    assert before["metadata"]["unsure"] == "ambiguous"


def test_a_task_is_only_one_of_those_offered():
    asked = question("which_task", options=["chat.post", "notify.email"])
    before = document("chat.post", {}, asked)
    assert answered(before, [{**asked, "value": "notify.email"}])["segments"][0]["task_type"] == "notify.email"
    refused = answered(before, [{**asked, "value": "file.delete"}])
    assert refused["segments"][0]["task_type"] == "chat.post"
    assert refused["metadata"]["unsure"] == "ambiguous"


def test_what_was_not_asked_is_left_aside():
    before = document("chat.post", {}, question("what"))
    given = [{"segment": "a", "code": "missing", "parameter": "text", "value": "x"}, {**question("low"), "value": 1}]
    assert answered(before, given) == before


class TestPriority:
    @pytest.fixture
    def command(self, ayse, group, graph, told):
        alt = graph(("a", "wait", {"duration": "PT1H"}, ()), ("b", "test.told", {}, ("a",)))
        return submit_command(actor=ayse, alt=alt, conversation=group)

    def test_what_has_not_begun_follows(self, api, ayse, command, do_work):
        answer = api(ayse).put(f"/api/v1/commands/{command.pk}/priority", {"priority": "high"})
        assert (answer.status_code, answer.json()["priority"]) == (202, "high")
        assert set(TaskRun.objects.values_list("priority", flat=True)) == {Priority.HIGH}
        version = answer.json()["version"]
        again = api(ayse).put(f"/api/v1/commands/{command.pk}/priority", {"priority": "high"})
        assert again.json()["version"] == version

    def test_its_owner_only_and_not_afterwards(self, api, ayse, bora, cem, command):
        url = f"/api/v1/commands/{command.pk}/priority"
        assert api(bora).put(url, {"priority": "high"}).json()["code"] == "command.not_yours"
        assert api(cem).put(url, {"priority": "high"}).status_code == 404
        assert api(ayse).put(url, {"priority": "urgent"}).status_code == 400
        Command.objects.update(state="succeeded")
        assert api(ayse).put(url, {"priority": "high"}).json()["code"] == "command.has_ended"
