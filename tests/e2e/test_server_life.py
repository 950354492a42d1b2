"""A server in use: who sees its figures, and how it comes back after it was deleted."""

import os
import re

from playwright.sync_api import expect

from tests.e2e.test_accessibility import serious
from tests.e2e.test_messages import call, row

PICTURES = os.environ.get("ALTLAS_PICTURES")
PHONE = {"width": 390, "height": 800}


def shot(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def make_server(ayse, *others):
    """Make a server with everybody in it; return its id and that of its first channel."""
    place = call(ayse, "POST", "/servers", {"name": "Mahalle"})["id"]
    code = call(ayse, "POST", f"/servers/{place}/invites", {})["code"]
    for one in others:
        call(one, "POST", f"/invites/{code}/accept", {})
    channels = call(ayse, "GET", "/conversations?limit=100")["results"]
    return place, next(one["id"] for one in channels if one["channel"] and one["channel"]["server"] == place)


def test_only_who_may_see_the_statistics(person, server):
    ayse, bora = person("ayse", "Ayşe Yılmaz"), person("bora", "Bora Demir")
    place, _channel = make_server(ayse, bora)
    bora.page.goto(f"{server.url}/servers/{place}")
    expect(bora.page.get_by_role("link", name="Members", exact=True)).to_be_visible()
    expect(bora.page.get_by_role("link", name="Statistics")).to_have_count(0)


def test_a_deleted_server_is_brought_back_with_all_that_was_said(person, server):
    ayse = person("ayse", "Ayşe Yılmaz", reduced_motion="reduce")
    bora = person("bora", "Bora Demir", locale="tr-TR", viewport=PHONE, color_scheme="dark", reduced_motion="reduce")
    place, channel = make_server(bora, ayse)
    call(ayse, "POST", "/messages", {"conversation": channel, "text": "Do not lose this"})
    page, there = ayse.page, bora.page
    for one in (page, there):
        one.goto(f"{server.url}/")
        expect(one.get_by_role("link", name=re.compile("general|genel"))).to_be_visible()
    there.goto(f"{server.url}/servers/{place}")
    there.get_by_role("button", name="Sunucuyu sil").click()
    there.get_by_role("dialog").get_by_role("button", name="Sunucuyu sil").click()
    expect(page.get_by_role("link", name=re.compile("general|genel"))).to_have_count(0)

    there.goto(f"{server.url}/")
    there.get_by_role("button", name="Yeni sunucu").click()
    back = there.get_by_role("button", name="Geri getir: Mahalle")
    expect(back).to_be_visible()
    shot(there, "deleted-phone")
    assert serious(there) == []
    back.click()
    there.wait_for_url(re.compile(place))
    expect(there.get_by_role("heading", level=1, name="Mahalle")).to_be_visible()
    shot(there, "restored-phone")
    page.get_by_role("link", name=re.compile("general|genel")).click()
    expect(row(ayse, "Do not lose this")).to_be_visible()
    page.get_by_role("button", name="New server").click()
    expect(page.get_by_role("dialog").get_by_label("Name")).to_be_visible()
    expect(page.get_by_text("Deleted servers")).to_have_count(0)
    shot(page, "new-server")
    for one in (ayse, bora):
        one.complaints.clear()
