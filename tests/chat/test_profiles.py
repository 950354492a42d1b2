"""A new name or picture reaches those who share a conversation."""

import pytest
from channels.db import database_sync_to_async as sync_to_async

from apps.accounts.actions import update_profile
from apps.chat import profiles
from apps.chat.actions import create_group_conversation
from apps.events.models import Event
from tests.factories.accounts import UserFactory
from tests.realtime.conftest import socket, stopped_runtime  # noqa: F401


def event_of(user):
    return Event.objects.filter(type="user.updated", topic=f"user:{user.pk}").latest("id")


@pytest.mark.django_db(transaction=True)
async def test_whoever_shares_a_conversation_hears_and_strangers_do_not(socket, ayse, bora, cem, direct):  # noqa: F811
    friend, stranger = await socket(bora), await socket(cem)
    await sync_to_async(update_profile)(actor=ayse, display_name="Ayşe Yeni")
    await sync_to_async(lambda: profiles.tell_conversations(event_of(ayse)))()
    frame = await friend.read()
    assert (frame["type"], frame["topic"], frame["data"]["display_name"]) == (
        "profile.updated",
        direct.topic,
        "Ayşe Yeni",
    )
    assert "seq" not in frame
    assert "email" not in frame["data"]
    assert await stranger.silent()


def test_many_conversations_of_many_cost_two_queries(ayse, monkeypatch, django_assert_num_queries):
    told = []
    monkeypatch.setattr(profiles, "broadcast", lambda topic, *_more: told.append(topic))
    for number in range(12):
        create_group_conversation(actor=ayse, name=f"g{number}", member_ids=[UserFactory().pk for _ in range(3)])
    update_profile(actor=ayse, display_name="Yeni")
    event = event_of(ayse)
    with django_assert_num_queries(2):
        profiles.tell_conversations(event)
    assert len(set(told)) == len(told) == 12
