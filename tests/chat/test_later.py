import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import change_group, create_group_conversation, remove_participant, send_message
from apps.chat.later.models import ConversationDraft, Reminder, ScheduledMessage
from apps.chat.later.scheduling import schedule_message
from apps.chat.models import Message
from apps.chat.problems import TooManyDrafts, TooManyScheduled
from apps.chat.tasks import do_what_is_due
from apps.events.models import Event

pytestmark = pytest.mark.django_db


def later(**offset):
    return (timezone.now() + timedelta(**offset)).isoformat()


@pytest.fixture
def message(ayse, group):
    return send_message(actor=ayse, conversation=group, text="Bak")


# saved -----------------------------------------------------------------------------------------------------------
def test_saved_messages_are_mine_alone(api, ayse, bora, message):
    url = f"/api/v1/messages/{message.pk}/saved"
    for _ in range(2):
        assert api(bora).put(url).json()["mine"]["saved"] is True
    [row] = api(bora).get("/api/v1/messages/saved").json()["results"]
    assert row["id"] == str(message.pk)
    assert api(ayse).get("/api/v1/messages/saved").json()["results"] == []
    assert Event.objects.get(type="message.saved").topic == f"user:{bora.pk}"
    for _ in range(2):
        assert api(bora).delete(url).status_code == 204
    assert api(bora).get("/api/v1/messages/saved").json()["results"] == []


def test_what_one_may_no_longer_see_is_no_longer_saved(api, ayse, bora, cem, group, message):
    assert api(cem).put(f"/api/v1/messages/{message.pk}/saved").status_code == 404
    api(bora).put(f"/api/v1/messages/{message.pk}/saved")
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert api(bora).get("/api/v1/messages/saved").json()["results"] == []


# reminders -------------------------------------------------------------------------------------------------------
def test_a_reminder_comes_at_its_time_and_once(api, bora, message):
    url = f"/api/v1/messages/{message.pk}/reminder"
    assert api(bora).put(url, {"at": later(hours=1)}).json()["fired_at"] is None
    assert do_what_is_due() == 0
    Reminder.objects.update(at=timezone.now())
    assert do_what_is_due() == 1
    assert do_what_is_due() == 0
    told = Event.objects.get(type="reminder.due")
    assert (told.topic, json.loads(told.data)["message"]["id"]) == (f"user:{bora.pk}", str(message.pk))
    [row] = api(bora).get("/api/v1/messages/reminders").json()["results"]
    assert row["fired_at"] is not None
    assert api(bora).delete(url).status_code == 204
    assert api(bora).get("/api/v1/messages/reminders").json()["results"] == []


def test_nobody_is_reminded_of_what_they_may_not_see_then(api, ayse, bora, cem, group, message):
    url = f"/api/v1/messages/{message.pk}/reminder"
    assert api(cem).put(url, {"at": later(hours=1)}).status_code == 404
    api(bora).put(url, {"at": later(hours=1)})
    remove_participant(actor=ayse, conversation=group, user=bora)
    Reminder.objects.update(at=timezone.now())
    do_what_is_due()
    assert not Event.objects.filter(type="reminder.due").exists()
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("at", ["2020-01-01T00:00:00Z", "9999-12-31T00:00:00Z"])
def test_the_time_lies_ahead_but_not_too_far(api, bora, group, message, at):
    reminder = api(bora).put(f"/api/v1/messages/{message.pk}/reminder", {"at": at})
    scheduled = api(bora).post("/api/v1/messages/scheduled", {"conversation": str(group.pk), "text": "x", "at": at})
    assert [answer.json()["code"] for answer in (reminder, scheduled)] == ["time.not_in_the_future"] * 2


# drafts ----------------------------------------------------------------------------------------------------------
def test_a_draft_is_on_all_my_devices(api, ayse, bora, direct):
    url = f"/api/v1/conversations/{direct.pk}/draft"
    assert api(ayse).get(url).status_code == 404
    first = api(ayse).put(url, {"text": "Yarın "})
    assert first.json()["text"] == "Yarın "
    event = Event.objects.get(type="draft.updated")
    assert (event.topic, json.loads(event.data)) == (f"user:{ayse.pk}", first.json())
    assert api(ayse).get(url).json() == first.json()
    assert [row["text"] for row in api(ayse).get("/api/v1/conversations/drafts").json()["results"]] == ["Yarın "]
    assert api(bora).get(url).status_code == 404
    assert api(bora).get("/api/v1/conversations/drafts").json()["results"] == []
    for _ in range(2):
        assert api(ayse).delete(url).status_code == 204
    assert Event.objects.filter(type="draft.removed").count() == 1


def test_two_devices_do_not_overwrite_each_other(api, ayse, direct):
    url = f"/api/v1/conversations/{direct.pk}/draft"
    seen = api(ayse).put(url, {"text": "bir"}).headers["ETag"]
    api(ayse).put(url, {"text": "iki"}, headers={"If-Match": seen})
    answer = api(ayse).put(url, {"text": "üç"}, headers={"If-Match": seen})
    assert answer.status_code == 412
    assert (answer.json()["current"]["text"], answer.json()["yours"]["text"]) == ("iki", "üç")


def test_a_draft_is_only_where_i_take_part(api, ayse, bora, cem, group):
    assert api(cem).put(f"/api/v1/conversations/{group.pk}/draft", {"text": "x"}).status_code == 404
    api(bora).put(f"/api/v1/conversations/{group.pk}/draft", {"text": "x"})
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert api(bora).get("/api/v1/conversations/drafts").json()["results"] == []


def test_there_are_at_most_five_hundred_drafts(ayse, direct):
    from apps.chat.later.drafts import save_draft
    from apps.chat.models import Conversation

    places = Conversation.objects.bulk_create([Conversation(kind="group", name=str(n)) for n in range(499)])
    ConversationDraft.objects.bulk_create([ConversationDraft(user=ayse, conversation=one, text="x") for one in places])
    save_draft(actor=ayse, conversation=direct, text="x")
    other = create_group_conversation(actor=ayse, name="x", member_ids=[])
    with pytest.raises(TooManyDrafts):
        save_draft(actor=ayse, conversation=other, text="x")
    save_draft(actor=ayse, conversation=direct, text="y")


# scheduled -------------------------------------------------------------------------------------------------------
def schedule(client, conversation, text="Günaydın", **more):
    body = {"conversation": str(conversation.pk), "text": text, "at": later(hours=1), **more}
    return client.post("/api/v1/messages/scheduled", body)


def make_due():
    ScheduledMessage.objects.filter(state="waiting").update(at=timezone.now())


def test_it_is_sent_at_its_time_and_once(api, ayse, bora, direct):
    row = schedule(api(ayse), direct)
    assert (row.status_code, row.json()["state"]) == (201, "waiting")
    assert do_what_is_due() == 0
    make_due()
    assert do_what_is_due() == 1
    assert do_what_is_due() == 0
    sent = Message.objects.get()
    assert (sent.text, sent.sender, str(sent.client_id)) == ("Günaydın", ayse, row.json()["id"])
    shown = api(ayse).get(row.headers["Location"]).json()
    assert (shown["state"], shown["message"]) == ("sent", str(sent.pk))
    assert api(bora).get("/api/v1/messages/scheduled").json()["results"] == []
    assert api(bora).get(row.headers["Location"]).status_code == 404


def test_a_crash_after_sending_does_not_send_twice(ayse, direct):
    row = schedule_message(actor=ayse, conversation=direct, text="bir kez", at=timezone.now() + timedelta(hours=1))
    make_due()
    do_what_is_due()
    ScheduledMessage.objects.filter(pk=row.pk).update(state="waiting", message=None)
    do_what_is_due()
    assert Message.objects.count() == 1


def test_it_is_sent_with_the_rights_of_then(api, ayse, bora, group):
    row = schedule(api(bora), group)
    change_group(actor=ayse, conversation=group, who_may={"write": "owners"})
    make_due()
    do_what_is_due()
    shown = api(bora).get(row.headers["Location"]).json()
    assert (shown["state"], shown["problem"]) == ("failed", "conversation.cannot_write")
    change_group(actor=ayse, conversation=group, who_may={"write": "everyone"})
    again = api(bora).patch(row.headers["Location"], {"at": later(hours=2)}).json()
    assert (again["state"], again["problem"]) == ("waiting", None)
    remove_participant(actor=ayse, conversation=group, user=bora)
    make_due()
    do_what_is_due()
    assert ScheduledMessage.objects.get().problem == "object.not_found"
    assert not Message.objects.exclude(type="system").exists()


def test_one_who_is_disabled_sends_nothing(ayse, direct):
    schedule_message(actor=ayse, conversation=direct, text="x", at=timezone.now() + timedelta(hours=1))
    ayse.is_active = False
    ayse.save()
    make_due()
    do_what_is_due()
    assert not Message.objects.exists()


def test_it_can_be_changed_and_taken_back_until_it_is_sent(api, ayse, direct):
    url = schedule(api(ayse), direct).headers["Location"]
    seen = api(ayse).get(url).headers["ETag"]
    assert api(ayse).patch(url, {"text": "İyi akşamlar"}, headers={"If-Match": seen}).json()["version"] == 2
    assert api(ayse).patch(url, {"text": "x"}, headers={"If-Match": seen}).status_code == 412
    make_due()
    do_what_is_due()
    assert api(ayse).patch(url, {"text": "x"}).json()["code"] == "scheduled.already_sent"
    assert api(ayse).delete(url).status_code == 204
    assert api(ayse).get(url).status_code == 404
    assert Message.objects.get().text == "İyi akşamlar"


def test_strangers_schedule_nothing(api, cem, direct):
    assert schedule(api(cem), direct).status_code == 404


def test_at_most_a_hundred_wait(ayse, direct):
    at = timezone.now() + timedelta(hours=1)
    rows = [ScheduledMessage(user=ayse, conversation=direct, text="x", at=at) for _ in range(99)]
    ScheduledMessage.objects.bulk_create(rows)
    schedule_message(actor=ayse, conversation=direct, text="x", at=at)
    with pytest.raises(TooManyScheduled):
        schedule_message(actor=ayse, conversation=direct, text="x", at=at)
