"""Calling an address, for real, over loopback."""

import json
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from apps.commands.runner.types import Cancelled, TaskError, registry
from tests.commands.types.conftest import FakeContext


@pytest.fixture
def server(httpserver: HTTPServer, settings: Any) -> HTTPServer:
    settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = ["127.0.0.0/8"]
    settings.ALTLAS_OUTGOING_PORTS = [httpserver.port]
    return httpserver


@pytest.fixture
def call(context: FakeContext) -> Any:
    def request(url: str, **parameters: Any) -> Any:
        parameters["url"] = url
        registry["http.request"].check(parameters)
        return registry["http.request"]().run(context, parameters, {})

    return request


def test_csv_becomes_rows_json_a_value_and_the_rest_text(server: HTTPServer, call: Any) -> None:
    server.expect_request("/a.csv").respond_with_data("city,n\nİzmir,1\n", content_type="text/csv")
    server.expect_request("/b").respond_with_json({"a": [1]})
    server.expect_request("/c").respond_with_data("hello", content_type="text/plain")
    server.expect_request("/d.csv").respond_with_data("şehir;n\nİzmir;1\n".encode("cp1254"), content_type="x/y")
    assert call(server.url_for("/a.csv")) == [{"city": "İzmir", "n": "1"}]
    assert call(server.url_for("/b")) == {"a": [1]}
    assert call(server.url_for("/c")) == "hello"
    assert call(server.url_for("/d.csv")) == [{"şehir": "İzmir", "n": "1"}]
    assert call(server.url_for("/a.csv"), parse="text") == "city,n\nİzmir,1\n"


def test_a_body_is_sent_as_text_or_json_with_a_key(server: HTTPServer, call: Any) -> None:
    server.expect_request("/").respond_with_data("ok")
    call(server.url_for("/"), method="POST", body={"şehir": "İzmir"})
    call(
        server.url_for("/"), method="PUT", body="plain", headers={"content-type": "text/csv", "idempotency-key": "own"}
    )
    call(server.url_for("/"), method="GET")
    first, second, third = (request for request, _reply in server.log)
    assert json.loads(first.data) == {"şehir": "İzmir"}
    assert first.headers["Content-Type"] == "application/json"
    assert first.headers["Idempotency-Key"] == "key"
    assert (second.data, second.headers["Content-Type"]) == (b"plain", "text/csv")
    assert second.headers["Idempotency-Key"] == "own"
    assert "Idempotency-Key" not in third.headers


@pytest.mark.parametrize(
    ("status", "retry"), [(400, False), (401, False), (404, False), (408, True), (429, True), (500, True), (503, True)]
)
def test_a_status_of_failure_is_an_error(server: HTTPServer, call: Any, status: int, retry: bool) -> None:
    server.expect_request("/").respond_with_data("secret words", status=status)
    with pytest.raises(TaskError) as told:
        call(server.url_for("/"))
    assert (told.value.code, told.value.retryable) == ("http.status", retry)
    assert str(status) in str(told.value)
    assert "secret" not in str(told.value)


def test_an_inner_address_is_refused_for_good(call: Any) -> None:
    with pytest.raises(TaskError) as told:
        call("http://169.254.169.254/latest/meta-data/")
    assert (told.value.code, told.value.retryable) == ("outgoing.refused", False)


def test_a_dead_address_may_be_tried_again(server: HTTPServer, call: Any) -> None:
    url = server.url_for("/")
    server.stop()
    with pytest.raises(TaskError) as told:
        call(url)
    assert (told.value.code, told.value.retryable) == ("outgoing.failed", True)
    server.start()


def test_a_cancel_is_heard(server: HTTPServer, call: Any, context: FakeContext) -> None:
    context.stop = True
    with pytest.raises(Cancelled):
        call(server.url_for("/"))


def test_the_log_names_the_host_and_nothing_secret(server: HTTPServer, call: Any, context: FakeContext) -> None:
    server.expect_request("/").respond_with_data("ok")
    call(server.url_for("/?token=secret"), headers={"Authorization": "Bearer secret"})
    assert context.lines == ["GET localhost: 200, 2 bytes"]


@pytest.mark.parametrize("url", ["ftp://example.org/x", "example.org", "javascript:alert(1)", "", "file:///etc/passwd"])
def test_a_url_of_another_kind_does_not_pass_the_check(call: Any, url: str) -> None:
    with pytest.raises(TaskError) as told:
        call(url)
    assert told.value.code == "task.parameters_invalid"


def test_a_file_is_uploaded_as_a_form_and_put_as_it_is(server: HTTPServer, call: Any, context: FakeContext) -> None:
    server.expect_request("/").respond_with_data("ok")
    context.write_file("in/rapor ş.csv", b"\xff\x00a,b\n")
    call(server.url_for("/"), method="POST", file="in/rapor ş.csv", headers={"content-type": "own"})
    call(server.url_for("/"), method="PUT", file="in/rapor ş.csv")
    form, plain = (request for request, _reply in server.log)
    assert form.files["file"].filename == "rapor ş.csv"
    assert form.files["file"].read() == b"\xff\x00a,b\n"
    assert (plain.data, plain.headers["Content-Type"]) == (b"\xff\x00a,b\n", "text/csv")


@pytest.mark.parametrize("path", ["../x", 'a"b.csv', "a\r\nb", "missing.csv"])
def test_no_other_file_is_uploaded(server: HTTPServer, call: Any, path: str) -> None:
    with pytest.raises((TaskError, FileNotFoundError)):
        call(server.url_for("/"), method="POST", file=path)
