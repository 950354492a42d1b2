import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection

from apps.chat.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dead_database(transactional_db: None, settings) -> Iterator[None]:
    """Take the database away: PostgreSQL moves to a closed port, SQLite is locked by somebody else."""
    if connection.vendor == "postgresql":
        was = connection.settings_dict["PORT"]
        connection.close()
        connection.close_pool()
        connection.settings_dict["PORT"] = "1"
        connection.settings_dict["OPTIONS"]["pool"]["timeout"] = 0.3
        yield
        connection.close()
        connection.close_pool()
        connection.settings_dict["PORT"] = was
        connection.settings_dict["OPTIONS"]["pool"]["timeout"] = 5
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_a_write_without_a_database_is_a_503_and_nothing_is_half_written(api, ayse, direct, request):
    client = api(ayse)
    request.getfixturevalue("dead_database")
    answer = client.post("/api/v1/messages", {"conversation": str(direct.pk), "text": "x"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "server.unavailable"
    assert "Traceback" not in answer.content.decode()


def test_it_is_back_when_the_database_is(api, ayse, direct, dead_database_and_back):
    answer = api(ayse).post("/api/v1/messages", {"conversation": str(direct.pk), "text": "x"})
    assert answer.status_code == 201
    assert Message.objects.count() == 1


@pytest.fixture
def dead_database_and_back(transactional_db: None, ayse, direct, api) -> None:
    if connection.vendor == "postgresql":
        connection.close()
        connection.close_pool()  # every connection the pool had is gone


def test_liveness_does_not_ask_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
