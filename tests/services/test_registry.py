"""Registering services, their heartbeats, finding them, and who may."""

import json
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import Role
from apps.audit.models import Entry
from apps.events.models import Event
from apps.services import alarms
from apps.services.actions import drop_lost_instances, register_service
from apps.services.models import Alarm, Instance, Service
from apps.services.secret import secrets_of
from apps.services.signing import signed

pytestmark = pytest.mark.django_db
BODY = {"name": "pictures", "type": "runner", "task_types": [{"name": "image.describe"}]}
HERE = "http://127.0.0.1:9101"


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.SERVICE_HOSTS = ["127.0.0.0/8"]


def beat(service, body, *, id="", secret="", now=None, path=None, keys=None):
    content = json.dumps(body).encode()
    keys = keys or [secret or secrets_of(service)[0]]
    headers = signed(content, id=id or f"hb-{time.monotonic_ns()}", keys=keys, now=now)
    return Client().post(
        path or f"/api/v1/services/{service.pk}/heartbeat", content, content_type="application/json", headers=headers
    )


@pytest.fixture
def service(deniz):
    return register_service(actor=deniz, name="pictures", type="runner", task_types=BODY["task_types"])[0]


def test_an_administrator_registers_reads_changes_and_removes(api, deniz):
    client = api(deniz)
    made = client.post("/api/v1/services", {**BODY, "urls": [HERE + "/"]}, format="json")
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    path = made["Location"]
    read = client.get(path)
    assert "secret" not in read.json()
    assert [one["url"] for one in read.json()["instances"]] == [HERE]
    changed = client.put(
        path, {"strategy": "least_busy", "urls": []}, format="json", headers={"If-Match": read["ETag"]}
    )
    assert (changed.json()["strategy"], changed.json()["instances"], changed.json()["task_types"]) == (
        "least_busy", [], [],
    )  # fmt: skip
    assert client.put(path, {}, format="json", headers={"If-Match": read["ETag"]}).status_code == 412
    assert [one["name"] for one in client.get("/api/v1/services").json()["results"]] == ["pictures"]
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


def test_nobody_else_may(api, ayse, service):
    for client, status in ((api(ayse), 403), (api(), 401)):
        assert client.get("/api/v1/services").status_code == status
        assert client.post("/api/v1/services", BODY, format="json").status_code == status
        assert client.get(f"/api/v1/services/{service.pk}").status_code == status
        assert client.delete(f"/api/v1/services/{service.pk}").status_code == status
        assert client.post(f"/api/v1/services/{service.pk}/secret").status_code == status
        assert client.get("/api/v1/services/discover?type=runner").status_code == status


def test_a_role_that_may_only_see_changes_nothing(api, ayse, service):
    role = Role.objects.create(name="watch", level=10, permissions=["services.view_service"])
    ayse.role_members.create(role=role)
    assert api(ayse).get(f"/api/v1/services/{service.pk}").status_code == 200
    assert api(ayse).put(f"/api/v1/services/{service.pk}", {}, format="json").status_code == 403


def test_an_api_key_needs_the_scope(deniz, service):
    from apps.accounts.crypto import digest
    from apps.accounts.key_format import new_key, new_name
    from apps.accounts.models import ApiKey

    for scopes, status in ((["services:manage"], 201), (["services:read"], 403)):
        prefix = new_name()
        text = new_key(prefix)
        ApiKey.objects.create(owner=deniz, name="k", prefix=prefix, secret_hash=digest(text), scopes=scopes)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Api-Key {text}")
        body = {"name": f"s{status}", "type": "archive"}
        assert client.post("/api/v1/services", body, format="json").status_code == status


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Ünlü", "type": "archive"},
        {"name": "a", "type": "other"},
        {"name": "a", "type": "runner", "task_types": [{"name": "plain"}]},
        {"name": "a", "type": "runner", "task_types": [{"name": "a.b"}, {"name": "a.b"}]},
        {"name": "a", "type": "runner", "task_types": [{"name": "a.b", "parameters": {"type": "wrong"}}]},
        {"name": "a", "type": "runner", "task_types": [{"name": "a.b", "parameters": {"type": "array"}}]},
        {"name": "a", "type": "runner", "task_types": [
            {"name": "a.b", "parameters": {"type": "object", "properties": {"x": {"pattern": "(a+)+$"}}}}]},
        {"name": "a", "type": "runner", "task_types": [
            {"name": "a.b", "parameters": {"type": "object", "properties": {"x": {"$ref": "http://x/"}}}}]},
        {"name": "a", "type": "archive", "urls": ["ftp://a"]},
        {"name": "a", "type": "archive", "urls": ["http://a/?token=1"]},
        {"name": "a", "type": "archive", "timeout_seconds": 301},
        {"name": "a", "type": "archive", "secret": "mine"},
    ],
)  # fmt: skip
def test_malformed(api, deniz, body):
    assert api(deniz).post("/api/v1/services", body, format="json").status_code == 400
    assert not Service.objects.exists()


def test_names_and_task_types_are_taken_once(api, deniz, service):
    answer = api(deniz).post("/api/v1/services", {"name": "pictures", "type": "archive"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "service.name_taken")
    answer = api(deniz).post("/api/v1/services", {**BODY, "name": "b"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "service.task_type_taken")


def test_an_address_inside_is_refused(api, deniz):
    answer = api(deniz).post("/api/v1/services", {**BODY, "urls": ["http://10.1.1.1"]}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "service.address_refused")


def test_a_heartbeat_adds_keeps_and_removes_an_instance(service):
    answer = beat(service, {"url": HERE, "capacity": 3, "software": "1.2"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["next_seconds"] == 10
    instance = Instance.objects.get()
    assert (instance.capacity, instance.is_fixed, instance.condition(30)) == (3, False, "up")
    assert beat(service, {"url": HERE, "busy": 2, "state": "draining"}).status_code == 200
    instance.refresh_from_db()
    assert (instance.busy, instance.state, instance.capacity) == (2, "draining", 3)
    assert beat(service, {"url": HERE, "state": "down"}).json()["instance"] is None
    assert not Instance.objects.exists()
    joined = Event.objects.filter(type__startswith="service.").order_by("pk").values_list("type", flat=True)
    assert list(joined) == ["service.registered", "service.instance_joined", "service.instance_left"]


def test_a_heartbeat_must_be_signed_by_this_service_lately_and_once(service, deniz, new_id):
    _other, secret = register_service(actor=deniz, name="other", type="archive")
    body = {"url": HERE}
    refused = [
        Client().post(f"/api/v1/services/{service.pk}/heartbeat", body, content_type="application/json"),
        beat(service, body, secret=secret),
        beat(service, body, now=time.time() - 301),
        beat(service, body, now=time.time() + 301),
        beat(service, body, path=f"/api/v1/services/{new_id()}/heartbeat"),
    ]
    assert {answer.status_code for answer in refused} == {401}
    assert len({json.dumps({**answer.json(), "request_id": ""}) for answer in refused}) == 1
    assert not Instance.objects.exists()
    assert beat(service, body, id="same").status_code == 200
    assert beat(service, body, id="same").status_code == 401


def test_heartbeats_of_one_that_is_switched_off_are_refused(service):
    Service.objects.update(enabled=False)
    assert beat(service, {"url": HERE}).status_code == 401


@pytest.mark.parametrize("body", [{}, {"url": "x"}, {"url": HERE, "state": "up!"}, {"url": HERE, "capacity": 0},
                                  {"url": HERE, "more": 1}, [], "x"])  # fmt: skip
def test_a_malformed_heartbeat(service, body):
    assert beat(service, body).status_code == 400


def test_a_heartbeat_cannot_lead_inside(service):
    answer = beat(service, {"url": "http://169.254.169.254/latest"})
    assert (answer.status_code, answer.json()["code"]) == (422, "service.address_refused")


def test_a_renewed_secret_takes_over_within_a_day(api, deniz, service):
    before = secrets_of(service)[0]
    after = api(deniz).post(f"/api/v1/services/{service.pk}/secret").json()["secret"]
    assert beat(service, {"url": HERE}, secret=before).status_code == 200
    assert beat(service, {"url": HERE}, secret=after).status_code == 200
    Service.objects.update(previous_until=timezone.now())
    assert beat(service, {"url": HERE}, secret=before).status_code == 401


def test_no_secret_is_stored_as_it_is(service):
    row = Service.objects.values().get()
    assert secrets_of(service)[0] not in str(row)


def test_discovery_finds_who_lives(api, deniz, service):
    def found(wanted):
        answer = api(deniz).get(f"/api/v1/services/discover?type={wanted}").json()
        return [one["instance"]["url"] for one in answer["results"]]

    beat(service, {"url": HERE})
    beat(service, {"url": HERE + "/b"})
    assert sorted(found("runner")) == sorted(found("image.describe")) == [HERE, HERE + "/b"]
    assert found("segmentation") == found("image.other") == []
    Instance.objects.filter(url=HERE).update(last_heartbeat_at=timezone.now() - timedelta(seconds=31))
    assert found("runner") == [HERE + "/b"]
    assert api(deniz).get("/api/v1/services/discover").status_code == 400


def test_listing_asks_as_often_for_many_as_for_few(api, deniz, service, django_assert_max_num_queries):
    for number in range(8):
        register_service(actor=deniz, name=f"s{number}", type="archive", urls=[f"{HERE}/{number}"])
    with django_assert_max_num_queries(7):
        assert len(api(deniz).get("/api/v1/services").json()["results"]) == 9


def test_a_lost_instance_is_forgotten_after_a_day(service):
    beat(service, {"url": HERE})
    now = timezone.now()
    assert drop_lost_instances(before=now - timedelta(days=1)) == 0
    Instance.objects.update(last_heartbeat_at=now - timedelta(days=2))
    assert drop_lost_instances(before=now - timedelta(days=1)) == 1
    assert not Instance.objects.exists()


def test_what_is_done_is_audited(deniz, service, do_work):
    from apps.events.tasks import dispatch

    for pk in Event.objects.filter(handled_at=None).values_list("pk", flat=True):
        dispatch(pk)
    assert Entry.objects.filter(action="service.registered", target_id=str(service.pk)).exists()


def test_an_alarm_begins_and_ends(service):
    assert alarms.watch() == 1
    assert alarms.watch() == 0
    assert Alarm.objects.get().state == "down"
    beat(service, {"url": HERE})
    assert alarms.watch() == 1
    assert Alarm.objects.get().ended_at is not None


def test_the_administration_site_goes_through_the_same_doors(client, deniz):
    client.force_login(deniz, backend="apps.accounts.backends.SignInBackend")
    form = {"name": "site", "type": "archive", "strategy": "round_robin", "timeout_seconds": "5", "ttl_seconds": "30",
            "task_types": "[]", "enabled": "on", "urls": HERE,
            "instances-TOTAL_FORMS": "0", "instances-INITIAL_FORMS": "0"}  # fmt: skip
    page = client.post("/admin/services/service/add/", form, follow=True)
    assert "whsec_" in page.content.decode(), page.content.decode()[:3000]
    service = Service.objects.get()
    assert service.instances.get().is_fixed
    page = client.get(f"/admin/services/service/{service.pk}/change/").content.decode()
    assert HERE in page
    assert "closed" in page
    bad = client.post("/admin/services/service/add/", {**form, "name": "b", "urls": "http://10.0.0.1"}, follow=True)
    assert Service.objects.count() == 1
    assert bad.status_code == 200
    client.post(f"/admin/services/service/{service.pk}/change/", {**form, "ttl_seconds": "60"})
    service.refresh_from_db()
    assert service.ttl_seconds == 60
    client.post("/admin/services/service/", {"action": "renew", "_selected_action": str(service.pk)})
    client.post(f"/admin/services/service/{service.pk}/delete/", {"post": "yes"})
    assert not Service.objects.exists()
