"""axe-core over the pages as people see them: nothing serious, in both looks and on a phone."""

import pytest

from tests.e2e.conftest import ROOT
from tests.e2e.test_main_job import open_conversation

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def serious(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # The guards of a menu hand the focus on at once: nobody stays on them.
    parts = "{include: document, exclude: '[data-base-ui-focus-guard]'}"
    found = page.evaluate(f"rules => axe.run({parts}, {{runOnly: {{type: 'tag', values: rules}}}})", RULES)
    return [
        (violation["id"], [node["target"] for node in violation["nodes"]])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


LOOKS = [
    ("tr-TR", "light", {"width": 1280, "height": 800}),
    ("en-US", "dark", {"width": 1280, "height": 800}),
    ("tr-TR", "dark", {"width": 390, "height": 800}),
]


@pytest.mark.parametrize(("locale", "scheme", "viewport"), LOOKS, ids=["desktop-light", "desktop-dark", "phone"])
def test_nothing_serious_is_found(person, server, locale, scheme, viewport):
    ayse = person("ayse", "Ayşe Işık", locale, color_scheme=scheme, viewport=viewport)
    bora = person("bora", "Bora Kaya")
    page = ayse.page
    assert serious(page) == []
    open_conversation(ayse, bora)
    ayse.write("Merhaba")
    ayse.write('/run 1 saniye bekle, sonra buraya "tamam" yaz')
    page.get_by_test_id("command-card").last.wait_for()
    assert serious(page) == []
    for path in ("/commands", "/atlas"):
        page.goto(f"{server.url}{path}")
        page.get_by_role("heading", level=1).wait_for()
        assert serious(page) == []


@pytest.mark.parametrize("path", ["login/", "signup/", "password/reset/"])
def test_the_pages_before_sign_in_have_nothing_serious(chromium, server, path):
    context = chromium.new_context(locale="tr-TR")
    page = context.new_page()
    page.goto(f"{server.url}/accounts/{path}")
    assert serious(page) == []
    context.close()
