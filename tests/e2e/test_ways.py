"""Commands in other modes, documents as plans, questions before a run, and the services page, as people use them."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.test_accessibility import serious
from tests.e2e.test_main_job import open_conversation
from tests.e2e.test_server_settings import call

LOOKS = [
    ("en-US", "light", {"width": 1280, "height": 900}),
    ("tr-TR", "dark", {"width": 1280, "height": 900}),
    ("tr-TR", "light", {"width": 375, "height": 800}),
]
NAMES = ["desktop", "dark", "phone"]
WISH = {
    "en": "/run download the table at {url}/static/demo/cities.csv, count by city, post the top 3 here",
    "tr": "/run {url}/static/demo/cities.csv adresindeki tabloyu indir, şehre göre say, ilk 3'ü buraya yaz",
}
DOCUMENT = """alt: "2.0"
title: Greeting
segments:
  - {id: say, task_type: text.cuont, parameters: {text: "Hello you", what: words}}
"""


@pytest.fixture
def look():
    """Keep a picture where somebody wants to look at them: `ALTLAS_PICTURES=folder`."""
    folder = os.environ.get("ALTLAS_PICTURES")

    def keep(page, name):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.wait_for_timeout(300)
            page.screenshot(path=f"{folder}/{name}.png")

    return keep


def words(english, turkish):
    return re.compile(f"^({english}|{turkish})")


def named(what, locale, scheme, viewport):
    return f"{what}-{locale[:2]}-{scheme}-{viewport['width']}"


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=NAMES)
def test_a_wish_is_looked_at_in_another_mode_and_then_runs(person, server, look, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    bora = person("bora", "Bora Kaya")
    page, name = ayse.page, named("way", locale, scheme, viewport)
    open_conversation(ayse, bora)
    page.locator("textarea").fill(WISH[locale[:2]].format(url=server.url))
    look(page, f"{name}-composer")
    page.get_by_role("button", name=words("Mode and persona", "Kip ve kişilik")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("list", name="Plan").get_by_role("listitem").first).to_be_visible()
    look(page, f"{name}-preview")
    dialog.get_by_text(words("Mode:", "Kip:")).click()
    expect(dialog.get_by_role("radio", name=words("Chaos", "Kaos"))).to_be_disabled()
    dialog.get_by_role("radio", name=words("Explore", "Keşif")).check()
    dialog.get_by_role("combobox").select_option("researcher")
    variant = dialog.get_by_role("table").get_by_role("radio").nth(1)
    variant.check()
    look(page, f"{name}-explore")
    assert serious(page) == []
    run = dialog.get_by_role("button", name=words("Run", "Çalıştır"))
    expect(run).to_be_enabled()
    run.click()
    expect(dialog).to_have_count(0)
    card = page.get_by_test_id("command-card").last
    expect(card).to_have_attribute("data-state", "succeeded", timeout=60_000)
    expect(card.get_by_role("heading", level=2)).to_contain_text(re.compile("Explore|Keşif"))
    expect(page.locator("textarea")).to_have_value("")
    look(page, f"{name}-card")


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=NAMES)
def test_a_pasted_document_is_shown_corrected_and_run(person, server, look, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    bora = person("bora", "Bora Kaya")
    page, name = ayse.page, named("alt", locale, scheme, viewport)
    open_conversation(ayse, bora)
    field = page.locator("textarea")
    field.fill(DOCUMENT)
    look(page, f"{name}-composer")
    assert serious(page) == []
    field.press("Enter")
    dialog = page.get_by_role("dialog")
    fault = dialog.get_by_role("button", name=words("Line 4", "Satır 4|4. satır"))
    expect(fault).to_be_visible()
    expect(dialog.get_by_role("alert")).to_contain_text("text.count")
    look(page, f"{name}-fault")
    run = dialog.get_by_role("button", name=words("Run", "Çalıştır"))
    expect(run).to_be_disabled()
    ayse.complaints.clear()  # a document that is refused is a 422, which browsers tell of
    dialog.locator("textarea").fill(DOCUMENT.replace("cuont", "count"))
    expect(dialog.get_by_role("list", name="Plan").get_by_role("listitem").first).to_be_visible()
    assert serious(page) == []
    look(page, f"{name}-plan")
    expect(run).to_be_enabled()
    run.click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("command-card").last).to_have_attribute("data-state", "succeeded", timeout=60_000)
    expect(field).to_have_value("")


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=NAMES)
def test_a_message_is_run_and_what_it_leaves_open_is_asked(person, server, look, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    bora = person("bora", "Bora Kaya")
    page, name = ayse.page, named("ask", locale, scheme, viewport)
    open_conversation(ayse, bora)
    ayse.write("send an e-mail that says hello" if locale == "en-US" else "merhaba diyen bir e-posta gönder")
    sent = page.locator("article[data-message]").last
    sent.click(button="right", position={"x": 200, "y": 8})
    page.get_by_role("menuitem", name=words("Run as a command", "Komut olarak çalıştır")).click()
    dialog = page.get_by_role("dialog")
    asked = dialog.get_by_role("list", name=words("What is open", "Açık"))
    expect(asked).to_be_visible()
    expect(dialog.get_by_role("button", name=words("Run", "Çalıştır"))).to_be_disabled()
    assert serious(page) == []
    look(page, f"{name}-preview")
    dialog.get_by_role("checkbox", name=words("Only put the plan", "Planı yalnızca")).check()
    dialog.get_by_role("button", name=words("Put it there", "Oraya koy")).click()
    card = page.get_by_test_id("command-card").last
    run = card.get_by_role("button", name=words("Run it", "Çalıştır"))
    expect(run).to_be_disabled()
    look(page, f"{name}-card")
    assert serious(page) == []
    card.get_by_role("list", name=words("What is open", "Açık")).locator("input").first.fill(ayse.username)
    expect(run).to_be_enabled()


SERVICES = {
    "results": [
        {
            "id": "1", "name": "converter", "type": "runner", "description": "Makes PDFs of tables.",
            "task_types": [{"name": "pdf.make"}, {"name": "table.draw"}], "strategy": "least_busy",
            "timeout_seconds": 10, "ttl_seconds": 30, "fallback": False, "enabled": True,
            "created_at": "2026-11-21T08:00:00Z",
            "instances": [
                {
                    "id": name, "url": f"http://10.0.0.{number}:9000", "state": state, "is_fixed": False, "capacity": 10,
                    "busy": number, "software": "1.4.2", "last_heartbeat_at": "2026-11-21T09:00:00Z",
                    "circuit": {"state": circuit, "failures": failures, "busy": number, "retry_seconds": failures * 4},
                }
                for number, (name, state, circuit, failures) in enumerate(
                    [("a", "up", "closed", 0), ("b", "up", "open", 5), ("c", "draining", "half_open", 5)], 2
                )
            ],
        },
        {
            "id": "2", "name": "reader", "type": "segmentation", "description": "", "task_types": [],
            "strategy": "round_robin", "timeout_seconds": 10, "ttl_seconds": 30, "fallback": True, "enabled": True,
            "created_at": "2026-11-21T08:00:00Z", "instances": [],
        },
    ],
    "next": None,
    "previous": None,
}  # fmt: skip


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=NAMES)
def test_who_may_see_services_sees_how_they_are(person, server, look, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    page, name = ayse.page, named("services", locale, scheme, viewport)
    page.goto(f"{server.url}/commands")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    mine = {"permissions": ["services.view_service"]}
    page.route("**/api/v1/users/me/permissions", lambda route: route.fulfill(json=mine))
    page.route("**/api/v1/services?*", lambda route: route.fulfill(json=SERVICES))
    page.reload()
    page.get_by_role("link", name=words("Services", "Servisler")).click()
    expect(page.get_by_test_id("service")).to_have_count(2)
    expect(page.get_by_test_id("service").first.get_by_role("listitem")).to_have_count(3)
    assert serious(page) == []
    look(page, name)


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=NAMES)
def test_a_group_allows_chaos_and_a_run_meets_it(person, server, look, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    page, name = ayse.page, named("chaos", locale, scheme, viewport)
    group = call(ayse, "POST", "/groups", {"name": "Kum havuzu", "members": []})["conversation"]
    page.goto(f"{server.url}/c/{group}?panel=details")
    box = page.get_by_role("checkbox", name=words("Allow Chaos here", "Burada Kaos"))
    with page.expect_response(lambda found: found.request.method == "PUT") as answer:
        box.check()
    assert answer.value.json()["modes"][-1] == "chaos"
    expect(box).to_be_checked()
    assert serious(page) == []
    look(page, f"{name}-switch")
    page.goto(f"{server.url}/c/{group}")
    page.locator("textarea").fill("/run count the words of “a b c”")
    page.get_by_role("button", name=words("Mode and persona", "Kip ve kişilik")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(words("Mode:", "Kip:")).click()
    dialog.get_by_role("radio", name=words("Chaos", "Kaos")).check()
    dialog.get_by_role("slider").fill("7")
    expect(dialog.get_by_text(words("Chaos, level 7", "Kaos, düzey 7"))).to_be_visible()
    assert serious(page) == []
    look(page, f"{name}-preview")
    dialog.get_by_role("button", name=words("Run", "Çalıştır")).click()
    expect(page.get_by_test_id("command-card").last).to_contain_text(re.compile("level 7|düzey 7"))


def test_a_waiting_run_is_told_what_happened(person, server, look):
    ayse = person("ayse", "Ayşe Işık", viewport={"width": 375, "height": 800})
    bora = person("bora", "Bora Kaya")
    page = ayse.page
    open_conversation(ayse, bora)
    page.locator("textarea").fill(
        'alt: "2.0"\ntitle: Wait for it\nsegments:\n'
        "  - {id: wait, task_type: event.listen, parameters: {one: {type: order.paid}}}\n"
    )
    page.locator("textarea").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name=words("Run", "Çalıştır")).click()
    card = page.get_by_test_id("command-card").last
    expect(card).to_have_attribute("data-state", "waiting", timeout=60_000)
    card.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Tell it what happened").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox").first).to_have_value("order.paid")
    assert serious(page) == []
    look(page, "signal")
    dialog.get_by_role("button", name="Tell it").click()
    expect(card).to_have_attribute("data-state", "succeeded", timeout=60_000)
