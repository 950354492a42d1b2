import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.utils import translation

from apps.core.catalogues import compile_catalogue, read_catalogue

CATALOGUES = sorted((settings.BASE_DIR / "locale").rglob("*.po"))
TAG = re.compile(r"{% trans(?:late)? (['\"])(.+?)\1[^%]*%}")
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parent.parent.name)
def source(request) -> Path:
    return request.param


def test_the_compiled_catalogue_is_current(source):
    compiled = source.with_suffix(".mo").read_bytes()
    assert compiled == compile_catalogue(source.read_text(encoding="utf-8")), "run: make messages"


def test_nothing_is_left_untranslated_in_turkish():
    turkish = settings.BASE_DIR / "locale" / "tr" / "LC_MESSAGES" / "django.po"
    entries = [entry for entry in read_catalogue(turkish.read_text(encoding="utf-8")) if entry.text]
    assert len(entries) > 200
    assert [entry.text for entry in entries if entry.fuzzy or not entry.is_translated] == []


def texts() -> Iterator[str]:
    """The texts marked for translation in templates and code."""
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        yield from (match[1].replace("%", "%%") for match in TAG.findall(path.read_text(encoding="utf-8")))
    for folder in ("apps", "altlas"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                    yield from (arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))


def test_every_text_is_in_the_catalogue(source):
    known = {entry.text for entry in read_catalogue(source.read_text(encoding="utf-8"))}
    assert set(texts()) - known == set(), "run: make messages"


def test_no_catalogue_guesses(source):
    assert not [entry.text for entry in read_catalogue(source.read_text(encoding="utf-8")) if entry.fuzzy]


def test_placeholders_are_kept(source):
    for entry in read_catalogue(source.read_text(encoding="utf-8")):
        if entry.text and entry.is_translated:
            for translated in entry.translations.values():
                assert set(PLACEHOLDER.findall(translated)) == set(PLACEHOLDER.findall(entry.text)), entry.text


def test_a_page_speaks_the_language_one_asks_for(client, db):
    turkish = client.get("/accounts/login/", headers={"Accept-Language": "tr"}).content.decode()
    english = client.get("/accounts/login/", headers={"Accept-Language": "en"}).content.decode()
    assert "Giriş yap" in turkish
    assert 'lang="tr"' in turkish
    assert "Sign in" in english


def test_a_problem_speaks_the_language_one_asks_for(client, db):
    answer = client.get("/api/v1/users/me", headers={"Accept-Language": "tr"}).json()
    assert answer["title"] == "Önce giriş yap."


@pytest.mark.parametrize("app", ["accounts", "audit", "chat", "commands", "core", "events"])
def test_the_administration_names_its_rows_in_both_languages(app):
    rows = [model._meta for model in admin.site._registry if model._meta.app_label == app]
    assert rows
    for meta in rows:
        for name in (meta.verbose_name, meta.verbose_name_plural):
            with translation.override("en"):
                english = str(name)
            with translation.override("tr"):
                assert str(name) != english, f"{meta.label}: {name}"
