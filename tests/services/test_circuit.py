"""The rules of the circuit breaker, and that all processes see the same."""

import subprocess
import sys
import threading
import time

import pytest

from apps.services import circuit_stores
from apps.services.circuit import FAILURES, LONGEST, OPEN_SECONDS, Circuit

NOW = 1_000_000.0


def fail(circuit, times, now=NOW):
    opened = [False]
    for number in range(times):
        call = f"{now}-{number}"
        assert circuit.begin(call, now=now, seconds=1, capacity=10) == 0
        opened.append(circuit.end(call, False, now=now))
    return opened[-1]


def test_it_opens_after_five_failures_in_a_row():
    circuit = Circuit()
    assert not fail(circuit, FAILURES - 1)
    assert circuit.state(NOW) == "closed"
    assert fail(circuit, 1)
    assert circuit.state(NOW) == "open"
    assert circuit.begin("x", now=NOW, seconds=1, capacity=10) == OPEN_SECONDS


def test_a_success_begins_the_count_anew():
    circuit = Circuit()
    fail(circuit, FAILURES - 1)
    circuit.begin("ok", now=NOW, seconds=1, capacity=10)
    circuit.end("ok", True, now=NOW)
    fail(circuit, FAILURES - 1)
    assert circuit.state(NOW) == "closed"


def test_half_open_lets_one_probe_through():
    circuit = Circuit()
    fail(circuit, FAILURES)
    later = NOW + OPEN_SECONDS
    assert circuit.state(later) == "half_open"
    assert circuit.begin("probe", now=later, seconds=1, capacity=10) == 0
    assert circuit.begin("other", now=later, seconds=1, capacity=10) > 0
    circuit.end("probe", True, now=later)
    assert circuit.state(later) == "closed"
    assert circuit.begin("other", now=later, seconds=1, capacity=10) == 0


def test_each_failed_probe_doubles_the_time_up_to_a_bound():
    circuit = Circuit()
    fail(circuit, FAILURES)
    now, waits = NOW, []
    for number in range(8):
        now = circuit.until
        circuit.begin(str(number), now=now, seconds=1, capacity=10)
        circuit.end(str(number), False, now=now)
        waits.append(circuit.until - now)
    assert waits[:3] == [20, 40, 80]
    assert waits[-1] == LONGEST


def test_what_began_before_it_opened_changes_nothing():
    circuit = Circuit()
    circuit.begin("old", now=NOW, seconds=100, capacity=10)
    fail(circuit, FAILURES)
    assert not circuit.end("old", True, now=NOW + 1)
    assert circuit.state(NOW + 1) == "open"


def test_a_probe_whose_process_died_is_followed_by_another():
    circuit = Circuit()
    fail(circuit, FAILURES)
    later = NOW + OPEN_SECONDS
    circuit.begin("dead", now=later, seconds=1, capacity=10)
    assert circuit.begin("next", now=later + 7, seconds=1, capacity=10) == 0
    assert circuit.probe == "next"


def test_a_cancelled_probe_gives_its_place_back():
    circuit = Circuit()
    fail(circuit, FAILURES)
    later = NOW + OPEN_SECONDS
    circuit.begin("probe", now=later, seconds=1, capacity=10)
    circuit.end("probe", None, now=later)
    assert circuit.begin("next", now=later, seconds=1, capacity=10) == 0


def test_no_more_calls_than_the_capacity():
    circuit = Circuit()
    assert [circuit.begin(str(n), now=NOW, seconds=1, capacity=2) for n in range(3)] == [0, 0, 1]
    assert circuit.busy(NOW) == 2
    assert circuit.begin("later", now=NOW + 60, seconds=1, capacity=2) == 0  # those of dead processes are given up


def test_a_clock_put_back_opens_nothing_for_ever():
    circuit = Circuit()
    fail(circuit, FAILURES)
    assert circuit.begin("x", now=NOW - 1e6, seconds=1, capacity=10) <= LONGEST


@pytest.mark.django_db(transaction=True)
def test_the_database_counts_many_at_once_exactly(settings):
    settings.REDIS_URLS = []
    _many_at_once()


@pytest.mark.django_db(transaction=True)
def test_redis_counts_many_at_once_exactly(settings):
    if not settings.REDIS_URLS:
        pytest.skip("no Redis")
    _many_at_once()


def _many_at_once():
    from django.db import connections

    def work(name):
        try:
            for number in range(5):
                call = f"{name}-{number}"
                now = time.time()
                circuit_stores.change("c", lambda c, call=call, now=now: c.begin(call, now=now, seconds=9, capacity=99))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert circuit_stores.read(["c"])[0].busy(time.time()) == 30


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_an_open_circuit(settings):
    """Redis between processes; the program is what a worker would do."""
    if not settings.REDIS_URLS:
        pytest.skip("no Redis")
    program = (
        "import os, time, django; django.setup()\n"
        "from apps.services import circuit_stores\n"
        "for n in range(5):\n"
        "    circuit_stores.change('far', lambda c: c.begin(str(n), now=time.time(), seconds=1, capacity=9))\n"
        "    circuit_stores.change('far', lambda c: c.end(str(n), False, now=time.time()))\n"
    )
    import os

    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "altlas.settings"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, cwd=settings.BASE_DIR, timeout=110)
    here = circuit_stores.read(["far"])[0]
    assert here.state(time.time()) == "open"
    assert here.begin("mine", now=time.time(), seconds=1, capacity=9) > 0


@pytest.mark.django_db(transaction=True)
def test_without_redis_the_database_goes_on(settings):
    settings.REDIS_URLS = ["redis://127.0.0.1:1/0"]
    circuit_stores.change("d", lambda c: c.begin("a", now=time.time(), seconds=9, capacity=9))
    assert circuit_stores.read(["d"])[0].busy(time.time()) == 1
