"""Lists, and how one arranges one's own conversations."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.chat import arranging
from apps.chat.actions import create_group_conversation, open_direct_conversation, remove_participant, send_message
from apps.chat.models import Participant
from apps.events.models import Event
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/conversations"


def listed(client, query=""):
    return [row["id"] for row in client.get(f"{URL}{query}").json()["results"]]


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("archive", {"archived": False}, {"archived": True}),
        ("mute", {"muted": False, "muted_until": None}, {"muted": True, "muted_until": None}),
        ("pin", {"pinned_at": None}, {}),
    ],
)
def test_a_state_is_put_and_taken_back(api, ayse, bora, direct, what, before, after):
    client, url = api(ayse), f"{URL}/{direct.pk}"
    body = {} if what == "mute" else None
    put = client.put(f"{url}/{what}", body)
    assert (put.status_code, put.json()["conversation"]) == (200, str(direct.pk))
    seen = client.get(url).json()
    assert {**after}.items() <= put.json().items()
    assert {**after}.items() <= seen.items()
    assert put.json() == client.put(f"{url}/{what}", body).json()
    others = api(bora).get(url).json()
    assert before.items() <= others.items()
    assert before.items() <= client.delete(f"{url}/{what}").json().items()
    assert before.items() <= client.get(url).json().items()


def test_doing_it_twice_tells_ones_devices_once(ayse, direct):
    for _ in range(2):
        arranging.archive_conversation(actor=ayse, conversation=direct)
        arranging.pin_conversation(actor=ayse, conversation=direct)
        arranging.choose_notifications(actor=ayse, conversation=direct, notifications="mentions")
        arranging.mute_conversation(actor=ayse, conversation=direct)
    events = Event.objects.filter(type="conversation.arranged").order_by("seq")
    assert {event.topic for event in events} == {f"user:{ayse.pk}"}
    assert len(events) == 4
    assert json.loads(events[3].data)["notifications"] == "mentions"


def test_muted_until_a_time(api, ayse, direct):
    until = timezone.now() + timedelta(hours=1)
    answer = api(ayse).put(f"{URL}/{direct.pk}/mute", {"until": until.isoformat()})
    assert answer.json()["muted"] is True
    assert answer.json()["muted_until"][:19] == until.isoformat()[:19]
    Participant.objects.filter(user=ayse).update(muted_until=timezone.now())
    assert api(ayse).get(f"{URL}/{direct.pk}").json()["muted"] is False


@pytest.mark.parametrize("until", ["yesterday", 5, "2020-01-01T00:00:00Z"])
def test_a_bad_end_is_refused(api, ayse, direct, until):
    assert api(ayse).put(f"{URL}/{direct.pk}/mute", {"until": until}).status_code in (400, 422)


def test_what_one_is_told_of(api, ayse, direct):
    client, url = api(ayse), f"{URL}/{direct.pk}"
    assert client.patch(url, {"notifications": "nothing"}).json()["notifications"] == "nothing"
    assert client.get(url).json()["notifications"] == "nothing"
    for body in ({"notifications": "some"}, {}, {"archived": True}):
        assert client.patch(url, body).status_code == 400


def test_at_most_fifty_on_top(api, ayse, monkeypatch):
    monkeypatch.setattr(arranging, "MAX_PINNED", 2)
    rooms = [open_direct_conversation(actor=ayse, user_id=UserFactory().pk)[0] for _ in range(3)]
    codes = [api(ayse).put(f"{URL}/{room.pk}/pin").status_code for room in rooms]
    assert codes == [200, 200, 422]
    assert api(ayse).put(f"{URL}/{rooms[0].pk}/pin").status_code == 200


def test_deleting_a_direct_conversation_archives_it_and_a_group_is_left(api, ayse, bora, direct, group):
    assert api(bora).delete(f"{URL}/{direct.pk}").status_code == 204
    assert api(bora).delete(f"{URL}/{group.pk}").status_code == 204
    assert listed(api(bora)) == []
    assert listed(api(bora), "?filter=archived") == [str(direct.pk)]
    assert api(ayse).get(f"{URL}/{group.pk}").json()["participant_count"] == 1
    assert len(listed(api(ayse))) == 2


def test_writing_takes_it_out_of_the_archive(api, ayse, bora, direct):
    arranging.archive_conversation(actor=ayse, conversation=direct)
    send_message(actor=bora, conversation=direct, text="x")
    assert listed(api(ayse)) == []
    send_message(actor=ayse, conversation=direct, text="x")
    assert listed(api(ayse)) == [str(direct.pk)]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("put", "/archive", None), ("delete", "/archive", None), ("put", "/pin", None), ("delete", "/pin", None),
     ("put", "/mute", {}), ("delete", "/mute", None), ("patch", "", {"notifications": "all"}), ("delete", "", None)],
)  # fmt: skip
def test_a_stranger_and_a_former_member_are_refused(api, ayse, bora, cem, group, method, path, body):
    remove_participant(actor=ayse, conversation=group, user=bora)
    for person in (cem, bora):
        assert getattr(api(person), method)(f"{URL}/{group.pk}{path}", body).status_code == 404
    assert getattr(api(), method)(f"{URL}/{group.pk}{path}", body).status_code == 401


def test_filters(api, ayse, bora, direct, group):
    arranging.pin_conversation(actor=ayse, conversation=group)
    arranging.mute_conversation(actor=ayse, conversation=direct)
    assert listed(api(ayse), "?filter=pinned") == [str(group.pk)]
    assert listed(api(ayse), "?filter=muted") == [str(direct.pk)]
    assert listed(api(ayse), "?filter=mentions") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("çay", "group"), ("MOLASI", "group"), ("cay mol", "group"), ("kaya", "direct"), ("BORA", "direct"), ("ay", "both"),
     ("zzz", ""), ("ayşe", "")],
)  # fmt: skip
def test_by_name_or_by_who_is_in_it(api, ayse, direct, group, text, found):
    arranging.archive_conversation(actor=ayse, conversation=group)
    answer = set(listed(api(ayse), f"?q={text}"))
    wanted = {"group": [group], "direct": [direct], "both": [group, direct], "": []}[found]
    assert answer == {str(one.pk) for one in wanted}


def test_a_filtered_list_costs_the_same_for_many(api, ayse, django_assert_num_queries):
    client = api(ayse)
    for amount in (2, 10):
        for number in range(amount):
            create_group_conversation(actor=ayse, name=f"Proje {number}", member_ids=[UserFactory().pk])
        with django_assert_num_queries(5):
            assert client.get(f"{URL}?q=proje").json()["results"]


def test_a_list_that_is_the_same_is_not_sent_again(api, ayse, bora, direct):
    client = api(ayse)
    for url in (URL, f"{URL}/{direct.pk}/messages"):
        first = client.get(url)
        again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        send_message(actor=bora, conversation=direct, text="x")
        assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


# around a message ------------------------------------------------------------------------------------------------------
@pytest.fixture
def said(ayse, direct):
    return [send_message(actor=ayse, conversation=direct, text=str(n)) for n in range(10)]


@pytest.mark.parametrize(
    ("middle", "limit", "wanted", "older", "newer"),
    [(5, 4, "7654", True, True), (0, 4, "210", False, True), (9, 4, "98", True, False), (5, 1, "5", True, True),
     (5, 100, "9876543210", False, False), (4, 5, "65432", True, True)],
)  # fmt: skip
def test_a_page_around_a_message(api, ayse, direct, said, middle, limit, wanted, older, newer):
    page = api(ayse).get(f"{URL}/{direct.pk}/messages?around={said[middle].pk}&limit={limit}").json()
    assert "".join(row["text"] for row in page["results"]) == wanted
    assert (page["next"] is not None, page["previous"] is not None) == (older, newer)
    if older:
        assert api(ayse).get(page["next"]).json()["results"][0]["text"] == str(int(wanted[-1]) - 1)
    if newer:
        assert api(ayse).get(page["previous"]).json()["results"][-1]["text"] == str(int(wanted[0]) + 1)


def test_around_what_is_elsewhere_is_not_found(api, ayse, direct, group, new_id):
    other = send_message(actor=ayse, conversation=group, text="x")
    for key in (other.pk, new_id()):
        assert api(ayse).get(f"{URL}/{direct.pk}/messages?around={key}").status_code == 404
