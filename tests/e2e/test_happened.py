"""What happened in a group stands between the messages, in the reader's language; an owner deletes the group."""

import re

from playwright.sync_api import expect

from tests.e2e.test_accessibility import serious
from tests.e2e.test_group_picture import shot
from tests.e2e.test_messages import call


def line(page, text):
    return page.locator("p[data-message]", has_text=text)


def test_what_happened_is_told_and_a_group_is_deleted(person, server):
    ayse = person("ayse", "Ayşe Yılmaz", reduced_motion="reduce")
    bora = person("bora", "Bora Demir", locale="tr-TR", viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    him = call(bora, "GET", "/users/me")["id"]
    group = call(ayse, "POST", "/groups", {"name": "Lansman"})["conversation"]
    call(ayse, "POST", f"/groups/{group}/members", {"members": [him]})
    page, there = ayse.page, bora.page
    for one in (page, there):
        one.goto(f"{server.url}/c/{group}")
    expect(line(there, "Ayşe Yılmaz gruba ekledi: Bora Demir")).to_be_visible(timeout=30_000)
    call(ayse, "PATCH", f"/groups/{group}", {"name": "Kutlama", "slow_mode_seconds": 60})
    said = call(ayse, "POST", "/messages", {"conversation": group, "text": "Saat beşte"})
    call(bora, "PUT", f"/messages/{said['id']}/pin")
    expect(line(there, "Ayşe Yılmaz grubun adını değiştirdi: Kutlama")).to_be_visible(timeout=30_000)
    expect(line(page, "Ayşe Yılmaz turned slow mode on: 1 min")).to_be_visible(timeout=30_000)
    line(page, "pinned a message").get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name=re.compile("Bora Demir pinned a message"))).to_be_visible(timeout=30_000)
    shot(page, "happened")
    shot(there, "happened-phone")
    assert serious(page) == []
    assert serious(there) == []

    page.goto(f"{server.url}/c/{group}?panel=details")
    page.get_by_role("button", name="Delete the group").click(timeout=60_000)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Kutlama")
    shot(page, "delete-group")
    dialog.get_by_role("button", name="Delete the group").click()
    for one in (page, there):
        expect(one.get_by_role("link", name=re.compile("Kutlama"))).to_have_count(0)
    expect(there.get_by_text("Saat beşte")).to_have_count(0)
    for one in (ayse, bora):
        one.complaints.clear()  # axe tries inline styles, which the pages forbid
