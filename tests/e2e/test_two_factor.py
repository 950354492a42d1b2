"""Second factors in a real browser: its virtual authenticator makes and shows passkeys; the QR code is looked at."""

import json
import re
import time
from urllib.request import Request, urlopen

import pytest
import qrcode
from playwright.sync_api import Error, expect

from apps.accounts.totp import PERIOD, address_of, code_at
from tests.e2e.conftest import PASSWORD
from tests.e2e.test_accessibility import LOOKS, serious

PAGE = "/accounts/two-factor/"


@pytest.fixture
def site(server):
    """The server by its name: browsers bind no passkey to a bare address."""
    return server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def ayse(person, site):
    """Somebody who has signed up by the server's name, with an authenticator in the browser."""
    found = person("ayse", "Ayşe Işık")
    found.page.goto(f"{site}/accounts/login/")
    sign_in(found, site)
    found.page.wait_for_url(f"{site}/")
    link = found.context.new_cdp_session(found.page)
    link.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    found.authenticator = link.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    found.link = link
    return found


def sign_in(one, site):
    one.page.fill("input[name=login]", one.username)
    one.page.fill("input[name=password]", PASSWORD)
    one.page.locator("form:has(input[name=login]) button[type=submit]").click()


def sign_out(one, site):
    one.page.goto(f"{site}/accounts/logout/")
    one.page.locator("main form button[type=submit]").click()
    one.page.wait_for_url(re.compile("/accounts/login/"))


def add_passkey(one, site, *, alone=True):
    one.page.goto(site + PAGE)
    one.page.get_by_label("Name of the new passkey").fill("My phone")
    one.page.get_by_label("Sign in with it alone").set_checked(alone)
    one.page.get_by_role("button", name="Add a passkey").click()
    expect(one.page.get_by_role("heading", name="My phone")).to_be_visible()


def set_up_app(one, site):
    """Set up an app by the page; return its seed."""
    one.page.goto(site + PAGE)
    one.page.get_by_role("button", name=re.compile("Set up (an|another) app")).click()
    secret = one.page.locator("#secret").inner_text().replace(" ", "")
    one.page.get_by_label("Code of the app").fill(code(secret))
    one.page.get_by_role("button", name="Switch on").click()
    expect(one.page.get_by_text("The app is set up.")).to_be_visible()
    return secret


def code(secret, steps=0):
    return code_at(secret, int(time.time()) // PERIOD + steps)


def is_signed_in(one, site):
    return one.context.request.get(f"{site}/api/v1/users/me").ok


def test_a_passkey_is_made_and_signs_in_alone(ayse, site):
    add_passkey(ayse, site)
    codes = ayse.page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    assert len(ayse.link.send("WebAuthn.getCredentials", {"authenticatorId": ayse.authenticator})["credentials"]) == 1
    sign_out(ayse, site)
    assert not is_signed_in(ayse, site)
    ayse.complaints.clear()  # the 401 above
    ayse.page.get_by_role("button", name="Sign in with a passkey").click()
    ayse.page.wait_for_url(f"{site}/")
    assert is_signed_in(ayse, site)


def test_a_passkey_is_the_second_factor(ayse, site):
    add_passkey(ayse, site, alone=False)
    sign_out(ayse, site)
    sign_in(ayse, site)
    ayse.page.wait_for_url(f"{site}/accounts/login/second/")
    assert not is_signed_in(ayse, site)
    ayse.page.get_by_role("button", name="Use a passkey").click()
    ayse.page.wait_for_url(f"{site}/")
    assert is_signed_in(ayse, site)


def test_a_person_who_does_not_show_it_is_told(ayse, site):
    add_passkey(ayse, site)
    sign_out(ayse, site)
    ayse.link.send("WebAuthn.setUserVerified", {"authenticatorId": ayse.authenticator, "isUserVerified": False})
    ayse.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(ayse.page.get_by_role("alert")).to_contain_text("That did not work")
    assert not is_signed_in(ayse, site)
    ayse.link.send("WebAuthn.setUserVerified", {"authenticatorId": ayse.authenticator, "isUserVerified": True})
    ayse.page.get_by_role("button", name="Sign in with a passkey").click()
    ayse.page.wait_for_url(f"{site}/")


def test_it_is_renamed_and_removed(ayse, site):
    add_passkey(ayse, site)
    ayse.page.get_by_label("New name").fill("Old phone")
    ayse.page.get_by_role("button", name="Rename").click()
    expect(ayse.page.get_by_role("heading", name="Old phone")).to_be_visible()
    ayse.page.get_by_role("button", name="Remove", exact=True).click()
    expect(ayse.page.get_by_text("The passkey is removed.")).to_be_visible()
    sign_out(ayse, site)
    sign_in(ayse, site)
    ayse.page.wait_for_url(f"{site}/")


def test_at_the_bare_address_one_is_told_where_passkeys_work(chromium, server, site):
    context = chromium.new_context(locale="en-US")
    page = context.new_page()
    told, button = page.get_by_text("Passkeys belong to the address localhost."), page.get_by_text("in with a passkey")
    page.goto(f"{server.url}/accounts/login/")
    expect(told).to_be_visible()
    expect(button).to_be_hidden()
    page.goto(f"{site}/accounts/login/")
    expect(told).to_be_hidden()
    expect(button).to_be_visible()
    context.close()


MODULES = """async (many) => {
  const image = document.querySelector(".picture img");
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = many * 8;
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, many * 8, many * 8);
  brush.drawImage(image, 0, 0, many * 8, many * 8);
  const dark = (x, y) => brush.getImageData(x * 8 + 4, y * 8 + 4, 1, 1).data[0] < 128;
  return Array.from({ length: many }, (_, y) => Array.from({ length: many }, (_, x) => dark(x, y)));
}"""


def test_the_picture_says_what_the_app_needs(ayse, site):
    ayse.page.goto(site + PAGE)
    ayse.page.get_by_role("button", name="Set up an app").click()
    secret = ayse.page.locator("#secret").inner_text().replace(" ", "")
    expected = qrcode.QRCode()
    expected.add_data(address_of(secret, ayse.username))
    expected.make(fit=True)
    matrix = expected.get_matrix()
    assert ayse.page.evaluate(MODULES, len(matrix)) == matrix


def test_an_app_is_set_up_and_asked_for(ayse, site):
    secret = set_up_app(ayse, site)
    recovery = ayse.page.locator(".codes li").first.inner_text()
    with ayse.page.expect_download() as download:
        ayse.page.get_by_role("link", name="Download").click()
    assert recovery in download.value.path().read_text()
    sign_out(ayse, site)
    sign_in(ayse, site)
    ayse.page.wait_for_url(f"{site}/accounts/login/second/")
    ayse.page.get_by_label("Code").fill("000000")
    ayse.page.get_by_role("button", name="Sign in").click()
    expect(ayse.page.get_by_role("alert")).to_be_visible()
    ayse.complaints.clear()  # the 422 of the wrong code
    ayse.page.get_by_label("Code").fill(code(secret, 1))
    ayse.page.get_by_role("button", name="Sign in").click()
    ayse.page.wait_for_url(f"{site}/")
    sign_out(ayse, site)
    sign_in(ayse, site)
    ayse.page.get_by_label("Code").fill(recovery)
    ayse.page.get_by_role("button", name="Sign in").click()
    ayse.page.wait_for_url(f"{site}/")
    assert is_signed_in(ayse, site)


def test_a_program_signs_in_with_the_code(ayse, site):
    secret = set_up_app(ayse, site)
    body = json.dumps({"username": ayse.username, "password": PASSWORD, "otp": code(secret, 1)}).encode()
    request = Request(f"{site}/api/v1/auth/token", body, {"Content-Type": "application/json"})
    assert set(json.load(urlopen(request))) == {"access", "refresh"}


def test_the_pages_work_without_a_script(chromium, server):
    context = chromium.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(f"{server.url}/accounts/signup/")
    name = f"bora{int(time.time() * 1000) % 10**8}"
    for field, value in (("username", name), ("email", f"{name}@example.org"), ("password", PASSWORD)):
        page.fill(f"input[name={field}]", value)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{server.url}/")
    page.goto(server.url + PAGE)
    page.get_by_role("button", name="Set up an app").click()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("Code of the app").fill(code(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(page.locator(".codes li")).to_have_count(10)
    context.close()


def test_another_site_cannot_use_the_passkey(ayse, site):
    add_passkey(ayse, site)
    with pytest.raises(Error, match=r"SecurityError|NotAllowedError"):
        ayse.page.evaluate(
            """() => navigator.credentials.get({publicKey: {challenge: new Uint8Array(32), rpId: "example.org"}})"""
        )


def test_the_settings_of_the_web_app_make_one_too(ayse, site):
    page = ayse.page
    page.goto(f"{site}/settings/security")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Never used")).to_be_visible()
    assert len(ayse.link.send("WebAuthn.getCredentials", {"authenticatorId": ayse.authenticator})["credentials"]) == 1
    sign_out(ayse, site)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site}/")


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=["desktop-light", "desktop-dark", "phone"])
def test_nothing_serious_is_found(person, server, locale, scheme, viewport):
    one = person("deniz", "Deniz", locale, color_scheme=scheme, viewport=viewport)
    for path in (PAGE, "/accounts/reauthenticate/"):
        one.page.goto(server.url + path)
        assert serious(one.page) == []
    one.page.goto(server.url + PAGE)
    one.page.locator("button[value=begin]").click()
    assert serious(one.page) == []
    one.page.fill("input[name=code]", code(one.page.locator("#secret").inner_text().replace(" ", "")))
    one.page.locator("main form button[type=submit]").click()
    expect(one.page.locator(".codes li")).to_have_count(10)
    assert serious(one.page) == []
    one.complaints.clear()  # axe tries inline styles, which the pages forbid
