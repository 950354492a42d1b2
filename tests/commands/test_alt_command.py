"""`manage.py alt`."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

GOOD = 'segments:\n- {task_type: wait, id: a, parameters: {duration: PT1S}}\nalt: "2.0"\n'
FLOW = """\
document: {dsl: 1.0.3, namespace: default, name: hello, version: 1.0.0}
do:
  - greet: {set: {text: '${ "Hi " + .name }'}}
"""


@pytest.fixture
def file(tmp_path: Path):
    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


def call(*words: str) -> str:
    out = StringIO()
    call_command("alt", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_a_good_document_is_ok_and_a_bad_one_is_told_with_its_place(file):
    assert call("check", file("a.alt", GOOD)).endswith(": ok\n")
    bad = file("b.alt", GOOD.replace("wait", "wiat"))
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("alt", "check", bad, stdout=out, stderr=out)
    assert stopped.value.code == 1
    assert f"{bad}:2:15: alt.task_type_unknown /segments/0/task_type" in out.getvalue()
    assert "(wait?)" in out.getvalue()


def test_formatting_settles(file):
    path = file("a.alt", GOOD)
    with pytest.raises(SystemExit):
        call("format", "--check", path)
    call("format", "--write", path)
    once = Path(path).read_text()
    assert once.startswith("alt: '2.0'")
    call("format", "--check", path)
    assert call("format", path) == once
    assert json.loads(call("format", "--to", "json", path))["segments"][0]["id"] == "a"


def test_the_difference_is_of_the_meaning(file):
    same = file("b.alt", 'alt: "2.0"\nsegments: [{id: a, task_type: wait, parameters: {duration: PT1S}}]\n')
    assert call("diff", file("a.alt", GOOD), same) == ""
    other = file("c.alt", GOOD.replace("PT1S", "PT2S"))
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("alt", "diff", same, other, stdout=out)
    assert out.getvalue() == '- /segments/a/parameters/duration: "PT1S"\n+ /segments/a/parameters/duration: "PT2S"\n'


def test_a_workflow_is_imported(file):
    text = call("import", file("w.yaml", FLOW))
    assert "expressions: jq" in text
    assert "source: /do/0/greet" in text


def test_what_is_not_done_here_is_told_with_its_line(file):
    path = file("w.yaml", FLOW + "  - box:\n      run:\n        container: {image: x}\n")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("alt", "import", path, stdout=out, stderr=out)
    assert f"{path}:6:9: sw.unsupported /do/1/box/run" in out.getvalue()


def test_schemas():
    assert json.loads(call("schema", "alt-2.0"))["$id"] == "urn:altlas:schema:alt:2.0"
    assert json.loads(call("schema", "loop.each"))["properties"]["parallel"]["maximum"] == 50
    with pytest.raises(CommandError):
        call("schema", "none")
