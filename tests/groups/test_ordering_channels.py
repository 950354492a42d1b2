"""The order of channels and categories, for who sees all of them and who does not."""

import pytest

from apps.events.models import Event
from apps.groups.actions.channels import change_category, create_category, create_channel, delete_category
from apps.groups.actions.overrides import set_override
from apps.groups.bits import BIT
from tests.factories.accounts import UserFactory
from tests.groups.conftest import join, role_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(ayse, server, channel):
    """Three channels under the first category; the one in the middle is seen by the owner only."""
    category = channel.category.pk
    secret = create_channel(actor=ayse, server=server, name="gizli", category=category)
    last = create_channel(actor=ayse, server=server, name="son", category=category)
    everyone = server.roles.get(is_everyone=True)
    set_override(actor=ayse, place=secret, role=everyone.pk, deny=BIT["view_channel"])
    return channel, secret, last


def order(server):
    return list(server.channels.order_by("position").values_list("conversation__name", flat=True))


def test_who_does_not_see_a_channel_orders_the_others_around_it(api, bora, server, three):
    first, secret, last = three
    role_of(server, "Düzenci", "manage_channels", to=(bora,))
    url = f"/api/v1/servers/{server.pk}/channels/order"
    wanted = {"category": str(first.category_id), "channels": [str(last.pk), str(first.pk)]}
    assert api(bora).put(url, wanted, format="json").status_code == 204
    assert order(server) == ["son", "gizli", "genel"]
    named = {**wanted, "channels": [str(last.pk), str(first.pk), str(secret.pk)]}
    assert api(bora).put(url, named, format="json").json()["code"] == "server.not_of_this"
    short = {**wanted, "channels": [str(last.pk)]}
    assert api(bora).put(url, short, format="json").json()["code"] == "server.order_incomplete"


def test_who_sees_them_all_names_them_all(api, ayse, server, three):
    first, secret, last = three
    url = f"/api/v1/servers/{server.pk}/channels/order"
    body = {"category": str(first.category_id), "channels": [str(last.pk), str(first.pk)]}
    assert api(ayse).put(url, body, format="json").status_code == 422
    body["channels"].append(str(secret.pk))
    assert api(ayse).put(url, body, format="json").status_code == 204
    assert order(server) == ["son", "genel", "gizli"]


def told(server):
    rows = Event.objects.filter(type="categories.changed", data__contains=str(server.pk))
    return sorted(event.topic for event in rows)


def test_who_arranges_channels_hears_of_empty_categories_and_others_do_not(ayse, bora, cem, server):
    deniz = UserFactory()
    join(server, cem, deniz)
    role_of(server, "Düzenci", "manage_channels", to=(bora,))
    role_of(server, "Yönetici", "administrator", to=(bora, deniz))
    made = create_category(actor=ayse, server=server, name="Boş")
    listeners = sorted(f"user:{one.pk}" for one in (ayse, bora, deniz))
    assert told(server) == listeners
    change_category(actor=ayse, category=made, name="Hâlâ boş")
    delete_category(actor=ayse, category=made)
    assert told(server) == sorted(3 * listeners)


def test_where_everybody_arranges_everybody_hears(ayse, bora, server):
    everyone = server.roles.get(is_everyone=True)
    everyone.rights |= BIT["manage_channels"]
    everyone.save(update_fields=["rights"])
    create_category(actor=bora, server=server, name="Herkesin")
    assert told(server) == sorted(f"user:{one.pk}" for one in (ayse, bora))


@pytest.mark.parametrize("members", [2, 6])
def test_telling_costs_no_more_with_more_to_tell(ayse, server, members, django_assert_max_num_queries):
    people = [UserFactory() for _ in range(members)]
    join(server, *people)
    role_of(server, "Düzenci", "manage_channels", to=tuple(people))
    with django_assert_max_num_queries(16):
        create_category(actor=ayse, server=server, name="Boş")
