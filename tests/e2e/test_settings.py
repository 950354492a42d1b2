"""The settings screens, used in a real browser as a person would."""

import io
import json
import urllib.request
import zipfile

import pytest
from PIL import Image

from tests.e2e.test_accessibility import LOOKS, serious

SCREENS = ["", "account", "security", "sessions", "privacy", "keys", "data"]


def open_settings(who, screen=""):
    who.page.goto(f"{who.server.url}/settings/{screen}")
    who.page.locator("main").get_by_role("heading", level=2).first.wait_for()


def test_a_name_and_a_picture(person):
    ayse = person("ayse", "Ayşe")
    page = ayse.page
    open_settings(ayse)
    page.get_by_label("Name", exact=True).fill("İpek Işık")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved").wait_for()
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(picture, "JPEG")
    page.locator("input[type=file]").set_input_files(
        {"name": "face.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    page.get_by_role("img", name="What will be seen of the picture").wait_for()
    page.get_by_role("button", name="Use this picture").click()
    page.get_by_role("button", name="Remove the picture").wait_for()
    page.reload()
    page.get_by_role("button", name="Remove the picture").wait_for()  # the server keeps it
    assert page.get_by_label("Name", exact=True).input_value() == "İpek Işık"
    shown = page.locator("aside img, nav img, img").first
    assert shown.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0


def test_what_is_no_picture_is_told(person):
    ayse = person("ayse", "Ayşe")
    open_settings(ayse)
    ayse.page.locator("input[type=file]").set_input_files(
        {"name": "face.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    ayse.page.get_by_text("This file is no picture that can be read").wait_for()


def test_a_key_is_made_used_and_revoked(person):
    ayse = person("ayse", "Ayşe")
    page = ayse.page
    open_settings(ayse, "keys")
    page.get_by_label("What it is for").fill("Backup")
    page.get_by_label("Read your profile").check()
    page.get_by_role("button", name="Make the key").click()
    text = page.locator("code", has_text="alt_").inner_text()
    request = urllib.request.Request(
        f"{ayse.server.url}/api/v1/users/me", headers={"Authorization": f"Api-Key {text}", "Accept": "application/json"}
    )
    assert json.load(urllib.request.urlopen(request))["username"] == ayse.username
    page.get_by_role("button", name="I have kept it").click()
    page.get_by_text("Backup").wait_for()
    page.get_by_role("button", name="Revoke").click()
    page.get_by_text("You have no key yet.").wait_for()
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(request)
    assert told.value.code == 401


def test_ones_data_comes_as_a_file(person):
    ayse = person("ayse", "Ayşe")
    page = ayse.page
    open_settings(ayse, "data")
    page.get_by_role("button", name="Make an archive").click()
    link = page.get_by_role("link", name="Download")
    link.wait_for(timeout=30_000)
    with page.expect_download() as coming:
        link.click()
    with zipfile.ZipFile(coming.value.path()) as archive:
        assert archive.testzip() is None
        assert any(ayse.username in archive.read(name).decode() for name in archive.namelist() if name.endswith("json"))


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=["desktop-light", "desktop-dark", "phone"])
def test_no_screen_has_anything_serious(person, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    for screen in SCREENS:
        open_settings(ayse, screen)
        assert serious(ayse.page) == [], screen
        assert ayse.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{screen} is too wide"
