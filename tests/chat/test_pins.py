import json

import pytest

from apps.chat.actions import send_message
from apps.chat.messages.pinning import pin_message
from apps.chat.problems import TooManyPins
from apps.core.problems import Forbidden
from apps.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(ayse, group):
    return send_message(actor=ayse, conversation=group, text="Adres: …")


def url(message):
    return f"/api/v1/messages/{message.pk}/pin"


def pins(client, conversation):
    return [row["id"] for row in client.get(f"/api/v1/conversations/{conversation.pk}/pins").json()["results"]]


def test_a_pinned_message_is_at_hand(api, ayse, bora, group, message):
    body = api(bora).put(url(message)).json()
    assert (body["pinned_by"], body["pinned_at"] is None) == (str(bora.pk), False)
    assert pins(api(ayse), group) == [str(message.pk)]
    event = json.loads(Event.objects.get(type="message.pinned").data)
    assert event == {name: value for name, value in body.items() if name not in ("mine", "quote")}


def test_twice_is_once_and_off_again(api, ayse, bora, group, message):
    first = api(bora).put(url(message)).json()
    assert api(ayse).put(url(message)).json()["pinned_by"] == first["pinned_by"]
    for _ in range(2):
        assert api(ayse).delete(url(message)).status_code == 204
    assert pins(api(ayse), group) == []
    assert [event.type for event in Event.objects.filter(type__startswith="message.").order_by("id")] == [
        "message.created", "message.pinned", "message.created", "message.unpinned",
    ]  # fmt: skip


def test_the_one_pinned_last_comes_first(api, ayse, group, message):
    other = send_message(actor=ayse, conversation=group, text="x")
    api(ayse).put(url(other))
    api(ayse).put(url(message))
    assert pins(api(ayse), group) == [str(message.pk), str(other.pk)]


def test_a_deleted_message_is_pinned_no_more(api, ayse, group, message):
    api(ayse).put(url(message))
    api(ayse).delete(f"/api/v1/messages/{message.pk}")
    assert pins(api(ayse), group) == []


def test_there_are_at_most_a_hundred(ayse, group):
    sent = [send_message(actor=ayse, conversation=group, text=str(number)) for number in range(101)]
    for message in sent[:100]:
        pin_message(actor=ayse, message=message)
    with pytest.raises(TooManyPins):
        pin_message(actor=ayse, message=sent[100])


def test_strangers_and_disabled_users_may_not(api, ayse, cem, group, message):
    assert api(cem).put(url(message)).status_code == 404
    assert api(cem).get(f"/api/v1/conversations/{group.pk}/pins").status_code == 404
    ayse.is_active = False
    ayse.save()
    with pytest.raises(Forbidden):
        pin_message(actor=ayse, message=message)
