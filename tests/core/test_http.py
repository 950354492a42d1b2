"""The guarded client: where it goes, where it does not, and what it does with hostile answers."""

import gzip
import http.server
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_httpserver import HTTPServer
from werkzeug import Request
from werkzeug import Response as Reply

from apps.core.http import (
    OutgoingCancelled,
    OutgoingFailed,
    OutgoingRefused,
    backend,
    check_address,
    client,
    fetch,
    guard,
)
from apps.core.http.addresses import is_public
from apps.core.http.client import _same_site


@pytest.fixture(autouse=True)
def closed(settings: Any) -> None:
    """Start from what production allows."""
    settings.ALTLAS_OUTGOING_HTTP = True
    settings.ALTLAS_OUTGOING_PORTS = [80, 443]
    settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = []
    settings.ALTLAS_ALLOW_OWN_DEMO = False


@pytest.fixture
def server(httpserver: HTTPServer, settings: Any) -> HTTPServer:
    """A real server that the operator allowed."""
    settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = ["127.0.0.0/8"]
    settings.ALTLAS_OUTGOING_PORTS = [httpserver.port]
    return httpserver


def answered_by(answer: bytes, settings: Any) -> Any:
    """Fetch from a server that answers these very bytes once."""
    with socket.create_server(("127.0.0.1", 0)) as odd:
        port = odd.getsockname()[1]
        settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = ["127.0.0.1/32"]
        settings.ALTLAS_OUTGOING_PORTS = [port]

        def serve() -> None:
            connection, _peer = odd.accept()
            with connection:
                connection.recv(1_000)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            return fetch("GET", f"http://127.0.0.1:{port}/", timeout=5)
        finally:
            thread.join()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A name server that answers as told, and counts nothing else."""
    known: dict[str, list[str]] = {}
    asked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        known.setdefault("asked", []).append(host)
        if host not in known:
            raise socket.gaierror
        return known[host]

    monkeypatch.setattr(guard, "lookup", lookup)
    return known


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.255", "169.254.169.254",
            "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
            "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
            "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b:1::1",
            "100::1", "2001::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "5f00::1", "fc00::1",
            "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "fe80::1%eth0", "2606:4700::1%eth0",
        ],
    )  # fmt: skip
    def test_an_address_that_is_not_everybodys_is_not_public(self, address: str) -> None:
        assert not is_public(ip_address(address))

    @pytest.mark.parametrize(
        "address", ["1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2a00::1"]
    )
    def test_an_address_of_the_internet_is_public(self, address: str) -> None:
        assert is_public(ip_address(address))


class TestWhatTheOperatorOpened:
    """`trusted`: addresses that are open for one purpose."""

    @pytest.fixture
    def inner(self, names: dict[str, list[str]], settings: Any) -> None:
        settings.ALTLAS_OUTGOING_HTTP = False
        names["in.example"] = ["10.1.2.3"]
        names["mixed.example"] = ["10.1.2.3", "192.168.1.1"]
        names["none.example"] = []

    @pytest.mark.parametrize(
        ("url", "trusted"),
        [
            ("http://in.example:9101/x", ["in.example:9101"]),
            ("http://IN.example:9101/x", ["in.example:9101"]),
            ("http://in.example/x", ["in.example:80"]),
            ("http://in.example:7777/x", ["10.0.0.0/8"]),
            ("http://10.1.2.3:7777/x", ["192.168.0.0/16", "10.0.0.0/8"]),
        ],
    )
    def test_it_goes_there(self, inner: None, url: str, trusted: list[str]) -> None:
        check_address(url, trusted=trusted)

    @pytest.mark.parametrize(
        ("url", "trusted"),
        [
            ("http://in.example:9102/x", ["in.example:9101"]),
            ("http://sub.in.example:9101/x", ["in.example:9101"]),
            ("http://in.example@169.254.169.254:9101/", ["in.example:9101"]),
            ("http://in.example:7777/x", ["10.9.0.0/16"]),
            ("http://mixed.example:7777/x", ["10.0.0.0/8"]),
            ("http://none.example:7777/x", ["10.0.0.0/8"]),
            ("http://10.1.2.3/", []),
            ("ftp://in.example:9101/", ["in.example:9101"]),
        ],
    )
    def test_it_goes_nowhere_else(self, inner: None, url: str, trusted: list[str]) -> None:
        with pytest.raises((OutgoingRefused, OutgoingFailed)):
            check_address(url, trusted=trusted)


class TestRefusals:
    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/",
            "http://0177.0.0.1/", "http://017700000001/", "http://127.1/", "http://0/", "http://[::1]/",
            "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[2002:7f00:1::]/",
            "http://[64:ff9b::7f00:1]/", "http://[2001:0:7f00:1::]/", "http://10.0.0.1/", "http://169.254.169.254/",
            "http://100.64.0.1/", "http://[fd00:ec2::254]/", "http://[fe80::1%25eth0]/", "http://0.0.0.0/",
            "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/",
        ],
    )  # fmt: skip
    def test_a_way_to_write_an_inner_address_is_refused(self, url: str) -> None:
        with pytest.raises((OutgoingRefused, OutgoingFailed)) as told:
            fetch("GET", url, timeout=5)
        if isinstance(told.value, OutgoingFailed):  # some resolvers do not know the form at all
            assert told.value.reason == "connection"

    @pytest.mark.parametrize(
        "url",
        [
            "http://user:password@example.org/", "http://user@example.org/", "http://@example.org/", "ftp://example.org/",
            "file:///etc/passwd", "gopher://example.org/", "//example.org/", "example.org", "", "http://", "http:///x",
            "http://example.org:22/", "http://example.org:8000/", "http://exa mple.org/", "http://example.org/\r\nX: y",
            "http://example.org\\@127.0.0.1/", "http://example.org/" + "a" * 8_000, "http://[::1", "http://example.org:0/",
            "http://example.org:99999/", "unix:///run/docker.sock", "http+unix://x/",
        ],
    )  # fmt: skip
    def test_a_url_of_another_kind_is_refused(self, url: str, names: dict[str, list[str]]) -> None:
        names["example.org"] = ["127.0.0.1"]
        with pytest.raises(OutgoingRefused):
            fetch("GET", url)

    def test_every_refusal_says_the_same(self) -> None:
        texts = set()
        for url in ("http://127.0.0.1/", "http://10.0.0.1:5432/", "ftp://x/", "http://a@b/"):
            with pytest.raises(OutgoingRefused) as told:
                fetch("GET", url)
            texts.add((told.value.code, str(told.value)))
        assert len(texts) == 1

    def test_one_inner_address_among_many_spoils_the_name(self, names: dict[str, list[str]]) -> None:
        names["mixed.example.org"] = ["93.184.216.34", "10.0.0.1"]
        with pytest.raises(OutgoingRefused):
            fetch("GET", "http://mixed.example.org/")

    def test_a_name_without_addresses_is_refused(self, names: dict[str, list[str]]) -> None:
        names["empty.example.org"] = []
        with pytest.raises(OutgoingRefused):
            fetch("GET", "http://empty.example.org/")

    def test_an_unknown_name_is_a_failed_connection(self, names: dict[str, list[str]]) -> None:
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", "http://nowhere.example.org/")
        assert told.value.reason == "connection"

    def test_plain_http_can_be_switched_off(self, settings: Any, names: dict[str, list[str]]) -> None:
        settings.ALTLAS_OUTGOING_HTTP = False
        names["example.org"] = ["93.184.216.34"]
        with pytest.raises(OutgoingRefused):
            fetch("GET", "http://example.org/")

    @pytest.mark.parametrize(
        "headers",
        [
            {"Host": "inner"}, {"Content-Length": "5"}, {"Transfer-Encoding": "chunked"}, {"Connection": "upgrade"},
            {"Proxy-Authorization": "x"}, {"X-A": "b\r\nX-C: d"}, {"X A": "b"}, {"X-A\n": "b"}, {"X-A": "ş"},
            {"X-Big": "a" * 20_000}, {f"X-{number}": "a" for number in range(101)},
        ],
    )  # fmt: skip
    def test_a_header_that_would_change_the_request_is_refused(self, headers: dict[str, str]) -> None:
        with pytest.raises(OutgoingRefused):
            fetch("GET", "https://example.org/", headers=headers)

    def test_an_odd_method_is_refused(self) -> None:
        with pytest.raises(OutgoingRefused):
            fetch("CONNECT", "https://example.org/")


class TestRebinding:
    def test_the_checked_address_is_the_one_connected_to(self, server: HTTPServer, names: dict[str, list[str]]) -> None:
        server.expect_request("/").respond_with_data("here")
        names["moving.example.org"] = ["127.0.0.1"]
        answer = fetch("GET", f"http://moving.example.org:{server.port}/")
        assert answer.content == b"here"
        assert names["asked"] == ["moving.example.org"]  # looked up once: there is no second answer to fall for
        assert server.log[0][0].headers["Host"] == f"moving.example.org:{server.port}"

    def test_a_redirect_is_looked_up_and_checked_again(self, server: HTTPServer, names: dict[str, list[str]]) -> None:
        names["out.example.org"] = ["127.0.0.1"]
        names["in.example.org"] = ["10.0.0.1"]
        server.expect_request("/").respond_with_data(
            status=302, headers={"Location": f"http://in.example.org:{server.port}/"}
        )
        with pytest.raises(OutgoingRefused):
            fetch("GET", f"http://out.example.org:{server.port}/")


class TestOwnDemo:
    @pytest.fixture(autouse=True)
    def demo(self, httpserver: HTTPServer, settings: Any) -> None:
        settings.ALTLAS_ALLOW_OWN_DEMO = True
        settings.ALTLAS_OWN_PORT = httpserver.port
        httpserver.expect_request("/static/demo/orders.csv").respond_with_data("city\nİzmir\n")

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_the_samples_of_this_server_are_read(self, httpserver: HTTPServer, host: str) -> None:
        assert b"city" in fetch("GET", f"http://{host}:{httpserver.port}/static/demo/orders.csv").content

    @pytest.mark.parametrize(
        "path",
        [
            "/", "/static/demo", "/static/demo/", "/static/demo/../app.js", "/static/demo/./x", "/static/demo/%2e%2e/x",
            "/static/demo/..%2fx", "/static/demo//x", "/static/demo/x%00", "/static/demoX/x", "/static//demo/x",
            "/x/../static/demo/x", "/static/demo/x/..", "/static/demo/..;/x", "/STATIC/demo/x", "/static/demo/%6frder",
            "/admin/", "/api/v1/users/me", "/static/demo/\\..\\x", "/static/demo/ş.csv",
        ],
    )  # fmt: skip
    def test_nothing_else_on_this_server_is(self, httpserver: HTTPServer, path: str) -> None:
        with pytest.raises(OutgoingRefused):
            fetch("GET", f"http://127.0.0.1:{httpserver.port}{path}")
        assert httpserver.log == []

    @pytest.mark.parametrize(
        "base", ["https://127.0.0.1:{port}", "http://[::1]:{port}", "http://127.0.0.2:{port}", "http://2130706433:{port}",
                 "http://127.0.0.1:{other}", "http://0.0.0.0:{port}"]
    )  # fmt: skip
    def test_another_name_or_port_is_not_this_server(self, httpserver: HTTPServer, base: str) -> None:
        url = base.format(port=httpserver.port, other=httpserver.port + 1)
        with pytest.raises(OutgoingRefused):
            fetch("GET", f"{url}/static/demo/orders.csv")

    def test_writing_to_it_is_refused(self, httpserver: HTTPServer) -> None:
        with pytest.raises(OutgoingRefused):
            fetch("POST", f"http://127.0.0.1:{httpserver.port}/static/demo/orders.csv", body=b"x")

    def test_it_can_be_switched_off(self, httpserver: HTTPServer, settings: Any) -> None:
        settings.ALTLAS_ALLOW_OWN_DEMO = False
        with pytest.raises(OutgoingRefused):
            fetch("GET", f"http://127.0.0.1:{httpserver.port}/static/demo/orders.csv")

    def test_a_sample_cannot_send_on_to_the_rest(self, httpserver: HTTPServer) -> None:
        httpserver.expect_request("/static/demo/away").respond_with_data(status=302, headers={"Location": "/admin/"})
        with pytest.raises(OutgoingRefused):
            fetch("GET", f"http://127.0.0.1:{httpserver.port}/static/demo/away")


class TestAnswers:
    def test_an_answer_comes_whole(self, server: HTTPServer) -> None:
        server.expect_request("/a", method="POST", data=b"ping").respond_with_data(
            "şehir", status=201, content_type="text/plain; charset=utf-8", headers={"X-One": "1"}
        )
        answer = fetch("POST", server.url_for("/a"), body="ping", headers={"X-Key": "k"})
        assert (answer.status, answer.text, answer.media_type) == (201, "şehir", "text/plain")
        assert answer.headers["x-one"] == "1"
        assert server.log[0][0].headers["X-Key"] == "k"

    def test_other_charsets_are_read_and_odd_ones_are_not_run(self, server: HTTPServer) -> None:
        server.expect_request("/tr").respond_with_data(
            "İş".encode("cp1254"), content_type="text/csv; charset=windows-1254"
        )
        server.expect_request("/odd").respond_with_data(b"abc", content_type="text/plain; charset=iso-8859-99")
        assert fetch("GET", server.url_for("/odd")).text == "abc"
        server.expect_request("/zip").respond_with_data(b"abc", content_type="text/plain; charset=zip")
        assert fetch("GET", server.url_for("/tr")).text == "İş"
        assert fetch("GET", server.url_for("/zip")).text == "abc"

    def test_an_error_status_is_an_answer(self, server: HTTPServer) -> None:
        server.expect_request("/").respond_with_data("gone", status=503)
        assert fetch("GET", server.url_for("/")).status == 503

    def test_a_head_request_has_no_body_to_wait_for(self, server: HTTPServer) -> None:
        server.expect_request("/", method="HEAD").respond_with_data("", headers={"X-A": "b"})
        assert fetch("HEAD", server.url_for("/")).content == b""

    def test_gzip_is_unpacked_and_counted_unpacked(self, server: HTTPServer) -> None:
        server.expect_request("/").respond_with_data(gzip.compress(b"a" * 1_000), headers={"Content-Encoding": "gzip"})
        assert fetch("GET", server.url_for("/"), max_bytes=1_000).content == b"a" * 1_000

    def test_gzip_in_several_parts_is_read_to_the_end(self, server: HTTPServer) -> None:
        packed = gzip.compress(b"one ") + gzip.compress(b"two")
        server.expect_request("/").respond_with_data(packed, headers={"Content-Encoding": "gzip"})
        assert fetch("GET", server.url_for("/")).content == b"one two"

    def test_a_bomb_is_stopped_at_the_limit(self, server: HTTPServer) -> None:
        packed = gzip.compress(bytes(200_000_000), 9)
        server.expect_request("/").respond_with_data(packed, headers={"Content-Encoding": "gzip"})
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", server.url_for("/"), max_bytes=1_000_000)
        assert told.value.reason == "too_large"

    @pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "rot13"])
    def test_another_packing_is_not_read(self, server: HTTPServer, encoding: str) -> None:
        server.expect_request("/").respond_with_data(b"x", headers={"Content-Encoding": encoding})
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", server.url_for("/"))
        assert told.value.reason == "encoding"

    @pytest.mark.parametrize("data", [b"not gzip at all", gzip.compress(b"a" * 5_000, mtime=0)[:-12]])
    def test_broken_gzip_is_an_error(self, server: HTTPServer, data: bytes) -> None:
        server.expect_request("/").respond_with_data(data, headers={"Content-Encoding": "gzip"})
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", server.url_for("/"))
        assert told.value.reason == "encoding"

    def test_a_large_answer_is_refused_by_its_length(self, server: HTTPServer) -> None:
        server.expect_request("/").respond_with_data(b"a" * 2_000)
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", server.url_for("/"), max_bytes=1_999)
        assert told.value.reason == "too_large"

    def test_a_large_answer_without_a_length_is_cut_off(self, server: HTTPServer) -> None:
        def endless(request: Request) -> Reply:
            return Reply((b"a" * 1_000 for _ in range(10_000)), direct_passthrough=True)

        server.expect_request("/").respond_with_handler(endless)
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", server.url_for("/"), max_bytes=50_000)
        assert told.value.reason == "too_large"

    def test_progress_is_told(self, server: HTTPServer) -> None:
        told: list[tuple[int, int | None]] = []
        server.expect_request("/").respond_with_data(b"a" * 300_000)
        fetch("GET", server.url_for("/"), on_progress=lambda came, whole: told.append((came, whole)))
        assert told[-1] == (300_000, 300_000)
        assert [came for came, _whole in told] == sorted(came for came, _whole in told)

    def test_environment_proxies_are_ignored(self, server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        server.expect_request("/").respond_with_data("direct")
        assert fetch("GET", server.url_for("/")).content == b"direct"

    def test_a_closed_port_is_a_failed_connection(self, server: HTTPServer, settings: Any) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings.ALTLAS_OUTGOING_PORTS = [port]
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", f"http://127.0.0.1:{port}/")
        assert told.value.reason == "connection"

    def test_the_next_address_is_tried_when_one_is_dead(self, server: HTTPServer, names: dict[str, list[str]]) -> None:
        names["two.example.org"] = ["127.0.0.9", "127.0.0.1"]
        server.expect_request("/").respond_with_data("second")
        assert fetch("GET", f"http://two.example.org:{server.port}/").content == b"second"

    def test_an_answer_that_is_cut_off_is_a_failed_connection(self, settings: Any) -> None:
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"
        with pytest.raises(OutgoingFailed) as told:
            answered_by(answer, settings)
        assert told.value.reason == "connection"

    def test_tls_that_nobody_vouches_for_is_a_failed_connection(self, server: HTTPServer) -> None:
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", f"https://127.0.0.1:{server.port}/")  # it speaks plain HTTP
        assert told.value.reason == "connection"


class TestRedirects:
    def test_a_few_are_followed(self, server: HTTPServer) -> None:
        for step in range(3):
            server.expect_request(f"/{step}").respond_with_data(status=302, headers={"Location": f"/{step + 1}"})
        server.expect_request("/3").respond_with_data("there")
        answer = fetch("GET", server.url_for("/0"), headers={"Authorization": "Bearer x"})
        assert (answer.content, answer.url) == (b"there", server.url_for("/3"))
        assert all(request.headers["Authorization"] == "Bearer x" for request, _reply in server.log)

    def test_a_fourth_is_not(self, server: HTTPServer) -> None:
        server.expect_request("/").respond_with_data(status=302, headers={"Location": "/"})
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", server.url_for("/"))
        assert told.value.reason == "redirects"
        assert len(server.log) == 4

    def test_none_where_none_is_wanted(self, server: HTTPServer) -> None:
        server.expect_request("/").respond_with_data(status=302, headers={"Location": "/x"})
        assert fetch("GET", server.url_for("/"), max_redirects=0).status == 302

    def test_credentials_stay_with_their_host(self, server: HTTPServer, names: dict[str, list[str]]) -> None:
        names["a.example.org"] = names["b.example.org"] = ["127.0.0.1"]
        server.expect_request("/a").respond_with_data(
            status=307, headers={"Location": f"http://b.example.org:{server.port}/b"}
        )
        server.expect_request("/b").respond_with_data("b")
        secret = {"Authorization": "Bearer x", "Cookie": "a=b", "X-Api-Key": "k", "Accept": "text/csv"}
        fetch("GET", f"http://a.example.org:{server.port}/a", headers=secret)
        sent = server.log[1][0].headers
        assert "Authorization" not in sent
        assert "Cookie" not in sent
        assert "X-Api-Key" not in sent
        assert sent["Accept"] == "text/csv"

    def test_a_body_is_not_handed_to_another_host(self, server: HTTPServer, names: dict[str, list[str]]) -> None:
        names["a.example.org"] = names["b.example.org"] = ["127.0.0.1"]
        server.expect_request("/a").respond_with_data(
            status=307, headers={"Location": f"http://b.example.org:{server.port}/b"}
        )
        with pytest.raises(OutgoingRefused):
            fetch("POST", f"http://a.example.org:{server.port}/a", body=b"secret")

    @pytest.mark.parametrize(("status", "method"), [(303, "GET"), (302, "GET"), (307, "POST"), (308, "POST")])
    def test_the_method_follows_the_status(self, server: HTTPServer, status: int, method: str) -> None:
        server.expect_request("/a").respond_with_data(status=status, headers={"Location": "/b"})
        server.expect_request("/b").respond_with_data("b")
        fetch("POST", server.url_for("/a"), body=b"x")
        assert server.log[1][0].method == method
        assert server.log[1][0].data == (b"x" if method == "POST" else b"")

    @pytest.mark.parametrize(
        "location", ["http://10.0.0.1/", "http://[::1]/", "file:///x", "http://u:p@127.0.0.1/", "//169.254.1.1/"]
    )  # fmt: skip
    def test_a_way_inside_is_refused(self, server: HTTPServer, location: str) -> None:
        server.expect_request("/").respond_with_data(status=302, headers={"Location": location})
        with pytest.raises(OutgoingRefused):
            fetch("GET", server.url_for("/"))

    def test_going_over_to_tls_on_the_same_host_keeps_credentials(self) -> None:
        assert _same_site(("http", "a", 80), ("https", "a", 443))
        assert not _same_site(("https", "a", 443), ("http", "a", 80))
        assert not _same_site(("http", "a", 80), ("https", "b", 443))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate for secure.example.org, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "secure.example.org")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("secure.example.org")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(folder / "cert.pem"), str(folder / "key.pem")


class TestTls:
    @pytest.fixture
    def secure(
        self, certificate: tuple[str, str], settings: Any, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]
    ) -> Iterator[HTTPServer]:
        """A server whose certificate the client trusts, under two names of which the certificate holds one."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        monkeypatch.setattr(client, "_ssl_context", lambda: ssl.create_default_context(cafile=certificate[0]))
        names["secure.example.org"] = names["other.example.org"] = names[".example.org"] = ["127.0.0.1"]
        with HTTPServer(ssl_context=context) as server:
            settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = ["127.0.0.0/8"]
            settings.ALTLAS_OUTGOING_PORTS = [server.port]
            server.expect_request("/").respond_with_data("a" * 100_000)
            yield server

    def test_the_certificate_is_checked_against_the_name(self, secure: HTTPServer) -> None:
        assert len(fetch("GET", f"https://secure.example.org:{secure.port}/").content) == 100_000
        body = b"b" * 2_000_000
        secure.expect_request("/up", method="POST", data=body).respond_with_data("ok")
        assert fetch("POST", f"https://secure.example.org:{secure.port}/up", body=body).status == 200

    @pytest.mark.parametrize("host", ["other.example.org", "127.0.0.1"])
    def test_a_certificate_of_another_name_is_not_believed(self, secure: HTTPServer, host: str) -> None:
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", f"https://{host}:{secure.port}/")
        assert told.value.reason == "connection"

    @pytest.mark.parametrize("host", [".example.org", "a..b", "x" * 70 + ".org", "-.org", "xn--.org", "\xad.org"])
    def test_a_name_that_is_none_is_no_fault_of_ours(self, secure: HTTPServer, host: str) -> None:
        with pytest.raises((OutgoingFailed, OutgoingRefused)):
            fetch("GET", f"https://{host}:{secure.port}/")

    def test_the_systems_authorities_do_not_vouch_for_it(
        self, secure: HTTPServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        monkeypatch.setattr(guard, "lookup", lambda host, port: ["127.0.0.1"])
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", f"https://secure.example.org:{secure.port}/")
        assert told.value.reason == "connection"


class Slow(http.server.BaseHTTPRequestHandler):
    """Answers one byte at a time, without end."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.over.wait(0.05):  # type: ignore[attr-defined]
                self.wfile.write(b"a")
        except OSError:
            pass

    def log_message(self, *args: Any) -> None: ...


class TestPatience:
    @pytest.fixture
    def slow(self, settings: Any) -> Iterator[str]:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
        server.over = threading.Event()  # type: ignore[attr-defined]
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = ["127.0.0.1/32"]
        settings.ALTLAS_OUTGOING_PORTS = [server.server_port]
        yield f"http://127.0.0.1:{server.server_port}/"
        server.over.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()

    def test_a_trickle_does_not_outlast_the_limit(self, slow: str) -> None:
        began = time.monotonic()
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", slow, timeout=0.6)
        assert told.value.reason == "timeout"
        assert time.monotonic() - began < 2

    def test_a_cancel_is_heard_within_a_second(self, slow: str) -> None:
        wanted = time.monotonic() + 0.3
        with pytest.raises(OutgoingCancelled):
            fetch("GET", slow, cancelled=lambda: time.monotonic() > wanted)
        assert time.monotonic() - wanted < 1

    def test_a_silent_server_is_given_up(self, settings: Any) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1]
            settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = ["127.0.0.1/32"]
            settings.ALTLAS_OUTGOING_PORTS = [port]
            for scheme in ("http", "https"):
                with pytest.raises(OutgoingFailed) as told:
                    fetch("GET", f"{scheme}://127.0.0.1:{port}/", timeout=0.4)
                assert told.value.reason == "timeout"

    def test_a_slow_name_server_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        over = threading.Event()
        monkeypatch.setattr(guard, "lookup", lambda host, port: [str(over.wait(5))])
        with pytest.raises(OutgoingFailed) as told:
            fetch("GET", "https://slow.example.org/", timeout=0.3)
        over.set()
        assert told.value.reason == "timeout"

    def test_an_address_that_swallows_connections_is_given_up(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]
    ) -> None:
        monkeypatch.setattr(backend, "CONNECT_SECONDS", 0.0)
        with socket.socket() as full, socket.socket() as first, socket.socket() as second:
            full.bind(("127.0.0.1", 0))
            full.listen(0)
            for client_socket in (first, second):  # fill the queue: the next handshake hangs
                client_socket.setblocking(False)
                client_socket.connect_ex(full.getsockname())
            port = full.getsockname()[1]
            settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = ["127.0.0.1/32"]
            settings.ALTLAS_OUTGOING_PORTS = [port]
            with pytest.raises(OutgoingFailed) as told:
                fetch("GET", f"http://127.0.0.1:{port}/", timeout=5)
            assert told.value.reason == "connection"
            monkeypatch.setattr(backend, "CONNECT_SECONDS", 5.0)
            with pytest.raises(OutgoingFailed) as told:
                fetch("GET", f"http://127.0.0.1:{port}/", timeout=0.4)
            assert told.value.reason == "timeout"

    def test_a_machine_without_ipv6_tries_the_next_address(
        self, server: HTTPServer, settings: Any, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]
    ) -> None:
        settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = ["127.0.0.0/8", "::1/128"]
        names["both.example.org"] = ["::1", "127.0.0.1"]
        server.expect_request("/").respond_with_data("four")
        made = socket.socket

        def without_six(family: int = -1, *rest: Any, **named: Any) -> socket.socket:
            if family == socket.AF_INET6:
                raise OSError
            return made(family, *rest, **named)

        monkeypatch.setattr(backend.socket, "socket", without_six)
        assert fetch("GET", f"http://both.example.org:{server.port}/").content == b"four"

    @pytest.mark.parametrize("answer", [b"\x00\x01 not http\r\n\r\n", b"", b"HTTP/1.1 abc\r\n\r\n"])
    def test_garbage_is_a_failed_connection(self, settings: Any, answer: bytes) -> None:
        with pytest.raises(OutgoingFailed) as told:
            answered_by(answer, settings)
        assert told.value.reason == "connection"

    @pytest.mark.parametrize(
        "head",
        [
            b"Location: http://[\r\n",
            b"Location: http://a:b:c/\r\n",
            b"Location: http://a:99999999/\r\n",
            b"Location: \xff\xfe\r\n",
            b"Location: http://\xc5\x9f.invalid:1/\r\n",
        ],
    )
    def test_an_odd_redirect_is_refused(self, settings: Any, head: bytes) -> None:
        with pytest.raises((OutgoingRefused, OutgoingFailed)):
            answered_by(b"HTTP/1.1 302 Found\r\n" + head + b"Content-Length: 0\r\n\r\n", settings)
