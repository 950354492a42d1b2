"""Saved commands, choosing, tasks, schedules, secrets and figures, as people use them."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.test_accessibility import serious
from tests.e2e.test_main_job import open_conversation

LOOKS = [
    ("en-US", "light", {"width": 1280, "height": 900}),
    ("tr-TR", "dark", {"width": 1280, "height": 900}),
    ("tr-TR", "light", {"width": 390, "height": 800}),
]
WISH = {"en": '/run wait 1 second and post "ready" here', "tr": '/run 1 saniye bekle, sonra buraya "tamam" yaz'}
DOCUMENT = """alt: "2.0"
title: Greeting
inputs:
  name: {type: string, title: Name, required: true, description: Whom to greet}
  tone: {type: string, title: Tone, enum: [kind, short], default: kind}
  times: {type: integer, title: Times, minimum: 1, maximum: 3, default: 1}
  day: {type: string, title: Day, format: date}
  loud: {type: boolean, title: Loud}
segments:
  - {id: say, task_type: text.count, parameters: {text: "Hello ${variables.name}", what: words}}
"""


@pytest.fixture
def look():
    """Keep a picture where somebody wants to look at them: `E2E_PICTURES=folder`."""
    folder = os.environ.get("E2E_PICTURES")

    def keep(page, name):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(300)
            page.screenshot(path=f"{folder}/{name}.png")

    return keep


def words(english, turkish):
    return re.compile(f"^({english}|{turkish})")


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=["desktop", "dark", "phone"])
def test_a_saved_command_is_called_by_its_name(person, server, look, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    bora = person("bora", "Bora Kaya")
    page, name = ayse.page, f"saved-{locale[:2]}-{scheme}-{viewport['width']}"
    page.goto(f"{server.url}/commands/saved")
    page.get_by_role("button", name=words("New command", "Yeni komut")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name=words("Name", "Ad")).fill("selam")
    dialog.get_by_role("textbox", name=words("The .alt document", ".alt belgesi")).fill(DOCUMENT)
    look(page, f"{name}-new")
    assert serious(page) == []
    dialog.get_by_role("button", name=words("Save", "Kaydet")).click()
    expect(page.get_by_text("/selam", exact=True)).to_be_visible()
    assert serious(page) == []
    look(page, f"{name}-list")
    page.goto(f"{server.url}/")
    open_conversation(ayse, bora)
    field = page.locator("textarea")
    field.press_sequentially("/sel")
    expect(page.get_by_role("option", name=re.compile("selam"))).to_be_visible()
    assert serious(page) == []
    look(page, f"{name}-offered")
    field.press("Enter")
    dialog = page.get_by_role("dialog")
    run = dialog.get_by_role("button", name=words("Run", "Çalıştır"))
    run.click()
    wrong = dialog.get_by_role("textbox", name=re.compile("^Name"))
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_be_focused()
    assert serious(page) == []
    look(page, f"{name}-form")
    wrong.fill("Deniz")
    run.click()
    expect(page.get_by_text("/selam name=Deniz", exact=False).last).to_be_visible()
    card = page.get_by_test_id("command-card").last
    expect(card).to_have_attribute("data-state", "succeeded")
    expect(page.locator("textarea")).to_have_value("")


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=["desktop", "dark", "phone"])
def test_a_message_becomes_a_task_that_is_done(person, server, look, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    bora = person("bora", "Bora Kaya")
    page, name = ayse.page, f"tasks-{locale[:2]}-{scheme}-{viewport['width']}"
    open_conversation(ayse, bora)
    ayse.write("Raporu bitirelim")
    sent = page.locator("article[data-message]").filter(has_text="Raporu bitirelim")  # not while it is on its way
    sent.click(button="right", position={"x": 200, "y": 8})
    page.get_by_role("menuitem", name=words("Make a to-do", "Yapılacak iş yap")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Bora Kaya").check()
    look(page, f"{name}-new")
    assert serious(page) == []
    dialog.get_by_role("button", name=words("Make it", "Oluştur")).click()
    bora.page.goto(f"{server.url}/tasks")
    bora.page.get_by_role("button", name=re.compile("^0 comments")).click()
    bora.page.get_by_role("textbox", name=re.compile("^Comment on")).fill("Yarın biter")
    bora.page.keyboard.press("Enter")
    expect(bora.page.get_by_text("Yarın biter")).to_be_visible()
    page.goto(f"{server.url}/tasks")
    page.get_by_role("button", name=words("Asked by me", "Benim istediğim")).click()
    task = page.get_by_test_id("task")
    expect(task).to_contain_text("Raporu bitirelim")
    expect(task).to_contain_text(re.compile("1 (comment|yorum)"))
    assert serious(page) == []
    look(page, f"{name}-list")
    bora.page.get_by_role("button", name="Done: Raporu bitirelim").click()
    expect(task).to_have_count(0)  # told live: it waits for nobody any more


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=["desktop", "dark", "phone"])
def test_runs_are_repeated_compared_planned_and_counted(person, server, look, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    bora = person("bora", "Bora Kaya")
    page, name = ayse.page, f"runs-{locale[:2]}-{scheme}-{viewport['width']}"
    open_conversation(ayse, bora)
    ayse.write(WISH[locale[:2]])
    card = page.get_by_test_id("command-card").last
    card.wait_for()
    confirm = card.get_by_role("button", name=words("Run it", "Çalıştır"))
    if card.get_attribute("data-state") == "proposed":
        confirm.click()
    expect(card).to_have_attribute("data-state", "succeeded", timeout=30_000)

    def more(entry):
        page.get_by_test_id("command-card").last.get_by_role("button", name=words("More", "Daha fazla")).click()
        page.get_by_role("menuitem", name=entry).click()
        return page.get_by_role("dialog")

    dialog = more(words("Run again in another way", "Başka biçimde"))
    look(page, f"{name}-again")
    assert serious(page) == []
    dialog.get_by_role("button", name=words("Run again", "Yeniden çalıştır")).click()
    expect(page.get_by_test_id("command-card")).to_have_count(2)
    expect(page.get_by_test_id("command-card").last).to_have_attribute("data-state", "succeeded", timeout=30_000)
    dialog = more(words("Compare", "Başka bir çalıştırmayla"))
    dialog.get_by_role("link").first.click()
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_count(6)
    assert serious(page) == []
    look(page, f"{name}-compared")

    page.goto(f"{server.url}/commands/schedules")
    page.get_by_role("button", name=words("Plan a command", "Komut planla")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name=words("What shall be done", "Ne yapılsın")).fill("count the words of “a b c”")
    dialog.get_by_role("combobox", name=words("How often", "Ne sıklıkla")).select_option("weekdays")
    look(page, f"{name}-plan")
    assert serious(page) == []
    dialog.get_by_role("button", name=re.compile("^(Plan|Planla)$")).click()
    expect(dialog).to_have_count(0)
    if "/commands/schedules" not in page.url:  # a plan that we are not sure of is shown first
        page.get_by_role("button", name=words("Run it", "Çalıştır")).first.click()
        expect(page.get_by_test_id("command-card").first).to_have_attribute("data-state", "queued")
        page.goto(f"{server.url}/commands/schedules")
    expect(page.get_by_text(re.compile("on workdays|hafta içi her gün"))).to_be_visible()
    assert serious(page) == []
    look(page, f"{name}-schedules")

    for path in ("", "/figures"):
        page.goto(f"{server.url}/commands{path}")
        page.get_by_role("heading", level=1).wait_for()
        expect(page.get_by_role("article").first if path == "" else page.get_by_role("img").first).to_be_visible()
        assert serious(page) == []
        look(page, f"{name}-{path.strip('/') or 'history'}")


def test_a_secret_is_kept_and_never_shown(person, server, look):
    ayse = person("ayse", "Ayşe Işık", "tr-TR")
    page = ayse.page
    page.goto(f"{server.url}/commands/secrets")
    page.get_by_role("button", name="Yeni gizli değer").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Ad", exact=False).first.fill("anahtar")
    dialog.locator("input[type=password]").fill("cok-gizli-deger")
    dialog.get_by_label(re.compile("^Gönderilebileceği")).fill("api.example.org")
    assert serious(page) == []
    look(page, "secrets-new")
    dialog.get_by_role("button", name="Kaydet").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("anahtar", exact=True)).to_be_visible()
    assert "cok-gizli-deger" not in page.content()
    assert serious(page) == []
    look(page, "secrets-list")
