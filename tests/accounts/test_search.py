import pytest

from apps.accounts import selectors
from apps.accounts.serializers import UserSerializer
from tests.factories.accounts import UserFactory

URL = "/api/v1/users/search"


def people(client, text):
    results = client.get(URL, {"q": text}).json()["results"]
    return [hit["user"]["username"] for hit in results if hit["type"] == "user"]


def test_a_hit_is_the_person_as_everybody_sees_them(api, ayse, bora):
    body = api(bora).get(URL, {"q": "ayse"}).json()
    assert body == {"results": [{"type": "user", "user": UserSerializer(ayse).data}], "next": None, "previous": None}


@pytest.mark.parametrize("text", ["a", "ay", "AYŞE", "ayşe", "ışık", "isik", "IŞIK", "İŞİK", " ışık "])
def test_the_beginning_of_any_word_in_any_case(api, ayse, bora, text):
    assert "ayse" in people(api(bora), text)


@pytest.mark.parametrize("text", ["yse", "şık", "%", "_", "ayse@example.org", "\u0301", "'", "a\\"])
def test_neither_middles_nor_wildcards_nor_addresses(api, ayse, bora, cem, text):
    assert people(api(bora), text) == []


def test_neither_oneself_nor_who_is_disabled(api, ayse):
    UserFactory(username="ayla", is_active=False)
    assert people(api(ayse), "ay") == []


def test_at_most_twenty(api, ayse):
    UserFactory.create_batch(25)
    assert len(people(api(ayse), "person")) == 20
    assert len(api(ayse).get(URL, {"q": "person", "limit": "3"}).json()["results"]) == 3


@pytest.mark.parametrize(
    "query", [{}, {"q": ""}, {"q": "  "}, {"q": "x" * 101}, {"q": "a", "order": "email"}, {"q": "a\x00"}]
)
def test_malformed_is_400(api, ayse, query):
    assert api(ayse).get(URL, query).status_code == 400


def test_higher_apps_add_what_else_is_found(api, ayse, monkeypatch):
    hit = {"type": "conversation", "conversation": {"id": "x", "kind": "group", "name": "Ay ışığı"}}
    monkeypatch.setattr(selectors, "_sources", [lambda user, text, limit: [hit] if user == ayse else []])
    assert api(ayse).get(URL, {"q": "ay"}).json()["results"] == [hit]


def test_it_costs_the_same_however_many_are_found(api, ayse, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(selectors, "_sources", [])
    UserFactory.create_batch(15)
    client = api(ayse)
    with django_assert_num_queries(2):  # the people, and whose picture is not shown
        client.get(URL, {"q": "person"})


def test_sixty_searches_a_minute(api, ayse, monkeypatch):
    monkeypatch.setattr(selectors, "_sources", [])
    client = api(ayse)
    codes = [client.get(URL, {"q": "zz"}).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]


def test_nobody_signed_in_is_refused(api, db):
    assert api().get(URL, {"q": "a"}).status_code == 401
