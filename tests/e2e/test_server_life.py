"""A server in use: its own emoji as reactions, its figures, and coming back after it was deleted."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_accessibility import LOOKS, serious
from tests.e2e.test_messages import call, row
from tests.groups.conftest import picture

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


def add_emoji(one, place, name):
    """Add a picture as an emoji, on its screen."""
    one.page.goto(f"{one.server.url}/servers/{place}/emoji")
    one.page.locator("input[type=file]").set_input_files(
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": picture()}
    )
    one.page.get_by_role("button", name=re.compile("Add the emoji|Emojiyi ekle")).click()
    expect(one.page.get_by_role("list", name="Emoji").get_by_role("listitem")).to_have_count(1)


def test_an_own_emoji_is_a_reaction_from_the_picker(person, server):
    ayse = person("ayse", "Ayşe Yılmaz", color_scheme="dark", reduced_motion="reduce")
    bora = person("bora", "Bora Demir", locale="tr-TR", viewport=PHONE, has_touch=True, reduced_motion="reduce")
    place, channel = make_server(ayse, bora)
    add_emoji(ayse, place, "kedi")
    for one in (ayse, bora):
        one.page.goto(f"{server.url}/c/{channel}")
    ayse.write("Look at this")
    page, there = ayse.page, bora.page
    row(ayse, "Look at this").hover()
    page.get_by_role("button", name="React", exact=True).click()
    picker = page.get_by_role("dialog")
    expect(picker.get_by_role("region", name="Of this server").get_by_role("button")).to_have_count(1)
    picker.get_by_label("Search emoji").fill("ked")
    shot(page, "reaction-picker")
    assert serious(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=":kedi: 1", pressed=True)).to_be_visible()

    reaction = there.get_by_role("button", name=":kedi: 1")
    expect(reaction.get_by_role("img", name=":kedi:")).to_be_visible()
    assert reaction.get_by_role("img").evaluate("picture => picture.naturalWidth > 0")
    reaction.tap()
    expect(page.get_by_role("button", name=":kedi: 2")).to_be_visible()
    shot(page, "reaction")
    shot(there, "reaction-phone")
    assert serious(there) == []
    for one in (ayse, bora):
        one.complaints.clear()  # axe tries inline styles, which the pages forbid


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=["desktop-light", "desktop-dark", "phone"])
def test_the_statistics_of_a_server_tell_what_happened(person, server, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Yılmaz", locale, color_scheme=scheme, viewport=viewport)
    bora = person("bora", "Bora Demir")
    place, channel = make_server(ayse, bora)
    for one in (ayse, ayse, bora):
        call(one, "POST", "/messages", {"conversation": channel, "text": "Merhaba"})
    page = ayse.page
    page.goto(f"{server.url}/servers/{place}/statistics")
    figures = page.get_by_role("figure")
    expect(figures).to_have_count(3)
    for figure, what in zip(figures.all(), ("2", "3", "2"), strict=True):
        expect(figure.locator("figcaption")).to_contain_text(re.compile(f"^{what}"))
        expect(figure.get_by_role("img")).to_be_visible()
    page.get_by_role("button", name=re.compile("^7 (days|gün)")).click()
    page.locator("summary").filter(has_text=re.compile("as a table|tablo")).click()
    rows = page.get_by_role("row")
    expect(rows).to_have_count(2)  # it was made today
    expect(rows.nth(1).get_by_role("cell")).to_have_text(["2", "1", "0", "3", "2"])
    shot(page, f"statistics-{locale}-{scheme}-{viewport['width']}")
    assert serious(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    ayse.complaints.clear()


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
