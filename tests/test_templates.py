"""What all the server-rendered pages keep to."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils import translation

from apps.core.templatetags import vite

ROOT = settings.BASE_DIR / "templates"
PAGES = sorted(
    str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html") if path.parts[-2] not in ("mail", "reports")
)
MAILS = [
    "verify_email",
    "password_reset",
    "password_changed",
    "account_made",
    "address_taken",
    "email_change",
    "email_changed",
    "export_ready",
]
LINK = "https://chat.example.org/accounts/link/verify/abc/"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_inline_scripts_or_styles(name):
    source = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(
        r"<script(?! src=\"{% static '[\w/.]+' %}\" defer></script>)|<style|\sstyle=|\son\w+=|javascript:", source
    ), name


@pytest.mark.parametrize("code", ["400", "403_csrf", "500", "503"])
@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_page_for_broken_times_needs_no_context_and_no_database(code, language):
    with translation.override(language):
        page = get_template(f"{code}.html").render()
    assert f'lang="{language}"' in page
    assert 'href="/static/brand/pages.css"' in page


def test_errors_stand_at_their_fields(client, db):
    page = client.post("/accounts/signup/", {"username": "a b", "email": "no"}).content.decode()
    assert "<title>Error: " in page
    for name in ("username", "email", "password"):
        field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert field is not None
        assert 'aria-invalid="true"' in field[0]
        assert f"id_{name}_error" in field[0]
        assert page.count(f'id="id_{name}_error"') == 1


def test_the_sign_in_page_keeps_where_one_wanted_to_go(client, db):
    page = client.get("/accounts/login/?next=/c/1").content.decode()
    assert page.count('name="next" value="/c/1"') == 2  # for the password, and for the passkey
    assert "/accounts/signup/?next=/c/1" in page
    assert "placeholder" not in page


def test_a_web_app_that_is_not_built_is_said_so(monkeypatch):
    monkeypatch.setattr(vite, "manifest", lambda: None)
    page = render_to_string("app.html", {"boot": {"user": {"theme": "dark"}}})
    assert "make web" in page
    assert 'data-theme="dark"' in page
    assert 'type="module"' not in page


def test_a_built_web_app_is_loaded_by_its_manifest(monkeypatch):
    built = {
        vite.ENTRY: {"file": "assets/main-1.js", "css": ["assets/main-1.css"], "imports": ["_a.js"]},
        "_a.js": {"file": "assets/a-1.js"},
    }
    monkeypatch.setattr(vite, "manifest", lambda: built)
    page = render_to_string("app.html", {"boot": {"user": {"theme": "system"}}})
    assert '<script type="module" src="/static/app/assets/main-1.js"></script>' in page
    assert '<link rel="modulepreload" href="/static/app/assets/a-1.js">' in page
    assert '<link rel="stylesheet" href="/static/app/assets/main-1.css">' in page
    assert 'id="altlas-boot"' in page


@pytest.mark.parametrize("mail", MAILS)
@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_mail_has_a_subject_a_text_and_a_page(mail, language):
    context = {"name": "<b>Ayşe & Işık</b>", "link": LINK}
    with translation.override(language):
        subject = render_to_string(f"mail/{mail}_subject.txt")
        text = render_to_string(f"mail/{mail}.txt", context)
        page = render_to_string(f"mail/{mail}.html", context)
    assert subject.strip()
    assert "\n" not in subject.strip()
    assert f"\n{LINK}\n" in text
    assert f'href="{LINK}"' in page
    assert "<b>" not in page
    assert "<b>Ayşe & Işık</b>" in text
