"""How long a server keeps what is said in its channels."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat.actions import send_message
from apps.chat.models import Message
from apps.chat.retention.actions import keep_messages
from apps.chat.retention.models import RetentionRule
from apps.chat.retention.rules import kept_in
from apps.chat.tasks import purge_old_messages
from apps.events.models import Event
from apps.groups.actions.channels import create_channel
from apps.groups.actions.members import remove_member
from apps.groups.actions.retention import keep_server_messages
from tests.groups.conftest import role_of

pytestmark = pytest.mark.django_db


def url(server):
    return f"/api/v1/servers/{server.pk}/retention"


def texts(channel):
    return list(Message.objects.filter(conversation=channel.pk).order_by("seq").values_list("text", flat=True))


@pytest.fixture
def old(ayse, channel):
    """Two messages, the first of them 40 days old."""
    first = send_message(actor=ayse, conversation=channel.conversation, text="eski")
    send_message(actor=ayse, conversation=channel.conversation, text="yeni")
    Message.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(days=40))


def test_what_is_too_old_goes_in_all_its_channels(api, ayse, server, channel, old):
    answer = api(ayse).put(url(server), {"days": 30}, format="json")
    assert (answer.status_code, answer.json()) == (200, {"server": str(server.pk), "days": 30, "by": "server"})
    assert purge_old_messages() == 1
    assert texts(channel) == ["yeni"]
    told = Event.objects.filter(type="retention.updated")
    assert [event.topic for event in told] == [f"conversation:{channel.pk}"]
    api(ayse).put(url(server), {"days": 30}, format="json")
    assert told.count() == 1


def test_a_channel_beats_its_server_and_the_server_the_installation(ayse, server, channel):
    other = create_channel(actor=ayse, server=server, name="başka")
    RetentionRule.objects.create(days=100)
    assert [kept.by for kept in kept_in([channel.pk, other.pk]).values()] == ["installation"] * 2
    keep_server_messages(actor=ayse, server=server, days=None)
    keep_messages(actor=ayse, conversation=channel.conversation, days=10)
    kept = kept_in([channel.pk, other.pk])
    assert (kept[channel.pk].days, kept[channel.pk].by) == (10, "conversation")
    assert (kept[other.pk].days, kept[other.pk].by) == (None, "server")


def test_it_can_be_left_to_the_installation_again(api, ayse, server, channel):
    assert api(ayse).get(url(server)).json() == {"server": str(server.pk), "days": None, "by": None}
    RetentionRule.objects.create(days=100)
    keep_server_messages(actor=ayse, server=server, days=30)
    for _ in range(2):
        answer = api(ayse).delete(url(server))
        assert answer.json() == {"server": str(server.pk), "days": 100, "by": "installation"}
    assert kept_in([channel.pk])[channel.pk].days == 100


def test_who_may_change_the_server_may_say_so_and_others_not(api, ayse, bora, cem, server):
    assert api(bora).get(url(server)).status_code == 200
    assert api(bora).put(url(server), {"days": 30}, format="json").json()["code"] == "server.not_allowed"
    assert api(bora).delete(url(server)).status_code == 403
    for call in (api(cem).get(url(server)), api(cem).put(url(server), {"days": 30}, format="json")):
        assert call.status_code == 404
    role_of(server, "Muhtar", "manage_server", to=(bora,))
    assert api(bora).put(url(server), {"days": 30}, format="json").status_code == 200
    remove_member(actor=ayse, server=server, user=bora)
    assert api(bora).put(url(server), {"days": 60}, format="json").status_code == 404


@pytest.mark.parametrize("days", [6, 3_651, 0, "x"])
def test_a_rule_is_of_7_to_3650_days(api, ayse, server, days):
    assert api(ayse).put(url(server), {"days": days}, format="json").status_code == 400


def test_asking_for_many_channels_costs_one_query_more_only(ayse, server, channel, django_assert_num_queries):
    keep_server_messages(actor=ayse, server=server, days=30)
    others = [create_channel(actor=ayse, server=server, name=f"k{number}").pk for number in range(3)]
    for keys in ([channel.pk], [channel.pk, *others]):
        with django_assert_num_queries(2):
            kept_in(keys)
