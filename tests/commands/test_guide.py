"""What the guide to `.alt` shows runs as it stands."""

import re
from pathlib import Path

import pytest

from apps.commands.actions import submit_command
from apps.commands.models import TaskRun
from tests.commands.flow.conftest import finish

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE = Path(__file__).parents[2] / "docs/guides/alt-language.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
RESULTS = [
    {"double": 6},
    {"say": "İzmir: 3", "after": 7},
    {"many": "2 rows", "done": "2 rows"},
    {"sum": 60, "again": 2},
    {"attempt": "Not now"},
    {"split": {"left": "Hi Ada", "right": 2}},
    {"workflow": "HELLO YOU"},
]


@pytest.mark.parametrize(("text", "results"), list(zip(EXAMPLES, RESULTS, strict=True)), ids=range(len(RESULTS)))
def test_an_example_runs(text, results, ayse, do_work):
    command = finish(submit_command(actor=ayse, alt=text), do_work)
    assert command.state == "succeeded", command.error
    found = dict(TaskRun.objects.filter(run__command=command, parent=None).values_list("segment", "output"))
    assert {name: found[name] for name in results} == results
