"""Random histories: what the server says is unread, mentioned, reacted and answered equals a recount by hand."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.chat.actions import change_group, create_group_conversation, mark_read, send_message
from apps.chat.messages.deleting import delete_for_everyone, delete_for_me
from apps.chat.messages.editing import edit_message
from apps.chat.messages.models import HiddenMessage, Reaction
from apps.chat.messages.pinning import pin_message
from apps.chat.messages.reacting import add_reaction, remove_reaction
from apps.chat.messages.threads import follow_thread, mark_thread_read
from apps.chat.models import Message, Participant, ThreadFollow
from apps.chat.selectors import conversation_for, thread_mention_counts
from apps.events.models import Event
from tests.factories.accounts import UserFactory

PEOPLE, TEXTS = 3, ("x", "@all", "@p0 bak", "@p1 ve @p2", "`@p0`")
person, which = st.integers(0, PEOPLE - 1), st.integers(0, 30)
STEP = st.one_of(
    st.tuples(st.just("send"), person, st.sampled_from(TEXTS)),
    st.tuples(st.just("answer"), person, which, st.sampled_from(TEXTS)),
    st.tuples(st.just("follow"), person, which, st.booleans()),
    st.tuples(st.just("edit"), which, st.sampled_from(TEXTS)),
    st.tuples(st.just("delete"), which),
    st.tuples(st.just("hide"), person, which),
    st.tuples(st.just("read"), person, which),
    st.tuples(st.just("read thread"), person, which),
    st.tuples(st.just("rename"), person, st.sampled_from(TEXTS)),
    st.tuples(st.just("pin"), person, which),
    st.tuples(st.just("react"), person, which, st.sampled_from("👍🎉")),
    st.tuples(st.just("react not"), person, which, st.sampled_from("👍🎉")),
)


def play(people, group, step):
    kind, *rest = step
    alive = list(Message.objects.filter(conversation=group, deleted_at=None).exclude(type="system").order_by("seq"))
    who = people[rest[0] % PEOPLE]
    if kind == "send":
        send_message(actor=who, conversation=group, text=rest[1])
        return
    if kind == "rename":
        change_group(actor=who, conversation=group, name=rest[1])
        return
    if kind == "read":
        mark_read(actor=who, conversation=group, seq=rest[1])
        return
    one = alive[rest[0 if kind in ("edit", "delete") else 1] % len(alive)] if alive else None
    if one is None:
        return
    if kind == "answer" and one.thread_id is None and seen(one, who):
        send_message(actor=who, conversation=group, text=rest[2], thread=one.pk)
    elif kind == "follow" and one.thread_id is None and seen(one, who):
        follow_thread(actor=who, message=one, following=rest[2])
    elif kind in ("edit", "delete") and seen(one, one.sender):
        if kind == "edit":
            edit_message(actor=one.sender, message=one, text=rest[1])
        else:
            delete_for_everyone(actor=one.sender, message=one)
    elif kind == "pin" and seen(one, who):
        pin_message(actor=who, message=one)
    elif kind == "hide" and seen(one, who):
        delete_for_me(actor=who, message=one)
    elif kind == "read thread" and one.thread_id is None and seen(one, who):
        mark_thread_read(actor=who, message=one)
    elif kind == "react" and seen(one, who):
        add_reaction(actor=who, message=one, emoji=rest[2])
    elif kind == "react not" and seen(one, who):
        remove_reaction(actor=who, message=one, emoji=rest[2])


def seen(message, who):
    return not HiddenMessage.objects.filter(message=message, user=who).exists()


def calls(message, who):
    return any(one["type"] == "all" or one["id"] == str(who.pk) for one in message.mentions)


def recount(group, who):
    read = Participant.objects.get(conversation=group, user=who).read_seq
    rows = [one for one in Message.objects.filter(conversation=group) if one.seq > read and one.sender_id != who.pk]
    unread = [one for one in rows if not (one.deleted_at or one.is_system or one.thread_id) and seen(one, who)]
    return len(unread), len([one for one in unread if calls(one, who)])


def recount_threads(group, who):
    called = 0
    for one in Message.objects.filter(conversation=group, thread__isnull=False).select_related("thread"):
        follow = ThreadFollow.objects.filter(message=one.thread, user=who).first()
        gone = one.deleted_at or one.thread.deleted_at or not seen(one, who) or not seen(one.thread, who)
        if gone or one.sender_id == who.pk or follow is None or follow.read_seq >= one.seq:
            continue
        named = any(call["id"] == str(who.pk) for call in one.mentions)
        called += named or (follow.following and any(call["type"] == "all" for call in one.mentions))
    return called


def told_of_threads(who):
    """Return what somebody's devices know: what the last event said."""
    kinds = ("conversation.counted", "message.hidden")
    last = Event.objects.filter(topic=f"user:{who.pk}", type__in=kinds).order_by("-id").first()
    return json.loads(last.data)["thread_mention_count"] if last else 0


@pytest.mark.timeout(600)
@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, max_size=25))
def test_counters_equal_a_recount(steps):
    with transaction.atomic():
        try:
            recount_after(steps)
        finally:
            transaction.set_rollback(True)


def recount_after(steps):
    people = [UserFactory(username=f"p{n}") for n in range(PEOPLE)]
    group = create_group_conversation(actor=people[0], name="x", member_ids=[one.pk for one in people[1:]])
    change_group(actor=people[0], conversation=group, who_may={"change": "everyone"})
    for step in steps:
        play(people, group, step)
    for who in people:
        shown = conversation_for(who, group.pk)
        assert (shown.unread_count, shown.mention_count) == recount(group, who)
        called = thread_mention_counts(who, [group.pk]).get(group.pk, 0)
        assert called == recount_threads(group, who) == told_of_threads(who)
    for one in Message.objects.filter(conversation=group, deleted_at=None):
        rows = Reaction.objects.filter(message=one)
        told = {reaction["emoji"]: reaction["count"] for reaction in one.reactions}
        assert told == {emoji: rows.filter(emoji=emoji).count() for emoji in rows.values_list("emoji", flat=True)}
        assert one.thread_count == Message.objects.filter(thread=one, deleted_at=None).count()
