"""Keeping secrets, sending them where they may go, and showing them to nobody."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.crypto import decrypt
from apps.audit.models import Entry
from apps.commands.actions import submit_command
from apps.commands.models import Secret, TaskRun
from apps.commands.secrets.actions import create_secret, encrypt_anew
from apps.core.persondata import erasers, exporters
from apps.events.models import Event

VALUE = "tok-çok-gizli-123"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(httpserver, settings):
    """An address that tells back what it was sent, allowed as operators allow one."""
    from werkzeug import Response

    def echo(request):
        told = {"auth": request.headers.get("Authorization", ""), "key": request.headers.get("X-Token", "")}
        return Response(json.dumps(told, ensure_ascii=False), content_type="application/json")

    httpserver.expect_request("/echo").respond_with_handler(echo)
    httpserver.expect_request("/fail").respond_with_data("no", status=400)
    settings.ALTLAS_OUTGOING_ALLOW_NETWORKS = ["127.0.0.0/8", "::1/128"]
    settings.ALTLAS_OUTGOING_PORTS = [httpserver.port]
    return httpserver


@pytest.fixture
def token(ayse, server):
    return create_secret(
        actor=ayse, name="token", value="tok-gizli-1234", hosts=[f"http://{server.host}:{server.port}"]
    )


@pytest.fixture
def call(ayse, graph, do_work, server):
    def run(*segments, owner=None):
        command = submit_command(actor=owner or ayse, alt=graph(*segments))
        do_work()
        command.refresh_from_db()
        return command

    return run


def test_a_value_goes_in_and_never_comes_out(api, ayse, bora):
    made = api(ayse).post("/api/v1/secrets", {"name": "token", "value": VALUE, "hosts": ["API.example.org"]})
    assert (made.status_code, made.json()["hosts"]) == (201, ["api.example.org"])
    secret = Secret.objects.get()
    assert decrypt(secret.encrypted) == VALUE
    url = f"/api/v1/secrets/{secret.pk}"
    shown = made.text + api(ayse).get(url).text + api(ayse).get("/api/v1/secrets").text
    shown += "".join(event.data + str(event.context) for event in Event.objects.all())
    assert "gizli" not in shown
    assert VALUE not in secret.encrypted
    assert api(ayse).post("/api/v1/secrets", {"name": "token", "value": VALUE, "hosts": ["x.org"]}).status_code == 409
    for verb in ("get", "patch", "delete"):
        assert getattr(api(bora), verb)(url).status_code == 404
    assert api(bora).get("/api/v1/secrets").json()["results"] == []
    assert api(ayse).delete(url).status_code == 204
    assert not Secret.objects.exists()


def test_new_hosts_need_the_value(api, ayse):
    secret = create_secret(actor=ayse, name="token", value=VALUE, hosts=["x.org"])
    url = f"/api/v1/secrets/{secret.pk}"
    assert api(ayse).patch(url, {"hosts": ["evil.org"]}).status_code == 400
    assert api(ayse).patch(url, {"hosts": ["y.org"], "value": "another-value"}).json()["hosts"] == ["y.org"]
    assert api(ayse).patch(url, {"description": "x"}).json()["version"] == 3


def test_the_list_costs_the_same_for_many(api, ayse, django_assert_num_queries):
    client = api(ayse)
    for amount in (1, 13):
        for number in range(Secret.objects.count(), amount):
            create_secret(actor=ayse, name=f"s{number}", value=VALUE, hosts=["example.org"])
        with django_assert_num_queries(1):
            assert len(client.get("/api/v1/secrets").json()["results"]) == amount


@pytest.mark.parametrize(
    "body",
    [{"name": "Big", "value": VALUE, "hosts": ["x.org"]}, {"name": "a", "value": "short", "hosts": ["x.org"]},
     {"name": "a", "value": VALUE, "hosts": []}, {"name": "a", "value": VALUE, "hosts": ["*"]},
     {"name": "a", "value": VALUE}, {"name": "a", "value": VALUE, "hosts": ["x.org"], "owner": "x"}],
)  # fmt: skip
def test_what_is_no_secret_is_refused(api, ayse, body):
    assert api(ayse).post("/api/v1/secrets", body).status_code == 400


def test_a_task_sends_it_and_every_echo_is_masked(api, ayse, call, server, token):
    url = server.url_for("/echo")
    command = call(
        ("a", "http.request", {"url": url, "auth": {"secret": "token"}}, ()),
        ("b", "http.request", {"url": url, "auth": {"secret": "token", "as": "basic", "user": "u"}}, ()),
        ("c", "http.request", {"url": url, "auth": {"secret": "token", "as": "header", "header": "X-Token"}}, ()),
        ("d", "file.write", {"path": "x.json", "from": "a"}, ("a",)),
    )
    assert command.state == "succeeded", command.error
    sent = [request.headers for request, _answer in server.log]
    assert "Bearer tok-gizli-1234" in [one.get("Authorization") for one in sent]
    assert "tok-gizli-1234" in [one.get("X-Token") for one in sent]
    outputs = dict(TaskRun.objects.values_list("segment", "output"))
    assert outputs["a"]["auth"] == "Bearer •••"
    assert "•••" in outputs["b"]["auth"]
    for name in ("", "/last", "/report", "/log", "/alt", "/atlas"):
        answer = api(ayse).get(f"/api/v1/commands/{command.pk}{name}")
        assert "gizli" not in answer.text, name
    assert all("gizli" not in event.data for event in Event.objects.all())
    assert api(ayse).get("/api/v1/secrets").json()["results"][0]["used_at"]


def test_it_goes_only_to_its_hosts(ayse, call, server):
    create_secret(actor=ayse, name="token", value=VALUE, hosts=["api.example.org"])
    command = call(("a", "http.request", {"url": server.url_for("/echo"), "auth": {"secret": "token"}}, ()))
    assert command.error["code"] == "secret.host_refused"
    assert server.log == []


def test_nobody_uses_the_secrets_of_others(bora, call, server, token):
    alt = ("a", "http.request", {"url": server.url_for("/echo"), "auth": {"secret": "token"}}, ())
    assert call(alt, owner=bora).error["code"] == "secret.not_found"
    assert server.log == []


def test_an_answer_from_outside_chooses_no_secret(call, server, token, told):
    command = call(
        ("x", "test.told", {"say": "token"}, ()),
        ("a", "http.request", {"url": server.url_for("/echo"), "auth": {"secret": "${x.output}"}}, ("x",)),
    )
    assert command.error["code"] == "secret.not_found"
    assert server.log == []


def test_a_rotated_key_still_reads_and_all_is_encrypted_anew(ayse, settings):
    secret = create_secret(actor=ayse, name="token", value=VALUE, hosts=["x.org"])
    old = settings.FIELD_ENCRYPTION_KEY
    settings.FIELD_ENCRYPTION_KEY = f"new key of this test,{old}"
    call_command("secrets", "rotate")
    settings.FIELD_ENCRYPTION_KEY = "new key of this test"
    secret.refresh_from_db()
    assert decrypt(secret.encrypted) == VALUE
    settings.FIELD_ENCRYPTION_KEY = "a lost key"
    assert encrypt_anew() == 1
    with pytest.raises(CommandError):
        call_command("secrets", "rotate")


def test_operators_set_and_list_them(ayse, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{VALUE}\n"))
    call_command("secrets", "set", "ayse", "token", "--host", "api.example.org")
    assert decrypt(Secret.objects.get().encrypted) == VALUE
    call_command("secrets", "list", "--user", "ayse")
    out = capsys.readouterr().out
    assert "token" in out
    assert "gizli" not in out
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError):
        call_command("secrets", "set", "ayse", "token", "--host", "api.example.org")
    call_command("secrets", "delete", "ayse", "token")
    assert not Secret.objects.exists()


def test_the_audit_log_keeps_what_happened_and_a_person_takes_no_value_along(ayse, do_work, api):
    api(ayse).post("/api/v1/secrets", {"name": "token", "value": VALUE, "hosts": ["x.org"]})
    do_work()
    assert "secret.created" in set(Entry.objects.values_list("action", flat=True))
    rows = {part.name: list(part.rows) for part in exporters["commands"](ayse) if hasattr(part, "rows")}
    assert [row["name"] for row in rows["secrets"]] == ["token"]
    assert "gizli" not in str(rows)
    erasers["commands"](ayse)
    assert not Secret.objects.exists()
