"""Two at once in one conversation: one order for everybody, and nobody acts with a right that is gone."""

from functools import partial

import pytest

from apps.chat.actions import add_participants, give_role, remove_participant, send_message
from apps.chat.messages.editing import edit_message
from apps.chat.models import Conversation, Message, Participant
from apps.chat.problems import CannotWrite, LastOwner
from apps.core.problems import NotFound, Stale
from apps.events.models import Event
from tests.groups.conftest import at_once  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 10


def events_of(conversation: Conversation) -> list[Event]:
    return list(Event.objects.filter(topic=conversation.topic).order_by("seq"))


def test_two_edits_of_one_version_make_one_edit_and_one_conflict(ayse, direct, at_once):  # noqa: F811
    for turn in range(TURNS):
        message = send_message(actor=ayse, conversation=direct, text="eski")
        edits = [partial(edit_message, actor=ayse, message=message, text=text, seen=1) for text in ("bir", "iki")]
        outcomes = at_once(*edits)
        assert sorted(type(one).__name__ for one in outcomes) == ["Message", "Stale"], turn
        (edited,) = [one for one in outcomes if isinstance(one, Message)]
        (stale,) = [one for one in outcomes if isinstance(one, Stale)]
        assert stale.extra["current"]["text"] == edited.text
        told = [event for event in events_of(direct) if event.subject_id == str(message.pk)]
        assert [event.type for event in told] == ["message.created", "message.updated"]


def test_two_edits_without_a_version_follow_each_other_and_the_history_has_both(ayse, direct, at_once):  # noqa: F811
    message = send_message(actor=ayse, conversation=direct, text="eski")
    at_once(*(partial(edit_message, actor=ayse, message=message, text=text) for text in ("bir", "iki")))
    message.refresh_from_db()
    assert message.version == 3
    assert {message.text, *message.revisions.values_list("text", flat=True)} == {"eski", "bir", "iki"}


def test_who_leaves_while_sending_is_heard_before_the_leaving_or_not_at_all(ayse, bora, group, at_once):  # noqa: F811
    for turn in range(TURNS):
        said = Message.objects.exclude(type="system")
        before = said.count()
        sent, left = at_once(
            lambda: send_message(actor=bora, conversation=group, text="son söz"),
            lambda: remove_participant(actor=bora, conversation=group, user=bora),
        )
        outcomes = [one for one in (sent, left) if one is not None]  # leaving returns nothing
        *kinds, told = [event.type for event in events_of(group)]
        assert told == "message.created"  # that they left
        if any(isinstance(one, Message) for one in outcomes):
            assert kinds[-2:] == ["message.created", "member.removed"], turn
        else:
            assert isinstance(outcomes[0], CannotWrite | NotFound)
            assert said.count() == before
        assert not Participant.objects.filter(conversation=group, user=bora).exists()
        add_participants(actor=ayse, conversation=group, user_ids=[bora.pk])
    seqs = [event.seq for event in events_of(group)]
    assert seqs == list(range(1, len(seqs) + 1))


def test_when_the_last_two_owners_leave_at_once_one_stays(ayse, bora, cem, group, at_once):  # noqa: F811
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])  # somebody would be left alone
    one, other = ayse, bora
    for turn in range(TURNS):
        give_role(actor=one, conversation=group, user=other, role=Participant.Role.OWNER)
        leave = [partial(remove_participant, actor=who, conversation=group, user=who) for who in (one, other)]
        outcomes = at_once(*leave)
        assert [type(outcome) for outcome in outcomes if outcome] == [LastOwner], turn
        one = Participant.objects.get(conversation=group, role=Participant.Role.OWNER).user
        (other,) = {ayse, bora} - {one}
        add_participants(actor=one, conversation=group, user_ids=[other.pk])
    group.refresh_from_db()
    assert group.participant_count == Participant.objects.filter(conversation=group).count() == 3
