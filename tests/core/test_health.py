import pytest

from apps.core import health
from apps.core.health import Result

pytestmark = pytest.mark.django_db  # a check's thread may give back a connection that an earlier test opened


@pytest.fixture
def checks(monkeypatch, db):  # a check closes connections that are old, if its thread has one
    monkeypatch.setattr(health, "_checks", {})
    return health.health_check


def test_all_well(checks):
    checks("a", required=True)(lambda: Result("a", "ok"))
    assert health.overall(health.run_checks()) == "ok"


@pytest.mark.parametrize(("required", "state"), [(True, "down"), (False, "degraded")])
def test_a_check_that_raises_is_down(checks, required, state):
    def broken():
        raise OSError("secret path")

    checks("a", required=required)(broken)
    found = health.run_checks()
    assert found[0][1].detail == "OSError"
    assert health.overall(found) == state


def test_details_are_for_administrators(client, deniz, db):
    assert set(client.get("/health").json()["checks"]["database"]) == {"state"}
    client.force_login(deniz, backend="apps.accounts.backends.SignInBackend")
    assert "advice" in client.get("/health").json()["checks"]["database"]
