import json
import uuid

import pytest

from apps.chat.actions import remove_participant, send_message
from apps.chat.models import Message
from apps.events.models import Event

pytestmark = pytest.mark.django_db


def post(client, conversation, text="Merhaba", **more):
    return client.post("/api/v1/messages", {"conversation": str(conversation.pk), "text": text, **more})


def test_a_participant_posts(api, ayse, direct):
    answer = post(api(ayse), direct, "Merhaba İstanbul, ığdır!")
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/messages/{answer.json()['id']}"
    assert answer.json()["text"] == "Merhaba İstanbul, ığdır!"
    assert answer.json()["seq"] == 1


def test_what_is_announced_is_what_the_reply_says(api, ayse, direct):
    body = post(api(ayse), direct).json()
    event = Event.objects.get(type="message.created")
    assert event.topic == f"conversation:{direct.pk}"
    assert event.seq == body["seq"]
    assert json.loads(event.data) == body


def test_a_stranger_gets_not_found(api, cem, direct):
    answer = post(api(cem), direct)
    assert answer.status_code == 404
    assert answer.json()["code"] == "object.not_found"
    assert not Message.objects.exists()


def test_an_unknown_conversation_answers_like_a_strangers(api, cem, direct):
    seen = post(api(cem), direct).json()
    unknown = api(cem).post("/api/v1/messages", {"conversation": str(uuid.uuid4()), "text": "x"}).json()
    assert {k: v for k, v in seen.items() if k != "request_id"} == {
        k: v for k, v in unknown.items() if k != "request_id"
    }


def test_a_former_member_gets_not_found(api, ayse, bora, group):
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert post(api(bora), group).status_code == 404


def test_a_disabled_user_is_refused(ayse, direct):
    from apps.core.problems import Forbidden

    ayse.is_active = False
    ayse.save()
    with pytest.raises(Forbidden):
        send_message(actor=ayse, conversation=direct, text="x")


def test_nobody_is_asked_to_sign_in(api, direct):
    answer = post(api(), direct)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_sending_twice_posts_once(api, ayse, direct, new_id):
    client_id = new_id()
    first = post(api(ayse), direct, client_id=client_id)
    second = post(api(ayse), direct, client_id=client_id)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Message.objects.count() == 1


def test_the_same_client_id_with_other_content_is_a_conflict(api, ayse, direct, new_id):
    client_id = new_id()
    post(api(ayse), direct, client_id=client_id)
    answer = post(api(ayse), direct, "anders", client_id=client_id)
    assert answer.status_code == 409
    assert answer.json()["code"] == "message.client_id_reused"


def test_two_people_may_use_the_same_client_id(api, ayse, bora, direct, new_id):
    client_id = new_id()
    assert post(api(ayse), direct, client_id=client_id).status_code == 201
    assert post(api(bora), direct, client_id=client_id).status_code == 201


def test_messages_are_numbered_without_holes(ayse, bora, direct):
    sent = [send_message(actor=who, conversation=direct, text=str(n)).seq for n, who in enumerate([ayse, bora, ayse])]
    assert sent == [1, 2, 3]


@pytest.mark.parametrize(("length", "status"), [(1, 201), (20_000, 201), (20_001, 400)])
def test_the_length_has_a_limit(api, ayse, direct, length, status):
    assert post(api(ayse), direct, "ç" * length).status_code == status


@pytest.mark.parametrize("text", ["", "   \n", 7, None, True, ["x"], {"a": 1}])
def test_what_is_not_a_text_is_refused(api, ayse, direct, text):
    answer = post(api(ayse), direct, text)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/text"


def test_unknown_fields_are_refused(api, ayse, direct):
    answer = post(api(ayse), direct, sender=str(uuid.uuid4()))
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"pointer": "/sender", "detail": "There is no such field.", "code": "unknown"}]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"text": NaN}',
        b'{"text": "\\u0000"}',
        b'{"text": "\\ud800"}',
        b"\xff",
        b"[" * 40 + b"]" * 40,
        b"[" * 100_000,
        b'{"text": ' + b"9" * 5_000 + b"}",
        b'{"text": 1e999}',
    ],
)
def test_json_that_is_not_strict_is_refused(api, ayse, body):
    answer = api(ayse).post("/api/v1/messages", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "request.invalid"


def test_a_body_over_a_megabyte_is_refused(api, ayse):
    answer = api(ayse).post("/api/v1/messages", b'"' + b"x" * 1_000_001 + b'"', content_type="application/json")
    assert answer.status_code == 413


def test_a_reply_stays_in_its_conversation(api, ayse, direct, group):
    elsewhere = send_message(actor=ayse, conversation=group, text="x")
    here = send_message(actor=ayse, conversation=direct, text="x")
    assert post(api(ayse), direct, reply_to=str(elsewhere.pk)).status_code == 422
    assert post(api(ayse), direct, reply_to=str(here.pk)).json()["reply_to"] == str(here.pk)


def test_an_idempotency_key_replays_the_first_answer(api, ayse, direct, new_id):
    body = {"conversation": str(direct.pk), "text": "bir kez"}
    key = {"headers": {"Idempotency-Key": new_id()}}
    first = api(ayse).post("/api/v1/messages", body, **key)
    second = api(ayse).post("/api/v1/messages", body, **key)
    other = api(ayse).post("/api/v1/messages", {**body, "text": "iki"}, **key)
    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "request.idempotency_key_reused")
    assert Message.objects.count() == 1


def test_a_trailing_slash_is_served_the_same(api, ayse, direct):
    answer = api(ayse).post("/api/v1/messages/", {"conversation": str(direct.pk), "text": "x"})
    assert answer.status_code == 201


def test_sending_costs_the_same_in_a_large_group(ayse, group, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        send_message(actor=ayse, conversation=group, text="x", client_id=uuid.uuid4())


@pytest.mark.parametrize("text", ["\u200b", "\u2060\u200d", " \u00a0\n"])
def test_a_message_in_which_there_is_nothing_to_see_is_refused(api, ayse, direct, text):
    answer = api(ayse).post("/api/v1/messages", {"conversation": str(direct.pk), "text": text})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/text")
