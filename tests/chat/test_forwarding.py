import pytest

from apps.chat.actions import create_group_conversation, send_message
from apps.chat.messages.deleting import delete_for_everyone
from apps.chat.messages.editing import edit_message
from apps.chat.messages.poll_serializers import new_poll
from apps.chat.models import Message
from apps.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(bora, group):
    return send_message(actor=bora, conversation=group, text="Adres: Çınar sokak 5 @ayse")


def forward(client, message, *conversations):
    body = {"conversations": [str(one.pk) for one in conversations]}
    return client.post(f"/api/v1/messages/{message.pk}/forward", body)


def test_a_copy_says_who_said_it_first(api, ayse, bora, direct, message):
    answer = forward(api(ayse), message, direct)
    assert answer.status_code == 201
    [copy] = answer.json()["results"]
    assert (copy["text"], copy["sender"]["username"]) == (message.text, "ayse")
    assert copy["forwarded"]["sender"] == {"id": str(bora.pk), "name": "Bora Kaya"}
    assert copy["mentions"] == []
    assert "conversation" not in copy["forwarded"]


def test_the_copy_stays_as_it_was(api, ayse, bora, direct, message):
    [copy] = forward(api(ayse), message, direct).json()["results"]
    edit_message(actor=bora, message=message, text="Yanlış")
    delete_for_everyone(actor=bora, message=message)
    assert api(bora).get(f"/api/v1/messages/{copy['id']}").json()["text"] == "Adres: Çınar sokak 5 @ayse"


def test_a_copy_of_a_copy_names_the_first(api, ayse, bora, direct, group, message):
    [copy] = forward(api(ayse), message, direct).json()["results"]
    [again] = forward(api(bora), Message.objects.get(pk=copy["id"]), group).json()["results"]
    assert again["forwarded"] == copy["forwarded"]


def test_a_copy_is_not_edited(api, ayse, direct, message):
    [copy] = forward(api(ayse), message, direct).json()["results"]
    assert api(ayse).put(f"/api/v1/messages/{copy['id']}", {"text": "x"}).status_code == 403


def test_one_must_see_the_message(api, cem, ayse, message):
    own = create_group_conversation(actor=cem, name="x", member_ids=[])
    assert forward(api(cem), message, own).status_code == 404


def test_one_must_see_and_may_write_in_every_place_or_nothing_is_sent(api, ayse, cem, direct, message):
    foreign = create_group_conversation(actor=cem, name="x", member_ids=[])
    assert forward(api(ayse), message, direct, foreign).status_code == 404
    quiet = create_group_conversation(actor=cem, name="x", member_ids=[ayse.pk], who_may={"write": "owners"})
    assert forward(api(ayse), message, direct, quiet).status_code == 403
    assert not Event.objects.filter(type="message.created", topic=direct.topic).exists()


def test_a_poll_is_not_forwarded(api, ayse, direct, group):
    poll = send_message(actor=ayse, conversation=group, text="?", type="poll", poll=new_poll(["a", "b"]))
    answer = forward(api(ayse), poll, direct)
    assert (answer.status_code, answer.json()["code"]) == (422, "message.cannot_forward")


@pytest.mark.parametrize("conversations", [[], ["x"], "x", None])
def test_what_is_no_list_of_places_is_refused(api, ayse, message, conversations):
    url = f"/api/v1/messages/{message.pk}/forward"
    assert api(ayse).post(url, {"conversations": conversations}, format="json").status_code == 400
