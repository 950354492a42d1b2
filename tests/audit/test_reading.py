"""The log over the API and in the admin site."""

import pytest

from apps.accounts.models import Role, RoleMember, User
from apps.audit.models import Entry
from apps.core.throttling import one_at_a_time
from tests.security.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(db):
    person = User.objects.create(username="denetci", email="d@example.org", is_staff=True)
    role = Role.objects.create(name="Auditor", level=1, permissions=["accounts.open_admin", "audit.view_entry"])
    RoleMember.objects.create(role=role, user=person)
    return person


def test_only_whoever_holds_the_permission_reads(ayse, auditor, noted):
    noted(1)
    for path in ("/api/v1/audit", "/api/v1/audit/head"):
        assert signed_in(ayse).get(path).json()["code"] == "permission.denied"
        assert signed_in(auditor).get(path).status_code == 200


def test_pages_of_constant_cost(auditor, noted, api, django_assert_max_num_queries):
    noted(7)
    client = api(auditor)
    client.get("/api/v1/audit")  # reads the permissions
    costs = []
    for limit in (2, 7):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            page = client.get("/api/v1/audit", {"limit": limit, "action": "test.noted"}).json()
        assert len(page["results"]) == limit
        costs.append(len(captured))
    assert costs[0] == costs[1]
    second = client.get(client.get("/api/v1/audit", {"limit": 2}).json()["next"]).json()
    assert [row["seq"] for row in second["results"]] == [5, 4]


def test_filters(auditor, ayse, noted, api, work):
    noted(3)
    api().post("/api/v1/auth/token", {"username": "ayse", "password": "x"}, REMOTE_ADDR="203.0.113.9")
    work()
    client = api(auditor)

    def found(**query):
        answer = client.get("/api/v1/audit", query)
        assert answer.status_code == 200, answer.json()
        return [row["action"] for row in answer.json()["results"]]

    assert found(action="test.*") == ["test.noted"] * 3
    assert found(outcome="failed") == ["session.refused"]
    assert found(address="203.0.113.9") == ["session.refused"]
    assert found(target="2", action="test.noted") == ["test.noted"]
    assert found(actor=str(ayse.pk)) == []
    assert found(to="2000-01-01T00:00:00Z") == []
    assert len(found(**{"from": "2000-01-01T00:00:00Z"})) == 4
    for wrong in ({"actor": "x"}, {"outcome": "x"}, {"from": "x"}, {"nothing": "x"}, {"address": "x"}, {"cursor": "x"}):
        assert client.get("/api/v1/audit", wrong).status_code == 400


def test_the_head_is_told(auditor, noted, api):
    entries = noted(2)
    assert api(auditor).get("/api/v1/audit/head").json() == {"seq": 2, "hash": entries[1].hash}


def test_the_admin_shows_searches_and_changes_nothing(client, auditor, noted):
    noted(3)
    client.force_login(auditor)
    page = client.get("/admin/audit/entry/", {"q": "test.noted"})
    assert page.status_code == 200
    assert page.text.count("field-action") == 3
    assert f"3:{Entry.objects.get(seq=3).hash}" in page.text
    assert client.get("/admin/audit/entry/", {"action": "nothing"}).text.count("field-action") == 0
    assert client.get("/admin/audit/entry/3/change/").status_code == 200
    assert client.post("/admin/audit/entry/3/change/", {"action": "x"}).status_code == 403
    assert client.post("/admin/audit/entry/3/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/audit/entry/add/").status_code == 403


def test_the_admin_gives_a_file_of_what_was_found(client, auditor, ayse, noted):
    noted(3)
    client.force_login(auditor)
    answer = client.get("/admin/audit/entry/export/", {"action": "test.noted"})
    assert answer["Content-Type"].startswith("text/csv")
    assert len(answer.text.strip().splitlines()) == 4
    with one_at_a_time("export", str(auditor.pk)):
        assert client.get("/admin/audit/entry/export/").status_code == 302
    client.force_login(ayse)
    assert client.get("/admin/audit/entry/export/").status_code == 302
