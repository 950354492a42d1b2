"""Two people in two browsers do with messages what can be done, and each sees what the other did."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_accessibility import LOOKS, serious
from tests.e2e.test_main_job import open_conversation


def call(one, method, path, body=None):
    """Do something by the API as the person who is signed in, as another device of theirs would."""
    token = next(cookie["value"] for cookie in one.context.cookies() if cookie["name"].endswith("csrftoken"))
    headers = {"X-CSRFToken": token, "Content-Type": "application/json", "Referer": one.server.url}
    data = None if body is None else json.dumps(body)
    url = f"{one.server.url}/api/v1{path}"
    answer = one.context.request.fetch(url, method=method, data=data, headers=headers)
    assert answer.ok, answer.text()
    return answer.json() if answer.status != 204 else None


def row(one, text):
    return one.page.locator("article[data-message]").filter(has_text=text).last


def choose(one, message, name):
    """Pick an entry of a message's menu."""
    message.click(button="right", position={"x": 200, "y": 8})
    one.page.get_by_role("menuitem", name=name).click()


@pytest.fixture
def two(person):
    ayse, bora = person("ayse", "Ayşe Işık"), person("bora", "Bora Kaya")
    open_conversation(ayse, bora)
    ayse.write("Merhaba")
    bora.page.get_by_role("link", name=re.compile("Ayşe Işık")).first.click()
    expect(row(bora, "Merhaba")).to_be_visible()
    return ayse, bora


def test_reactions_appear_at_once_and_are_taken_back(two):
    ayse, bora = two
    row(bora, "Merhaba").hover()
    bora.page.get_by_role("button", name="React with 👍").click()
    expect(ayse.page.get_by_role("button", name="👍 1")).to_be_visible()
    ayse.page.get_by_role("button", name="👍 1").click()
    expect(bora.page.get_by_role("button", name="👍 2", pressed=True)).to_be_visible()
    bora.page.get_by_role("button", name="👍 2").click()
    expect(ayse.page.get_by_role("button", name="👍 1", pressed=True)).to_be_visible()


def test_an_edit_is_seen_and_one_made_meanwhile_is_a_choice(two):
    ayse, bora = two
    field = ayse.page.locator("textarea").last
    field.press("ArrowUp")
    inplace = ayse.page.get_by_role("textbox", name="Change your message")
    inplace.fill("Merhaba Bora")
    inplace.press("Enter")
    expect(row(bora, "Merhaba Bora")).to_contain_text("(edited)")
    field.press("ArrowUp")
    inplace.fill("Benim sözüm")
    message = row(ayse, "Save").get_attribute("data-message")
    call(ayse, "PUT", f"/messages/{message}", {"text": "Öteki cihazdan"})  # while this one edits
    expect(row(bora, "Öteki cihazdan")).to_be_visible()
    inplace.press("Enter")
    expect(ayse.page.get_by_role("region", name="As it stands now")).to_contain_text("Öteki cihazdan")
    expect(ayse.page.get_by_role("region", name="Your version")).to_contain_text("Benim sözüm")
    ayse.page.get_by_role("button", name="Keep mine").click()
    expect(row(bora, "Benim sözüm")).to_be_visible()
    row(bora, "Benim sözüm").get_by_role("button", name="(edited)").click()
    expect(bora.page.get_by_role("dialog")).to_contain_text("Öteki cihazdan")
    ayse.complaints.clear()  # the refused edit


def test_a_reply_leads_to_what_it_answers_however_far_back(two):
    ayse, bora = two
    conversation = ayse.page.url.rsplit("/", 1)[-1]
    first = row(ayse, "Merhaba").get_attribute("data-message")
    for number in range(120):
        call(ayse, "POST", "/messages", {"conversation": conversation, "text": f"Satır {number}"})
    call(bora, "POST", "/messages", {"conversation": conversation, "text": "Buna yanıt", "reply_to": first})
    ayse.page.reload()
    row(ayse, "Buna yanıt").get_by_role("button", name=re.compile("Merhaba")).click()
    sought = ayse.page.locator(f"article[data-message='{first}']")
    expect(sought).to_be_in_viewport()
    expect(sought).to_have_attribute("aria-current", "true")
    ayse.page.get_by_role("button", name="Jump to the latest").click()
    expect(row(ayse, "Buna yanıt")).to_be_in_viewport()


def test_a_thread_beside_the_conversation_counts_what_is_new(two):
    ayse, bora = two
    row(bora, "Merhaba").hover()
    bora.page.get_by_role("toolbar").get_by_role("button", name="Thread", exact=True).click()
    answer = bora.page.get_by_role("textbox", name="Message to this thread")
    answer.fill("Dizide yanıt")
    answer.press("Enter")
    expect(bora.page.get_by_role("complementary", name="Thread")).to_contain_text("Dizide yanıt")
    expect(row(ayse, "Merhaba")).to_contain_text("1 answer")
    expect(row(ayse, "Merhaba")).to_contain_text("1 new")
    row(ayse, "Merhaba").get_by_role("button", name=re.compile("1 answer")).click()
    panel = ayse.page.get_by_role("complementary", name="Thread")
    expect(panel).to_contain_text("Dizide yanıt")
    expect(ayse.page.locator("article", has_text="1 new")).to_have_count(0)
    panel.get_by_role("button", name="Close").click()
    ayse.page.get_by_role("link", name="Later").click()
    ayse.page.get_by_role("button", name="Threads").click()
    expect(ayse.page.get_by_role("list", name="Threads")).to_contain_text("Merhaba")


def test_a_poll_counts_live(two):
    ayse, bora = two
    ayse.page.get_by_role("button", name="Add something").click()
    ayse.page.get_by_role("menuitem", name="Poll").click()
    dialog = ayse.page.get_by_role("dialog")
    dialog.get_by_label("Question").fill("Öğle yemeği?")
    dialog.get_by_label("Answer 1").fill("Kebap")
    dialog.get_by_label("Answer 2").fill("Balık")
    dialog.get_by_role("button", name="Start the poll").click()
    bora.page.get_by_role("button", name=re.compile("Balık")).click()
    expect(ayse.page.get_by_role("button", name=re.compile("Balık 1 · 100%"))).to_be_visible()
    bora.page.get_by_role("button", name=re.compile("Kebap")).click()
    expect(ayse.page.get_by_role("button", name=re.compile("Kebap 1 · 100%"))).to_be_visible()
    ayse.page.get_by_role("button", name="Close the poll").click()
    expect(bora.page.get_by_role("button", name=re.compile("Kebap"))).to_be_disabled()


def test_ticks_say_how_far_a_message_got(two):
    ayse, bora = two
    bora.page.goto(f"{bora.server.url}/later")  # here, but not looking at the conversation
    ayse.write("Okudun mu?")
    expect(row(ayse, "Okudun mu?").locator("[data-reach=delivered]")).to_be_visible()
    bora.page.get_by_role("link", name=re.compile("Ayşe Işık")).first.click()
    bora.page.bring_to_front()
    expect(row(bora, "Okudun mu?")).to_be_visible()
    expect(row(ayse, "Okudun mu?").locator("[data-reach=read]")).to_be_visible()


def test_pinned_saved_forwarded_deleted(two):
    ayse, bora = two
    choose(ayse, row(ayse, "Merhaba"), "Pin for everybody")
    bora.page.get_by_role("link", name="Pinned messages").click()
    expect(bora.page.get_by_role("list", name="Pinned messages")).to_contain_text("Merhaba")
    choose(bora, row(bora, "Merhaba"), "Save for later")
    bora.page.get_by_role("link", name="Later").click()
    expect(bora.page.get_by_role("list", name="Saved")).to_contain_text("Merhaba")
    bora.page.get_by_role("link", name="Show").click()
    choose(bora, row(bora, "Merhaba"), "Forward")
    dialog = bora.page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("Ayşe Işık")).click()
    dialog.get_by_role("button", name="Forward to 1").click()
    expect(row(ayse, "Forwarded from Ayşe Işık")).to_be_visible()
    choose(ayse, ayse.page.locator("article[data-message]").filter(has_text="Merhaba").first, "Delete")
    ayse.page.get_by_role("dialog").get_by_role("button", name="Delete for everybody").click()
    expect(bora.page.locator("article[data-message]").filter(has_text="Merhaba")).to_have_count(1)


def test_a_draft_follows_to_another_device(two, chromium):
    ayse, _ = two
    conversation = ayse.page.url.rsplit("/", 1)[-1]
    device = chromium.new_context(storage_state=ayse.context.storage_state(), locale="en-US")
    page = device.new_page()
    page.goto(f"{ayse.server.url}/c/{conversation}")
    page.locator("article[data-message]").first.wait_for()
    page.evaluate("localStorage.clear()")
    ayse.page.locator("textarea").fill("yarım kalan söz")
    expect(page.locator("textarea")).to_have_value("yarım kalan söz")
    ayse.page.locator("textarea").press("Enter")
    expect(page.locator("textarea")).to_have_value("")
    device.close()


def test_a_group_is_arranged_and_joined_by_link(person):
    ayse, bora, cem = person("ayse", "Ayşe Işık"), person("bora", "Bora Kaya"), person("cem", "Cem Öztürk")
    him = call(bora, "GET", "/users/me")
    group = call(ayse, "POST", "/groups", {"name": "Lansman", "members": [him["id"]]})["id"]
    ayse.page.goto(f"{ayse.server.url}/c/{group}?panel=details")
    panel = ayse.page.get_by_role("complementary", name="Details")
    panel.get_by_label("Slow mode").select_option("30")
    panel.get_by_role("button", name="Save").click()
    expect(ayse.page.get_by_text("Saved.")).to_be_visible()
    bora.page.goto(f"{bora.server.url}/c/{group}")
    bora.write("Bir")
    expect(bora.page.get_by_role("timer")).to_contain_text("Slow mode")
    field = bora.page.locator("textarea")
    field.press_sequentially("@ay")
    expect(bora.page.get_by_role("option", name=re.compile("Ayşe Işık"))).to_be_visible()
    panel.get_by_role("button", name="New link").click()
    link = panel.get_by_role("textbox", name="New link").input_value()
    cem.page.goto(link)
    cem.page.get_by_role("button", name="Join").click()
    expect(cem.page.get_by_role("heading", name="Lansman")).to_be_visible()
    expect(panel).to_contain_text("Cem Öztürk")
    panel.get_by_role("button", name=re.compile("with Cem")).click()
    ayse.page.get_by_role("menuitem", name="Remove from the group").click()
    expect(cem.page.get_by_role("heading", name="Lansman")).to_have_count(0)
    cem.complaints.clear()  # what they may no longer read


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=["desktop-light", "desktop-dark", "phone"])
def test_nothing_serious_is_found(person, server, locale, scheme, viewport):
    # Half-drawn, a panel that slides in has other colours.
    look = {"color_scheme": scheme, "viewport": viewport, "reduced_motion": "reduce"}
    ayse = person("ayse", "Ayşe Işık", locale, **look)
    bora = person("bora", "Bora Kaya")
    him = call(bora, "GET", "/users/me")
    group = call(ayse, "POST", "/groups", {"name": "Lansman", "members": [him["id"]]})["id"]

    def say(one, text, **extra):
        return call(one, "POST", "/messages", {"conversation": group, "text": text, **extra})["id"]

    first = say(bora, "Merhaba @owner, `kod` ve **kalın**")
    say(ayse, "Yanıt", reply_to=first)
    say(bora, "Dizide", thread=first)
    poll = say(bora, "Hangisi?", poll={"options": ["Bir", "İki"]})
    call(ayse, "PUT", f"/messages/{poll}/vote", {"options": [1]})
    say(bora, "Acil bir şey", urgent=True)
    call(ayse, "PUT", f"/messages/{first}/reactions/👍")
    call(ayse, "PUT", f"/messages/{first}/pin")
    call(ayse, "PUT", f"/messages/{first}/saved")
    page = ayse.page
    for path in (f"/c/{group}", f"/c/{group}?thread={first}", f"/c/{group}?panel=pins", f"/c/{group}?panel=details"):
        page.goto(f"{server.url}{path}")
        page.locator("article").first.wait_for()
        assert serious(page) == [], path
    page.goto(f"{server.url}/c/{group}")
    row(ayse, "Acil bir şey").click(button="right", position={"x": 120, "y": 8})
    page.get_by_role("menu").wait_for()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("Choose an emoji|Emoji seç")).last.click()
    page.get_by_role("dialog").wait_for()
    assert serious(page) == []
    for path in ("/later", "/later/threads"):
        page.goto(f"{server.url}{path}")
        page.locator("article").first.wait_for()
        assert serious(page) == [], path
