"""Which addresses may come in: the rules, the gate, the doors to them."""

import io
from datetime import timedelta

import pytest
import time_machine
from channels.db import database_sync_to_async as sync_to_async
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.accounts.address_rules import WouldLockOut, remove_address_rules, set_address_rule
from apps.accounts.models import User
from apps.core.address import client_address
from apps.core.address_rules import AddressRule
from apps.core.gate import Gate, Rules, gate
from apps.core.problems import Conflict, Forbidden, Invalid
from apps.events.models import Event
from tests.realtime.client import Closed, SocketClient
from tests.realtime.conftest import socket, stopped_runtime  # noqa: F401
from tests.security.conftest import signed_in

OUTSIDE = "198.51.100.7"


def rules(*texts: str) -> Rules:
    """Read `allow 10.0.0.0/8`, `deny ::/0 administrators`."""
    rows = [text.split() for text in texts]
    return Rules(
        AddressRule(effect=row[0], network=row[1], where=row[2] if len(row) > 2 else "everyone") for row in rows
    )


@pytest.fixture
def set_rules(db, django_capture_on_commit_callbacks):
    """Set rules as an operator at the command line; the gate follows."""

    def set_all(*texts: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            for text in texts:
                effect, network, *where = text.split()
                set_address_rule(
                    actor=None, address=None, network=network, effect=effect, where=(where or ["everyone"])[0]
                )

    return set_all


@pytest.mark.parametrize(
    ("texts", "address", "allowed"),
    [
        ([], OUTSIDE, True),
        (["deny 198.51.100.0/24"], OUTSIDE, False),
        (["deny 198.51.100.0/24"], f"::ffff:{OUTSIDE}", False),
        (["deny 198.51.100.0/24"], "203.0.113.1", True),
        (["deny 198.51.100.0/24", "allow 198.51.100.7/32"], OUTSIDE, True),
        (["deny 198.51.100.0/24", "allow 198.51.100.7/32"], "203.0.113.1", False),  # who allows some, refuses the rest
        (["allow 10.0.0.0/8"], OUTSIDE, False),
        (["allow 10.0.0.0/8"], "10.1.2.3", True),
        (["allow 10.0.0.0/8", "deny 10.9.0.0/16"], "10.9.1.1", False),
        (["deny 0.0.0.0/0"], "2001:db8::1", True),
        (["deny ::/0"], "2001:db8::1", False),
        (["deny ::/0"], OUTSIDE, True),
        (["deny 2001:db8::/32"], "2001:db8:1::9", False),
        (["allow 0.0.0.0/0", "deny 127.0.0.1/32"], "127.0.0.1", False),
        (["allow 10.0.0.0/8"], "no address", False),
        (["deny 10.0.0.0/8 administrators"], "10.0.0.1", True),
    ],
)
def test_the_narrowest_network_decides(texts, address, allowed):
    assert rules(*texts).allows(address) is allowed


def test_administration_needs_both():
    found = rules("deny 203.0.113.0/24", "allow 10.0.0.0/8 administrators")
    assert found.allows_administration("10.0.0.1")
    assert not found.allows_administration(OUTSIDE)
    assert found.allows(OUTSIDE)
    assert not found.allows_administration("203.0.113.1")


def test_an_ipv4_address_written_as_ipv6_is_that_address(settings):
    assert client_address("::ffff:203.0.113.9") == "203.0.113.9"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert client_address("::ffff:10.0.0.1", "::ffff:203.0.113.9") == "203.0.113.9"


def test_who_is_kept_out_gets_a_problem_or_a_page(client, set_rules):
    set_rules(f"deny {OUTSIDE}")
    answer = client.get("/api/v1/users/me", REMOTE_ADDR=OUTSIDE)
    assert (answer.status_code, answer.json()["code"]) == (403, "address.denied")
    assert answer["Content-Type"] == "application/problem+json"
    page = client.get("/accounts/login/", REMOTE_ADDR=OUTSIDE, headers={"Accept-Language": "en"})
    assert (page.status_code, "Not from this address" in page.text) == (403, True)
    assert "Content-Security-Policy" in page.headers
    assert client.get("/healthz", REMOTE_ADDR=OUTSIDE).status_code == 200
    assert client.get("/health", REMOTE_ADDR=OUTSIDE).status_code == 403
    assert client.get("/accounts/login/").status_code == 200


def test_administration_only_from_the_office(client, deniz, ayse, set_rules):
    set_rules("allow 10.0.0.0/8 administrators")
    client.force_login(deniz)
    assert client.get("/admin/", REMOTE_ADDR="10.0.0.1").status_code == 200
    assert client.get("/admin/", REMOTE_ADDR=OUTSIDE).status_code == 403
    office, outside = signed_in(deniz), signed_in(deniz)
    assert office.get("/api/v1/audit", REMOTE_ADDR="10.0.0.1").status_code == 200
    assert outside.get("/api/v1/audit", REMOTE_ADDR=OUTSIDE).json()["code"] == "address.denied"
    assert outside.get("/api/v1/users/me", REMOTE_ADDR=OUTSIDE).status_code == 200


def test_asking_costs_no_query(set_rules, django_assert_num_queries):
    set_rules("deny 198.51.100.0/24")
    with django_assert_num_queries(0):
        assert not gate.allows(OUTSIDE)


def test_another_process_follows_and_a_rule_ends(set_rules, django_assert_num_queries):
    other = Gate()
    assert other.allows(OUTSIDE)
    set_rules(f"deny {OUTSIDE}")
    assert other.refresh()
    assert not other.allows(OUTSIDE)
    with django_assert_num_queries(1):
        assert not other.refresh()
    AddressRule.objects.update(expires_at=timezone.now() + timedelta(hours=1), mark=5)
    assert other.refresh()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert other.refresh()
        assert other.allows(OUTSIDE)


def test_nobody_locks_themselves_out(deniz, set_rules):
    for wrong in (
        {"network": "198.51.100.0/24", "effect": "deny"}, {"network": "10.0.0.0/8", "effect": "allow"},
        {"network": "10.0.0.0/8", "effect": "allow", "where": "administrators"},
    ):  # fmt: skip
        with pytest.raises(WouldLockOut):
            set_address_rule(actor=deniz, address=OUTSIDE, **wrong)
    assert not AddressRule.objects.exists()
    set_rules(f"allow {OUTSIDE}", "allow 10.0.0.0/8")
    mine = AddressRule.objects.get(network=f"{OUTSIDE}/32")
    with pytest.raises(WouldLockOut):
        remove_address_rules(actor=deniz, address=OUTSIDE, rules=[mine])
    assert AddressRule.objects.count() == 2
    assert remove_address_rules(actor=deniz, address=OUTSIDE, rules=list(AddressRule.objects.all())) == 2


def test_only_those_with_the_right_set_rules(ayse, deniz):
    with pytest.raises(Forbidden):
        set_address_rule(actor=ayse, address=OUTSIDE, network="10.0.0.0/8", effect="deny")
    with pytest.raises(Forbidden):
        remove_address_rules(actor=ayse, address=OUTSIDE, rules=[])
    with pytest.raises(Invalid):
        set_address_rule(actor=deniz, address=OUTSIDE, network="nowhere", effect="deny")
    first = set_address_rule(actor=deniz, address=OUTSIDE, network="::ffff:10.0.0.0/104", effect="deny")
    assert first.network == "10.0.0.0/8"
    again = set_address_rule(actor=deniz, address=OUTSIDE, network="10.0.0.0/8", effect="deny", note="yine")
    assert again.pk == first.pk  # one rule for a network
    other = set_address_rule(actor=deniz, address=OUTSIDE, network="10.1.0.0/16", effect="deny")
    with pytest.raises(Conflict):
        set_address_rule(actor=deniz, address=OUTSIDE, network="10.0.0.0/8", effect="deny", rule=other)
    assert Event.objects.filter(type="address_rule.set").count() == 3


def test_the_admin_site_says_so_at_the_form(client, deniz):
    client.force_login(deniz)
    url = "/admin/core/addressrule/"
    form = {"network": "127.0.0.0/8", "effect": "deny", "where": "everyone", "note": ""}
    refused = client.post(f"{url}add/", form)
    assert (refused.status_code, AddressRule.objects.count()) == (200, 0)
    assert "your own address would be refused" in refused.text or "kendi adres" in refused.text
    assert "errornote" in client.post(f"{url}add/", {**form, "network": "nowhere"}).text
    assert client.post(f"{url}add/", {**form, "network": "203.0.113.9/24"}).status_code == 302
    rule = AddressRule.objects.get()
    assert (rule.network, rule.created_by) == ("203.0.113.0/24", deniz)
    assert client.post(f"{url}{rule.pk}/change/", {**form, "network": "203.0.113.0/24", "note": "x"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.note, AddressRule.objects.count()) == ("x", 1)
    assert client.post(f"{url}{rule.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(url, {"action": "remove_rules", "_selected_action": [str(rule.pk)]})
    assert not AddressRule.objects.exists()


def test_a_helper_without_the_right_cannot(client, db):
    helper = User.objects.create(username="yardimci", email="y@example.org", is_staff=True)
    client.force_login(helper)
    assert client.get("/admin/core/addressrule/").status_code == 403


def test_the_command_line_is_the_way_out(db):
    def addresses(*words):
        out = io.StringIO()
        call_command("addresses", *words, stdout=out)
        return out.getvalue()

    assert "deny" in addresses("deny", "0.0.0.0/0", "--note", "dur")
    assert "allow" in addresses("allow", "10.0.0.0/8", "--administrators")
    assert len(addresses("list").splitlines()) == 2
    addresses("remove", "0.0.0.0/0")
    assert "0.0.0.0/0" not in addresses("list")
    for wrong in (("remove", "0.0.0.0/0"), ("deny", "nowhere")):
        with pytest.raises(CommandError):
            addresses(*wrong)


@pytest.mark.django_db(transaction=True)
async def test_sockets_of_a_denied_address_close_and_none_opens(socket, ayse):  # noqa: F811
    client = await socket(ayse)
    await sync_to_async(set_address_rule)(actor=None, address=None, network="127.0.0.1", effect="deny")
    with pytest.raises(Closed) as closed:
        await client.read(3)
    assert closed.value.code == 4403
    late = SocketClient("x")
    await late.link.send_input({"type": "websocket.connect"})
    assert (await late.link.receive_output(3))["type"] == "websocket.accept"
    assert (await late.link.receive_output(3)) == {"type": "websocket.close", "code": 4403}
    await late.close()
