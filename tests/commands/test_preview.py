"""What a wish or a document would become, before anything is stored."""

import pytest

from apps.commands.models import Command

PREVIEW = "/api/v1/commands/preview"
WISH = "download https://example.org/a.csv, count by city, post the top 3 here"
DOCUMENT = """alt: "2.0"
title: Greeting
segments:
  - {id: say, task_type: text.count, parameters: {text: "Hello you", what: words}}
"""


@pytest.fixture
def look(api, ayse):
    return lambda **body: api(ayse).post(PREVIEW, body)


def test_a_wish_is_shown_in_the_mode_that_was_chosen(look):
    assert "proposals" not in look(text=WISH).json()["metadata"]
    assert look(text=WISH, mode="dream").json()["metadata"]["proposals"]
    assert look(text=WISH, mode="explore").json()["metadata"]["variants"]
    chaos = look(text=WISH, mode="chaos", chaos_level=7).json()
    assert (chaos["chaos_level"], chaos["metadata"]["chaos"]["level"]) == (7, 7)


def test_a_persona_says_its_sentence_over_the_plan(look):
    alt = look(text=WISH, persona="researcher").json()
    assert alt["persona"] == "researcher"
    assert alt["metadata"]["wording"]


def test_a_document_is_checked_and_nothing_is_stored(look):
    answer = look(alt=DOCUMENT)
    assert answer.status_code == 200
    assert answer.json()["title"] == "Greeting"
    assert [segment["id"] for segment in answer.json()["segments"]] == ["say"]
    assert not Command.objects.exists()


def test_a_workflow_is_shown_as_what_it_is_read_into(look):
    workflow = {
        "document": {"dsl": "1.0.0", "namespace": "test", "name": "rest", "version": "1.0.0"},
        "do": [{"rest": {"wait": {"seconds": 1}}}],
    }
    alt = look(alt=workflow).json()
    assert alt["alt"] == "2.0"
    assert alt["segments"]


def test_each_fault_of_a_document_has_its_place(look):
    answer = look(alt=DOCUMENT.replace("text.count", "text.cuont"))
    assert (answer.status_code, answer.json()["code"]) == (422, "alt.invalid")
    fault = answer.json()["errors"][0]
    assert fault["line"] == 4
    assert fault["column"] > 1
    assert fault["suggestion"] == "text.count"


@pytest.mark.parametrize(
    "body",
    [{}, {"text": WISH, "alt": DOCUMENT}, {"text": WISH, "mode": "wild"}, {"text": WISH, "chaos_level": 11}],
    ids=["nothing", "both", "mode", "level"],
)
def test_what_makes_no_sense_is_refused(look, body):
    assert look(**body).status_code == 400
