"""Calling services that are well and unwell, over real connections."""

import json
import time

import pytest

from apps.services import circuit_stores
from apps.services.actions import change_service, register_service
from apps.services.circuit import FAILURES
from apps.services.client import Call, call
from apps.services.errors import ServiceBusy, ServiceCancelled, ServiceFailed, ServiceRefused, ServiceUnavailable
from apps.services.models import Instance
from apps.services.secret import secrets_of
from apps.services.signing import is_signed
from tests.services.conftest import gigabyte, hang, over, reply, reset, trickle

pytestmark = pytest.mark.django_db(transaction=True)


def task(**options):
    document = {"task_type": "image.describe", "parameters": {}, "inputs": {}, "task": "t", "run": "r", "attempt": 1,
                "language": "tr", "timeout_seconds": 1}  # fmt: skip
    return Call("task", document, key="key-1", **options)


def once(**options):
    return task(attempts=1, **options)


def circuit(service):
    return circuit_stores.read([str(service.instances.get().pk)])[0]


def test_an_answer_comes_back_and_the_request_proves_who_asked(runner, fake):
    fake.answers(200, {"output": {"words": "Çay"}})
    assert call(runner, task()) == {"output": {"words": "Çay"}}
    path, headers, body = fake.asked[0]
    assert path == "/tasks"
    assert headers["idempotency-key"] == headers["webhook-id"] == "key-1"
    assert is_signed(headers, body, secrets_of(runner))
    assert not is_signed(headers, body + b" ", secrets_of(runner))
    assert not is_signed(headers, body, ["whsec_AAAA"])
    assert json.loads(body)["type"] == "task"
    assert (circuit(runner).failures, circuit(runner).busy(time.time())) == (0, 0)


UNWELL = {
    "hangs": (hang, ServiceUnavailable),
    "trickles": (trickle, ServiceUnavailable),
    "resets": (reset, ServiceUnavailable),
    "1 GB told": (gigabyte(True), ServiceFailed),
    "1 GB": (gigabyte(False), ServiceFailed),
    "500": (lambda handler: reply(handler, 500, {}), ServiceFailed),
    "no JSON": (lambda handler: reply(handler, 200, b"{"), ServiceFailed),
    "NaN": (lambda handler: reply(handler, 200, b'{"output": NaN}'), ServiceFailed),
    "too deep": (lambda handler: reply(handler, 200, b"[" * 5000 + b"]" * 5000), ServiceFailed),
    "other schema": (lambda handler: reply(handler, 200, {"result": 1}), ServiceFailed),
    "redirects": (lambda handler: reply(handler, 307, {}, Location="http://127.0.0.1:1/"), ServiceFailed),
    "202 malformed": (lambda handler: reply(handler, 202, {"state": "done"}), ServiceFailed),
}


@pytest.mark.parametrize("fault", UNWELL)
def test_what_is_unwell_ends_in_time_and_counts_against_the_instance(runner, fake, fault):
    fake.behave, error = UNWELL[fault]
    with pytest.raises(error) as told:
        call(runner, once())
    assert circuit(runner).failures == 1
    assert "127.0.0.1" not in str(told.value)


def test_five_failures_open_the_circuit_and_a_good_probe_closes_it(runner, fake):
    fake.answers(500, {})
    for _ in range(FAILURES):
        with pytest.raises(ServiceFailed):
            call(runner, once())
    asked = len(fake.asked)
    with pytest.raises(ServiceUnavailable) as told:
        call(runner, once())
    assert len(fake.asked) == asked  # nobody was asked
    assert told.value.retry_at > runner.created_at
    over(runner.instances.get().pk)
    with pytest.raises(ServiceFailed):  # half-open: the probe fails
        call(runner, once())
    assert circuit(runner).state(time.time()) == "open"
    over(runner.instances.get().pk)
    fake.answers(200, {"output": 1})
    assert call(runner, once()) == {"output": 1}
    assert circuit(runner).state(time.time()) == "closed"


def test_a_repeatable_call_is_tried_again_with_the_same_key(runner, fake):
    outcomes = iter([(500, {}), (502, {}), (200, {"output": 3})])
    fake.behave = lambda handler: reply(handler, *next(outcomes))
    assert call(runner, task()) == {"output": 3}
    assert {headers["idempotency-key"] for _path, headers, _body in fake.asked} == {"key-1"}


@pytest.mark.parametrize("fault", ["hangs", "resets", "500", "other schema"])
def test_what_may_not_be_repeated_is_asked_once(runner, fake, fault):
    fake.behave = UNWELL[fault][0]
    with pytest.raises(ServiceFailed) as told:
        call(runner, task(repeatable=False))
    assert not told.value.may_repeat
    assert len(fake.asked) == 1


def test_not_begun_may_always_be_asked_again(runner, fake):
    outcomes = iter([(503, {}), (429, {}), (200, {"output": 3})])
    fake.behave = lambda handler: reply(handler, *next(outcomes))
    assert call(runner, task(repeatable=False)) == {"output": 3}


def test_where_nothing_listens_it_is_unavailable_even_for_what_may_not_be_repeated(runner, fake):
    fake.close()
    with pytest.raises(ServiceUnavailable):
        call(runner, task(repeatable=False))
    assert circuit(runner).failures == 3


def test_a_refusal_is_an_answer(runner, fake):
    fake.answers(422, {"code": "image.unreadable", "detail": "Bu bir resim değil.", "retryable": False})
    with pytest.raises(ServiceRefused) as told:
        call(runner, task())
    assert (told.value.code, str(told.value)) == ("image.unreadable", "Bu bir resim değil.")
    assert circuit(runner).failures == 0


@pytest.mark.parametrize("body", [b"", b"<html>", {"code": "X", "detail": 5}, {"detail": "no code"}, []])
def test_a_malformed_refusal_is_told_plainly(runner, fake, body):
    fake.answers(400, body)
    with pytest.raises(ServiceRefused) as told:
        call(runner, task())
    assert told.value.code == "service.refused"


def test_accepted_work_names_its_instance(runner, fake):
    fake.answers(202, {"state": "running", "retry_after_seconds": 2, "progress": 0.5, "detail": "yarısı"})
    with pytest.raises(ServiceBusy) as told:
        call(runner, task())
    assert (told.value.instance, told.value.seconds, told.value.progress) == (
        str(runner.instances.get().pk), 2.0, 0.5,
    )  # fmt: skip


def test_a_cancel_is_heard_and_learns_nothing(runner, fake):
    fake.behave = hang
    with pytest.raises(ServiceCancelled):
        call(runner, task(seconds=30, cancelled=lambda: bool(fake.asked)))
    assert (circuit(runner).failures, circuit(runner).calls) == (0, {})


def test_a_request_beyond_10_mb_is_not_sent(runner, fake):
    document = {"task_type": "image.describe", "parameters": {"of": "x" * 10_000_001}}
    with pytest.raises(ServiceRefused):
        call(runner, Call("task", document, key="k"))
    assert fake.asked == []


def test_an_address_that_the_operator_closed_again_is_not_called(runner, fake, settings):
    settings.SERVICE_HOSTS = []
    with pytest.raises(ServiceFailed):
        call(runner, task())
    assert fake.asked == []


def test_instances_take_turns(runner, fake, second, deniz):
    fake.answers(200, {"output": 1})
    second.answers(200, {"output": 2})
    change_service(actor=deniz, service=runner, urls=[fake.url, second.url])
    outputs = [call(runner, task())["output"] for _ in range(6)]
    assert sorted(outputs[:2]) == sorted(outputs[2:4]) == sorted(outputs[4:]) == [1, 2]


def test_the_least_busy_instance_is_taken(runner, fake, second, deniz):
    fake.answers(200, {"output": 1})
    second.answers(200, {"output": 2})
    change_service(actor=deniz, service=runner, urls=[fake.url, second.url], strategy="least_busy")
    Instance.objects.filter(url=fake.url).update(busy=7)
    assert {call(runner, task())["output"] for _ in range(4)} == {2}
    Instance.objects.filter(url=second.url).update(busy=9)
    assert {call(runner, task())["output"] for _ in range(4)} == {1}


def test_another_instance_takes_over(runner, fake, second, deniz):
    fake.behave = reset
    second.answers(200, {"output": 2})
    change_service(actor=deniz, service=runner, urls=[fake.url, second.url])
    assert [call(runner, task())["output"] for _ in range(12)] == [2] * 12
    assert len(fake.asked) <= FAILURES


def test_a_lost_a_draining_and_a_switched_off_one_is_not_called(runner, fake, deniz):
    from datetime import timedelta

    from django.utils import timezone

    fake.answers(200, {"output": 1})
    for values in (
        {"state": "draining"},
        {"state": "up", "last_heartbeat_at": timezone.now() - timedelta(seconds=31)},
    ):
        Instance.objects.update(**values)
        with pytest.raises(ServiceUnavailable):
            call(runner, once())
    Instance.objects.update(last_heartbeat_at=timezone.now())
    change_service(actor=deniz, service=runner, enabled=False)
    with pytest.raises(ServiceUnavailable):
        call(runner, once())
    assert fake.asked == []


def test_an_http_service_in_the_inner_network_needs_the_operator(deniz, settings):
    from apps.services.problems import AddressRefused

    settings.SERVICE_HOSTS = ["127.0.0.1:9101"]
    register_service(actor=deniz, name="a", type="archive", urls=["http://127.0.0.1:9101"])
    for url in ("http://127.0.0.1:9102", "http://10.0.0.1", "http://169.254.169.254/latest", "http://localhost:9101"):
        with pytest.raises(AddressRefused):
            register_service(actor=deniz, name="b", type="archive", urls=[url])
