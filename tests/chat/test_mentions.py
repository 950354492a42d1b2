import pytest

from apps.chat.actions import add_participants, create_group_conversation, mark_read, send_message
from apps.chat.messages.mentions import handles_in
from apps.chat.problems import TooManyMentions
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def called(actor, conversation, text):
    mentions = send_message(actor=actor, conversation=conversation, text=text).mentions
    return [(one["type"], one["text"]) for one in mentions]


def counts(client):
    [row] = client.get("/api/v1/conversations").json()["results"]
    return row["unread_count"], row["mention_count"]


def test_people_who_are_here_are_called(api, ayse, bora, cem, group):
    body = api(ayse).post("/api/v1/messages", {"conversation": str(group.pk), "text": "@bora, @cem ve @yok"}).json()
    assert body["mentions"] == [{"type": "user", "id": str(bora.pk), "text": "@bora"}]


@pytest.mark.parametrize(
    "text",
    [
        "a@bora.org",
        "`@bora`",
        "```\n@bora\n```",
        "@@bora",
        "/@bora",
        "    @bora",
        "x@bora",
        "@borabora",
        "[a](http://x/@bora)",
    ],
)
def test_what_only_looks_like_it_calls_nobody(ayse, bora, group, text):
    assert called(ayse, group, text) == []


@pytest.mark.parametrize(
    "text", ["@bora", "(@bora)", "@Bora!", "@bora.", "**@bora**", "- @bora", "İ @bora-", "@bora\n@bora"]
)
def test_what_is_a_call_calls(ayse, bora, group, text):
    assert len(called(ayse, group, text)) == 1


def test_a_name_with_dots_is_read_whole(ayse, group):
    other = UserFactory(username="bora.k.")
    add_participants(actor=ayse, conversation=group, user_ids=[other.pk])
    assert called(ayse, group, "@bora.k. geldi") == [("user", "@bora.k.")]


def test_all_is_for_those_who_may(ayse, bora, group):
    assert called(ayse, group, "@all toplanalım") == [("all", "@all")]
    assert called(bora, group, "@all toplanalım") == []


def test_a_role_calls_those_who_have_it(api, ayse, bora, group):
    assert called(bora, group, "@owner bakar mısın") == [("role", "@owner")]
    assert counts(api(ayse)) == (1, 1)


def test_the_server_counts_calls_and_reading_takes_them_away(api, ayse, bora, direct):
    send_message(actor=ayse, conversation=direct, text="@bora bir")
    send_message(actor=ayse, conversation=direct, text="iki")
    send_message(actor=ayse, conversation=direct, text="@all üç @bora")
    assert counts(api(bora)) == (3, 2)
    assert counts(api(ayse)) == (0, 0)
    answer = api(bora).put(f"/api/v1/conversations/{direct.pk}/read", {"seq": 2}).json()
    assert (answer["unread_count"], answer["mention_count"]) == (1, 1)
    mark_read(actor=bora, conversation=direct)
    assert counts(api(bora)) == (0, 0)


def test_calling_oneself_counts_nothing(api, ayse, direct):
    send_message(actor=ayse, conversation=direct, text="@ayse")
    assert counts(api(ayse)) == (0, 0)


@pytest.mark.parametrize(("amount", "refused"), [(50, False), (51, True)])
def test_fifty_may_be_called(ayse, amount, refused):
    people = [UserFactory() for _ in range(amount)]
    group = create_group_conversation(actor=ayse, name="x", member_ids=[one.pk for one in people])
    text = " ".join(f"@{one.username}" for one in people)
    if refused:
        with pytest.raises(TooManyMentions):
            send_message(actor=ayse, conversation=group, text=text)
    else:
        assert len(called(ayse, group, text)) == 50


def test_a_long_text_of_calls_is_read_quickly():
    assert len(handles_in("@a1 " * 5_000)) == 5_000
    assert handles_in("@" * 20_000) == []
