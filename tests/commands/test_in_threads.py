"""Commands that are asked for in a thread: their card stands there, and so does what is run again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import send_message
from apps.chat.models import Message
from apps.commands.models import Schedule
from apps.commands.saved.actions import save_command
from apps.commands.schedules.running import run_due

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/commands"


@pytest.fixture
def root(bora, group):
    return send_message(actor=bora, conversation=group, text="How many are there?")


@pytest.fixture
def alt(graph):
    return graph(("a", "text.count", {"text": "bir iki", "what": "words"}, ()))


@pytest.fixture
def there(group, root):
    return {"conversation": str(group.pk), "thread": str(root.pk)}


def message_of(answer):
    assert answer.status_code == 202, answer.content
    return Message.objects.get(pk=answer.json()["message"])


def test_the_card_stands_in_the_thread(api, ayse, there, root, alt):
    card = message_of(api(ayse).post(URL, {**there, "alt": alt}))
    assert (card.thread_id, card.type) == (root.pk, Message.Type.COMMAND)
    root.refresh_from_db()
    assert root.thread_count == 1


def test_what_is_run_again_stays_in_the_thread(api, ayse, there, root, alt, do_work):
    first = api(ayse).post(URL, {**there, "alt": alt})
    do_work()
    assert message_of(api(ayse).post(f"{URL}/{first.json()['id']}/rerun")).thread_id == root.pk


def test_a_saved_command_runs_in_a_thread(api, ayse, there, root, alt):
    saved = save_command(actor=ayse, name="say", alt=alt)
    assert message_of(api(ayse).post(f"/api/v1/saved-commands/{saved.pk}/run", there)).thread_id == root.pk


def test_every_run_of_a_schedule_stands_in_its_thread(api, ayse, there, root, alt, do_work):
    daily = {"rrule": "FREQ=DAILY", "at": (timezone.now() + timedelta(days=1)).isoformat()}
    first = message_of(api(ayse).post(URL, {**there, "alt": alt, "schedule": daily}))
    for _ in range(2):
        Schedule.objects.update(next_at=timezone.now() - timedelta(seconds=1))
        assert run_due() == 1
        do_work()
    cards = Message.objects.filter(type=Message.Type.COMMAND).order_by("seq")
    assert [card.thread_id for card in cards] == [root.pk, root.pk]
    assert cards[0].pk == first.pk
    found = api(ayse).get("/api/v1/schedules").json()["results"]
    assert [(one["thread"], one["problem"]) for one in found] == [(str(root.pk), None)]


def test_only_a_thread_of_this_conversation(api, ayse, direct, root, alt):
    elsewhere = api(ayse).post(URL, {"conversation": str(direct.pk), "thread": str(root.pk), "alt": alt})
    nowhere = api(ayse).post(URL, {"thread": str(root.pk), "alt": alt})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (422, "message.no_such_thread")
    assert (nowhere.status_code, nowhere.json()["code"]) == (422, "message.no_such_thread")
