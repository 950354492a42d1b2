"""Of whom a second factor is required, by the setting or by a role, and what they may do before they have one."""

import re

import pytest
from channels.db import database_sync_to_async as sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts import realtime, required_factor, rights
from apps.accounts.models import MEMBER, LoginSession, Role
from apps.accounts.problems import SecondFactorRequired
from apps.accounts.required_factor import anybody_must, lacks_second_factor, must_have_second_factor
from apps.accounts.roles import change_role, create_role, grant_role
from tests.factories.accounts import PASSWORD
from tests.factories.factors import SoftPasskey, code_of, give_passkey, give_totp, session_of
from tests.factories.keys import make_key, with_key
from tests.realtime.client import SocketClient
from tests.realtime.conftest import socket, stopped_runtime  # noqa: F401
from tests.security.conftest import signed_in
from tests.security.test_every_operation import operations

ME = "/api/v1/users/me"
TOTP = "/api/v1/auth/2fa/totp"


@pytest.fixture
def of_all(settings):
    settings.REQUIRE_SECOND_FACTOR = "all"


def role_that_requires(deniz, *people):
    role = create_role(actor=deniz, name="kasa", level=10, second_factor_required=True)
    for person in people:
        grant_role(actor=deniz, role=role, user=person)
    return role


# of whom --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("setting", "staff", "others"), [("none", False, False), ("staff", True, False), ("all", True, True)]
)
def test_the_setting_says_of_whom(settings, ayse, deniz, robot, setting, staff, others):
    settings.REQUIRE_SECOND_FACTOR = setting
    assert must_have_second_factor(deniz) is staff
    assert must_have_second_factor(ayse) is others
    assert must_have_second_factor(robot) is False
    assert anybody_must() is (setting != "none")


def test_a_role_says_of_whom(ayse, bora, deniz):
    role = role_that_requires(deniz, ayse)
    assert (must_have_second_factor(ayse), must_have_second_factor(bora)) == (True, False)
    change_role(actor=deniz, role=role, second_factor_required=False)
    assert must_have_second_factor(ayse) is False


def test_the_role_of_everybody_says_so_of_everybody(ayse, deniz):
    change_role(actor=deniz, role=Role.objects.builtin(MEMBER), second_factor_required=True)
    assert must_have_second_factor(ayse)


def test_an_app_above_can_say_so(ayse, bora, monkeypatch):
    monkeypatch.setattr(required_factor, "_predicates", [*required_factor._predicates])
    required_factor.requires_second_factor(lambda user: user.username == "ayse")
    assert (must_have_second_factor(ayse), must_have_second_factor(bora), anybody_must()) == (True, False, True)


def test_where_no_role_requires_one_a_request_costs_nothing_more(ayse):
    client = signed_in(ayse)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/api/v1/conversations")
    assert not [one for one in queries if "second_factor_required" in one["sql"]]


def test_another_process_knows_within_a_second(ayse, deniz, monkeypatch):
    assert not must_have_second_factor(ayse)
    rights.factor_roles.read_at = 0.0
    role_that_requires(deniz, ayse)
    monkeypatch.setattr(rights, "_changes", rights.factor_roles.changes)  # nothing told this process
    ayse.__dict__.pop("_held", None)
    assert must_have_second_factor(ayse)


# over the API ---------------------------------------------------------------------------------------------------------
def test_whoever_has_none_gets_in_and_no_further(ayse, of_all, api):
    answer = api().post("/api/v1/auth/token", {"username": "ayse", "password": PASSWORD})
    assert answer.status_code == 200
    client = signed_in(ayse)
    refused = client.get("/api/v1/conversations")
    assert (refused.status_code, refused.json()["code"]) == (403, "auth.second_factor_required")
    assert client.get(ME).status_code == 200
    assert client.patch(ME, {"theme": "dark"}).status_code == 200
    status = client.get("/api/v1/auth/2fa").json()
    assert (status["required"], status["satisfied"]) == (True, False)


ALWAYS = {
    "users_me", "users_me_change", "users_me_keep", "auth_2fa_read", "auth_2fa_totp_begin", "auth_2fa_totp_confirm",
    "auth_2fa_totp_remove", "auth_2fa_codes_read", "auth_2fa_codes_renew", "auth_reauthenticate", "auth_passkeys_list",
    "auth_passkeys_options", "auth_passkeys_add", "auth_passkeys_rename", "auth_passkeys_remove",
    "auth_passkeys_challenge",
}  # fmt: skip
OPEN = {
    "auth_register", "auth_token", "auth_token_refresh", "auth_logout", "auth_passkeys_login_begin",
    "auth_passkeys_login", "versions_list", "users_avatar", "invitations_accept", "services_heartbeat",
    "server_picture", "emoji_picture", "group_avatar", "schemas_list", "schemas_read",
}  # fmt: skip


def test_every_operation_but_those_for_setting_up_is_closed(deniz, of_all):
    client = signed_in(deniz)
    key = "00000000-0000-0000-0000-000000000000"
    open_to = set()
    for name, method, path in operations():
        url = re.sub(r"{\w+}", lambda part: "128" if part[0] == "{size}" else key, path)
        answer = client.generic(method, url, "{}", content_type="application/json")
        if answer.status_code != 403 or answer.json()["code"] != "auth.second_factor_required":
            open_to.add(name)
    assert open_to >= ALWAYS
    unexpected = {name for name in open_to - ALWAYS if not name.startswith(("auth_password", "auth_email"))}
    assert unexpected <= OPEN


def test_setting_one_up_opens_everything(ayse, of_all):
    client = signed_in(ayse)
    secret = client.post(TOTP).json()["secret"]
    assert client.post(f"{TOTP}/confirm", {"code": code_of(secret)}).status_code == 200
    assert client.get("/api/v1/conversations").status_code == 200
    assert client.get("/api/v1/auth/2fa").json()["satisfied"] is True


def test_a_passkey_does_too(ayse, of_all):
    client = signed_in(ayse)
    options = client.post("/api/v1/auth/passkeys/options", {}).json()["options"]
    client.post("/api/v1/auth/passkeys", {"name": "x", "credential": SoftPasskey().make(options)})
    assert client.get("/api/v1/conversations").status_code == 200


def test_the_last_one_stays(ayse, of_all):
    client = signed_in(ayse)
    session = LoginSession.objects.get()
    give_totp(ayse)
    give_passkey(ayse, session)
    assert client.delete(TOTP).status_code == 204  # there is another
    answer = client.delete(f"/api/v1/auth/passkeys/{ayse.passkeys.get().pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "second_factor.needed")
    assert ayse.passkeys.count() == 1
    assert ayse.recovery_codes.count() == 10
    assert client.get("/api/v1/conversations").status_code == 200


def test_what_was_open_before_it_was_required_is_closed(ayse, deniz):
    client = signed_in(ayse)
    assert client.get("/api/v1/conversations").status_code == 200
    role_that_requires(deniz, ayse)
    assert client.get("/api/v1/conversations").json()["code"] == "auth.second_factor_required"


def test_keys_are_as_good_as_their_owner(ayse, settings):
    _key, text = make_key(ayse, "conversations:read")
    client = with_key(text)
    settings.REQUIRE_SECOND_FACTOR = "all"
    assert client.get("/api/v1/conversations").json()["code"] == "auth.second_factor_required"
    give_totp(ayse)
    assert client.get("/api/v1/conversations").status_code == 200


# on the pages ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/", "/settings", "/accounts/keys/", "/accounts/password/change/",
                                  "/accounts/email/", "/admin/", "/admin/accounts/user/"])  # fmt: skip
def test_pages_lead_to_where_one_is_set_up(client, page, deniz, of_all, path):
    page(deniz)
    assert client.get(path)["Location"] == "/accounts/two-factor/"


def test_what_one_needs_for_it_is_open(client, page, deniz, of_all):
    page(deniz)
    assert 'role="alert"' in client.get("/accounts/two-factor/").text
    for path in ("/accounts/reauthenticate/", "/accounts/logout/", "/healthz"):
        assert client.get(path).status_code == 200, path
    assert client.post("/language", {"language": "tr"}).status_code == 302
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_the_page_lets_on_once_it_is_set_up(client, page, deniz, of_all):
    page(deniz)
    secret = client.post("/accounts/two-factor/", {"do": "begin"}).context["secret"].replace(" ", "")
    client.post("/accounts/two-factor/", {"do": "confirm", "code": code_of(secret)})
    assert client.get("/").status_code == 200
    assert client.get("/admin/").status_code == 200
    client.post("/accounts/two-factor/", {"do": "remove"})
    assert client.get("/").status_code == 200


# sockets --------------------------------------------------------------------------------------------------------------
def test_sockets_refuse(ayse, of_all):
    _key, text = make_key(ayse, "account:events")
    with pytest.raises(SecondFactorRequired):
        realtime.by_key(text, "127.0.0.1")
    session = session_of(ayse)
    assert lacks_second_factor(ayse, session)
    assert realtime.ended({str(session.pk)}) == {str(session.pk)}
    give_totp(ayse)
    shown = LoginSession.objects.get(ended_at=None, factor="totp")
    assert realtime.ended({str(shown.pk)}) == set()
    assert realtime.by_key(text, "127.0.0.1").user == ayse


@pytest.mark.django_db(transaction=True)
async def test_a_socket_that_is_open_when_it_becomes_required_can_do_nothing(socket, ayse, settings):  # noqa: F811
    client = await socket(ayse)
    settings.REQUIRE_SECOND_FACTOR = "all"
    answer = await client.command("typing.start", conversation="00000000-0000-0000-0000-000000000000")
    assert answer["error"]["code"] == "auth.required"


@pytest.mark.django_db(transaction=True)
async def test_no_socket_opens(ayse, settings, stopped_runtime):  # noqa: F811
    settings.REQUIRE_SECOND_FACTOR = "all"
    from apps.accounts.actions import open_login_session

    pair = await sync_to_async(open_login_session)(user=ayse)
    client = SocketClient()
    await client.link.send_input({"type": "websocket.connect"})
    await client.link.receive_output(5)
    answer = await client.command("auth", token=pair.access)
    assert answer["error"]["code"] == "auth.second_factor_required"
    await client.close()
