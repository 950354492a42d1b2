"""`/health/services`: each part, and how much of it everybody is told."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.commands.actions import submit_command
from apps.commands.models import TaskRun
from apps.core import health
from apps.services import circuit_stores
from apps.services.actions import register_service
from apps.services.models import Instance

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "http://127.0.0.1:9101"


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.SERVICE_HOSTS = ["127.0.0.0/8"]


def states(client):
    body = client.get("/health/services").json()
    return {one["name"]: one["state"] for one in body["services"]}


def test_each_service_and_each_built_in_part(client, deniz):
    register_service(actor=deniz, name="shelf", type="archive", urls=[HERE, HERE + "/b"])
    client.force_login(deniz, backend="apps.accounts.backends.SignInBackend")
    body = client.get("/health/services").json()
    assert {"database", "runner", "segmentation", "archive", "cache", "broker"} <= set(body["builtin"])
    assert {body["builtin"][name]["state"] for name in ("runner", "segmentation", "archive")} == {"ok"}
    assert states(client) == {"shelf": "ok"}
    Instance.objects.filter(url=HERE).update(last_heartbeat_at=timezone.now() - timedelta(minutes=5))
    assert states(client) == {"shelf": "degraded"}
    assert client.get("/health").json()["checks"]["services"]["detail"] == "shelf"
    key = str(Instance.objects.get(url=HERE + "/b").pk)
    for number in range(5):
        circuit_stores.change(key, lambda c, n=number: c.begin(str(n), now=time.time(), seconds=1, capacity=9))
        circuit_stores.change(key, lambda c, n=number: c.end(str(n), False, now=time.time()))
    assert states(client) == {"shelf": "down"}


def test_others_are_told_no_names_and_no_addresses(client, deniz, ayse):
    register_service(actor=deniz, name="shelf", type="archive", urls=[HERE])
    for user in (None, ayse):
        if user:
            client.force_login(user, backend="apps.accounts.backends.SignInBackend")
        answer = client.get("/health/services")
        assert answer.json()["services"] == [{"type": "archive", "state": "ok"}]
        assert answer.json()["builtin"]["runner"] == {"state": "ok"}
        assert "9101" not in answer.text


def test_a_runner_that_nobody_works_for_is_unwell(client, ayse):
    alt = {"alt": "2.0", "title": "t", "segments": [
        {"id": "a", "task_type": "wait", "content": "x", "parameters": {"duration": "PT1H"}}]}  # fmt: skip
    submit_command(actor=ayse, alt=alt)
    TaskRun.objects.update(state="waiting", due_at=timezone.now() - timedelta(minutes=2))
    assert client.get("/health").json()["checks"]["runner"]["state"] == "degraded"


def test_it_costs_as_much_for_many_as_for_few(client, deniz, django_assert_max_num_queries, monkeypatch):
    for number in range(6):
        register_service(actor=deniz, name=f"s{number}", type="archive", urls=[f"{HERE}/{number}"])
    monkeypatch.setattr(health, "_checks", {})  # their threads have connections of their own
    with django_assert_max_num_queries(4):
        assert len(client.get("/health/services").json()["services"]) == 6
