import json
from urllib.parse import quote

import pytest

from apps.chat.actions import remove_participant, send_message
from apps.chat.messages.emoji import emoji_of, only_emoji
from apps.chat.messages.models import Reaction
from apps.chat.messages.reacting import add_reaction
from apps.core.problems import Forbidden
from apps.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(ayse, group):
    return send_message(actor=ayse, conversation=group, text="Merhaba")


def url(message, emoji="👍"):
    return f"/api/v1/messages/{message.pk}/reactions/{quote(emoji)}"


def test_people_react_and_each_sees_their_own(api, ayse, bora, message):
    api(ayse).put(url(message))
    body = api(bora).put(url(message)).json()
    api(bora).put(url(message, "🎉"))
    assert body["reactions"] == [{"emoji": "👍", "count": 2}]
    for who, mine in ((ayse, ["👍"]), (bora, ["👍", "🎉"])):
        [row] = api(who).get(f"/api/v1/conversations/{message.conversation_id}/messages").json()["results"]
        assert row["mine"]["reactions"] == mine
        assert row["reactions"] == [{"emoji": "👍", "count": 2}, {"emoji": "🎉", "count": 1}]


def test_everybody_is_told_who_did_what(api, bora, message):
    api(bora).put(url(message))
    event = Event.objects.get(type="reaction.added")
    assert json.loads(event.data) == {
        "message": str(message.pk), "conversation": str(message.conversation_id), "user": str(bora.pk), "emoji": "👍",
        "reactions": [{"emoji": "👍", "count": 1}],
    }  # fmt: skip


def test_twice_is_once_and_back_again(api, bora, message):
    for _ in range(2):
        assert api(bora).put(url(message)).status_code == 200
    assert Event.objects.filter(type="reaction.added").count() == 1
    for _ in range(2):
        assert api(bora).delete(url(message)).status_code == 204
    assert Event.objects.filter(type="reaction.removed").count() == 1
    assert api(bora).get(f"/api/v1/messages/{message.pk}").json()["reactions"] == []


def test_one_emoji_has_one_spelling(api, bora, message):
    api(bora).put(url(message, "❤"))
    body = api(bora).put(url(message, "❤️")).json()
    assert body["reactions"] == [{"emoji": "❤️", "count": 1}]
    assert api(bora).delete(url(message, "❤")).status_code == 204
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("emoji", ["x", "👍👎", "1", "\u200d", "👍" * 80, "\ufe0f", "🇹", "٣", "😀\u200d", "İ", ":)"])
def test_what_is_no_emoji_is_refused(api, bora, message, emoji):
    answer = api(bora).put(url(message, emoji))
    assert (answer.status_code, answer.json()["code"]) == (422, "reaction.not_an_emoji")


@pytest.mark.parametrize(
    "emoji", ["👍", "👍🏽", "❤️", "☕", "🇹🇷", "👨‍👩‍👧‍👦", "🏳️‍🌈", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☝🏿", "🫠", "🧑🏻‍🚀", "🤷🏽‍♀️", "#️⃣", "❤️‍🔥"]
)
def test_every_kind_of_emoji_is_one(emoji):
    assert emoji_of(emoji) == emoji
    assert emoji_of(emoji.replace("\ufe0f", "")) == emoji


def test_a_message_of_nothing_but_emoji():
    assert only_emoji("🎉 👍🏽❤️")
    assert not only_emoji("🎉!")
    assert not only_emoji(" ")


def test_there_are_at_most_fifty_kinds(ayse, bora, message):
    from apps.chat.problems import TooManyReactions

    kinds = [chr(0x1F600 + number) for number in range(51)]
    for kind in kinds[:50]:
        add_reaction(actor=ayse, message=message, emoji=kind)
    with pytest.raises(TooManyReactions):
        add_reaction(actor=ayse, message=message, emoji=kinds[50])
    add_reaction(actor=bora, message=message, emoji=kinds[0])
    message.refresh_from_db()
    assert len(message.reactions) == 50


def test_who_reacted_is_listed(api, ayse, bora, message):
    api(ayse).put(url(message))
    api(bora).put(url(message, "🎉"))
    rows = api(ayse).get(f"/api/v1/messages/{message.pk}/reactions").json()["results"]
    assert [(row["emoji"], row["user"]["username"]) for row in rows] == [("🎉", "bora"), ("👍", "ayse")]


def test_strangers_former_members_and_disabled_users_may_not(api, ayse, bora, cem, group, message):
    assert api(cem).put(url(message)).status_code == 404
    assert api(cem).get(f"/api/v1/messages/{message.pk}/reactions").status_code == 404
    remove_participant(actor=ayse, conversation=group, user=bora)
    assert api(bora).put(url(message)).status_code == 404
    ayse.is_active = False
    ayse.save()
    with pytest.raises(Forbidden):
        add_reaction(actor=ayse, message=message, emoji="👍")


def test_a_page_costs_the_same_however_many_reactions(api, ayse, bora, group, django_assert_max_num_queries):
    for number in range(30):
        sent = send_message(actor=bora, conversation=group, text=str(number))
        reply = send_message(actor=bora, conversation=group, text="↩", reply_to=sent.pk)
        for message in (sent, reply):
            add_reaction(actor=ayse, message=message, emoji="👍")
    client = api(ayse)
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/conversations/{group.pk}/messages")
