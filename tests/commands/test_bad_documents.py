"""An .alt document that is not right is refused whole, with the place of each fault."""

import pytest

from apps.commands.models import Command

pytestmark = pytest.mark.django_db

GOOD = """alt: "2.0"
title: Say
segments:
  - id: say
    task_type: text.count
    parameters: {what: words}
"""


@pytest.mark.parametrize(
    ("document", "code", "line"),
    [
        ("alt: [", None, None),
        (GOOD.replace("text.count", "text.cuont"), "alt.task_type", 5),
        (GOOD + "    dependencies: [fetch]\n", "alt.dependency", 7),
        (GOOD + "    dependencies: [say]\n", "alt.cycle", None),
        (GOOD.replace("what: words", "what: colours"), None, 6),
        ('alt: "2.0"\na: &x 1\nb: *x\n', None, 2),
    ],
    ids=["not YAML", "unknown task type", "missing dependency", "cycle", "bad parameter", "alias"],
)
def test_a_fault_is_answered_with_its_place(api, ayse, document, code, line):
    answer = api(ayse).post("/api/v1/commands", {"alt": document})
    assert answer.status_code == 422
    assert answer.json()["code"] == "alt.invalid"
    error = answer.json()["errors"][0]
    assert error["line"] >= 1
    assert error["column"] >= 1
    if line:
        assert error["line"] == line
    assert not Command.objects.exists()
    if code == "alt.task_type":
        assert "text.count" in str(error.get("suggestion"))


def test_a_good_document_is_accepted_and_read_again(api, ayse):
    answer = api(ayse).post("/api/v1/commands", {"alt": GOOD, "confirm": True})
    assert answer.status_code == 202
    assert answer.json()["state"] == "proposed"
    again = api(ayse).get(answer.json()["links"]["alt"], headers={"Accept": "application/yaml"})
    assert "text.count" in again.content.decode()


@pytest.mark.parametrize("body", [{}, {"text": "x", "alt": {}}, {"text": 5}, {"text": "x", "mode": "wild"}, {"alt": 7}])
def test_a_request_without_a_wish_is_refused(api, ayse, body):
    assert api(ayse).post("/api/v1/commands", body).status_code == 400


SEGMENT = '{"id": "a", "task_type": "text.count"}'
TRAPS = {
    "10 MB of text": ('{"alt": "' + "x" * 10_000_000 + '"}', 413),
    "10 MB as a wish": ('{"text": "' + "x" * 10_000_000 + '"}', 413),
    "a wish of 900 KB": ('{"text": "' + "x" * 900_000 + '"}', 400),
    "depth 10,000": ('{"alt": ' + '{"a":' * 10_000 + "1" + "}" * 10_000 + "}", 400),
    "depth 10,000 in the text of a document": ('{"alt": "' + "[" * 10_000 + '"}', 422),
    "depth 200": ('{"alt": {"alt": "2.0", "variables": {"v": ' + "[" * 200 + "]" * 200 + "}}}", 400),
    "100,000 tasks": ('{"alt": {"alt": "2.0", "segments": [' + ", ".join([SEGMENT] * 100_000) + "]}}", 413),
    "20,000 tasks": ('{"alt": {"alt": "2.0", "segments": [' + ", ".join([SEGMENT] * 20_000) + "]}}", 422),
    "a circle": ('{"alt": "alt: \\"2.0\\"\\nsegments: [{id: a, task_type: text.count, dependencies: [a]}]"}', 422),
    "aliases": ('{"alt": "a: &a [x]\\nb: [*a, *a]"}', 422),
    "a key that stands twice": ('{"alt": "alt: \\"2.0\\"\\nalt: \\"2.0\\""}', 422),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_refused_at_the_door_in_words(api, ayse, name):
    body, status = TRAPS[name]
    answer = api(ayse).generic("POST", "/api/v1/commands", body, content_type="application/json")
    assert answer.status_code == status, answer.content[:500]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert not Command.objects.exists()
