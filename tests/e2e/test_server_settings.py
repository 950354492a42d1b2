"""Administrating a server: roles, what differs in channels, members, bans and order; axe over every screen."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_accessibility import LOOKS, serious
from tests.groups.conftest import picture

PICTURES = os.environ.get("ALTLAS_PICTURES")


def shot(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def make_server(person, name="Mahalle"):
    """Make a server through the API, in the name of who is signed in; return its address."""
    made = call(person, "POST", "/servers", {"name": name})
    return made["id"]


def call(person, method, path, body=None):
    """Ask the API as the page does."""
    return person.page.evaluate(
        """async ([method, path, body]) => {
            const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
            const headers = {"X-CSRFToken": token, "Content-Type": "application/json"};
            const sent = {method, headers, body: body === null ? undefined : JSON.stringify(body)};
            const answer = await fetch(`/api/v1${path}`, sent);
            if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
            return answer.status === 204 ? null : answer.json();
        }""",
        [method, path, body],
    )


def join(person, owner, server):
    code = call(owner, "POST", f"/servers/{server}/invites", {})["code"]
    call(person, "POST", f"/invites/{code}/accept", {})


def test_roles_are_made_ordered_given_and_differ_in_channels(person, server):
    ayse, bora = person("ayse", "Ayşe Yılmaz"), person("bora", "Bora Demir")
    place = make_server(ayse)
    join(bora, ayse, place)
    page = ayse.page
    page.goto(f"{server.url}/servers/{place}/roles")
    for name in ("Helpers", "Guests"):
        page.get_by_label("New role").fill(name)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        page.get_by_role("link", name="Roles", exact=True).last.click()
    rows = page.get_by_role("list", name="Roles").get_by_role("link")
    expect(rows.first).to_contain_text("Helpers")
    handle = page.get_by_role("button", name="Move Guests")
    handle.focus()
    handle.press("ArrowUp")
    expect(rows.first).to_contain_text("Guests")
    expect(page.get_by_role("button", name="Move Guests")).to_be_focused()
    box = page.get_by_role("button", name="Move Guests").bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 8, box["y"] + 40)
    page.mouse.move(box["x"] + 8, box["y"] + 90)
    page.mouse.up()
    expect(rows.first).to_contain_text("Helpers")
    page.reload()
    expect(rows.first).to_contain_text("Helpers")
    assert serious(page) == []

    rows.first.click()
    page.get_by_label("It has a colour").check()
    page.get_by_label("Take members out").check()
    page.get_by_label("See statistics").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    page.get_by_role("button", name="Give it to a member").click()
    page.get_by_role("button", name="Give: Bora Demir").click()
    expect(page.get_by_role("button", name="Take the role: Bora Demir")).to_be_visible()
    assert serious(page) == []
    shot(page, "role")

    # Bora sees what the role lets him do, and why the rest is closed to him.
    there = bora.page
    there.goto(f"{server.url}/servers/{place}/roles")
    expect(there.get_by_text("Your roles do not let you change roles.")).to_be_visible()
    there.get_by_role("link", name=re.compile("Helpers")).click()
    expect(there.get_by_label("Take members out")).to_be_disabled()
    expect(there.get_by_label("Take members out")).to_be_checked()
    assert serious(there) == []

    page.get_by_role("link", name="Channels and categories").click()
    page.get_by_role("main").get_by_role("link", name=re.compile("general")).click()
    page.get_by_label("For whom").select_option(label="Guests")
    page.get_by_role("radiogroup", name="Write messages").get_by_role("radio", name="Deny").check()
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("button", name="Nothing differs for Guests")).to_be_visible()
    expect(page.get_by_text("not as in Text channels")).to_be_visible()
    assert serious(page) == []
    shot(page, "overrides")
    page.get_by_label("For whom").select_option(label="Everybody")
    page.get_by_role("radiogroup", name="Write messages").get_by_role("radio", name="Deny").check()
    page.get_by_role("button", name="Save").last.click()
    there.get_by_role("link", name=re.compile("general")).first.click()
    expect(there.locator("textarea")).to_have_count(0)
    page.get_by_role("button", name="Make it as in Text channels").click()
    expect(there.locator("textarea")).to_have_count(1)
    for one in (ayse, bora):
        one.complaints.clear()  # axe tries inline styles, which the pages forbid


def test_members_are_named_silenced_banned_and_let_back(person, server):
    ayse, bora = person("ayse", "Ayşe Yılmaz"), person("bora", "Bora Demir", locale="tr-TR")
    place = make_server(ayse)
    join(bora, ayse, place)
    page = ayse.page
    page.goto(f"{server.url}/servers/{place}/members")
    page.get_by_label("Find a member").fill("bora")

    def choose(what):
        page.get_by_role("button", name=re.compile("What to do with")).first.click()
        page.get_by_role("menuitem", name=what).click()

    expect(page.get_by_role("list", name="Members").get_by_role("listitem")).to_have_count(1)
    choose("Nickname")
    page.get_by_role("dialog").get_by_label("Nickname").fill("Bobo")
    page.get_by_role("dialog").get_by_role("button", name="Nickname").click()
    expect(page.get_by_role("button", name="What to do with Bobo")).to_be_visible()
    choose("Silence for a while")
    assert serious(page) == []
    page.get_by_role("dialog").get_by_label("Reason").fill("Noise")
    page.get_by_role("dialog").get_by_role("button", name="Silence for a while").click()
    expect(page.get_by_text("silenced until")).to_be_visible()
    shot(page, "members")
    choose("Let them speak")
    page.get_by_role("dialog").get_by_role("button", name="Let them speak").click()
    expect(page.get_by_text("silenced until")).to_have_count(0)
    choose("Ban")
    page.get_by_role("dialog").get_by_label("Reason").fill("Spam")
    page.get_by_role("dialog").get_by_role("button", name="Ban Bobo").click()
    expect(page.get_by_text("Nobody is called so.")).to_be_visible()
    expect(bora.page.get_by_text("Mahalle")).to_have_count(0)
    page.get_by_role("link", name="Banned").click()
    expect(page.get_by_text("Spam")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Lift the ban on Bora Demir").click()
    expect(page.get_by_text("Nobody is banned.")).to_be_visible()
    join(bora, ayse, place)
    expect(bora.page.get_by_text("Mahalle").first).to_be_visible()
    for one in (ayse, bora):
        one.complaints.clear()


def test_channels_and_categories_are_ordered_by_keyboard_and_an_empty_one_appears_to_who_arranges(person, server):
    ayse, bora = person("ayse", "Ayşe Yılmaz"), person("bora", "Bora Demir")
    place = make_server(ayse)
    join(bora, ayse, place)
    role = call(ayse, "POST", f"/servers/{place}/roles", {"name": "Order", "permissions": ["manage_channels"]})["id"]
    user = call(bora, "GET", "/users/me")["id"]
    call(ayse, "PUT", f"/servers/{place}/members/{user}/roles/{role}")
    page, there = ayse.page, bora.page
    for one in (page, there):
        one.goto(f"{server.url}/servers/{place}/channels")
    page.get_by_label("New category").fill("Quiet")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(there.get_by_role("button", name="Move Quiet")).to_be_visible()
    handle = page.get_by_role("button", name="Move general")
    handle.focus()
    handle.press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text="general: Quiet, place 1 of 1")).to_have_count(1)
    handle.press("ArrowUp")
    page.get_by_role("button", name="Move Quiet").focus()
    page.keyboard.press("ArrowUp")
    names = there.get_by_role("list", name="Channels and categories").get_by_role("listitem")
    expect(names.nth(1)).to_contain_text("Quiet")
    expect(names.nth(3)).to_contain_text("general")
    assert serious(page) == []
    shot(page, "channels")
    for one in (ayse, bora):
        one.complaints.clear()


SCREENS = ("", "/members", "/roles", "/channels", "/emoji", "/statistics", "/links", "/bans", "/audit")


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=["desktop-light", "desktop-dark", "phone"])
def test_nothing_serious_is_found_in_the_settings_of_a_server(person, server, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    place = make_server(ayse)
    call(ayse, "POST", f"/servers/{place}/roles", {"name": "Yardımcılar", "color": "#3b82f6"})
    page = ayse.page
    for path in SCREENS:
        page.goto(f"{server.url}/servers/{place}{path}")
        page.get_by_role("main").get_by_role("heading", level=2).first.wait_for()
        shot(page, f"{locale}-{scheme}{path.replace('/', '-') or '-overview'}")
        assert serious(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
    ayse.complaints.clear()


def test_an_emoji_is_added_written_and_seen_by_others(person, server, tmp_path):
    ayse, bora = person("ayse", "Ayşe Yılmaz"), person("bora", "Bora Demir", locale="tr-TR")
    place = make_server(ayse)
    join(bora, ayse, place)
    page, there = ayse.page, bora.page
    cat = tmp_path / "kedi.png"
    cat.write_bytes(picture())
    page.goto(f"{server.url}/servers/{place}/emoji")
    page.get_by_label("Picture").set_input_files(cat)
    expect(page.get_by_label("Name", exact=True)).to_have_value("kedi")
    page.get_by_role("button", name="Add the emoji").click()
    expect(page.get_by_role("list", name="Emoji").get_by_role("listitem")).to_have_count(1)
    assert serious(page) == []
    shot(page, "emoji")

    page.get_by_role("link", name=re.compile("general")).first.click()
    field = page.locator("textarea")
    field.press_sequentially("Look :ked")
    page.get_by_role("option", name=re.compile("kedi")).click()
    expect(field).to_have_value("Look :kedi: ")
    field.press("Enter")
    there.get_by_role("link", name=re.compile("general")).first.click()
    row = there.get_by_role("article").filter(has_text="Look")
    expect(row.get_by_role("img", name=":kedi:")).to_be_visible()
    for one in (ayse, bora):
        one.complaints.clear()
