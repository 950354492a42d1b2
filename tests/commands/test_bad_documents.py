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
