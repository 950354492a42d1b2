"""What lists cost: as many queries for many rows as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.chat.actions import send_message
from apps.chat.search.keeping import catch_up
from apps.commands.actions import submit_command
from apps.commands.models import AtlasEntry
from apps.commands.people.actions import comment_task, create_task
from apps.commands.runner.signalling import send_signal

pytestmark = pytest.mark.django_db(transaction=True)
ROUTES = [
    "/commands", "/commands?q=rapor", "/commands?conversation={conversation}", "/atlas", "/atlas?q=rapor", "/tasks",
    "/tasks?role=given", "/tasks/{task}/comments", "/search?q=rapor&limit=20", "/commands/analytics",
    "/commands/suggestions", "/commands/{command}/signals",
]  # fmt: skip


@pytest.fixture
def fill(ayse, bora, group, graph, told, do_work):
    """Make more of everything that is listed; the first command and the first task get what lists of one show."""
    waiting = submit_command(actor=ayse, alt=graph(("a", "event.listen", {"one": {"type": "y"}}, ()), title="Rapor"))
    asked = create_task(actor=ayse, title="Rapor", conversation=group, assignees=[bora.pk])

    def more(count):
        for number in range(count):
            alt = graph(("a", "test.told", {"say": 1}, ()), ("b", "test.told", {}, ("a",)), title=f"Rapor {number}")
            submit_command(actor=ayse, alt=alt, conversation=group)
            send_signal(actor=ayse, command=waiting, type="x")
            create_task(actor=ayse, title="Rapor", conversation=group, assignees=[bora.pk])
            comment_task(actor=bora, task=asked, text="rapor")
            send_message(actor=bora, conversation=group, text=f"rapor {number}")
        do_work()
        catch_up()

    more.names = {"command": waiting.pk, "task": asked.pk, "conversation": group.pk}
    return more


@pytest.mark.parametrize("route", ROUTES)
def test_a_list_takes_the_same_queries_for_many_rows(api, ayse, fill, route):
    fill(2)
    url = "/api/v1" + route.format(**fill.names)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            answer = api(ayse).get(url)
        assert answer.status_code == 200, answer.content
        return [query["sql"].split(" WHERE ")[0] for query in caught]

    queries()  # what is looked up once
    few = queries()
    fill(6)
    many = queries()
    assert len(many) == len(few), [query for query in many if query not in few]
    assert len(many) <= 20
    assert AtlasEntry.objects.count() == 8, "there is something to list"
