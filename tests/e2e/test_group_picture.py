"""The picture of a group: chosen and removed by who may, seen by everybody at once."""

import os
import re

from playwright.sync_api import expect

from tests.e2e.test_accessibility import serious
from tests.e2e.test_messages import call
from tests.groups.conftest import picture

PICTURES = os.environ.get("ALTLAS_PICTURES")


def shot(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def faces(page):
    """Return the pictures of the group in the list and in its head."""
    return page.locator(f"img[src*='/groups/{page.url.split('/c/')[1].split('?')[0]}/avatar']")


def test_the_picture_of_a_group(person, server):
    ayse = person("ayse", "Ayşe Yılmaz", color_scheme="dark", reduced_motion="reduce")
    bora = person("bora", "Bora Demir", locale="tr-TR", viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    him = call(bora, "GET", "/users/me")["id"]
    group = call(ayse, "POST", "/groups", {"name": "Lansman", "members": [him]})["conversation"]
    page, there = ayse.page, bora.page
    for one in (page, there):
        one.goto(f"{server.url}/c/{group}?panel=details")
    there.get_by_role("heading", name="Ayrıntılar").wait_for()
    expect(there.get_by_role("complementary", name="Ayrıntılar").locator("input[type=file]")).to_have_count(0)
    expect(faces(page)).to_have_count(0)

    chooser = page.get_by_role("complementary", name="Details").locator("input[type=file]")
    chooser.set_input_files({"name": "team.png", "mimeType": "image/png", "buffer": picture(300)})
    page.get_by_role("img", name="What will be seen of the picture").scroll_into_view_if_needed()
    shot(page, "group-picture-crop")
    assert serious(page) == []
    page.get_by_role("button", name="Use this picture").click()
    expect(faces(page)).to_have_count(4)  # in the list, at the head of the conversation, and twice in the details
    for one in (page, there):
        expect(faces(one).last).to_be_visible()
        assert faces(one).last.evaluate("async picture => (await picture.decode(), picture.naturalWidth > 0)")
    shot(page, "group-picture")
    shot(there, "group-picture-phone")
    assert serious(there) == []
    there.goto(f"{server.url}/")
    expect(there.get_by_role("link", name=re.compile("Lansman")).locator("img")).to_be_visible()

    page.get_by_role("button", name="Remove the picture").click()
    expect(faces(page)).to_have_count(0)
    expect(there.get_by_role("link", name=re.compile("Lansman")).locator("img")).to_have_count(0)
    for one in (ayse, bora):
        one.complaints.clear()  # axe tries inline styles, which the pages forbid
