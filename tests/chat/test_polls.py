import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import send_message
from apps.chat.messages.models import PollVote
from apps.chat.messages.poll_serializers import new_poll
from apps.chat.models import Message
from apps.chat.tasks import do_what_is_due
from apps.events.models import Event

pytestmark = pytest.mark.django_db


def ask(actor, conversation, **settings):
    poll = new_poll(["çay", "kahve", "su"], **settings)
    closes = settings.get("closes_at")
    message = send_message(actor=actor, conversation=conversation, text="Ne içelim?", type="poll", poll=poll)
    assert (message.poll_closes_at is None) == (closes is None)
    return message


def vote(client, message, *options):
    return client.put(f"/api/v1/messages/{message.pk}/vote", {"options": list(options)})


def counts(answer):
    return [option["count"] for option in answer.json()["poll"]["options"]]


def test_it_is_sent_like_a_message(api, ayse, group):
    body = {"conversation": str(group.pk), "text": "Ne içelim?", "poll": {"options": ["çay", "kahve"]}}
    answer = api(ayse).post("/api/v1/messages", body, format="json")
    assert answer.status_code == 201
    assert answer.json()["type"] == "poll"
    assert [option["text"] for option in answer.json()["poll"]["options"]] == ["çay", "kahve"]


@pytest.mark.parametrize(
    "poll",
    [{}, {"options": ["x"]}, {"options": ["x", "x"]}, {"options": [str(n) for n in range(11)]}, {"options": ["x", ""]},
     {"options": ["x", "y" * 101]}, {"options": ["x", 7]}, {"options": ["x", "y"], "closes_at": "2020-01-01T00:00:00Z"},
     {"options": ["x", "y"], "votes": 7}, {"options": ["x", "y"], "closes_at": "9999-01-01T00:00:00Z"}, [], 7],
)  # fmt: skip
def test_a_wrong_poll_is_refused(api, ayse, group, poll):
    body = {"conversation": str(group.pk), "text": "?", "poll": poll}
    assert api(ayse).post("/api/v1/messages", body, format="json").status_code == 400


def test_people_choose_and_change_their_mind(api, ayse, bora, group):
    message = ask(ayse, group)
    vote(api(ayse), message, 1)
    answer = vote(api(bora), message, 1)
    assert (counts(answer), answer.json()["mine"]["votes"]) == ([2, 0, 0], [1])
    assert counts(vote(api(bora), message, 3)) == [1, 0, 1]
    assert api(bora).delete(f"/api/v1/messages/{message.pk}/vote").status_code == 204
    message.refresh_from_db()
    assert ([one["count"] for one in message.poll["options"]], message.poll["voter_count"]) == ([1, 0, 0], 1)


def test_the_same_vote_twice_is_told_once(api, bora, ayse, group):
    message = ask(ayse, group)
    for _ in range(2):
        vote(api(bora), message, 2)
    assert Event.objects.filter(type="poll.updated").count() == 1
    assert "user" not in json.loads(Event.objects.get(type="poll.updated").data)
    assert Event.objects.get(type="poll.voted").topic == f"user:{bora.pk}"


def test_several_choices_only_where_they_are_allowed(api, ayse, group):
    one, many = ask(ayse, group), ask(ayse, group, multiple=True)
    assert vote(api(ayse), one, 1, 2).json()["code"] == "poll.one_choice"
    assert counts(vote(api(ayse), many, 1, 2, 2)) == [1, 1, 0]
    assert vote(api(ayse), many, 4).json()["code"] == "poll.unknown_option"


def test_a_vote_that_stands_cannot_be_changed(api, ayse, group):
    message = ask(ayse, group, change_vote=False)
    vote(api(ayse), message, 1)
    assert vote(api(ayse), message, 2).json()["code"] == "poll.vote_stands"
    assert vote(api(ayse), message, 1).status_code == 200


def test_who_chose_what_is_told_unless_it_is_anonymous(api, ayse, bora, group):
    message, secret = ask(ayse, group), ask(ayse, group, anonymous=True)
    for one in (message, secret):
        vote(api(bora), one, 2)
    [row] = api(ayse).get(f"/api/v1/messages/{message.pk}/votes").json()["results"]
    assert (row["option"], row["user"]["username"]) == (2, "bora")
    answer = api(ayse).get(f"/api/v1/messages/{secret.pk}/votes")
    assert (answer.status_code, answer.json()["code"]) == (403, "poll.anonymous")


def test_its_end_comes_by_itself(api, ayse, bora, group):
    message = ask(ayse, group, closes_at=timezone.now() + timedelta(hours=1))
    vote(api(bora), message, 1)
    assert do_what_is_due() == 0
    Message.objects.filter(pk=message.pk).update(poll_closes_at=timezone.now())
    assert vote(api(bora), message, 2).json()["code"] == "poll.closed"
    assert do_what_is_due() == 1
    assert do_what_is_due() == 0
    assert json.loads(Event.objects.filter(type="poll.updated").latest("id").data)["poll"]["closed_at"]
    assert PollVote.objects.get().option == 1


def test_who_started_it_may_close_it(api, ayse, bora, group):
    message = ask(bora, group)
    url = f"/api/v1/messages/{message.pk}/poll/closed"
    for _ in range(2):
        assert api(bora).put(url).json()["poll"]["closed_at"]
    other = ask(ayse, group)
    answer = api(bora).put(f"/api/v1/messages/{other.pk}/poll/closed")
    assert (answer.status_code, answer.json()["code"]) == (403, "poll.cannot_close")


def test_strangers_may_not_and_what_is_no_poll_is_none(api, ayse, cem, group):
    message = ask(ayse, group)
    assert vote(api(cem), message, 1).status_code == 404
    assert api(cem).get(f"/api/v1/messages/{message.pk}/votes").status_code == 404
    plain = send_message(actor=ayse, conversation=group, text="x")
    assert vote(api(ayse), plain, 1).json()["code"] == "poll.none"
    assert api(ayse).get(f"/api/v1/messages/{plain.pk}/votes").status_code == 422


# urgent ----------------------------------------------------------------------------------------------------------
def test_an_urgent_message_is_acknowledged_once(api, ayse, bora, cem, group):
    body = {"conversation": str(group.pk), "text": "Toplantı!", "urgent": True}
    key = api(ayse).post("/api/v1/messages", body).json()["id"]
    for _ in range(2):
        answer = api(bora).put(f"/api/v1/messages/{key}/acknowledge").json()
    assert (answer["acknowledged_count"], answer["mine"]["acknowledged"]) == (1, True)
    [row] = api(ayse).get(f"/api/v1/messages/{key}/acknowledgements").json()["results"]
    assert row["user"]["username"] == "bora"
    assert Event.objects.filter(type="message.acknowledged").count() == 1
    assert api(ayse).put(f"/api/v1/messages/{key}/acknowledge").json()["code"] == "message.not_urgent"
    assert api(cem).put(f"/api/v1/messages/{key}/acknowledge").status_code == 404
    assert api(cem).get(f"/api/v1/messages/{key}/acknowledgements").status_code == 404


# places and emoji ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("place", "status"),
    [({"latitude": 41.0, "longitude": 28.9}, 201), ({"latitude": 90, "longitude": -180, "label": "Kutup"}, 201),
     ({"latitude": 90.001, "longitude": 0}, 400), ({"latitude": 0, "longitude": 180.001}, 400), ({"latitude": 1}, 400),
     ({"latitude": "x", "longitude": 1}, 400), ({"latitude": 1, "longitude": 1, "z": 1}, 400), ([], 400)],
)  # fmt: skip
def test_a_place_lies_on_the_globe(api, ayse, group, place, status):
    answer = api(ayse).post("/api/v1/messages", {"conversation": str(group.pk), "location": place}, format="json")
    assert answer.status_code == status
    if status == 201:
        assert (answer.json()["type"], answer.json()["location"]) == ("location", place)


@pytest.mark.parametrize(
    ("kind", "text", "status"),
    [("emoji", "🎉🎉", 201), ("emoji", "x", 400), ("text", "x", 201), ("poll", "x", 400), ("command", "x", 400)],
)
def test_the_type_must_fit(api, ayse, group, kind, text, status):
    answer = api(ayse).post("/api/v1/messages", {"conversation": str(group.pk), "text": text, "type": kind})
    assert answer.status_code == status
    if status == 201:
        assert answer.json()["type"] == kind
