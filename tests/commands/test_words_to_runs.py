"""Conditions and loops from the words to what happens: the runner does what segmentation meant."""

import pytest

from apps.chat.models import Message
from apps.commands.actions import confirm_command, submit_command
from apps.commands.models import TaskRun
from tests.commands.flow.conftest import finish

pytestmark = pytest.mark.django_db(transaction=True)

FULL = "city,age\nAnkara,30\nIzmir,40\nAnkara,50\n"
EMPTY = "city,age\n"


@pytest.fixture
def said(ayse, do_work):
    """Run a wish of ayse with a file `a.csv`; return what was posted, in order."""

    def go(wish, content=FULL):
        keep = {"id": "keep", "task_type": "file.write", "parameters": {"path": "a.csv", "content": content}}
        finish(submit_command(actor=ayse, alt={"alt": "2.0", "segments": [keep]}), do_work)
        command = submit_command(actor=ayse, text=wish)
        assert command.state != "proposed", (command.why, command.alt)
        finish(command, do_work)
        assert command.state == "succeeded", [(t.segment, t.error) for t in TaskRun.objects.filter(state="failed")]
        tasks = TaskRun.objects.filter(run__command=command, task_type="chat.post", state="succeeded")
        return [task.output["text"] for task in tasks.order_by("finished_at", "iteration")]

    return go


@pytest.fixture(autouse=True)
def place(ayse, monkeypatch):
    """A command outside of conversations posts to the owner's own notes; here only the words count."""
    from apps.commands.runner.context import TaskContext

    monkeypatch.setattr(TaskContext, "post_message", lambda self, text, conversation, key: {"id": key, "text": text})
    yield
    assert not Message.objects.filter(text="Traceback").exists()


@pytest.mark.parametrize(
    ("content", "wanted"), [(FULL, "dolu"), (EMPTY, "boş")], ids=["rows", "no rows"]
)  # fmt: skip
@pytest.mark.parametrize(
    "wish",
    [
        'a.csv dosyasını oku, liste boşsa buraya "boş" yaz, değilse buraya "dolu" yaz',
        'a.csv dosyasını oku. Boş değilse buraya "dolu" yaz, boşsa buraya "boş" yaz',
        'read a.csv, if the list is empty post "boş" here, otherwise post "dolu" here',
        'read a.csv. If it isn\'t empty post "dolu" here; if it is, post "boş" here',
    ],
)
def test_if_empty_otherwise(said, wish, content, wanted):
    assert said(wish, content) == [wanted]


@pytest.mark.parametrize(
    ("wish", "wanted"),
    [
        ('a.csv dosyasını oku, 2 satırdan fazlaysa buraya "çok" yaz', ["çok"]),
        ('a.csv dosyasını oku, 2 satırdan azsa buraya "az" yaz', []),
        ('read a.csv, if there are more than 2 rows post "many" here', ["many"]),
        ('read a.csv, if there are fewer than 2 rows post "few" here', []),
        ('if a.csv has more than 2 rows post "many" here', ["many"]),
        ('unless a.csv is empty, post "there is something" here', ["there is something"]),
    ],
)
def test_if_so_many(said, wish, wanted):
    assert said(wish) == wanted


@pytest.mark.parametrize(
    ("content", "wanted"), [(FULL, ["dolu", "bitti"]), (EMPTY, ["boş", "bitti"])], ids=["rows", "no rows"]
)  # fmt: skip
@pytest.mark.parametrize(
    "wish",
    [
        'a.csv dosyasını oku, boşsa buraya "boş" yaz, değilse buraya "dolu" yaz; her durumda buraya "bitti" yaz',
        'read a.csv, if it is empty post "boş" here, otherwise post "dolu" here. Either way post "bitti" here',
    ],
)
def test_what_is_done_either_way(said, wish, content, wanted):
    assert said(wish, content) == wanted


@pytest.mark.parametrize(
    ("wish", "wanted"),
    [
        ('read a.csv, if there are more than 2 rows and it is not empty post "many" here', ["many"]),
        ('read a.csv, if there are more than 5 rows or it is empty post "odd" here', []),
        ('a.csv dosyasını oku, 2 satırdan fazlaysa ve boş değilse buraya "çok" yaz', ["çok"]),
        (
            'a.csv dosyasını oku, 5 satırdan fazlaysa buraya "çok" yaz, değilse 2 satırdan fazlaysa buraya "orta" yaz',
            ["orta"],
        ),
    ],
)
def test_conditions_joined_and_in_turn(said, wish, wanted):
    assert said(wish) == wanted


def test_what_is_forbidden_does_not_run(said):
    assert said('read a.csv, don\'t post "no" here, post "yes" here') == ["yes"]


@pytest.mark.parametrize(
    "wish",
    [
        'a.csv dosyasını oku, her satır için buraya "satır" yaz',
        'read a.csv, for each row post "satır" here',
        'for each row in a.csv post "satır" here',
    ],
)
def test_for_each_row(said, wish):
    assert said(wish) == ["satır"] * 3


def test_once_a_loop_is_through_the_rest_goes_on(said):
    assert said('read a.csv, for each row post "row" here, then post "done" here') == ["row", "row", "row", "done"]


def test_a_step_that_fails_is_what_a_condition_sees(ayse, do_work):
    wish = 'missing.csv dosyasını oku, başarısız olursa buraya "olmadı" yaz'
    command = submit_command(actor=ayse, text=wish)
    finish(command, do_work)
    posts = TaskRun.objects.filter(run__command=command, task_type="chat.post", state="succeeded")
    assert [post.output["text"] for post in posts] == ["olmadı"]


@pytest.mark.parametrize(
    ("wish", "rate", "wanted"),
    [
        ("100 doları euroya çevir", "0,92", {"USD": 100, "EUR": 92}),
        ("50 avroyu TL'ye çevir", 50, {"EUR": 50, "TRY": 2500}),
        ("convert 100 dollars to euros", 0.92, {"USD": 100, "EUR": 92}),
        ("convert £2.50 into dollars", "1.2", {"GBP": 2.5, "USD": 3}),
    ],
)
def test_an_amount_is_exchanged_at_the_rate_that_was_answered(ayse, do_work, wish, rate, wanted):
    command = submit_command(actor=ayse, text=wish)
    [question] = command.alt["metadata"]["questions"]
    assert (command.state, question["parameter"]) == ("proposed", "rate")
    asked = {name: question[name] for name in ("segment", "code", "parameter")}
    confirm_command(actor=ayse, command=command, answers=[{**asked, "value": rate}])
    finish(command, do_work)
    [task] = TaskRun.objects.filter(run__command=command)
    assert (task.state, task.output) == ("succeeded", [wanted])


def test_the_amount_that_was_exchanged_is_what_the_next_step_posts(said):
    [posted] = said("convert 100 dollars to euros at a rate of 0.92 and post the result here")
    assert "92" in posted


@pytest.mark.parametrize(
    ("wish", "wanted"),
    [
        ("a.csv dosyasını oku, her satır için şehri buraya yaz", ["Ankara", "Izmir", "Ankara"]),
        ("read a.csv, for each row post the city and the age here", ["Ankara – 30", "Izmir – 40", "Ankara – 50"]),
        ("read a.csv and for each city post it here", ["Ankara", "Izmir"]),
        ("a.csv dosyasını oku, her şehir için buraya yaz", ["Ankara", "Izmir"]),
        ('post "again" here 3 times', ["again"] * 3),
        ('buraya üç kere "yine" yaz', ["yine"] * 3),
    ],
)
def test_rounds_say_what_was_named(said, wish, wanted):
    assert said(wish) == wanted


def test_a_figure_of_a_row_is_posted_too(said):
    assert said("read a.csv, for each row post the age here", "Şehir,Yaş\nA,3\n") == ["3"]


@pytest.mark.parametrize(
    "wish",
    [
        "check https://a.example/up every 10 minutes until it returns 200, then post “there” here",
        "200 dönene kadar her 10 dakikada bir https://a.example/up adresini kontrol et, sonra buraya “there” yaz",
    ],
)
def test_an_address_is_asked_until_it_answers(ayse, do_work, monkeypatch, wish):
    from apps.commands.runner.types import TaskError, registry

    asked = []

    def run(self, context, parameters, inputs):
        asked.append(parameters["url"])
        if len(asked) < 3:
            raise TaskError("http.status", "down", status=404)
        return [{"state": "up"}]

    monkeypatch.setattr(registry["http.request"], "run", run)
    command = submit_command(actor=ayse, text=wish)
    assert command.state != "proposed", (command.why, command.alt)
    finish(command, do_work)
    assert (command.state, len(asked)) == ("succeeded", 3), list(TaskRun.objects.values("path", "state", "error"))
