"""`/metrics`: who may read it, what stands in it, and several processes as one."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as real
from prometheus_client.parser import text_string_to_metric_families

from apps.chat.actions import send_message
from apps.core import metrics

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh(monkeypatch, settings):
    monkeypatch.setattr(metrics, "_rows", metrics.Rows())
    settings.METRICS_NETWORKS, settings.METRICS_TOKEN, settings.TRUSTED_PROXIES = ["127.0.0.0/8"], "", []


def read(client, **headers):
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.status_code
    families = list(text_string_to_metric_families(answer.content.decode()))
    assert len({family.name for family in families}) == len(families)
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


def test_it_counts_requests_events_and_what_is_open(client, ayse, bora, direct):
    before = read(client)
    client.get("/api/v1/versions")
    send_message(actor=ayse, conversation=direct, text="x")
    after = read(client)
    assert (
        after["altlas_http_requests_total", "GET", "2xx"]
        == before.get(("altlas_http_requests_total", "GET", "2xx"), 0) + 1
    )
    assert (
        after["altlas_events_total", "message.created"] == before.get(("altlas_events_total", "message.created"), 0) + 1
    )
    assert after["altlas_tasks_late",] == 0
    assert ("altlas_sockets",) in after


def test_rows_are_asked_once_in_a_while(client, django_assert_num_queries):
    read(client)
    with django_assert_num_queries(0):
        read(client)


def test_without_the_database_the_rest_is_told(client, monkeypatch):
    def broken():
        raise OSError

    monkeypatch.setattr(metrics, "_sources", [broken])
    assert ("altlas_sockets",) in read(client)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),  # a proxy that nobody told us of
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}, 404),
        ("203.0.113.9", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("203.0.113.9", {"Authorization": "Bearer geheim-geheim"}, 200),
        ("203.0.113.9", {"Authorization": "Bearer geheim"}, 404),
        ("203.0.113.9", {"Authorization": "Bearer ü"}, 404),
    ],
)
def test_who_may_read_it(client, settings, address, headers, status):
    settings.METRICS_TOKEN = "geheim-geheim"
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


def test_behind_a_proxy_that_is_trusted_the_real_address_counts(client, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    settings.METRICS_NETWORKS = ["10.0.0.0/8"]
    for address, status in (("10.1.1.1", 200), ("203.0.113.9", 404)):
        assert client.get("/metrics", headers={"X-Forwarded-For": address}).status_code == status


def test_without_a_token_no_token_opens(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}, REMOTE_ADDR="203.0.113.9").status_code == 404


def test_several_processes_are_added_up(tmp_path):
    program = (
        "import sys, django; django.setup()\n"
        "from apps.core import metrics\n"
        "metrics.EVENTS.labels('message.created').inc(int(sys.argv[1])); metrics.SOCKETS.set(7)\n"
        "metrics._sources.clear()\n"
        "print(metrics.exposition().decode())\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "altlas.settings", "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for amount, total in (("3", "3.0"), ("4", "7.0")):
        told = subprocess.run(
            [sys.executable, "-c", program, amount], env=environment, cwd=real.BASE_DIR, check=True,
            capture_output=True, text=True, timeout=110,
        ).stdout  # fmt: skip
        assert f'altlas_events_total{{type="message.created"}} {total}' in told
        assert "altlas_sockets 7.0" in told  # those of the process that has ended are gone
