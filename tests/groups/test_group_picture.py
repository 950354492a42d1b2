"""The picture of a group."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from apps.accounts.avatars import path_of
from apps.chat.actions import remove_participant
from apps.chat.group_pictures import remove_group_picture
from apps.chat.models import Conversation
from apps.events.models import Event
from tests.groups.conftest import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def url(group):
    return f"/api/v1/groups/{group.pk}/avatar"


def send(client, group, content=None, query=""):
    return client.put(f"{url(group)}{query}", content or picture(), content_type="image/png")


def test_it_is_drawn_anew_and_told(api, ayse, bora, group, django_capture_on_commit_callbacks):
    answer = send(api(ayse), group)
    assert answer.status_code == 200
    address = answer.json()["avatar_url"]
    assert api(bora).get(f"/api/v1/conversations/{group.pk}").json()["avatar_url"] == address
    assert Event.objects.get(type="group.updated").topic == group.topic
    served = api(bora).get(address)
    assert (served.status_code, served["Content-Type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(served.content)).size == (128, 128)
    assert api(bora).get(address.split("?")[0]).status_code == 404
    assert api(bora).get(address.replace("/128?", "/100?")).status_code == 404
    first = Conversation.objects.get(pk=group.pk).avatar
    with django_capture_on_commit_callbacks(execute=True):
        send(api(ayse), group)
    assert not default_storage.exists(path_of(first, 128))


def test_a_part_of_a_picture_can_be_taken(api, ayse, group):
    assert send(api(ayse), group, picture(100), "?crop=10,10,50").status_code == 200
    assert send(api(ayse), group, picture(100), "?crop=90,90,50").status_code == 400
    assert send(api(ayse), group, picture(100), "?crop=x").status_code == 400


def test_twice_without_a_picture_is_no_error(api, ayse, group):
    send(api(ayse), group)
    for _ in range(2):
        assert api(ayse).delete(url(group)).status_code == 204
    assert Conversation.objects.get(pk=group.pk).avatar == ""
    assert Event.objects.filter(type="group.updated").count() == 2
    remove_group_picture(actor=ayse, conversation=group)


def test_only_who_may_change_the_group(api, ayse, bora, cem, group):
    assert send(api(bora), group).status_code == 403
    assert api(bora).delete(url(group)).status_code == 403
    assert send(api(cem), group).status_code == 404
    remove_participant(actor=bora, conversation=group, user=bora)
    assert send(api(bora), group).status_code == 404
    assert not Event.objects.filter(type="group.updated").exists()


def test_what_is_no_picture_is_refused(api, ayse, group):
    assert send(api(ayse), group, b"<svg onload=alert(1)>").status_code == 415
    assert send(api(ayse), group, b"\x89PNG\r\n\x1a\nno").status_code == 400
    assert Conversation.objects.get(pk=group.pk).avatar == ""
